"""Carts and orders, one concept a file."""

from orders.models.cart import Cart
from orders.models.event import OrderEvent
from orders.models.goods_return import Return, ReturnLine
from orders.models.idempotency import IdempotencyKey
from orders.models.invoice import Invoice, InvoiceCounter, InvoiceFile
from orders.models.item import Item
from orders.models.low_stock_notice import LowStockNotice
from orders.models.order import Order, OrderAddress
from orders.models.outbox import OutboxMessage
from orders.models.payment import AWAITED, Payment
from orders.models.payment_entry import PaymentEntry
from orders.models.payment_instruction import PaymentInstruction
from orders.models.promotion import Promotion, PromotionTier
from orders.models.provider_event import ProviderEvent
from orders.models.redemption import PersonalUse, Redemption
from orders.models.refund_line import RefundLine
from orders.models.shipment import Shipment, ShipmentLine
from orders.models.shipping import ShippingMethod, ShippingWeightBand, ShippingZone
from orders.models.tax import TaxRate
from orders.models.voucher import Voucher
from orders.models.webhook import PING, Topic, WebhookDelivery, WebhookEndpoint
from orders.models.wish import Wish

__all__ = [
    "AWAITED",
    "PING",
    "Cart",
    "IdempotencyKey",
    "Invoice",
    "InvoiceCounter",
    "InvoiceFile",
    "Item",
    "LowStockNotice",
    "Order",
    "OrderAddress",
    "OrderEvent",
    "OutboxMessage",
    "Payment",
    "PaymentEntry",
    "PaymentInstruction",
    "PersonalUse",
    "Promotion",
    "PromotionTier",
    "ProviderEvent",
    "Redemption",
    "RefundLine",
    "Return",
    "ReturnLine",
    "Shipment",
    "ShipmentLine",
    "ShippingMethod",
    "ShippingWeightBand",
    "ShippingZone",
    "TaxRate",
    "Topic",
    "Voucher",
    "WebhookDelivery",
    "WebhookEndpoint",
    "Wish",
]
