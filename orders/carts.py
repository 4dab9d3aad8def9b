"""Filling a cart, emptying it, joining two. Nothing is reserved here: checkout reserves.

Every change locks the cart's row first, so that two at once add up instead of overwriting each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.compiled_writes import CompiledInsert, CompiledUpdate
from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, Variant
from catalog_pages.options import load_options
from orders import vouchers
from orders.cart_lines import items_of
from orders.exceptions import CartGone, LineUnavailable, QuantityOutOfRange, VoucherNotUsable
from orders.models import Cart, IdempotencyKey, Item
from orders.models.item import LARGEST_QUANTITY
from orders.pricing import CartLine, CartView, LineProblem, price_cart
from orders.promotions.people import Person
from orders.taxes import Destination

__all__ = [
    "LARGEST_QUANTITY",
    "CartChange",
    "CartLine",
    "CartView",
    "Destination",
    "LineProblem",
    "acknowledge_prices",
    "add",
    "add_sku",
    "add_sku_and_view",
    "apply_voucher",
    "cart_for_customer",
    "clear",
    "guest_cart",
    "merge",
    "remove",
    "remove_voucher",
    "set_quantity",
    "view",
]


@dataclass(frozen=True, slots=True)
class CartChange:
    """What a merge did to a line, for telling the shopper. `quantity` is what the cart holds now, 0 if dropped."""

    sku: str
    name: str
    wanted: int
    quantity: int

    @property
    def message(self) -> str:
        words = {"name": self.name, "quantity": self.quantity}
        if not self.quantity:
            return _("%(name)s is no longer available and was left out of your cart.") % words
        if self.quantity < self.wanted:
            return _("Only %(quantity)d of %(name)s can be had; your cart holds that many.") % words
        return _("%(name)s was in your cart before: it now holds %(quantity)d.") % words


def cart_for_customer(*, customer: AbstractBaseUser) -> Cart:
    """The customer's cart; made here if a fixture brought the customer without one. One query."""
    cart = Cart.objects.filter(customer=customer.pk).first()
    return cart or Cart.objects.get_or_create(customer_id=customer.pk)[0]


def guest_cart(*, token: str | None) -> Cart | None:
    """The guest's cart of this token; None where there is none. At most one query."""
    if not token or "\x00" in token:
        return None
    return _BY_TOKEN.first(token=token)


_BY_TOKEN: CompiledQuery[Cart] = CompiledQuery(
    lambda: Cart.objects.of_guests().filter(token=Parameter("token"))[:1]
)


def view(
    *,
    cart: Cart,
    destination: Destination | None = None,
    shipping_method: str | None = None,
    email: str = "",
    vat_number: str = "",
    shop: ShopSettings | None = None,
    pictures: bool = True,
) -> CartView:
    """The cart, priced now: a fixed number of queries (see `price_cart`), no writes.

    `email` is what the buyer typed, for limits per customer. `shop` saves reading the default site's settings
    again. Raises ShippingNotAvailable, VatNumberNotValid.
    """
    return price_cart(
        cart=cart,
        shop=shop or ShopSettings.default(),
        destination=destination,
        shipping_method=shipping_method,
        voucher=cart.voucher,
        person=Person(cart.customer_id, email),
        vat_number=vat_number,
        with_pages_of="pictures" if pictures else "links",
    )


def add(*, cart: Cart, variant: Variant, quantity: int = 1) -> Item:
    """Put `quantity` more of a variant into the cart: a new line, or more of the one there is.

    A guest's new cart is saved with it. Raises LineUnavailable where it is not on sale, OutOfStock where fewer than
    the line would hold can be promised, QuantityOutOfRange, CartGone.
    """
    try:
        return _add(cart, lambda: _BY_KEY.first(pk=variant.pk), quantity, variant.sku)[0]
    except Variant.DoesNotExist as gone:
        raise LineUnavailable(None, sku=variant.sku, name=variant.sku) from gone


