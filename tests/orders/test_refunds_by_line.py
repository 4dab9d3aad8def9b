"""Refunds of pieces: what they come to, what their credit notes say, and what they keep from being sent.

The sums stand in the comments, worked out with paper and pencil.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from catalog_pages.models import ShopSettings, StockItem
from orders import carts, fulfilment
from orders.books import differences
from orders.exceptions import (
    NoPiecesChosen,
    PaymentFailed,
    PaymentUnanswered,
    PiecesNotThere,
    RefundNotPossible,
)
from orders.invoicing.files import pdf_of
from orders.models import Invoice, Item, Order, OrderEvent, Payment, PaymentInstruction, RefundLine
from orders.payments.manual import ManualProvider
from tests.factories import TaxClassFactory, TaxRateFactory, VoucherFactory
from tests.orders.test_parcels import counts, level, line
from tests.papers import words_of
from tests.shops import filled_cart, open_shop, order_of, placed_order, stocked

pytestmark = pytest.mark.django_db
D = Decimal
Status = Order.Status


@pytest.fixture
def order(shop: ShopSettings) -> Order:
    """Three mugs at 12.00 (19 %), two books at 9.99 (7 %), a tenth off both, post 4.90 (19 %); paid.

    36.00 + 19.98 = 55.98, a tenth is 5.60: of the mugs 3.60, of the books 2.00. So 32.40 and 17.98.
    32.40 / 1.19 = 27.23, VAT 5.17. 17.98 / 1.07 = 16.80, VAT 1.18. 4.90 / 1.19 = 4.12, VAT 0.78. Total 55.28.
    """
    books = TaxClassFactory(code="books", name="Books", is_default=False)
    TaxRateFactory(country="DE", tax_class=books, rate=D("0.07"))
    cart = filled_cart(stocked(sku="MUG"), quantity=3)
    book = stocked(sku="BOOK", price=D("9.99"), product__tax_class=books)
    carts.add(cart=cart, variant=book, quantity=2)
    order = fulfilment.mark_paid(order=order_of(cart, voucher=VoucherFactory().code))
    assert order.total == D("55.28")
    return order


def sent(order: Order) -> Order:
    return fulfilment.ship(order=fulfilment.pack(order=order))


def last_note(order: Order) -> Invoice:
    note = order.invoices.last()
    assert note is not None and note.is_credit_note
    return note


def vat(note: Invoice) -> dict[str, tuple[Decimal, Decimal]]:
    """Gross and VAT by rate."""
    return {group["rate"]: (D(group["gross"]), D(group["tax"])) for group in note.content["vat"]}


def test_a_mug_after_the_other_comes_to_the_line_and_its_vat(order: Order) -> None:
    """32.40 of three: 10.80 each. The VAT of 10.80 is 1.7233, of 21.60 3.4467, of all 5.17: so 1.72, 1.73, 1.72."""
    sent(order)
    mug = line(order, "MUG")
    given_back = []
    for _piece in range(3):
        fulfilment.refund(order=order, lines={mug.pk: 1}, reason="Chipped")
        note = last_note(order)
        given_back.append(vat(note))
        assert [(each["sku"], each["quantity"], each["total"]) for each in note.content["lines"]] == [
            ("MUG", 1, "10.80")
        ]
    assert given_back == [
        {"0.19": (D("10.80"), D("1.72"))},
        {"0.19": (D("10.80"), D("1.73"))},
        {"0.19": (D("10.80"), D("1.72"))},
    ]
    with pytest.raises(PiecesNotThere) as refused:
        fulfilment.refund(order=order, lines={mug.pk: 1})
    assert (refused.value.asked, refused.value.left) == (1, 0)
    assert list(differences()) == []


def test_lines_and_delivery_are_credited_at_their_own_rates(order: Order) -> None:
    """Two mugs 21.60 with VAT 3.45, a book 8.99 with 0.59, post 4.90 with 0.78: 35.49."""
    sent(order)
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 2, line(order, "BOOK").pk: 1}, shipping=True)
    note = last_note(order)
    assert (note.total, vat(note)) == (
        D("35.49"),
        {"0.07": (D("8.99"), D("0.59")), "0.19": (D("26.50"), D("4.23"))},
    )
    said = [(each["sku"], each["name"], each["total"]) for each in note.content["lines"]]
    assert [sku for sku, _name, _total in said] == ["MUG", "BOOK", ""]
    assert said[2][1:] == ("Standard post", "4.90")
    mail = order.messages.get(topic="order.refunded")
    for words in ("€35.49", "2 x", "(MUG)", "(BOOK)", "Delivery: Standard post"):
        assert words in mail.text
    words = words_of(pdf_of(note))
    for part in ("MUG", "21.60", "8.99", "Standard post", "35.49"):
        assert part in words
    assert "what was left of the invoice" not in words
    assert list(differences()) == []


def test_the_delivery_is_refunded_once(order: Order) -> None:
    sent(order)
    fulfilment.refund(order=order, shipping=True)
    assert last_note(order).total == D("4.90")
    with pytest.raises(RefundNotPossible):
        fulfilment.refund(order=order, shipping=True)
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 3, line(order, "BOOK").pk: 2}, shipping=True)
    assert (order.state, order.payments.get().refundable) == (Status.REFUNDED, 0)
    assert list(differences()) == []


def test_an_amount_then_lines_then_the_rest_stay_above_zero_at_each_rate(order: Order) -> None:
    """20.00 of 55.28: 7 % has 17.98 of it, so 6.505, 19 % has 37.30, so 13.495: 6.51 and 13.49 by largest remainder.

    VAT 6.51 x 1.18 / 17.98 = 0.43, 13.49 x 5.95 / 37.30 = 2.15. Left: 11.47 with 0.75, and 23.81 with 3.80.
    Three mugs are 32.40: 19 % has only 23.81 left, with 3.80; the other 8.59 come from 7 %, with 8.59 x 0.75 / 11.47
    = 0.56 of VAT.
    The rest is 2.88 at 7 % with 0.19.
    """
    sent(order)
    fulfilment.refund(order=order, amount=D("20.00"), reason="For the wait")
    assert vat(last_note(order)) == {"0.07": (D("6.51"), D("0.43")), "0.19": (D("13.49"), D("2.15"))}
    assert last_note(order).content["lines"] == []
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 3})
    note = last_note(order)
    assert vat(note) == {"0.07": (D("8.59"), D("0.56")), "0.19": (D("23.81"), D("3.80"))}
    assert "what was left of the invoice" in words_of(pdf_of(note))
    assert list(differences()) == []
    with pytest.raises(RefundNotPossible) as refused:  # 17.98 of books, but 2.88 is all there is
        fulfilment.refund(order=order, lines={line(order, "BOOK").pk: 2})
    assert (refused.value.asked, refused.value.refundable) == (D("17.98"), D("2.88"))
    fulfilment.refund(order=order)
    assert vat(last_note(order)) == {"0.07": (D("2.88"), D("0.19"))}
    assert order.state is Status.REFUNDED
    assert list(differences()) == []


def test_lines_in_a_shop_without_vat_in_its_prices(db: None) -> None:
    """Two at 12.00 net: 24.00 and VAT 4.56. One of them is 14.28 with VAT 2.28, and says 12.00."""
    open_shop(prices_include_tax=False)
    order = sent(fulfilment.mark_paid(order=placed_order()))
    fulfilment.refund(order=order, lines={order.items.get().pk: 1})
    note = last_note(order)
    assert (note.total, note.tax_total, note.content["lines"][0]["total"]) == (D("14.28"), D("2.28"), "12.00")
    assert "what was left of the invoice" not in words_of(pdf_of(note))
    assert list(differences()) == []


def test_nothing_is_named_twice_or_not_at_all(order: Order) -> None:
    with pytest.raises(ValueError, match="by amount or by line"):
        fulfilment.refund(order=order, amount=D("1.00"), shipping=True)
    for nothing in ({}, {line(order, "MUG").pk: 0}):
        with pytest.raises(NoPiecesChosen):
            fulfilment.refund(order=order, lines=nothing)
    with pytest.raises(PiecesNotThere):
        fulfilment.refund(order=order, lines={placed_order().items.get().pk: 1})
    assert not RefundLine.objects.exists()


# --- Pieces that were not sent -----------------------------------------------------------------------


def test_a_piece_refunded_before_it_left_is_not_sent(order: Order) -> None:
    mug = line(order, "MUG")
    fulfilment.refund(order=order, lines={mug.pk: 1}, reason="Cracked in the kiln")
    assert (order.state, counts(mug), level(mug.variant)) == (  # type: ignore[arg-type]
        Status.PARTIALLY_REFUNDED,
        (0, 1, 0, 1),
        (20, 2),
    )
    sent(order)
    assert (counts(mug), level(mug.variant)) == ((2, 1, 0, 1), (18, 0))  # type: ignore[arg-type]
    assert order.state is Status.SHIPPED
    assert list(differences()) == []


def test_of_a_line_sent_in_part_the_sent_pieces_are_refunded_first(order: Order) -> None:
    mug = line(order, "MUG")
    fulfilment.ship(order=fulfilment.pack(order=order), lines={mug.pk: 2})
    fulfilment.refund(order=order, lines={mug.pk: 1})
    assert counts(mug) == (2, 0, 0, 1)
    fulfilment.refund(order=order, lines={mug.pk: 2})
    assert (counts(mug), level(mug.variant)) == ((2, 1, 0, 3), (18, 0))  # type: ignore[arg-type]
    assert list(differences()) == []


def test_all_pieces_refunded_unsent_leave_the_delivery_to_be_refunded_and_nothing_to_pack(
    order: Order,
) -> None:
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 3, line(order, "BOOK").pk: 2})
    assert [move.name for move in fulfilment.legal_moves(order)] == ["cancel", "refund"]
    assert not StockItem.objects.exclude(reserved=0).exists()
    fulfilment.refund(order=order, shipping=True)
    assert order.state is Status.REFUNDED
    assert list(differences()) == []


def test_pieces_of_a_cancelled_order_are_refunded_by_line_too(order: Order) -> None:
    fulfilment.cancel(order=order)
    fulfilment.refund(order=order, lines={line(order, "BOOK").pk: 2})
    assert (order.state, counts(line(order, "BOOK"))) == (Status.CANCELLED, (0, 2, 0, 2))
    fulfilment.refund(order=order)
    assert (order.state, list(differences())) == (Status.REFUNDED, [])


class Refusing:
    """A provider that refuses, or does not answer, as long as the test says so."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        def refuse(provider: ManualProvider, payment: Payment, amount: Decimal, key: UUID) -> None:
            raise error

        self.patch = monkeypatch
        monkeypatch.setattr(ManualProvider, "refund", refuse)


