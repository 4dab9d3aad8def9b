"""Arrays as the text that PostgreSQL reads."""

from __future__ import annotations

import pytest
from django.db import connection

from catalog_pages.lookups import array_of_numbers, array_of_texts

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


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
def test_texts_come_out_as_they_went_in(texts: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text[]", [array_of_texts(texts)])
        assert cursor.fetchone()[0] == texts


def test_numbers_come_out_as_they_went_in() -> None:
    numbers = [0, -1, 2**62]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::bigint[]", [array_of_numbers(numbers)])
        assert cursor.fetchone()[0] == numbers
