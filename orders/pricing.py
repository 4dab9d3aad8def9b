"""A cart as it stands now: its lines, the offers that save most, VAT, delivery. No writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from django.utils import timezone

from catalog_pages.models import ShopSettings
from catalog_pages.money import ZERO
from orders import vat_numbers
from orders.cart_lines import CartLine, LineProblem, items_of, line_of, with_pages
from orders.discounts import Discount, discounts_of
from orders.exceptions import ShippingNotAvailable, VoucherProblem
from orders.models import Cart, Item, ShippingMethod, Voucher
from orders.promotions.basket import Basket, BasketLine, BestPrice
from orders.promotions.engine import Unmet, unmet
from orders.promotions.offers import Offers, offers_for
from orders.promotions.people import Person
from orders.promotions.running import any_runs
from orders.shipping import ShippingQuote, no_delivery, once_each, quote_of, ways_to
from orders.taxes import Destination, TaxRates, rates_for
from orders.totals import LineTotals, Totals

__all__ = [
    "CartLine",
    "CartView",
    "LineProblem",
    "chosen_shipping",
    "price_cart",
    "with_shipping",
]


@dataclass(frozen=True, slots=True)
class CartView:
    """A cart, priced. `discounts` are what makes up the totals' discount, with whatever else was saved.

    `voucher` is the one that counts in the totals; `voucher_message` says why the one in the cart does not.
    `vat_number` is checked, or "".
    """

    cart: Cart
    lines: tuple[CartLine, ...]
    totals: Totals
    currency: str
    prices_include_tax: bool
    destination: Destination
    voucher: Voucher | None
    voucher_code: str
    voucher_problem: VoucherProblem | None
    shipping: ShippingQuote | None
    discounts: tuple[Discount, ...]
    basket: Basket
    offers: Offers
    vat_number: str = ""

    @property
    def sold_lines(self) -> list[CartLine]:
        """The lines that count, in the order of `totals.lines`."""
        return [line for line in self.lines if line.is_sold]

    @property
    def voucher_message(self) -> str:
        return str(self.voucher_problem.label) if self.voucher_problem else ""

    @property
    def item_count(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def requires_shipping(self) -> bool:
        return any(line.variant.requires_shipping for line in self.sold_lines if line.variant)

    @property
    def weight_grams(self) -> int:
        return sum(line.variant.weight_grams * line.quantity for line in self.sold_lines if line.variant)

    @property
    def can_check_out(self) -> bool:
        return bool(self.lines) and all(line.is_orderable for line in self.lines)

    @property
    def reverse_charge(self) -> bool:
        """Whether the buyer, a business elsewhere in the EU, owes the VAT: amounts are then without it."""
        return self.basket.reverse_charge

    @property
    def reverse_charge_number(self) -> str:
        """The VAT number of a buyer who owes the VAT; "" for everybody else."""
        return self.vat_number if self.reverse_charge else ""

    def shipping_methods(self) -> list[ShippingQuote]:
        """The ways to send it to its destination, each with the offers that make it cheapest. Two queries at most."""
        if not self.requires_shipping:
            best = self.basket.best(lambda _subtotal: ZERO)
            return [replace(no_delivery(), best=best)] if best else []
        quotes = (self._quote(method) for method in ways_to(self.destination.country))
        return once_each(quote for quote in quotes if quote is not None)

    def _quote(self, method: ShippingMethod) -> ShippingQuote | None:
        best = self.basket.best(
            lambda subtotal: method.price_for(subtotal=subtotal, weight_grams=self.weight_grams)
        )
        if best is None:
            return None
        quote = quote_of(method, best.totals.shipping)
        if not best.plan.frees_shipping:
            return replace(quote, best=best)
        net, gross = self.basket.both_bases_of_shipping(best.shipping_before)
        return replace(quote, best=best, price_before=gross if self.prices_include_tax else net)


def price_cart(
    *,
    cart: Cart,
    shop: ShopSettings,
    destination: Destination | None = None,
    shipping_method: str | None = None,
    voucher: Voucher | None = None,
    person: Person | None = None,
    vat_number: str = "",
    with_pages_of: Literal["", "links", "pictures"] = "pictures",
    items: Sequence[Item] | None = None,
) -> CartView:
    """Price the cart for a destination (the shop's own country, when None) and a way of sending it.

    `person` is who buys, where that is known better than by the cart. Raises ShippingNotAvailable where that method
    is not offered there, and VatNumberNotValid. `items` are the cart's own where they were just read by `items_of`.

    Queries: items and options 2; VAT 1 and promotions 1 unless they are kept, and at most 8 more where a promotion
    runs; `with_pages_of` "links" 1 and "pictures" 3 at most; with `shipping_method` 2 more unless they are kept.
    """
    now = timezone.now()
    destination = destination or Destination(str(shop.country))
    vat_number = vat_numbers.checked(vat_number)
    lines = tuple(line_of(item, shop.currency, now) for item in (items_of(cart) if items is None else items))
    if with_pages_of:
        lines = tuple(with_pages(lines, pictures_too=with_pages_of == "pictures"))
    rates = rates_for(destination.country, destination.region, timezone.localdate(now))
    offers = Offers()
    if voucher is not None or any_runs(now):
        offers = offers_for(
            products={line.product.pk for line in lines if line.is_sold and line.product is not None},
            voucher=voucher,
            person=person or Person(cart.customer_id),
            at=now,
        )
    basket = Basket(
        lines=tuple(_basket_lines(lines, rates)),
        offers=tuple(unlocked.offer for unlocked in offers.unlocked),
        shipping_tax_rate=rates.shipping,
        prices_include_tax=shop.prices_include_tax,
        currency=shop.currency,
        reverse_charge=vat_numbers.is_reverse_charge(
            vat_number, seller=str(shop.country), destination=destination.country
        ),
    )
    best = basket.best(lambda _subtotal: ZERO)
    if best is None:
        raise AssertionError("delivery that costs nothing is always possible")
    unshipped = _with_price(
        CartView(
            cart=cart,
            lines=lines,
            totals=best.totals,
            currency=shop.currency,
            prices_include_tax=shop.prices_include_tax,
            destination=destination,
            voucher=None,
            voucher_code=voucher.code if voucher else "",
            voucher_problem=None,
            shipping=None,
            discounts=(),
            basket=basket,
            offers=offers,
            vat_number=vat_number,
        ),
        best,
    )
    if shipping_method is None:
        return unshipped
    return with_shipping(view=unshipped, quote=chosen_shipping(view=unshipped, code=shipping_method))


def with_shipping(*, view: CartView, quote: ShippingQuote) -> CartView:
    """The same cart with the price of sending it. `quote` is one of the view's own `shipping_methods()`."""
    if quote.best is None:
        raise ValueError("a quote of no cart")
    return replace(_with_price(view, quote.best, is_shipped=True), shipping=quote)


def chosen_shipping(*, view: CartView, code: str) -> ShippingQuote:
    """The view's shipping method of this code. Raises ShippingNotAvailable. Two queries at most."""
    # A cart with nothing to send has one method, whatever the client chose before it became so.
    for quote in view.shipping_methods():
        if quote.code == code or not view.requires_shipping:
            return quote
    raise ShippingNotAvailable(code, view.destination.country)


def _basket_lines(lines: Sequence[CartLine], rates: TaxRates) -> list[BasketLine]:
    return [
        BasketLine(
            key=line.variant.pk,
            product=line.product.pk,
            unit_price=line.unit_price,
            quantity=line.quantity,
            tax_rate=rates[line.product.tax_class_id],
        )
        for line in lines
        if line.is_sold and line.variant is not None and line.product is not None
    ]


def _with_price(view: CartView, price: BestPrice, *, is_shipped: bool = False) -> CartView:
    """The view with this plan's figures, the voucher's fate, and lines as they are charged."""
    discounts = discounts_of(
        price=price,
        basket=view.basket,
        offers=view.offers,
        shipping_is_known=is_shipped or not view.requires_shipping,
    )
    used = any(discount.voucher is not None for discount in discounts)
    problem = None if used else _problem_with_voucher(view, price)
    lines = view.lines
    if view.reverse_charge:
        charged = iter(price.totals.lines)
        lines = tuple(_charged(line, next(charged)) if line.is_sold else line for line in lines)
    return replace(
        view,
        lines=lines,
        totals=price.totals,
        discounts=discounts,
        voucher=view.offers.voucher if used else None,
        voucher_problem=problem,
    )


def _problem_with_voucher(view: CartView, price: BestPrice) -> VoucherProblem | None:
    """Why the voucher in the cart is in none of the discounts."""
    offers = view.offers
    if offers.voucher is None or offers.voucher_problem is not None:
        return offers.voucher_problem
    unlocked = offers.by_voucher
    if unlocked is None:
        raise AssertionError("a voucher without a problem unlocks its promotion")
    match unmet(unlocked.offer, view.basket.lines):
        case Unmet.NOTHING_COVERED:
            return VoucherProblem.NOTHING_COVERED
        case Unmet.BELOW_MINIMUM:
            return VoucherProblem.BELOW_MINIMUM
        case Unmet.TOO_FEW:
            return VoucherProblem.TOO_FEW
    by_others = {applied.offer.key for applied in price.plan.applied} - {unlocked.offer.key}
    tried = any(applied.offer.key == unlocked.offer.key for applied in price.plan.applied)
    return VoucherProblem.OUTDONE if by_others and not tried else VoucherProblem.SAVES_NOTHING


def _charged(line: CartLine, figures: LineTotals) -> CartLine:
    """A line as a business is charged that owes the VAT itself: without it."""
    return replace(
        line, unit_price=figures.unit_price_net, line_total=figures.subtotal_net, price_before=None
    )
