"""A compiled write leaves in the database what the ORM's own would have left there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone

from catalog_pages.compiled import Parameter
from catalog_pages.compiled_writes import CompiledInsert, CompiledUpdate
from catalog_pages.models import ProductPage, StockItem
from orders.models import Cart, Order, OrderEvent, OutboxMessage, Payment
from tests.factories import StockItemFactory
from tests.shops import open_shop, placed_order

pytestmark = pytest.mark.django_db
NEW_EACH_TIME = {"id", "uuid", "created_at", "updated_at"}


@pytest.fixture
def order() -> Order:
    open_shop()
    return placed_order()


def columns_of(row: models.Model) -> dict[str, Any]:
    """What stands in the database, but for the keys and the moment it was made."""
    kept = type(row)._default_manager.filter(pk=row.pk).values().get()
    return {name: value for name, value in kept.items() if name not in NEW_EACH_TIME}


def test_a_row_is_written_as_saving_it_would(order: Order, django_assert_num_queries: Any) -> None:
    made = {"order": order, "method": "bank_transfer", "amount": Decimal("12.5")}
    saved = Payment.objects.create(**made, next_action={"type": "none", "said": "né"})
    insert = CompiledInsert(Payment)
    with django_assert_num_queries(1):
        written = insert.row(Payment(**made, next_action={"type": "none", "said": "né"}))
    assert written.pk not in {None, saved.pk} and not written._state.adding
    assert columns_of(written) == columns_of(saved)
    assert abs(Payment.objects.get(pk=written.pk).created_at - timezone.now()) < timedelta(minutes=1)
    written.method = "cash_on_delivery"
    written.save()
    assert Payment.objects.get(pk=written.pk).method == "cash_on_delivery"


def test_many_rows_are_one_statement_and_each_gets_its_own_key(
    order: Order, django_assert_num_queries: Any
) -> None:
    insert = CompiledInsert(OrderEvent)
    kind = OrderEvent.Kind.NOTE
    rows = [OrderEvent(order=order, kind=kind, message=str(number)) for number in range(50)]
    with django_assert_num_queries(1):
        insert.rows(rows)
    notes = order.events.filter(kind=kind)
    assert {row.pk: row.message for row in rows} == dict(notes.values_list("pk", "message"))
    with django_assert_num_queries(0):
        assert insert.rows([]) == []


def test_a_key_that_the_model_makes_is_kept() -> None:
    row = OutboxMessage(
        topic="test", recipients=["ada@example.com"], subject="“Hello”", text="", from_email=""
    )
    made = row.pk
    CompiledInsert(OutboxMessage).row(row)
    assert row.pk == made
    assert OutboxMessage.objects.get(pk=made).recipients == ["ada@example.com"]


def test_the_database_refuses_what_it_would_refuse() -> None:
    cart = CompiledInsert(Cart).row(Cart())
    with pytest.raises(IntegrityError), transaction.atomic():
        CompiledInsert(Cart).row(Cart(token=cart.token))
    assert Cart.objects.filter(token=cart.token).count() == 1


def test_a_page_whose_rows_are_in_two_tables_is_refused() -> None:
    with pytest.raises(TypeError, match="more than one table"):
        CompiledInsert(ProductPage).rows([])


def test_an_update_sets_its_columns_where_the_conditions_hold(django_assert_num_queries: Any) -> None:
    item, other = StockItemFactory(on_hand=5), StockItemFactory(on_hand=5)
    update = CompiledUpdate(
        lambda: StockItem.objects.filter(pk=Parameter("pk"), on_hand=Parameter("seen")).order_by("pk"),
        "on_hand",
        "low_since",
        reserved=F("reserved") + 1,
    )
    since = timezone.now()
    with django_assert_num_queries(1):
        assert update.run(pk=item.pk, seen=5, on_hand=3, low_since=since) == 1
    assert update.run(pk=item.pk, seen=5, on_hand=1, low_since=None) == 0
    item.refresh_from_db()
    assert (item.on_hand, item.low_since) == (3, since)
    assert update.run(pk=item.pk, seen=3, on_hand=4, low_since=None) == 1
    item.refresh_from_db()
    other.refresh_from_db()
    assert (item.on_hand, item.low_since, item.reserved) == (4, None, 2)
    assert (other.on_hand, other.reserved) == (5, 0)
