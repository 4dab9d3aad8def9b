"""What holds of every basket, whatever is in it and whatever is offered: 2,000 examples a property."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from catalog_pages.money import smallest_unit
from orders.pieces import share_of_pieces
from orders.promotions.basket import Basket, BasketLine, BestPrice
from orders.promotions.engine import (
    Amount,
    BuyAndGet,
    FreeShipping,
    Offer,
    Percentage,
    Step,
    Steps,
)
from orders.totals import Totals

D = Decimal
MANY = settings(max_examples=2_000, deadline=None)
CURRENCIES = ("EUR", "JPY", "KWD")  # with 2, 0 and 3 decimals

units = st.integers(0, 99_999)
rates = st.sampled_from([D(0), D("0.055"), D("0.19"), D("0.255")])
RATE_OF = {1: D(0), 2: D("0.07"), 3: D("0.20"), 4: D("0.20")}
percents = st.one_of(st.integers(1, 100).map(D), st.decimals(D("0.5"), D(99), places=1))
products = st.integers(1, 4)


@st.composite
def baskets(draw: st.DrawFn, *, exclusive: bool = True) -> tuple[Basket, Decimal]:
    """A basket with offers, and the price of delivery. Prices are payable: what is finer, lines are rounded to."""
    currency = draw(st.sampled_from(CURRENCIES))
    unit = smallest_unit(currency)
    money = units.map(lambda count: count * unit)
    lines = draw(
        st.lists(
            st.builds(BasketLine, st.just(0), products, money, st.integers(1, 40), st.just(D(0))),
            min_size=1,
            max_size=5,
        )
    )
    takes = st.one_of(st.builds(Percentage, percents), st.builds(Amount, money))
    steps = st.lists(
        st.builds(Step, money, takes), min_size=1, max_size=3, unique_by=lambda step: step.from_subtotal
    )
    rules = st.one_of(
        takes,
        st.builds(BuyAndGet, st.integers(1, 4), st.integers(1, 3), percents),
        st.builds(Steps, steps.map(tuple)),
        st.builds(FreeShipping),
    )
    offers = st.builds(
        Offer,
        key=st.integers(1, 9),
        rule=rules,
        products=st.one_of(st.none(), st.frozensets(products, min_size=1, max_size=3)),
        minimum=st.one_of(st.none(), money),
        is_exclusive=st.booleans() if exclusive else st.just(False),
        with_code=st.booleans(),
    )
    basket = Basket(
        lines=tuple(replace(line, key=key, tax_rate=RATE_OF[line.product]) for key, line in enumerate(lines)),
        offers=tuple(draw(st.lists(offers, max_size=3, unique_by=lambda offer: offer.key))),
        shipping_tax_rate=draw(rates),
        prices_include_tax=draw(st.booleans()),
        currency=currency,
        reverse_charge=draw(st.booleans()),
    )
    return basket, draw(money)


def priced(basket: Basket, shipping: Decimal) -> BestPrice:
    best = basket.best(lambda _subtotal: shipping)
    assert best is not None
    return best


def figures(totals: Totals) -> list[Decimal]:
    return [
        totals.subtotal_net,
        totals.subtotal_gross,
        totals.discount_net,
        totals.discount_gross,
        totals.shipping_net,
        totals.shipping_gross,
        totals.tax_total,
        totals.total,
    ]


@MANY
@given(baskets())
def test_the_parts_add_up_to_the_total_and_gross_and_net_agree(given_: tuple[Basket, Decimal]) -> None:
    basket, shipping = given_
    totals = priced(basket, shipping).totals
    lines = totals.lines
    assert totals.subtotal_gross - totals.discount_gross + totals.shipping_gross == totals.total
    assert totals.subtotal_net - totals.discount_net + totals.shipping_net + totals.tax_total == totals.total
    assert sum(line.total_gross for line in lines) + totals.shipping_gross == totals.total
    assert sum(line.discount_gross for line in lines) == totals.discount_gross
    assert sum(line.discount_net for line in lines) == totals.discount_net
    assert sum(totals.tax_by_rate.values()) == totals.tax_total
    for line in lines:
        assert line.total_net + line.tax_amount == line.total_gross
        assert line.subtotal_net - line.discount_net == line.total_net
    if basket.reverse_charge:
        assert (totals.tax_total, totals.total) == (0, totals.total_net)


@MANY
@given(baskets())
def test_no_discount_makes_a_line_negative_and_every_figure_can_be_paid(
    given_: tuple[Basket, Decimal],
) -> None:
    basket, shipping = given_
    unit = smallest_unit(basket.currency)
    for plan in basket.plans:
        totals = basket.totals(plan=plan, shipping=shipping)
        assert all(figure >= 0 and figure % unit == 0 for figure in figures(totals))
        for line, share in zip(totals.lines, plan.shares, strict=True):
            assert line.total_net >= 0
            assert line.total_gross >= line.total_net
            assert line.discount_net >= 0
            assert share >= 0
        for applied in plan.applied:
            assert applied.frees_shipping or applied.saved > 0
            for basket_line, share in zip(basket.lines, applied.shares, strict=True):
                assert applied.offer.covers(basket_line) or share == 0


@MANY
@given(baskets())
def test_nothing_that_could_be_used_would_cost_the_shopper_less(given_: tuple[Basket, Decimal]) -> None:
    basket, shipping = given_
    best = priced(basket, shipping)
    for plan in basket.plans:
        paid = D(0) if plan.frees_shipping else shipping
        assert best.totals.total <= basket.totals(plan=plan, shipping=paid).total
        kinds = [applied.offer.is_exclusive for applied in plan.applied]
        assert len(kinds) <= 1 or not any(kinds)


@MANY
@given(baskets(), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_offers_changes_no_total(
    given_: tuple[Basket, Decimal], chance: Any
) -> None:
    basket, shipping = given_
    lines, offers = list(basket.lines), list(basket.offers)
    chance.shuffle(lines)
    chance.shuffle(offers)
    shuffled = replace(basket, lines=tuple(lines), offers=tuple(offers))
    before, after = priced(basket, shipping), priced(shuffled, shipping)
    assert figures(before.totals) == figures(after.totals)
    assert {a.offer.key: a.saved for a in before.plan.applied} == {
        a.offer.key: a.saved for a in after.plan.applied
    }


@MANY
@given(baskets(exclusive=False), st.data())
def test_splitting_a_line_in_two_changes_no_total_by_more_than_its_rounding(
    given_: tuple[Basket, Decimal], data: st.DataObject
) -> None:
    """Where offers exclude each other, the last unit may tip the scales to another one: hence without those."""
    basket, shipping = given_
    index = data.draw(st.integers(0, len(basket.lines) - 1))
    line = basket.lines[index]
    assume(line.quantity > 1)
    first = data.draw(st.integers(1, line.quantity - 1))
    parts = (replace(line, quantity=first), replace(line, key=100, quantity=line.quantity - first))
    split = replace(basket, lines=(*basket.lines[:index], *parts, *basket.lines[index + 1 :]))
    whole, halves = (each.totals(plan=each.plans[0], shipping=shipping) for each in (basket, split))
    unit = smallest_unit(basket.currency)
    assert halves.subtotal == whole.subtotal or basket.reverse_charge
    # Each line is rounded once in the other basis and once an offer: so many halves of the smallest unit.
    roundings = (len(basket.lines) + 1) * (len(basket.offers) + 2)
    for before, after in zip(figures(whole), figures(halves), strict=True):
        assert abs(before - after) <= roundings * unit


@MANY
@given(
    st.integers(0, 999_999),
    st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any),
    st.sampled_from(CURRENCIES),
)
def test_pieces_refunded_over_any_split_come_to_the_line_and_no_unit_more(
    count: int, split: list[int], currency: str
) -> None:
    unit = smallest_unit(currency)
    total, quantity = count * unit, sum(split)
    already = [sum(split[:index]) for index in range(len(split))]
    parts = [
        share_of_pieces(total, quantity, pieces, before, currency)
        for pieces, before in zip(split, already, strict=True)
    ]
    assert sum(parts) == total
    assert all(part >= 0 and part % unit == 0 for part in parts)
    assert all(
        abs(part - total * pieces / quantity) <= unit for part, pieces in zip(parts, split, strict=True)
    )
    running = [sum(parts[:index]) for index in range(len(parts) + 1)]
    assert all(before <= after for before, after in pairwise(running))
