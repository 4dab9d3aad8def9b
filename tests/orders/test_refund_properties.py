"""What holds of every sequence of refunds, by amount, by line, refused in between: 2,000 examples a property."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_pages.money import ZERO, smallest_unit
from orders.invoicing.contents import VatGroup
from orders.invoicing.issuing import groups_of, lines_by_rate
from orders.models import Item, Order, RefundLine
from orders.pieces import NOTHING, PiecesWorth, worth_of_pieces
from orders.totals import TotalsLine, compute_totals

D = Decimal
MANY = settings(max_examples=2_000, deadline=None)
CURRENCIES = ("EUR", "JPY", "KWD")  # with 2, 0 and 3 decimals
RATES = (D(0), D("0.055"), D("0.07"), D("0.19"), D("0.255"))
TENTHS = st.integers(0, 10)


@dataclass
class Books:
    """An order's money: what was paid back for each line, and what no credit note gave back yet."""

    order: Order
    items: list[Item]
    left: list[VatGroup]
    refunded: dict[int, list[tuple[int, PiecesWorth]]] = field(default_factory=dict)
    delivery_is_refunded: bool = False

    @property
    def money(self) -> Decimal:
        return sum((group.gross for group in self.left), ZERO)

    def already(self, item: Item) -> int:
        return sum(pieces for pieces, _worth in self.refunded.get(item.pk, []))

    def given(self, item: Item) -> PiecesWorth:
        return sum((worth for _pieces, worth in self.refunded.get(item.pk, [])), NOTHING)

    def worth(self, item: Item, pieces: int) -> PiecesWorth:
        return worth_of_pieces(
            item=item,
            pieces=pieces,
            already=self.already(item),
            given=self.given(item),
            currency=self.order.currency,
        )

    def credit(self, amount: Decimal, lines: list[RefundLine]) -> list[VatGroup]:
        """Issue a credit note, and find it sound."""
        groups = groups_of(amount, lines_by_rate(self.order, lines), self.left, self.order.currency)
        assert sum(group.gross for group in groups) == amount
        assert all(group.net >= 0 and group.tax >= 0 and group.gross > 0 for group in groups)
        given_back = {group.rate: group for group in groups}
        nothing = VatGroup(ZERO, ZERO, ZERO)
        self.left = [
            VatGroup(
                group.rate,
                group.net - given_back.get(group.rate, nothing).net,
                group.tax - given_back.get(group.rate, nothing).tax,
            )
            for group in self.left
        ]
        assert all(group.net >= 0 and group.tax >= 0 for group in self.left)
        return groups


@st.composite
def orders(draw: st.DrawFn) -> Books:
    """An order of one to four lines at several rates, with discounts, in either price basis, some without VAT."""
    currency = draw(st.sampled_from(CURRENCIES))
    unit = smallest_unit(currency)
    money = st.integers(0, 9_999).map(lambda count: count * unit)
    rates = st.sampled_from(RATES)
    lines = draw(
        st.lists(st.builds(TotalsLine, money, st.integers(1, 12), rates, money), min_size=1, max_size=4)
    )
    totals = compute_totals(
        lines=lines,
        shipping=draw(money),
        shipping_tax_rate=draw(rates),
        prices_include_tax=draw(st.booleans()),
        currency=currency,
        reverse_charge=draw(st.booleans()),
    )
    order = Order(
        currency=currency,
        total=totals.total,
        shipping_net=totals.shipping_net,
        shipping_gross=totals.shipping_gross,
        shipping_tax_rate=totals.shipping_tax_rate,
    )
    items = [
        Item(
            pk=key,
            quantity=line.quantity,
            tax_rate=line.tax_rate,
            line_total_net=line.total_net,
            line_total_gross=line.total_gross,
        )
        for key, line in enumerate(totals.lines, start=1)
    ]
    by_rate: dict[Decimal, VatGroup] = {}
    parts = [(line.tax_rate, line.total_net, line.total_gross) for line in totals.lines]
    for rate, net, gross in [
        *parts,
        (totals.shipping_tax_rate, totals.shipping_net, totals.shipping_gross),
    ]:
        before = by_rate.get(rate.normalize(), VatGroup(rate.normalize(), ZERO, ZERO))
        by_rate[before.rate] = VatGroup(before.rate, before.net + net, before.tax + gross - net)
    return Books(order, items, [by_rate[rate] for rate in sorted(by_rate) if by_rate[rate].gross])


@st.composite
def pieces_of(draw: st.DrawFn, books: Books) -> dict[int, int]:
    return {
        item.pk: draw(st.integers(0, item.quantity - books.already(item)), label=f"pieces of {item.pk}")
        for item in books.items
    }


