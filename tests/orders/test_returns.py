"""Goods that come back: counted once, put where they belong, refunded with it or later."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from catalog_pages.models import ShopSettings, StockMovement
from orders import fulfilment, returns
from orders.books import differences
from orders.exceptions import (
    IllegalTransition,
    NoPiecesChosen,
    PaymentFailed,
    PiecesNotThere,
    RefundNotPossible,
    ReturnIsClosed,
    StaffOnly,
)
from orders.models import Item, Order, OrderEvent, Payment, Return, ReturnLine
from orders.payments.manual import ManualProvider
from orders.returns import Outcome, PiecesBack, Reason
from tests.factories import CustomerFactory, VariantFactory
from tests.orders.test_parcels import counts, level, packed_order
from tests.shops import stocked

pytestmark = pytest.mark.django_db
D = Decimal
Status = Order.Status


@pytest.fixture
def sent(shop: ShopSettings) -> Order:
    """Three mugs at 12.00 and 4.90 for post, sent from a shelf of 20."""
    return fulfilment.ship(order=packed_order(stocked(sku="MUG")))


def mug(order: Order) -> Item:
    return order.items.get(sku="MUG")


def back(order: Order, pieces: int, outcome: Outcome = Outcome.RESTOCK, **more: Any) -> PiecesBack:
    return PiecesBack(item=mug(order), quantity=pieces, outcome=outcome, **more)


def test_what_comes_back_is_put_on_the_shelf_or_scrapped_and_written_down(sent: Order) -> None:
    clerk = CustomerFactory(is_staff=True)
    made = returns.take_back(
        order=sent,
        pieces=[
            back(sent, 1, reason=Reason.CHANGED_MIND),
            back(sent, 1, Outcome.SCRAP, reason=Reason.DAMAGED, comment="In two halves"),
        ],
        actor=clerk,
    )
    assert (made.status, made.closed_at is not None) == (Return.Status.RECEIVED, True)
    assert counts(mug(sent)) == (3, 0, 2, 0)
    assert level(mug(sent).variant) == (18, 0)  # type: ignore[arg-type]
    movement = StockMovement.objects.get(kind=StockMovement.Kind.RETURN)
    assert (movement.on_hand_change, movement.reference, movement.actor) == (1, sent.number, clerk)
    lines = list(made.lines.values_list("quantity", "reason", "comment", "outcome"))
    assert lines == [(1, "changed_mind", "", "restock"), (1, "damaged", "In two halves", "scrap")]
    event = sent.events.get(kind=OrderEvent.Kind.RETURNED)
    assert event.message == "1 x MUG (no longer wanted), 1 x MUG (damaged or faulty)"
    sent.refresh_from_db()
    assert (sent.state, sent.payments.get().amount_refunded) == (Status.SHIPPED, 0)
    assert not sent.messages.filter(topic__in=["order.refunded", "order.returned"]).exists()
    assert list(differences()) == []


def test_no_piece_comes_back_twice(sent: Order) -> None:
    returns.take_back(order=sent, pieces=[back(sent, 2)])
    for pieces in ([back(sent, 2)], [back(sent, 1), back(sent, 1, Outcome.SCRAP)], [back(sent, -1)]):
        with pytest.raises(PiecesNotThere):
            returns.take_back(order=sent, pieces=pieces)
    with pytest.raises(NoPiecesChosen):
        returns.take_back(order=sent, pieces=[back(sent, 0)])
    returns.take_back(order=sent, pieces=[back(sent, 1)])
    with pytest.raises(IllegalTransition):
        returns.take_back(order=sent, pieces=[back(sent, 1)])
    assert (counts(mug(sent)), Return.objects.count()) == ((3, 0, 3, 0), 2)
    assert list(differences()) == []


def test_only_what_left_comes_back(shop: ShopSettings) -> None:
    order = packed_order(stocked(sku="MUG"))
    with pytest.raises(IllegalTransition):
        returns.take_back(order=order, pieces=[back(order, 1)])
    fulfilment.ship(order=order, lines={mug(order).pk: 1})
    with pytest.raises(PiecesNotThere):
        returns.take_back(order=order, pieces=[back(order, 2)])
    returns.take_back(order=order, pieces=[back(order, 1)])
    assert order.state is Status.PARTIALLY_SHIPPED
    fulfilment.ship(order=order)
    assert list(differences()) == []


def test_it_is_refunded_in_the_same_step_with_one_mail(sent: Order) -> None:
    """Two mugs at 12.00 and the post at 4.90: 28.90."""
    made = returns.take_back(order=sent, pieces=[back(sent, 2)], refund=True, shipping=True)
    sent.refresh_from_db()
    assert made.refund is not None
    assert (made.refund.amount, sent.state, counts(mug(sent))) == (
        D("28.90"),
        Status.PARTIALLY_REFUNDED,
        (3, 0, 2, 2),
    )
    kinds = [event.kind for event in sent.events.all()][-2:]
    assert kinds == [OrderEvent.Kind.RETURNED, OrderEvent.Kind.REFUNDED]
    assert "2 x MUG (something else)" in sent.messages.get(topic="order.refunded").order.events.last().message
    returns.take_back(order=sent, pieces=[back(sent, 1)], refund=True)
    sent.refresh_from_db()
    assert (sent.state, list(differences())) == (Status.REFUNDED, [])


def test_goods_come_back_after_all_of_it_was_refunded(sent: Order) -> None:
    fulfilment.refund(order=sent)
    returns.take_back(order=sent, pieces=[back(sent, 3)])
    assert level(mug(sent).variant) == (20, 0)  # type: ignore[arg-type]
    with pytest.raises(IllegalTransition):
        returns.take_back(order=sent, pieces=[back(sent, 1)], refund=True)
    assert list(differences()) == []


def test_a_refund_that_is_too_much_takes_nothing_back(sent: Order) -> None:
    fulfilment.refund(order=sent, amount=D("20.00"))
    with pytest.raises(RefundNotPossible):
        returns.take_back(order=sent, pieces=[back(sent, 3)], refund=True)
    fulfilment.refund(order=sent, lines={mug(sent).pk: 1})
    with pytest.raises(PiecesNotThere):  # it was paid back before
        returns.take_back(order=sent, pieces=[back(sent, 3)], refund=True)
    assert (counts(mug(sent)), Return.objects.count()) == ((3, 0, 0, 1), 0)
    assert level(mug(sent).variant) == (17, 0)  # type: ignore[arg-type]
    assert list(differences()) == []


def test_a_refund_that_the_provider_refuses_leaves_the_goods_taken_back(
    sent: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(provider: ManualProvider, payment: Payment, amount: Decimal, key: UUID) -> None:
        raise PaymentFailed("The bank refused.")

    with monkeypatch.context() as patch:
        patch.setattr(ManualProvider, "refund", refuse)
        with pytest.raises(PaymentFailed):
            returns.take_back(order=sent, pieces=[back(sent, 1)], refund=True)
    assert counts(mug(sent)) == (3, 0, 1, 0)
    assert list(differences()) == []
    fulfilment.refund(order=sent, lines={mug(sent).pk: 1})
    assert list(differences()) == []


def test_goods_without_stock_of_their_own_are_only_written_down(shop: ShopSettings) -> None:
    untracked, gone = VariantFactory(sku="FREE"), stocked(sku="GONE")
    order = fulfilment.ship(order=packed_order(untracked, gone))
    gone.product.delete()
    pieces = [PiecesBack(item=item, quantity=3) for item in order.items.all()]
    returns.take_back(order=order, pieces=pieces, refund=True)
    assert {counts(item) for item in order.items.all()} == {(3, 0, 3, 3)}
    assert not StockMovement.objects.filter(kind=StockMovement.Kind.RETURN).exists()
    assert list(differences()) == []


# --- Announced first ---------------------------------------------------------------------------------


def test_an_announced_return_moves_nothing_until_it_is_received(sent: Order) -> None:
    made = returns.request(order=sent, pieces=[back(sent, 2, reason=Reason.WRONG_ITEM)])
    assert (made.status, made.lines.get().outcome) == (Return.Status.REQUESTED, "")
    assert (counts(mug(sent)), level(mug(sent).variant)) == ((3, 0, 0, 0), (17, 0))  # type: ignore[arg-type]
    with pytest.raises(PiecesNotThere) as refused:  # two of the three are announced already
        returns.request(order=sent, pieces=[back(sent, 2)])
    assert refused.value.left == 1
    assert list(differences()) == []
    returns.receive(goods_return=made, pieces=[back(sent, 1)], refund=True)  # fewer came than were announced
    made.refresh_from_db()
    assert (made.status, made.lines.get().quantity, counts(mug(sent))) == (
        Return.Status.RECEIVED,
        1,
        (3, 0, 1, 1),
    )
    with pytest.raises(ReturnIsClosed):
        returns.receive(goods_return=made, pieces=[back(sent, 1)])
    with pytest.raises(ReturnIsClosed):
        returns.refuse(goods_return=made)
    assert list(differences()) == []


def test_a_refused_return_says_why_and_moves_nothing(sent: Order) -> None:
    made = returns.request(order=sent, pieces=[back(sent, 3)])
    returns.refuse(goods_return=made, answer="It was made to measure.")
    assert (made.status, counts(mug(sent))) == (Return.Status.REFUSED, (3, 0, 0, 0))
    assert sent.events.get(kind=OrderEvent.Kind.RETURN_REFUSED).message == "It was made to measure."
    returns.request(order=sent, pieces=[back(sent, 3)])  # it may be asked for again
    assert list(differences()) == []


def test_a_customer_may_announce_a_return_and_nothing_else(sent: Order) -> None:
    customer = CustomerFactory()
    made = returns.request(order=sent, pieces=[back(sent, 1)], actor=customer)
    with pytest.raises(StaffOnly):
        returns.receive(goods_return=made, pieces=[back(sent, 1)], actor=customer)
    with pytest.raises(StaffOnly):
        returns.refuse(goods_return=made, actor=customer)
    with pytest.raises(StaffOnly):
        returns.take_back(order=sent, pieces=[back(sent, 1)], actor=customer)
    assert Return.objects.get().is_open


@pytest.mark.parametrize("damage", ["lose the line", "count one more", "keep it off the shelf"])
def test_the_audit_finds_a_return_that_does_not_agree(sent: Order, damage: str) -> None:
    returns.take_back(order=sent, pieces=[back(sent, 1)])
    assert list(differences()) == []
    match damage:
        case "lose the line":
            ReturnLine.objects.all().delete()
        case "count one more":
            Item.objects.update(quantity_returned=2)
        case _:
            StockMovement.objects.filter(kind=StockMovement.Kind.RETURN).update(reference="elsewhere")
    assert list(differences())
