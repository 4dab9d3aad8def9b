"""The living page of the design shows every component, and is not on the open internet."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.storefront import front_page

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Parts of every page, of other components, or of pages that show them whole.
ELSEWHERE = {
    "apart",
    "cart_count",
    "field_errors",
    "filters",
    "footer",
    "gallery",
    "header",
    "messages",
    "order_summary",
    "search_form",
    "style_sheets",
    "timeline",
}


def test_every_component_is_shown() -> None:
    shown = set(re.findall(r"components/(\w+)\.html", (TEMPLATES / "styleguide.html").read_text()))
    there = {path.stem for path in (TEMPLATES / "components").glob("*.html")}
    assert there - shown - {"form", "icon"} == ELSEWHERE
    assert shown <= there


def test_it_is_there_in_development_alone(settings: Any) -> None:
    front_page()
    assert Client().get("/styleguide/").status_code == 404
    settings.DEBUG = True
    page = Client().get("/styleguide/")
    assert page.status_code == 200
    assert "Nearly gone" in page.content.decode()
