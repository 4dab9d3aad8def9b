"""What a page that lists products is given: cards, filters, chips, sorting and pages, all of it plain links."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog_pages.listing import Ordering, PriceRange, ProductFilters, ProductList
from catalog_pages.money import ZERO, format_money

EAGER_CARDS = 4
"""Cards whose picture is not loaded lazily: the first row on a desktop."""


def listing_context(
    found: ProductList, *, action: str, currency: str, by_category: bool = False
) -> dict[str, Any]:
    """`action` is the address of the list without a query; `by_category`: it can be narrowed to one. No query."""
    filters = found.filters
    kept = [pair for pair in filters.parameters() if pair[0] in ("q", "category")]
    sorted_by = [("ordering", filters.ordering.value)] if filters.ordering else []
    return {
        "found": found,
        "currency": currency,
        "action": action,
        "eager": EAGER_CARDS,
        "filter_hidden": _hidden([*kept, *sorted_by]),
        "sort_hidden": _hidden(pair for pair in filters.parameters() if pair[0] != "ordering"),
        "sort_choices": _sort_choices(filters),
        "chips": chips(filters, action=action, currency=currency),
        "clear_url": action + filters.widened().query_string(category="").rstrip("?"),
        "price": _price(found, action=action, currency=currency),
        "categories": _categories(found, action) if by_category else {},
        "query_prefix": f"{filters.query_string()}&page=".replace("?&", "?"),
        "canonical_query": f"?page={found.page}" if found.page > 1 and not filters.is_narrowed else "",
        "may_be_indexed": not filters.is_narrowed and not filters.ordering and not filters.q,
    }


def chips(filters: ProductFilters, *, action: str, currency: str) -> list[dict[str, str]]:
    """One for each filter in use: its words, and the list without it."""
    found = [(brand.name, ("brand", brand.slug)) for brand in filters.brands]
    if filters.is_category_asked and filters.category is not None:
        found.insert(0, (filters.category.name, ("category", filters.category.slug)))
    for wanted in filters.attributes:
        found += [
            (f"{wanted.name}: {value.label}", (wanted.parameter, value.code)) for value in wanted.values
        ]
    parameters = dict(filters.parameters())
    if filters.min_price is not None:
        amount = format_money(filters.min_price, currency)
        found.append((_("From %(amount)s") % {"amount": amount}, ("min_price", parameters["min_price"])))
    if filters.max_price is not None:
        amount = format_money(filters.max_price, currency)
        found.append((_("Up to %(amount)s") % {"amount": amount}, ("max_price", parameters["max_price"])))
    if filters.in_stock is not None:
        label = _("In stock") if filters.in_stock else _("Sold out")
        found.append((label, ("in_stock", parameters["in_stock"])))
    return [{"label": label, "url": action + filters.query_string(without=pair)} for label, pair in found]


def _hidden(pairs: Any) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _sort_choices(filters: ProductFilters) -> list[dict[str, str]]:
    best = _("Best match") if filters.q else Ordering.RECOMMENDED.label
    others = (Ordering.NEWEST, Ordering.PRICE, Ordering.PRICE_DOWN, Ordering.NAME)
    return [
        {"value": "", "label": str(best)},
        *({"value": each.value, "label": str(each.label)} for each in others),
    ]


def _categories(found: ProductList, action: str) -> dict[str, Any]:
    """The way down to the category of the list, and where one may go further down, each with what is there."""
    if found.counts is None:
        return {}
    filters = found.filters
    above = [
        {"title": each.name, "url": action + filters.query_string(category=each.slug)}
        for each in found.counts.above
    ]
    if above:
        above.insert(0, {"title": _("All categories"), "url": action + filters.query_string(category="")})
    below = [
        {
            "title": each.name,
            "url": action + filters.query_string(category=each.slug),
            "count": each.count,
        }
        for each in found.counts.below
    ]
    return {"above": above, "below": below}


def _price(found: ProductList, *, action: str, currency: str) -> dict[str, Any] | None:
    """Nothing where all prices are the same: there is nothing to choose."""
    prices, filters = found.prices, found.filters
    is_used = filters.min_price is not None or filters.max_price is not None
    if prices is None or prices.low is None or (prices.low == prices.high and not is_used):
        return None
    parameters = dict(filters.parameters())
    return {
        "min": f"{prices.low.normalize():f}",
        "max": f"{prices.high.normalize():f}" if prices.high is not None else "",
        "min_value": parameters.get("min_price", ""),
        "max_value": parameters.get("max_price", ""),
        "ranges": [_range(each, filters, action, currency) for each in prices.ranges],
    }


def _written(price: Decimal | None) -> str:
    return "" if price is None else f"{price.normalize():f}"


def _range(each: PriceRange, filters: ProductFilters, action: str, currency: str) -> dict[str, Any]:
    low, high = each.low, each.high
    if low is None:
        label = _("Up to %(amount)s") % {"amount": format_money(high or ZERO, currency)}
    elif high is None:
        label = _("From %(amount)s") % {"amount": format_money(low, currency)}
    else:
        label = f"{format_money(low, currency)} \N{EN DASH} {format_money(high, currency)}"
    return {
        "label": label,
        "url": action + filters.query_string(min_price=_written(low), max_price=_written(high)),
        "count": each.count,
        "selected": (filters.min_price, filters.max_price) == (low, high),
    }
