"""Rules that hold for every template: what components say of themselves, and what the shop's strict CSP forbids."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SHOWN_TO_SHOPPERS = [
    name for name in ALL if not name.startswith(("email/", "admin/", "cms/", "wagtailadmin/"))
]
COMPONENTS = [name for name in ALL if name.startswith("components/")]


@pytest.mark.parametrize("name", ALL)
def test_every_template_can_be_read(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_lists_its_parameters_first(name: str) -> None:
    first = (TEMPLATES / name).read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .+ #\}", first)


@pytest.mark.parametrize("name", ALL)
def test_components_are_included_with_what_they_are_given_only(name: str) -> None:
    includes = re.findall(r"\{% include \"components/.+?%\}", (TEMPLATES / name).read_text(), re.DOTALL)
    assert [tag for tag in includes if not tag.endswith(" only %}")] == []


@pytest.mark.parametrize("name", SHOWN_TO_SHOPPERS)
def test_no_style_and_no_script_stands_in_the_page_itself(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/ld\+json\")", text)
