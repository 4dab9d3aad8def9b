"""The arithmetic, by example and by property."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_pages.money import round_money, smallest_unit
from orders.totals import Totals, TotalsLine, compute_totals, spread

D = Decimal


def discounted(lines: Sequence[TotalsLine], discount: Decimal, currency: str) -> list[TotalsLine]:
    """The lines with a discount spread over them."""
    amounts = [round_money(line.unit_price * line.quantity, currency) for line in lines]
    shares = spread(round_money(discount, currency), amounts, currency)
    return [replace(line, discount=share) for line, share in zip(lines, shares, strict=True)]


def totals(
    *lines: TotalsLine, gross: bool, shipping: str = "0", rate: str = "0.19", discount: str = "0"
) -> Totals:
    return compute_totals(
        lines=discounted(lines, D(discount), "EUR"),
        shipping=D(shipping),
        shipping_tax_rate=D(rate),
        prices_include_tax=gross,
        currency="EUR",
    )


def test_a_gross_price_stays_the_same_whatever_the_rate_of_the_destination() -> None:
    german = totals(TotalsLine(D("119.00"), 1, D("0.19")), gross=True)
    british = totals(TotalsLine(D("119.00"), 1, D("0.20")), gross=True)
    swiss_export = totals(TotalsLine(D("119.00"), 1, D("0")), gross=True)
    assert german.total == british.total == swiss_export.total == D("119.00")
    assert (german.tax_total, british.tax_total, swiss_export.tax_total) == (
        D("19.00"),
        D("19.83"),
        D("0.00"),
    )


def test_vat_comes_on_top_of_a_net_price() -> None:
    assert totals(TotalsLine(D("100.00"), 1, D("0.19")), gross=False).total == D("119.00")
    assert totals(TotalsLine(D("100.00"), 1, D("0.20")), gross=False).total == D("120.00")


def test_each_line_is_rounded_once_not_each_piece() -> None:
    # A screw at a fifth of a cent: 1,000 of them cost 2.00, not 0.00.
    assert totals(TotalsLine(D("0.002"), 1000, D("0.19")), gross=True).total == D("2.00")


def test_shipping_is_taxed_at_its_own_rate() -> None:
    worked = totals(TotalsLine(D("10.70"), 1, D("0.07")), gross=True, shipping="11.90", rate="0.19")
    assert worked.shipping_net == D("10.00")
    assert worked.tax_total == D("0.70") + D("1.90")
    assert worked.tax_by_rate == {D("0.07"): D("0.70"), D("0.19"): D("1.90")}


def test_a_discount_is_spread_to_the_last_cent() -> None:
    lines = [TotalsLine(D("10.00"), 1, D("0.19"))] * 3
    worked = totals(*lines, gross=True, discount="10.00")
    assert [line.discount_gross for line in worked.lines] == [D("3.34"), D("3.33"), D("3.33")]
    assert worked.total == D("20.00")


def test_a_discount_ends_at_what_the_goods_cost() -> None:
    worked = totals(TotalsLine(D("5.00"), 1, D("0.19")), gross=True, shipping="4.90", discount="50.00")
    assert worked.discount == D("5.00")
    assert worked.total == D("4.90")


def test_a_currency_without_decimals_has_none_in_its_totals() -> None:
    worked = compute_totals(
        lines=[TotalsLine(D("100"), 3, D("0.10"), D("33"))],
        shipping=D("500"),
        shipping_tax_rate=D("0.10"),
        prices_include_tax=True,
        currency="JPY",
    )
    assert worked.total == D("767")
    assert worked.tax_total == worked.tax_total.to_integral_value()


def test_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="never negative"):
        totals(TotalsLine(D("1.00"), 1, D("0.19")), gross=True, shipping="-1")
    for line in (TotalsLine(D("1.00"), 1, D("0.19"), D("-1")), TotalsLine(D("-1.00"), 1, D("0.19"))):
        with pytest.raises(ValueError, match="never negative"):
            compute_totals(
                lines=[line],
                shipping=D(0),
                shipping_tax_rate=D(0),
                prices_include_tax=True,
                currency="EUR",
            )


prices = st.decimals(min_value=0, max_value=99_999, places=2)
fine_prices = st.decimals(min_value=0, max_value=999, places=3)
rates = st.decimals(min_value=0, max_value=D("0.27"), places=4)
some_lines = st.lists(
    st.builds(TotalsLine, st.one_of(prices, fine_prices), st.integers(1, 9_999), rates),
    min_size=1,
    max_size=12,
)
discounts = st.one_of(st.just(D(0)), prices)
inputs = st.fixed_dictionaries(
    {
        "lines": some_lines,
        "shipping": prices,
        "shipping_tax_rate": rates,
        "prices_include_tax": st.booleans(),
        "currency": st.sampled_from(["EUR", "GBP", "JPY", "KWD"]),
        "reverse_charge": st.booleans(),
    }
)


def computed(given_: dict[str, Any], discount: Decimal) -> Totals:
    lines = discounted(given_["lines"], discount, given_["currency"])
    return compute_totals(**{**given_, "lines": lines})


@settings(max_examples=2_000, deadline=None)
@given(inputs, discounts)
def test_lines_shipping_discount_and_vat_make_the_total_in_both_bases(
    given_: dict[str, Any], discount: Decimal
) -> None:
    worked = computed(given_, discount)
    assert worked.subtotal_gross - worked.discount_gross + worked.shipping_gross == worked.total
    assert worked.subtotal_net - worked.discount_net + worked.shipping_net + worked.tax_total == worked.total
    assert sum(line.total_gross for line in worked.lines) + worked.shipping_gross == worked.total
    assert sum(line.tax_amount for line in worked.lines) == worked.tax_total - (
        worked.shipping_gross - worked.shipping_net
    )
    assert sum(line.discount_gross for line in worked.lines) == worked.discount_gross
    assert sum(worked.tax_by_rate.values()) == worked.tax_total


@settings(max_examples=2_000, deadline=None)
@given(inputs, discounts)
def test_no_figure_is_negative_and_every_figure_can_be_paid(
    given_: dict[str, Any], discount: Decimal
) -> None:
    worked = computed(given_, discount)
    unit = smallest_unit(worked.currency)
    figures = [
        worked.total,
        worked.tax_total,
        worked.discount_net,
        worked.discount_gross,
        worked.shipping_net,
    ]
    for line in worked.lines:
        figures += [line.total_net, line.total_gross, line.tax_amount, line.discount_net, line.discount_gross]
    assert all(figure >= 0 and figure % unit == 0 for figure in figures)


@settings(max_examples=2_000, deadline=None)
@given(some_lines, rates, rates, st.one_of(st.just(D(0)), prices))
def test_what_a_consumer_pays_does_not_depend_on_the_destination(
    lines: list[TotalsLine], here: Decimal, there: Decimal, discount: Decimal
) -> None:
    def paid(rate: Decimal) -> Decimal:
        sent = [TotalsLine(line.unit_price, line.quantity, rate) for line in lines]
        return totals(*sent, gross=True, shipping="4.90", rate=str(rate), discount=str(discount)).total

    assert paid(here) == paid(there)


@settings(max_examples=2_000, deadline=None)
@given(st.lists(prices, min_size=1, max_size=20), prices)
def test_spreading_loses_and_invents_nothing(parts: list[Decimal], amount: Decimal) -> None:
    shares = spread(amount, parts, "EUR")
    assert sum(shares) == min(amount, sum(parts))
    assert all(0 <= share <= part for share, part in zip(shares, parts, strict=True))
