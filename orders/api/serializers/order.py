"""Orders as their owners see them."""

from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog_pages.api.shaping import shaped, shaped_all
from orders.api.serializers.cart import DiscountSerializer, TotalsSerializer
from orders.api.serializers.money import MoneyField
from orders.figures import discount_figures, line_figures, order_figures
from orders.models import Invoice, Order, OrderAddress, OrderEvent, Payment, Return, ReturnLine
from orders.parcels import PARCELS, parcels_of, returns_of
from orders.payments import next_action
from orders.timeline import public_events

READ_OF_AN_ORDER = ("items", "addresses", "payments", *PARCELS, "invoices", "events", "redemptions")
"""What `OrderSerializer` reads, to be prefetched: at most ten queries, however many orders."""


class OrderItemSerializer(serializers.Serializer[object]):
    """A line as it was bought. `line_total` is before the order's discount."""

    id = serializers.IntegerField(source="item.pk", read_only=True, help_text=_("Names it in parcels."))
    sku = serializers.CharField(read_only=True)
    name = serializers.CharField(read_only=True)
    quantity = serializers.IntegerField(read_only=True)
    unit_price = MoneyField()
    line_total = MoneyField()
    tax_rate = serializers.DecimalField(
        source="item.tax_rate", max_digits=6, decimal_places=4, read_only=True, help_text=_("0.1900 is 19 %.")
    )
    quantity_shipped = serializers.IntegerField(
        source="item.quantity_shipped", read_only=True, help_text=_("Pieces that have left.")
    )
    quantity_cancelled = serializers.IntegerField(
        source="item.quantity_cancelled", read_only=True, help_text=_("Pieces that will not be sent.")
    )
    quantity_returned = serializers.IntegerField(
        source="item.quantity_returned", read_only=True, help_text=_("Pieces that came back.")
    )
    quantity_refunded = serializers.IntegerField(
        source="item.quantity_refunded",
        read_only=True,
        help_text=_("Pieces paid back one by one; what was paid back as an amount is not counted."),
    )


class OrderAddressSerializer(serializers.ModelSerializer[OrderAddress]):
    """An address as it was when the order was placed."""

    country = serializers.CharField(source="country.code", read_only=True, help_text=_("ISO 3166-1 alpha-2."))

    class Meta:
        model = OrderAddress
        fields = [
            "first_name",
            "last_name",
            "company",
            "line1",
            "line2",
            "city",
            "region",
            "postcode",
            "country",
            "phone",
        ]
        read_only_fields = fields


class OrderShippingMethodSerializer(serializers.Serializer[Order]):
    code = serializers.CharField(source="shipping_method_code", read_only=True)
    name = serializers.CharField(source="shipping_method_name", read_only=True)


@extend_schema_field(
    {
        "type": "object",
        "description": "What the shopper does next to pay. Further properties depend on the type.",
        "properties": {
            "type": {
                "type": "string",
                "description": "none, bank_transfer, cash_on_delivery, stripe, or retry: then send "
                "orders/{number}/payment/ once more.",
                "example": "bank_transfer",
            },
            "instructions": {"type": "string", "description": "In words, for the shopper."},
            "client_secret": {
                "type": "string",
                "description": "With stripe: confirms the PaymentIntent in the shopper's own app. Log it nowhere.",
            },
            "publishable_key": {"type": "string", "description": "With stripe: the shop's public key there."},
        },
        "required": ["type"],
    }
)
class NextActionField(serializers.DictField):
    """As its payment provider gives it."""


class OrderPaymentSerializer(serializers.Serializer[object]):
    method = serializers.CharField(read_only=True)
    status = serializers.ChoiceField(choices=Payment.Status.choices, read_only=True)
    next_action = NextActionField(read_only=True)


class OrderPaymentChoiceSerializer(serializers.Serializer[object]):
    """How an order that waits for its money is to be paid."""

    payment_method = serializers.CharField(
        required=False,
        max_length=40,
        help_text=_("A code of checkout/options/; the one chosen before where left out."),
    )


class OrderPiecesSerializer(serializers.Serializer[object]):
    """So many pieces of a line of the order."""

    id = serializers.IntegerField(source="item.pk", read_only=True)
    sku = serializers.CharField(read_only=True)
    quantity = serializers.IntegerField(read_only=True)


class OrderShipmentSerializer(serializers.Serializer[object]):
    """A parcel, and what is in it."""

    carrier = serializers.CharField(source="shipment.carrier", read_only=True)
    tracking_number = serializers.CharField(source="shipment.tracking_number", read_only=True)
    tracking_url = serializers.URLField(source="shipment.tracking_url", read_only=True)
    shipped_at = serializers.DateTimeField(source="shipment.shipped_at", read_only=True)
    delivered_at = serializers.DateTimeField(source="shipment.delivered_at", read_only=True, allow_null=True)
    items = OrderPiecesSerializer(source="lines", many=True, read_only=True)


