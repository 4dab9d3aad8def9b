"""A process reads the goods before it answers, and begins without them where it cannot."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError

from catalog_pages.columns import warming
from catalog_pages.columns.keeping import keeper
from catalog_pages.columns.warming import warm
from catalog_pages.listing import ProductFilters, list_products
from tests.storefront import for_sale, the_site

pytestmark = pytest.mark.usefixtures("committed")


def test_the_first_list_of_a_warmed_process_reads_cards_alone(django_assert_num_queries: Any) -> None:
    for_sale("Vase")
    site = the_site()
    warm()
    with django_assert_num_queries(3):  # what is new, the page, its picture
        assert len(list_products(filters=ProductFilters(), site=site).cards) == 1


def test_a_process_begins_without_its_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(site: Any) -> None:
        raise OperationalError("the connection is gone")

    the_site()
    monkeypatch.setattr(warming.keeper, "goods", gone)
    warm()
    monkeypatch.undo()
    assert keeper.goods(the_site()).columns.rows().tolist() == []
