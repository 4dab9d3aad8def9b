"""From a cart to an order, in the seven steps of the design. All of it happens, or none of it."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction

from catalog_pages import at_hand, stock
from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.compiled_writes import CompiledInsert, CompiledUpdate
from catalog_pages.models import ShopSettings
from customers.addresses import validate_address
from orders import mail, paying, vat_numbers, vouchers
from orders.exceptions import (
    AddressNotValid,
    CartIsEmpty,
    EmailNotValid,
    IdempotencyConflict,
    IdempotencyKeyNotValid,
    LineUnavailable,
    OfferGone,
    PricesChanged,
    VoucherNotUsable,
)
from orders.freezing import freeze_items, frozen_order
from orders.models import Cart, IdempotencyKey, Order, OrderAddress, OrderEvent, Payment
from orders.payments import PaymentMethod, payment_method, payment_methods
from orders.pricing import CartView, chosen_shipping, price_cart, with_shipping
from orders.promotions.people import Person
from orders.shipping import ShippingQuote
from orders.taxes import Destination

logger = logging.getLogger(__name__)

LONGEST_KEY = 255
ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class CheckoutOptions:
    """How this cart can be sent to a country, and paid for."""

    shipping_methods: list[ShippingQuote]
    payment_methods: list[PaymentMethod]


def checkout_options(
    *,
    cart: Cart,
    country: str,
    region: str = "",
    vat_number: str = "",
    shop: ShopSettings | None = None,
) -> CheckoutOptions:
    """What can be chosen for this cart, at what it costs now. A fixed number of queries, no writes.

    Prices are in the shop's basis; without VAT where the business of this number owes it. Raises VatNumberNotValid.
    """
    shop = shop or ShopSettings.default()
    view = price_cart(
        cart=cart,
        shop=shop,
        destination=Destination(country, region),
        voucher=cart.voucher,
        vat_number=vat_number,
        with_pages_of="",
    )
    return CheckoutOptions(
        shipping_methods=view.shipping_methods() if view.lines else [],
        payment_methods=payment_methods(shop),
    )


@dataclass(frozen=True, slots=True)
class _Request:
    """What a client asks for, checked and normalised: what a repeat under the same key must equal."""

    email: str
    shipping_address: dict[str, str]
    billing_address: dict[str, str] | None
    shipping_method: str
    payment_method: str
    voucher: str
    vat_number: str
    expected_total: Decimal | None
    note: str

    def fingerprint(self) -> str:
        parts = asdict(self)
        if self.expected_total is not None:
            parts["expected_total"] = self.expected_total.normalize()  # 12.0 asks for the same as 12.00
        return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def place_order(
    *,
    cart: Cart,
    email: str,
    shipping_address: Mapping[str, str],
    billing_address: Mapping[str, str] | None,
    shipping_method: str,
    payment_method: str,
    voucher: str | None = None,
    vat_number: str = "",
    idempotency_key: str,
    expected_total: Decimal | None = None,
    customer: AbstractBaseUser | None = None,
    note: str = "",
    shop: ShopSettings | None = None,
    to_be_shown: bool = False,
) -> Order:
    """Make the cart an order: a new one, or the one this idempotency key made before.

    `voucher` is a code to use instead of the cart's own; `vat_number` is a business's in the EU. `expected_total` is
    gross, in the shop's currency, and None where the client does not care. The order is committed when this returns,
    and its payment begun; a provider that fails leaves it pending, with a next action that says so. Must not be
    called in a transaction. An order `to_be_shown` keeps the rows that were written with it, as if prefetched.

    Raises, with nothing written: EmailNotValid, AddressNotValid, VatNumberNotValid, IdempotencyKeyNotValid,
    IdempotencyConflict, CartIsEmpty, LineUnavailable, PaymentMethodNotAvailable, ShippingNotAvailable,
    VoucherNotUsable, PricesChanged, OutOfStock.
    """
    asked = _Request(
        email=_valid_email(email),
        shipping_address=_valid_address("shipping", shipping_address),
        billing_address=_valid_address("billing", billing_address) if billing_address else None,
        shipping_method=shipping_method,
        payment_method=payment_method,
        voucher=(voucher or "").strip(),
        vat_number=vat_numbers.checked(vat_number),
        expected_total=expected_total,
        note=note.replace("\x00", "").strip(),
    )
    if not 1 <= len(idempotency_key) <= LONGEST_KEY or "\x00" in idempotency_key:
        raise IdempotencyKeyNotValid(f"{len(idempotency_key)} characters")
    shop = shop or ShopSettings.default()
    customer_id = customer.pk if customer is not None else cart.customer_id
    order = _in_one_transaction(asked, cart, idempotency_key, customer_id, shop)
    # After the commit: a provider that hangs must not hold the stock's rows, nor one that fails undo the order.
    # After a repeat too: the process that placed the order may have died before it came to this.
    paying.begin(order=order, shop=shop)
    if not to_be_shown:
        at_hand.forget(order)
    return order


def _in_one_transaction(
    asked: _Request, cart: Cart, key: str, customer_id: int | None, shop: ShopSettings
) -> Order:
    """Steps one to six. Begun anew where a promotion without a code was used up since they began.

    And in the one case of a million million that an order's number is taken.
    """
    for attempt in range(1, ATTEMPTS + 1):
        order = Order(customer_id=customer_id)
        try:
            with transaction.atomic(durable=True):
                return _remembered(cart, key, asked) or _place(order, asked, cart, key, shop)
        except OfferGone:
            if attempt == ATTEMPTS:
                raise
        except IntegrityError:
            if attempt == ATTEMPTS or not Order.objects.filter(number=order.number).exists():
                raise
            logger.warning("The order number %s was taken", order.number)
    raise AssertionError("the loop returns or raises")


def _remembered(cart: Cart, key: str, asked: _Request) -> Order | None:
    """The order this key made before, or None with the key now ours.

    A second checkout under the same key waits at the INSERT until the first has committed or rolled back, and
    then finds the order, or has the key to itself. Raises IdempotencyConflict.
    """
    fingerprint = asked.fingerprint()
    known = IdempotencyKey.objects.claim(cart=cart.pk, key=key, body_hash=fingerprint)
    if known.order is not None and known.body_hash != fingerprint:
        raise IdempotencyConflict(key)
    return known.order


_LOCKED: CompiledQuery[Cart] = CompiledQuery(lambda: Cart.objects.locked().filter(pk=Parameter("pk"))[:1])
_NEW_ORDER = CompiledInsert(Order)
_NEW_PAYMENT = CompiledInsert(Payment)
_NEW_EVENT = CompiledInsert(OrderEvent)
_NEW_ADDRESSES = CompiledInsert(OrderAddress)
_MADE = CompiledUpdate(
    lambda: IdempotencyKey.objects.filter(cart=Parameter("cart_pk"), key=Parameter("key")), "order"
)


def _place(order: Order, asked: _Request, cart: Cart, key: str, shop: ShopSettings) -> Order:
    locked = _LOCKED.first(pk=cart.pk)
    if locked is None:  # merged into a customer's by a log-in
        raise CartIsEmpty
    buyer = Person(order.customer_id, asked.email)
    view = _price(locked, asked, buyer, shop)
    lines = {line.variant.pk: line.quantity for line in view.lines if line.variant is not None}
    stock.reserve(lines=lines, reference=order.number)
    method = payment_method(shop, asked.payment_method)
    frozen_order(
        order=order,
        view=view,
        email=asked.email,
        note=asked.note,
        payment_method=method,
    )
    _NEW_ORDER.row(order)
    redemptions = vouchers.record(order=order, discounts=view.discounts)
    payment = Payment(order=order, method=order.payment_method, amount=order.total)
    if method.provider.begins_with_the_order:
        payment.next_action = method.provider.start(payment, shop)
    _NEW_PAYMENT.row(payment)
    event = OrderEvent(order=order, kind=OrderEvent.Kind.PLACED, actor_id=order.customer_id)
    at_hand.tell(
        order,
        items=freeze_items(view=view, order=order),
        addresses=_NEW_ADDRESSES.rows(_addresses(order, asked)),
        payments=[payment],
        events=[_NEW_EVENT.row(event)],
        redemptions=redemptions,
        **dict.fromkeys(("shipments", "returns", "invoices"), ()),
    )
    # One that something better outdid waits in the cart for the next order.
    if view.voucher is not None and locked.voucher_id is not None:
        Cart.objects.filter(pk=locked.pk).update(voucher=None)
    _MADE.run(cart_pk=locked.pk, key=key, order=order.pk)
    mail.order_placed(order, shop=shop)
    vouchers.use(redemptions=redemptions, person=buyer)
    return order


def _price(cart: Cart, asked: _Request, buyer: Person, shop: ShopSettings) -> CartView:
    """Price the locked cart anew and compare with what the shopper was shown."""
    payment_method(shop, asked.payment_method)
    voucher = vouchers.find(asked.voucher) if asked.voucher else cart.voucher
    address = asked.shipping_address
    view = price_cart(
        cart=cart,
        shop=shop,
        destination=Destination(address["country"], address["region"]),
        voucher=voucher,
        person=buyer,
        vat_number=asked.vat_number,
        with_pages_of="",
    )
    if not view.lines:
        raise CartIsEmpty
    for line in view.lines:
        if not line.is_sold:
            raise LineUnavailable(line.item)
    if view.voucher_problem is not None and view.voucher_problem.stands_in_the_way:
        raise VoucherNotUsable(view.voucher_code, view.voucher_problem)
    quote = chosen_shipping(view=view, code=asked.shipping_method)
    view = with_shipping(view=view, quote=quote)
    if asked.expected_total is not None and asked.expected_total != view.totals.total:
        raise PricesChanged(asked.expected_total, view.totals.total)
    return view


def _addresses(order: Order, asked: _Request) -> list[OrderAddress]:
    kinds = {
        OrderAddress.Kind.SHIPPING: asked.shipping_address,
        OrderAddress.Kind.BILLING: asked.billing_address,
    }
    return [OrderAddress(order=order, kind=kind, **parts) for kind, parts in kinds.items() if parts]


def _valid_email(email: str) -> str:
    email = email.strip()
    try:
        validate_email(email)
    except ValidationError as error:
        raise EmailNotValid(email) from error
    return email


def _valid_address(kind: str, address: Mapping[str, str]) -> dict[str, str]:
    try:
        return validate_address(address)
    except ValidationError as error:
        raise AddressNotValid(kind, error.message_dict) from error