class OrderPiecesBackSerializer(OrderPiecesSerializer):
    """Pieces that come back, and why."""

    reason = serializers.ChoiceField(source="line.reason", choices=ReturnLine.Reason.choices, read_only=True)
    comment = serializers.CharField(source="line.comment", read_only=True)


class OrderReturnSerializer(serializers.Serializer[object]):
    """Goods that come back, announced, received or refused."""

    status = serializers.ChoiceField(
        source="goods_return.status", choices=Return.Status.choices, read_only=True
    )
    answer = serializers.CharField(
        source="goods_return.answer", read_only=True, help_text=_("Why it was refused.")
    )
    created_at = serializers.DateTimeField(source="goods_return.created_at", read_only=True)
    closed_at = serializers.DateTimeField(source="goods_return.closed_at", read_only=True, allow_null=True)
    items = OrderPiecesBackSerializer(source="lines", many=True, read_only=True)


class OrderInvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An invoice or a credit note."""

    url = serializers.SerializerMethodField(
        help_text=_("Its PDF. Holds the order's token: whoever has the address can read it.")
    )

    class Meta:
        model = Invoice
        fields = ["number", "kind", "issued_at", "url"]
        read_only_fields = fields

    def get_url(self, invoice: Invoice) -> str:
        path = reverse("api:order-invoice", args=[invoice.order.number, invoice.number])
        return f"{settings.BASE_URL.rstrip('/')}{path}?{urlencode({'token': invoice.order.token})}"


class OrderEventSerializer(serializers.ModelSerializer[OrderEvent]):
    """A line of the timeline."""

    class Meta:
        model = OrderEvent
        fields = ["kind", "message", "created_at"]
        read_only_fields = fields


class OrderSerializer(serializers.ModelSerializer[Order]):
    """An order, whole. For a list prefetch READ_OF_AN_ORDER."""

    items = serializers.SerializerMethodField()
    invoices = serializers.SerializerMethodField()
    shipping_address = serializers.SerializerMethodField()
    billing_address = serializers.SerializerMethodField()
    shipping_method = OrderShippingMethodSerializer(source="*", read_only=True)
    totals = serializers.SerializerMethodField()
    discounts = serializers.SerializerMethodField()
    payment = serializers.SerializerMethodField()
    shipments = serializers.SerializerMethodField()
    returns = serializers.SerializerMethodField()
    timeline = serializers.SerializerMethodField()
    token = serializers.CharField(
        read_only=True, help_text=_("Opens this order without an account, as ?token=. Keep it secret.")
    )

    class Meta:
        model = Order
        fields = [
            "number",
            "token",
            "status",
            "email",
            "placed_at",
            "paid_at",
            "items",
            "shipping_address",
            "billing_address",
            "shipping_method",
            "totals",
            "discounts",
            "vat_number",
            "reverse_charge",
            "prices_include_tax",
            "voucher_code",
            "note",
            "payment",
            "shipments",
            "returns",
            "invoices",
            "timeline",
        ]
        read_only_fields = fields

    @extend_schema_field(OrderItemSerializer(many=True))
    def get_items(self, order: Order) -> object:
        return shaped_all(OrderItemSerializer, line_figures(order), order.currency)

    @extend_schema_field(TotalsSerializer)
    def get_totals(self, order: Order) -> object:
        return shaped(TotalsSerializer, order_figures(order), order.currency)

    @extend_schema_field(DiscountSerializer(many=True))
    def get_discounts(self, order: Order) -> object:
        return shaped_all(DiscountSerializer, discount_figures(order), order.currency)

    @extend_schema_field(OrderAddressSerializer(allow_null=True))
    def get_shipping_address(self, order: Order) -> object:
        return self._address(order.shipping_address)

    @extend_schema_field(OrderAddressSerializer(allow_null=True))
    def get_billing_address(self, order: Order) -> object:
        return self._address(order.billing_address)

    def _address(self, address: OrderAddress | None) -> object:
        return None if address is None else shaped(OrderAddressSerializer, address)

    @extend_schema_field(OrderPaymentSerializer)
    def get_payment(self, order: Order) -> object:
        payment = order.current_payment
        return {
            "method": order.payment_method,
            "status": payment.status if payment else Payment.Status.PENDING,
            "next_action": next_action(order),
        }

    @extend_schema_field(OrderShipmentSerializer(many=True))
    def get_shipments(self, order: Order) -> object:
        return shaped_all(OrderShipmentSerializer, parcels_of(order))

    @extend_schema_field(OrderReturnSerializer(many=True))
    def get_returns(self, order: Order) -> object:
        return shaped_all(OrderReturnSerializer, returns_of(order))

    @extend_schema_field(OrderInvoiceSerializer(many=True))
    def get_invoices(self, order: Order) -> object:
        return shaped_all(OrderInvoiceSerializer, order.invoices.all())

    @extend_schema_field(OrderEventSerializer(many=True))
    def get_timeline(self, order: Order) -> object:
        return shaped_all(OrderEventSerializer, public_events(order))