def refund_lines(books: Books, chosen: dict[int, int], *, delivery: bool) -> list[RefundLine]:
    """What a refund of these pieces is made of. Not saved."""
    lines = []
    for item in books.items:
        if pieces := chosen.get(item.pk):
            worth = books.worth(item, pieces)
            assert 0 <= worth.net <= worth.gross
            lines.append(RefundLine(item=item, quantity=pieces, net=worth.net, gross=worth.gross))
    if delivery and not books.delivery_is_refunded:
        order = books.order
        lines.append(RefundLine(quantity=1, net=order.shipping_net, gross=order.shipping_gross))
    return lines


def sum_of(lines: list[RefundLine]) -> Decimal:
    return sum((line.gross for line in lines), ZERO)


@MANY
@given(orders(), st.data())
def test_amounts_and_lines_in_any_order_come_to_the_invoice_and_never_below_zero(
    books: Books, data: Any
) -> None:
    invoice = {group.rate: group for group in books.left}
    unit = smallest_unit(books.order.currency)
    back: dict[Decimal, list[VatGroup]] = {rate: [] for rate in invoice}
    for step in data.draw(
        st.lists(st.sampled_from(["amount", "lines", "refused"]), max_size=6), label="steps"
    ):
        if step == "amount":
            amount, lines = (books.money * data.draw(TENTHS) / 10 // unit) * unit, []
        else:
            lines = refund_lines(books, data.draw(pieces_of(books)), delivery=data.draw(st.booleans()))
            amount = sum_of(lines)
        if step == "refused" or not ZERO < amount <= books.money:
            continue  # nothing was counted, or it is taken off again
        for line in lines:
            if line.item is None:
                books.delivery_is_refunded = True
            else:
                worth = PiecesWorth(line.net, line.gross)
                books.refunded.setdefault(line.item.pk, []).append((line.quantity, worth))
        for group in books.credit(amount, lines):
            back[group.rate].append(group)
    if books.money:
        for group in books.credit(books.money, []):
            back[group.rate].append(group)
    assert {
        rate: (sum(g.net for g in groups), sum(g.tax for g in groups)) for rate, groups in back.items()
    } == {rate: (group.net, group.tax) for rate, group in invoice.items()}


@MANY
@given(orders(), st.data())
def test_pieces_refunded_one_refund_after_another_come_to_their_line_gross_net_and_vat(
    books: Books, data: Any
) -> None:
    """Some of them are asked for, and refused once others were asked for after them."""
    for item in books.items:
        asked: list[tuple[int, PiecesWorth]] = books.refunded.setdefault(item.pk, [])
        for _step in range(data.draw(st.integers(0, 6), label="steps")):
            if asked and data.draw(st.booleans(), label="one is refused"):
                asked.pop(data.draw(st.integers(0, len(asked) - 1)))
            pieces = data.draw(st.integers(0, item.quantity - books.already(item)))
            asked.append((pieces, books.worth(item, pieces)))
        rest = item.quantity - books.already(item)
        if rest:
            asked.append((rest, books.worth(item, rest)))
        given_back = books.given(item)
        assert (given_back.gross, given_back.net) == (item.line_total_gross, item.line_total_net)
        unit = smallest_unit(books.order.currency)
        for _pieces, worth in asked:
            assert 0 <= worth.net <= worth.gross
            assert worth.tax >= 0
            assert worth.gross % unit == worth.net % unit == 0


@MANY
@given(orders(), st.data())
def test_all_of_it_refunded_line_by_line_is_the_invoice_at_each_rate(books: Books, data: Any) -> None:
    """Where nothing was paid back by amount, each credit note gives back exactly what its lines say."""
    while books.money:
        chosen = data.draw(pieces_of(books))
        lines = refund_lines(books, chosen, delivery=data.draw(st.booleans()))
        if not any(chosen.values()):
            rest = {item.pk: item.quantity - books.already(item) for item in books.items}
            lines = refund_lines(books, rest, delivery=True)
        amount = sum_of(lines)
        for line in lines:
            if line.item is None:
                books.delivery_is_refunded = True
            else:
                worth = PiecesWorth(line.net, line.gross)
                books.refunded.setdefault(line.item.pk, []).append((line.quantity, worth))
        if amount:
            groups = books.credit(amount, lines)
            said = {group.rate: group for group in lines_by_rate(books.order, lines) if group.gross}
            assert {group.rate: group for group in groups} == said
    assert all(books.already(item) == item.quantity or not item.line_total_gross for item in books.items)
