from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from customers.models import AddressFields
from orders.models.cart import new_token
from orders.models.item import Item

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from orders.models.event import OrderEvent
    from orders.models.goods_return import Return
    from orders.models.invoice import Invoice
    from orders.models.payment import Payment
    from orders.models.redemption import Redemption
    from orders.models.refund_line import RefundLine
    from orders.models.shipment import Shipment

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What people type for what they read; the null character, which PostgreSQL refuses, is nobody's.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "\x00": None})


def new_number() -> str:
    """Eight characters of Crockford's base 32: 40 random bits, so nobody can guess the next."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def number_as_typed(typed: str) -> str:
    """A number, or the beginning of one, as a person may type it: small letters, O for 0, I and L for 1, spaces."""
    return "".join(typed.upper().translate(MISREAD).split()).strip("#").replace("-", "")


class OrderQuerySet(models.QuerySet["Order"]):
    def unpaid_since(self, moment: datetime) -> OrderQuerySet:
        """Pending orders placed before `moment`."""
        return self.filter(status=Order.Status.PENDING, placed_at__lt=moment)

    def of_person(self, *, customer_id: int | None, emails: Iterable[str]) -> OrderQuerySet:
        """Orders of an account or with one of these e-mail addresses, whatever their case."""
        upper = [email.upper() for email in emails if email]
        return self.alias(upper_email=Upper("email")).filter(
            Q(upper_email__in=upper) | (Q(customer=customer_id) if customer_id else Q(pk__in=[]))
        )

    def that_came_to_something(self) -> OrderQuerySet:
        """Without those that were cancelled, expired or refunded in full."""
        return self.exclude(status__in=(Order.Status.CANCELLED, Order.Status.EXPIRED, Order.Status.REFUNDED))

    def with_number(self, number: str) -> OrderQuerySet:
        """The order of this number as a person may type it. At most one."""
        return self.filter(number=number_as_typed(number))

    def locked(self) -> OrderQuerySet:
        """Rows locked until the transaction ends, in key order, without blocking those who only refer to them."""
        return self.order_by("pk").select_for_update(no_key=True)

    def with_details(self) -> OrderQuerySet:
        """With items, addresses, payments and shipments, for showing whole orders: four queries more."""
        return self.prefetch_related("items", "addresses", "payments", "shipments")


class Order(models.Model):
    """What somebody bought. Its figures never change after placing; its status changes by orders.fulfilment."""

    class Status(models.TextChoices):
        PENDING = "pending", _("awaiting payment")
        PAID = "paid", _("paid")
        PACKED = "packed", _("packed")
        PARTIALLY_SHIPPED = "partially_shipped", _("partly shipped")
        SHIPPED = "shipped", _("shipped")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")
        EXPIRED = "expired", _("expired")
        PARTIALLY_REFUNDED = "partially_refunded", _("partly refunded")
        REFUNDED = "refunded", _("refunded")

        @property
        def next(self) -> frozenset[Order.Status]:
            """The statuses an order may move to from this one."""
            return _TRANSITIONS[self]

        def allows(self, target: Order.Status) -> bool:
            return target in self.next

    number = models.CharField(_("number"), max_length=8, unique=True, default=new_number, editable=False)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
        verbose_name=_("customer"),
    )
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    status = models.CharField(
        _("status"), max_length=20, choices=Status, default=Status.PENDING, editable=False
    )
    currency = models.CharField(_("currency"), max_length=3)
    prices_include_tax = models.BooleanField(_("prices include VAT"))
    shipping_method_code = models.CharField(_("shipping method"), max_length=60)
    shipping_method_name = models.CharField(_("shipping method's name"), max_length=120)
    shipping_days_min = models.PositiveSmallIntegerField(_("working days, at least"), default=0)
    shipping_days_max = models.PositiveSmallIntegerField(_("working days, at most"), default=0)
    payment_method = models.CharField(_("payment method"), max_length=40)
    payment_method_name = models.CharField(_("payment method's name"), max_length=120, blank=True)
    voucher_code = models.CharField(_("voucher"), max_length=40, blank=True)
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    reverse_charge = models.BooleanField(
        _("reverse charge"),
        default=False,
        help_text=_("Sent to a business in another country of the EU, which owes the VAT itself."),
    )
    subtotal_net = models.DecimalField(_("subtotal, net"), max_digits=14, decimal_places=3)
    subtotal_gross = models.DecimalField(_("subtotal, gross"), max_digits=14, decimal_places=3)
    discount_net = models.DecimalField(
        _("discount, net"), max_digits=14, decimal_places=3, default=Decimal(0)
    )
    discount_gross = models.DecimalField(
        _("discount, gross"), max_digits=14, decimal_places=3, default=Decimal(0)
    )
    shipping_net = models.DecimalField(_("shipping, net"), max_digits=14, decimal_places=3)
    shipping_gross = models.DecimalField(_("shipping, gross"), max_digits=14, decimal_places=3)
    shipping_tax_rate = models.DecimalField(_("VAT rate of shipping"), max_digits=6, decimal_places=4)
    tax_total = models.DecimalField(_("VAT"), max_digits=14, decimal_places=3)
    total = models.DecimalField(_("total, gross"), max_digits=14, decimal_places=3)
    note = models.TextField(_("shopper's note"), blank=True)
    placed_at = models.DateTimeField(_("placed"), auto_now_add=True)
    paid_at = models.DateTimeField(_("paid"), null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, blank=True)
    items = GenericRelation(Item, related_query_name="order")

    objects = models.Manager.from_queryset(OrderQuerySet)()

    if TYPE_CHECKING:
        events: RelatedManager[OrderEvent]
        invoices: RelatedManager[Invoice]
        addresses: RelatedManager[OrderAddress]
        payments: RelatedManager[Payment]
        shipments: RelatedManager[Shipment]
        redemptions: RelatedManager[Redemption]
        refund_lines: RelatedManager[RefundLine]
        returns: RelatedManager[Return]

    class Meta:
        ordering = ["-placed_at", "-pk"]
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        indexes = [
            models.Index(fields=["status", "placed_at"]),
            models.Index(fields=["-placed_at", "-id"]),
            models.Index(fields=["email"]),
            models.Index(Upper("email"), name="order_email_whatever_its_case"),
        ]
        constraints = [
            models.CheckConstraint(
                # Halves of the smallest unit, because SQLite keeps decimals as floating point.
                name="order_total_adds_up",
                condition=Q(
                    total__gt=F("subtotal_gross")
                    - F("discount_gross")
                    + F("shipping_gross")
                    - Decimal("0.0005"),
                    total__lt=F("subtotal_gross")
                    - F("discount_gross")
                    + F("shipping_gross")
                    + Decimal("0.0005"),
                ),
            ),
            models.CheckConstraint(condition=Q(total__gte=0), name="order_total_not_negative"),
            models.CheckConstraint(
                condition=Q(reverse_charge=False) | (~Q(vat_number="") & Q(tax_total=0)),
                name="order_reverse_charge_has_number_and_no_vat",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subtotal(self) -> Decimal:
        """The goods, before discount, in the price basis the order was placed in."""
        return self.subtotal_gross if self.prices_include_tax else self.subtotal_net

    @property
    def discount(self) -> Decimal:
        """In the price basis the order was placed in."""
        return self.discount_gross if self.prices_include_tax else self.discount_net

    @property
    def shipping(self) -> Decimal:
        """In the price basis the order was placed in."""
        return self.shipping_gross if self.prices_include_tax else self.shipping_net

    @property
    def shipping_address(self) -> OrderAddress | None:
        """Reads `self.addresses`, from what was prefetched where it was."""
        return self._address(OrderAddress.Kind.SHIPPING)

    @property
    def billing_address(self) -> OrderAddress | None:
        """Reads `self.addresses`; the delivery address where no other was given."""
        return self._address(OrderAddress.Kind.BILLING) or self.shipping_address

    @property
    def current_payment(self) -> Payment | None:
        """The payment that counts: the one with the money, else the latest. Reads `self.payments`."""
        return max(
            self.payments.all(),
            key=lambda each: (each.refundable > 0, each.amount_captured > 0, each.is_awaited, each.pk),
            default=None,
        )

    @property
    def is_closed_unsent(self) -> bool:
        """Whether it was given up before it left: cancelled or expired."""
        return self.state in (Order.Status.CANCELLED, Order.Status.EXPIRED)

    def _address(self, kind: OrderAddress.Kind) -> OrderAddress | None:
        return next((address for address in self.addresses.all() if address.kind == kind), None)

    @property
    def state(self) -> Order.Status:
        """The status as a member of the enumeration, whatever the row was loaded with."""
        return Order.Status(self.status)


# What a status allows; orders.fulfilment asks some of them for more, such as how the order is paid.
_TRANSITIONS: dict[Order.Status, frozenset[Order.Status]] = {
    # Packed before paid: cash on delivery.
    Order.Status.PENDING: frozenset(
        {Order.Status.PAID, Order.Status.PACKED, Order.Status.CANCELLED, Order.Status.EXPIRED}
    ),
    Order.Status.PAID: frozenset(
        {Order.Status.PACKED, Order.Status.CANCELLED, Order.Status.PARTIALLY_REFUNDED, Order.Status.REFUNDED}
    ),
    Order.Status.PACKED: frozenset(
        {
            Order.Status.PARTIALLY_SHIPPED,
            Order.Status.SHIPPED,
            Order.Status.CANCELLED,
            Order.Status.PARTIALLY_REFUNDED,
            Order.Status.REFUNDED,
        }
    ),
    # Some pieces left, others are to follow or were cancelled since (docs/adr/0015).
    Order.Status.PARTIALLY_SHIPPED: frozenset(
        {
            Order.Status.SHIPPED,
            Order.Status.DELIVERED,
            Order.Status.PARTIALLY_REFUNDED,
            Order.Status.REFUNDED,
        }
    ),
    Order.Status.SHIPPED: frozenset(
        {Order.Status.DELIVERED, Order.Status.PARTIALLY_REFUNDED, Order.Status.REFUNDED}
    ),
    Order.Status.DELIVERED: frozenset({Order.Status.PARTIALLY_REFUNDED, Order.Status.REFUNDED}),
    # Part of the money went back before the parcel left or arrived: it goes on from where it was.
    Order.Status.PARTIALLY_REFUNDED: frozenset(
        {
            Order.Status.PACKED,
            Order.Status.PARTIALLY_SHIPPED,
            Order.Status.SHIPPED,
            Order.Status.DELIVERED,
            Order.Status.CANCELLED,
            Order.Status.PARTIALLY_REFUNDED,
            Order.Status.REFUNDED,
        }
    ),
    # Money that came too late: the order is taken up again, or the money goes back (docs/adr).
    Order.Status.CANCELLED: frozenset({Order.Status.PENDING, Order.Status.REFUNDED}),
    Order.Status.REFUNDED: frozenset(),
    Order.Status.EXPIRED: frozenset({Order.Status.PENDING, Order.Status.REFUNDED}),
}


class OrderAddress(AddressFields):
    """Where an order goes, or who pays it: a copy made when it was placed."""

    class Kind(models.TextChoices):
        SHIPPING = "shipping", _("delivery address")
        BILLING = "billing", _("billing address")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="addresses")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        ordering = ["-kind"]
        verbose_name = _("order address")
        verbose_name_plural = _("order addresses")
        constraints = [
            models.UniqueConstraint(fields=["order", "kind"], name="one_address_of_a_kind_per_order")
        ]
