"""Keys and indexes that a bulk write sets aside: they come back as they were, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest
from django.db import IntegrityError, connection, transaction

from catalog_pages.bulk import aside
from catalog_pages.bulk.aside import filling, put_back
from catalog_pages.models import SetAside, StockItem, Variant
from search.models import Posting
from tests.factories import VariantFactory
from tests.races import at_once, errors
from tests.storefront import for_sale

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.usefixtures("committed"),
    pytest.mark.xdist_group("races"),
]

Keys = dict[str, tuple[str, bool]]


class PowerCut(Exception):
    """What befalls a load in the middle of its work."""


def foreign_keys() -> Keys:
    """Of StockItem and Variant: how each is defined, and whether it is known to hold for every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid), convalidated FROM pg_constraint "
            "WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [[StockItem._meta.db_table, Variant._meta.db_table]],
        )
        return {name: (definition, is_valid) for name, definition, is_valid in cursor.fetchall()}


def indexes() -> dict[str, str]:
    """Of StockItem and Variant: how each that is not unique is defined."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE NOT indisunique AND indrelid = ANY(%s::regclass[])",
            [[StockItem._meta.db_table, Variant._meta.db_table]],
        )
        return dict(cursor.fetchall())


@pytest.fixture
def before() -> Iterator[Keys]:
    indexes_before = indexes()
    yield foreign_keys()
    put_back()
    assert indexes() == indexes_before


def test_they_are_away_while_it_lasts_and_hold_for_every_row_again_afterwards(before: Keys) -> None:
    assert len(before) >= 2
    with filling(StockItem, Variant):
        assert foreign_keys() == {}
        for_sale("Mug")
    assert foreign_keys() == before
    assert not SetAside.objects.exists()


def test_indexes_are_away_while_it_lasts_but_unique_ones_and_those_that_are_looked_up_by(
    before: Keys,
) -> None:
    there = indexes()
    barcode = Variant._meta.get_field("barcode")
    with filling(StockItem, Variant, looked_up_by=[barcode]):
        assert [name for name in there if "barcode" in name] == list(indexes())
        VariantFactory(sku="MUG")
        with pytest.raises(IntegrityError, match="sku_unique"):
            VariantFactory(sku="mug")
    assert indexes() == there and len(there) > 3
    assert not SetAside.objects.exists()


def test_an_index_that_somebody_made_meanwhile_is_not_made_again(before: Keys) -> None:
    there = indexes()
    with filling(Variant), connection.cursor() as cursor:
        cursor.execute(there["variant_by_barcode"])
    assert indexes() == there


def test_a_primary_key_is_away_where_that_is_asked_for_and_holds_again_afterwards(before: Keys) -> None:
    def insert() -> None:
        Posting.objects.bulk_create([Posting(term=1, document=2, impact=3)])

    with filling(without_primary_key=[Posting]):
        insert()
    with pytest.raises(IntegrityError):
        insert()
    with pytest.raises(IntegrityError, match="search_posting_pkey"), filling(without_primary_key=[Posting]):
        insert()
    assert SetAside.objects.get().kind == SetAside.Kind.PRIMARY_KEY, "it is not forgotten"
    Posting.objects.all()._raw_delete("default")
    put_back()
    insert()
    with pytest.raises(IntegrityError):
        insert()


def test_an_error_meanwhile_brings_them_back_too(before: Keys) -> None:
    with pytest.raises(PowerCut), filling(StockItem, Variant):
        raise PowerCut
    assert foreign_keys() == before


def test_those_that_a_killed_load_left_out_are_put_back_by_the_next(before: Keys) -> None:
    killed = filling(StockItem, Variant)
    killed.__enter__()
    assert foreign_keys() == {}
    with filling(StockItem, Variant):
        again = SetAside.objects.filter(kind=SetAside.Kind.FOREIGN_KEY)
        assert again.count() == len(before), "known again, and set aside anew"
    assert foreign_keys() == before


def test_one_that_was_declared_but_not_checked_yet_is_checked_by_the_next(before: Keys) -> None:
    killed = filling(StockItem, Variant)
    killed.__enter__()
    for each in SetAside.objects.filter(kind=SetAside.Kind.FOREIGN_KEY):
        aside._declare(each)
    assert not any(is_valid for _definition, is_valid in foreign_keys().values())
    put_back()
    assert foreign_keys() == before


def test_a_row_that_refers_to_nothing_is_told_of_and_can_be_corrected(before: Keys) -> None:
    for_sale("Mug")
    nowhere = 1_000_000
    with pytest.raises(IntegrityError, match=str(nowhere)), filling(StockItem):
        StockItem.objects.update(variant=nowhere)
    assert SetAside.objects.exists(), "it is not forgotten"
    with pytest.raises(IntegrityError):  # and it holds for what is written from now on
        StockItem.objects.create(variant_id=nowhere + 1)
    StockItem.objects.update(variant=Variant.objects.get())
    put_back()
    assert foreign_keys() == before


def test_a_table_that_somebody_is_at_keeps_its_foreign_keys(
    before: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "LONGEST_WAIT", "100ms")
    for_sale("Mug")
    seen: list[Keys] = []
    is_locked, is_done = Event(), Event()

    def somebody_at_the_table() -> None:
        with transaction.atomic():
            list(StockItem.objects.select_for_update())
            is_locked.set()
            assert is_done.wait(20)

    def a_load() -> None:
        assert is_locked.wait(20)
        with filling(StockItem, Variant):
            seen.append(foreign_keys())
            is_done.set()

    assert errors(at_once(somebody_at_the_table, a_load)) == []
    (kept,) = seen
    assert kept and set(kept) < set(before)
    assert foreign_keys() == before


def test_tables_of_another_role_keep_their_foreign_keys(before: Keys) -> None:
    role = connection.ops.quote_name(f"guest_of_{connection.settings_dict['NAME']}")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {role}")
        try:
            cursor.execute(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"SET ROLE {role}")
            there = indexes()
            with filling(StockItem, Variant):
                assert (foreign_keys(), indexes()) == (before, there)
        finally:
            cursor.execute("RESET ROLE")
            cursor.execute(f"DROP OWNED BY {role}")
            cursor.execute(f"DROP ROLE {role}")


def test_several_that_put_them_back_at_once_do_it_once(before: Keys) -> None:
    for _time in range(10):
        killed = filling(StockItem, Variant)
        killed.__enter__()
        assert errors(at_once(put_back, put_back, put_back)) == []
        assert foreign_keys() == before


def test_within_a_transaction_nothing_is_set_aside(before: Keys) -> None:
    there = indexes()
    with transaction.atomic(), filling(StockItem, Variant):
        assert (foreign_keys(), indexes()) == (before, there)