def add_sku(*, cart: Cart, sku: str, quantity: int = 1) -> Item:
    """The same by a SKU, whatever its case. Raises Variant.DoesNotExist besides."""
    return _add(cart, lambda: _BY_SKU.first(sku=sku), quantity, sku)[0]


def add_sku_and_view(*, cart: Cart, sku: str, quantity: int = 1, shop: ShopSettings) -> CartView:
    """The same, and the cart with it, priced now, with links. Nothing is read twice. Raises what both do."""
    _item, items = _add(cart, lambda: _BY_SKU.first(sku=sku), quantity, sku)
    return price_cart(cart=cart, shop=shop, voucher=cart.voucher, with_pages_of="links", items=items)


_BY_KEY: CompiledQuery[Variant] = CompiledQuery(
    lambda: Variant.objects.filter(pk=Parameter("pk")).with_goods()[:1]
)
_BY_SKU: CompiledQuery[Variant] = CompiledQuery(
    lambda: Variant.objects.with_sku(Parameter("sku")).with_goods()[:1]
)


def _add(cart: Cart, find: Callable[[], Variant | None], quantity: int, sku: str) -> tuple[Item, list[Item]]:
    """The line that holds more now, and all of the cart's."""
    if quantity < 1:
        raise QuantityOutOfRange(quantity, LARGEST_QUANTITY)
    is_new = cart.pk is None
    with _changing(cart):
        variant = find()
        if variant is None:
            raise Variant.DoesNotExist(sku)
        if not variant.is_sold:
            raise LineUnavailable(None, sku=sku, name=sku)
        items: list[Item] = []
        if is_new:
            load_options([variant])
        else:
            items = items_of(cart, and_of=[variant])
        item = next((each for each in items if each.variant_id == variant.pk), None)
        if item is None:
            item = Item(owner=cart, quantity=0)
            items.append(item)
        item.variant = variant
        _hold(item, variant, item.quantity + quantity)
        return item, items


def set_quantity(*, cart: Cart, item: Item, quantity: int) -> Item | None:
    """Make a line hold exactly `quantity`; 0 removes it and returns None.

    Raises LineUnavailable where it is not on sale or no longer in this cart, OutOfStock, QuantityOutOfRange,
    CartGone.
    """
    if quantity == 0:
        remove(cart=cart, item=item)
        return None
    with _changing(cart):
        current = cart.items.filter(pk=item.pk).first()
        on_sale = _on_sale(current.variant_id) if current else None
        if current is None or on_sale is None:
            raise LineUnavailable(item)
        _hold(current, on_sale, quantity)
        return current


def remove(*, cart: Cart, item: Item) -> None:
    """Take a line out; nothing happens where it is out already. Raises CartGone."""
    with _changing(cart):
        cart.items.filter(pk=item.pk).delete()


def clear(*, cart: Cart) -> None:
    """Take everything out, the voucher too. Raises CartGone."""
    with _changing(cart):
        cart.items.all().delete()
        _set_voucher(cart, None)


def acknowledge_prices(*, cart: Cart) -> None:
    """The shopper has seen the prices as they are now: they are not told again. Raises CartGone."""
    with _changing(cart):
        moved = []
        for item in items_of(cart):
            if item.variant is not None and item.price_seen != item.variant.price_at():
                item.price_seen = item.variant.price_at()
                moved.append(item)
        Item.objects.bulk_update(moved, ["price_seen"])


def apply_voucher(*, cart: Cart, code: str, shop: ShopSettings | None = None) -> None:
    """Use the voucher with this code, whatever its case, in place of any other. Raises VoucherNotUsable, CartGone.

    One that something better outdoes is kept: the cart says so, and it counts again when that is gone.
    """
    voucher = vouchers.find(code)
    with _changing(cart):
        priced = price_cart(cart=cart, shop=shop or ShopSettings.default(), voucher=voucher, with_pages_of="")
        if priced.voucher_problem is not None and priced.voucher_problem.stands_in_the_way:
            raise VoucherNotUsable(voucher.code, priced.voucher_problem)
        _set_voucher(cart, voucher.pk)


