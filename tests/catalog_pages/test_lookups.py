"""Rows by their keys, thousands at a time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models.functions import Upper

from catalog_pages.lookups import CAPITALS, MANY, any_of, array_of_numbers, array_of_texts, looking_up
from catalog_pages.models import Brand

pytestmark = pytest.mark.django_db

NAMES = ["Braces {a,b}", 'Quotes "x"', "Back\\slash", "NULL", "", "Größe", "a'; DROP TABLE x; --", "%s"]


def made() -> list[str]:
    for number, name in enumerate(NAMES):
        Brand.objects.create(name=name, slug=f"brand-{number}")
    return NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_text_finds_itself_and_nothing_else_whatever_is_in_it(name: str) -> None:
    made()
    assert [brand.name for brand in Brand.objects.filter(name__in=any_of([name, "not there"]))] == [name]


def test_many_are_found_by_one_parameter() -> None:
    names = made()
    with_others = [*names, *(f"other {number}" for number in range(3_000))]
    assert set(Brand.objects.filter(name__in=any_of(with_others)).values_list("name", flat=True)) == set(
        names
    )
    assert not Brand.objects.filter(name__in=any_of([]))


def test_capitals_are_made_by_the_database_of_both() -> None:
    Brand.objects.create(name="Mixed Case", slug="mixed")
    found = Brand.objects.alias(capitals=Upper("name")).filter(capitals__in=any_of(["mIXED cASE"], CAPITALS))
    assert found.count() == 1


@pytest.mark.postgres
@pytest.mark.usefixtures("committed")
def test_postgresql_is_told_of_cheap_reads_for_many_keys_and_for_that_transaction_only() -> None:
    def cost() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW random_page_cost")
            return str(cursor.fetchone()[0])

    usual = cost()
    with looking_up(MANY):
        assert cost() == "1.1" != usual
    assert cost() == usual
    with looking_up(MANY - 1):
        assert cost() == usual
        assert connection.in_atomic_block


@pytest.mark.postgres
@pytest.mark.parametrize(
    "texts",
    [
        [],
        [""],
        ["null", "NULL", " space ", "a,b", "{c}", "{}"],
        ['"', "\\", '\\"', "\\\\", "'", "''", "%s", "%"],
        ["tab\there", "line\nthere", "Łódź", "日本", "🦆"],
    ],
)
def test_an_array_of_texts_comes_out_as_it_went_in(texts: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array_of_texts(texts)])
        assert cursor.fetchone()[0] == texts


@pytest.mark.postgres
def test_an_array_of_numbers_comes_out_as_it_went_in() -> None:
    numbers = [0, -1, 2**62]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::bigint[]", [array_of_numbers(numbers)])
        assert cursor.fetchone()[0] == numbers