def test_a_refused_refund_of_an_unsent_piece_leaves_it_to_be_sent(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    mug = line(order, "MUG")
    with monkeypatch.context() as patch:
        Refusing(patch, PaymentFailed("The bank refused."))
        with pytest.raises(PaymentFailed):
            fulfilment.refund(order=order, lines={mug.pk: 1}, shipping=True)
    assert (order.state, counts(mug), level(mug.variant)) == (Status.PAID, (0, 0, 0, 0), (20, 3))  # type: ignore[arg-type]
    assert set(RefundLine.objects.values_list("is_void", flat=True)) == {True}
    assert list(differences()) == []
    fulfilment.refund(order=order, lines={mug.pk: 1}, shipping=True)  # neither was paid back before
    assert counts(mug) == (0, 1, 0, 1)
    assert list(differences()) == []


def test_a_piece_whose_refund_is_under_way_is_neither_sent_nor_refunded_again(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    mug = line(order, "MUG")
    fulfilment.pack(order=order)
    with monkeypatch.context() as patch:
        Refusing(patch, PaymentUnanswered("Nobody answers."))
        with pytest.raises(PaymentUnanswered):
            fulfilment.refund(order=order, lines={mug.pk: 2})
    assert (order.state, counts(mug), level(mug.variant)) == (Status.PACKED, (0, 2, 0, 2), (20, 3))  # type: ignore[arg-type]
    with pytest.raises(PiecesNotThere):
        fulfilment.ship(order=order, lines={mug.pk: 2})
    with pytest.raises(PiecesNotThere):
        fulfilment.refund(order=order, lines={mug.pk: 2})
    assert list(differences()) == []
    fulfilment.ship(order=order)
    assert order.state is Status.PARTIALLY_SHIPPED  # should the refund be refused, two are still to be sent
    assert list(differences()) == []
    from django.utils import timezone

    from orders import instructions

    PaymentInstruction.objects.update(due_at=timezone.now())
    instructions.carry_out_due()
    order.refresh_from_db()
    assert (order.state, level(mug.variant)) == (Status.PARTIALLY_REFUNDED, (19, 0))  # type: ignore[arg-type]
    assert list(differences()) == []


def test_an_order_cancelled_while_a_refund_is_under_way_sends_nothing_when_that_is_refused(
    order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.utils import timezone

    from orders import instructions

    mug = line(order, "MUG")
    with monkeypatch.context() as patch:
        Refusing(patch, PaymentUnanswered("Nobody answers."))
        with pytest.raises(PaymentUnanswered):
            fulfilment.refund(order=order, lines={mug.pk: 1})
        fulfilment.cancel(order=order)
        assert level(mug.variant) == (20, 1)  # type: ignore[arg-type]
        assert list(differences()) == []
        Refusing(patch, PaymentFailed("The bank refused."))
        PaymentInstruction.objects.update(due_at=timezone.now())
        instructions.carry_out_due()
    assert (counts(mug), level(mug.variant)) == ((0, 3, 0, 0), (20, 0))  # type: ignore[arg-type]
    assert list(differences()) == []


def test_money_that_came_for_no_order_is_refunded_by_amount_alone(shop: ShopSettings) -> None:
    """Paid by hand after the order was given up and its goods were sold."""
    order = placed_order()
    fulfilment.expire(order=order)
    variant = order.items.get().variant
    assert variant is not None
    order_of(filled_cart(variant, quantity=20))
    fulfilment.take_late_payment(order=order)
    with pytest.raises(RefundNotPossible):
        fulfilment.refund(order=order, lines={order.items.get().pk: 1})
    fulfilment.refund(order=order)
    assert list(differences()) == []


# --- The audit ---------------------------------------------------------------------------------------


def lose_a_refund_line(order: Order) -> None:
    RefundLine.objects.filter(item__sku="BOOK").delete()


def count_a_refund_too_many(order: Order) -> None:
    Item.objects.filter(sku="MUG").update(quantity_refunded=2)


def count_a_parcel_too_few(order: Order) -> None:
    Item.objects.filter(sku="BOOK").update(quantity_shipped=1, quantity_cancelled=1)


def pay_back_more_than_a_line_cost(order: Order) -> None:
    RefundLine.objects.filter(item__sku="MUG").update(gross=D("40.00"), net=D("30.00"))


def forget_what_a_credit_note_lists(order: Order) -> None:
    RefundLine.objects.update(credit_note=None)


def void_what_was_paid(order: Order) -> None:
    RefundLine.objects.update(credit_note=None, is_void=True)


def say_that_something_is_left(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status=Status.PARTIALLY_SHIPPED)


def say_that_nothing_left(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(status=Status.PACKED)


def empty_a_parcel(order: Order) -> None:
    order.shipments.get().lines.all().delete()


def ship_behind_the_ledgers_back(order: Order) -> None:
    from catalog_pages.models import StockMovement

    StockMovement.objects.filter(kind=StockMovement.Kind.SHIP).update(kind=StockMovement.Kind.ADJUST)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lose_a_refund_line, "its lines make"),
        (count_a_refund_too_many, "pieces refunded"),
        (count_a_parcel_too_few, "pieces shipped"),
        (pay_back_more_than_a_line_cost, "was paid back, gross"),
        (forget_what_a_credit_note_lists, "refunded were"),
        (void_what_was_paid, "say otherwise"),
        (say_that_something_is_left, "nothing is left"),
        (say_that_nothing_left, "pieces were sent"),
        (empty_a_parcel, "nothing in it"),
        (ship_behind_the_ledgers_back, "the ledger 0"),
    ],
)
def test_the_audit_finds_it(order: Order, damage: Any, said: str) -> None:
    sent(order)
    fulfilment.refund(order=order, lines={line(order, "MUG").pk: 1, line(order, "BOOK").pk: 1})
    assert list(differences()) == []
    damage(order)
    assert [found for found in differences() if said in found], list(differences())


def test_the_timeline_names_amount_and_reason(order: Order) -> None:
    sent(order)
    fulfilment.refund(order=order, lines={line(order, "BOOK").pk: 1}, reason="A torn page")
    last = order.events.last()
    assert last is not None
    assert (last.kind, last.message) == (OrderEvent.Kind.REFUNDED, "€8.99: A torn page")