def remove_voucher(*, cart: Cart) -> None:
    """Use no voucher. Raises CartGone."""
    with _changing(cart):
        _set_voucher(cart, None)


def merge(*, guest: Cart, into: Cart) -> list[CartChange]:
    """Move a guest's lines into a customer's cart and remove the guest's.

    Quantities of the same variant add up to what can be promised. Returns what the shopper would not expect:
    lines that were in both, hold fewer than the sum, or were dropped. A guest cart already gone changes nothing.
    """
    if guest.pk == into.pk:
        return []
    with transaction.atomic():
        locked = {cart.pk for cart in Cart.objects.locked().filter(pk__in=[guest.pk, into.pk])}
        if locked != {guest.pk, into.pk}:
            return []
        there = {item.variant_id: item for item in into.items.all()}
        changes = [
            change
            for item in items_of(guest)
            if (change := _move(item, into, there.get(item.variant_id))) is not None
        ]
        if into.voucher_id is None:
            _set_voucher(into, guest.voucher_id)
        # A repeat of a checkout made before logging in still finds its order.
        known = IdempotencyKey.objects.filter(cart=into).values("key")
        guest.idempotency_keys.exclude(key__in=known).update(cart=into)
        guest.delete()
        Cart.objects.filter(pk=into.pk).update(updated_at=timezone.now())
    return changes


def _move(item: Item, into: Cart, there: Item | None) -> CartChange | None:
    """Move one line of a guest's cart, joining it to the customer's line of the same variant if there is one."""
    variant = item.variant
    before = there.quantity if there else 0
    wanted = min(before + item.quantity, LARGEST_QUANTITY)
    if variant is None or not variant.is_sold:
        return CartChange(item.sku, item.name, wanted, 0)
    possible = wanted if variant.available is None else min(wanted, variant.available)
    quantity = max(before, possible)
    if there is not None:
        there.quantity = quantity
        there.save(update_fields=["quantity"])
    elif quantity:
        item.owner, item.quantity = into, quantity
        item.save(update_fields=["content_type", "object_id", "quantity"])
    if there is None and quantity == wanted:
        return None
    return CartChange(variant.sku, variant.full_name, wanted, quantity)


def _on_sale(variant_id: int | None) -> Variant | None:
    """The variant if it is still sold, with what naming and promising it reads. Two queries."""
    variant = _BY_KEY.first(pk=variant_id) if variant_id is not None else None
    if variant is None or not variant.is_sold:
        return None
    load_options([variant])
    return variant


def _hold(item: Item, variant: Variant, quantity: int) -> None:
    """Save the line with a new quantity, having looked whether so many can be promised."""
    if not 1 <= quantity <= LARGEST_QUANTITY:
        raise QuantityOutOfRange(quantity, LARGEST_QUANTITY)
    available = variant.available
    if available is not None and quantity > available:
        raise OutOfStock(variant, available)
    item.quantity = quantity
    item.sku, item.name, item.price_seen = variant.sku, variant.full_name[:400], variant.price_at()
    if item.pk is None:
        _NEW_ITEM.row(item)
    else:
        item.save()


def _set_voucher(cart: Cart, voucher_id: int | None) -> None:
    cart.voucher_id = voucher_id
    Cart.objects.filter(pk=cart.pk).update(voucher=voucher_id)


@contextmanager
def _changing(cart: Cart) -> Iterator[None]:
    """A transaction that holds the cart's row, or makes it. Raises CartGone."""
    with transaction.atomic():
        if cart.pk is None:
            _NEW_CART.row(cart)
        elif not _TOUCHED.run(pk=cart.pk, updated_at=timezone.now()):
            raise CartGone(f"cart {cart.pk} is gone")
        yield


_NEW_CART = CompiledInsert(Cart)
_NEW_ITEM = CompiledInsert(Item)
_TOUCHED = CompiledUpdate(lambda: Cart.objects.filter(pk=Parameter("pk")), "updated_at")
