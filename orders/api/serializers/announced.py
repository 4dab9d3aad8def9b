"""Orders as other programs are told of them: the API's own shapes, without what opens anything.

A guest's token opens the order, a PDF's address holds it, and what comes next to pay may hold a key of the payment.
"""

from rest_framework import serializers

from orders.api.serializers.order import OrderSerializer
from orders.models import Invoice, Order, Payment


class AnnouncedInvoiceSerializer(serializers.ModelSerializer[Invoice]):
    """An invoice or a credit note, by its number."""

    class Meta:
        model = Invoice
        fields = ["number", "kind", "issued_at"]
        read_only_fields = fields


class AnnouncedOrderSerializer(OrderSerializer):
    """An order, whole, for a webhook."""

    class Meta(OrderSerializer.Meta):
        fields = [name for name in OrderSerializer.Meta.fields if name != "token"]
        read_only_fields = fields

    def get_payment(self, order: Order) -> object:
        payment = order.current_payment
        return {
            "method": order.payment_method,
            "status": payment.status if payment else Payment.Status.PENDING,
        }

    def get_invoices(self, order: Order) -> object:
        return AnnouncedInvoiceSerializer(order.invoices.all(), many=True).data
