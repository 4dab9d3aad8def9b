"""Attributes and choices are kept between requests: a product page knows those made since, none by its old name."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog_pages.models import AttributeChoice, Product, ProductAttribute
from catalog_pages.options import loaded_facts, loaded_variants
from tests.storefront import choice, for_sale, front_page, variant_of, with_sizes

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def hoodie() -> Product:
    front_page()
    return with_sizes("Hoodie", s=3, m=3)


def page_of(product: Product) -> str:
    answer = Client().get(f"/{product.slug}/")
    assert answer.status_code == 200
    return answer.content.decode()


def describe(product: Product, word: AttributeChoice) -> None:
    ProductAttribute.objects.create(product=product, attribute=word.attribute, choice=word)


def test_a_second_page_reads_no_word_again(hoodie: Product) -> None:
    describe(hoodie, choice("material", "wool", name="Wool"))
    vest = with_sizes("Vest", s=1)
    describe(vest, AttributeChoice.objects.get(code="wool"))
    assert "Wool" in page_of(hoodie)
    with CaptureQueriesContext(connection) as asked:
        assert "Wool" in page_of(vest)
    read = [query["sql"] for query in asked]
    assert not [sql for sql in read if 'FROM "catalog_pages_attributechoice"' in sql]
    assert not [sql for sql in read if 'FROM "catalog_pages_attribute"' in sql]


def test_a_choice_made_since_and_one_that_was_renamed_are_named(hoodie: Product) -> None:
    page_of(hoodie)
    variant_of(hoodie, choice("size", "xl"))
    describe(hoodie, choice("material", "wool", name="Wool"))
    shown = page_of(hoodie)
    assert 'value="xl"' in shown and "Wool" in shown
    AttributeChoice.objects.filter(code="wool").update(name="Merino wool")
    assert "Merino wool" in page_of(hoodie)


def test_what_is_not_kept_yet_is_read_when_it_is_asked_for(hoodie: Product, monkeypatch: Any) -> None:
    describe(hoodie, choice("material", "wool", name="Wool"))
    monkeypatch.setattr("catalog_pages.options._words", lambda: ({}, {}))
    assert [str(fact.choice.name) for fact in loaded_facts(hoodie)] == ["Wool"]  # type: ignore[union-attr]
    assert [variant.label for variant in loaded_variants(hoodie)] == ["S", "M"]
    assert for_sale("Plain") and not loaded_facts(Product.objects.get(name="Plain"))
