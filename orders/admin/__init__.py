"""Carts and orders in the back-office: one file a concept."""

from orders.admin.cart import CartAdmin
from orders.admin.goods_return import ReturnAdmin
from orders.admin.invoice import InvoiceAdmin
from orders.admin.order import OrderAdmin
from orders.admin.outbox_message import OutboxMessageAdmin
from orders.admin.payment import PaymentAdmin
from orders.admin.promotion import PromotionAdmin
from orders.admin.redemption import RedemptionAdmin
from orders.admin.shipment import ShipmentAdmin
from orders.admin.shipping import ShippingMethodAdmin, ShippingZoneAdmin
from orders.admin.tax_rate import TaxRateAdmin
from orders.admin.voucher import VoucherAdmin
from orders.admin.webhook_delivery import WebhookDeliveryAdmin
from orders.admin.webhook_endpoint import WebhookEndpointAdmin
from orders.admin.wish import WishAdmin

__all__ = [
    "CartAdmin",
    "InvoiceAdmin",
    "OrderAdmin",
    "OutboxMessageAdmin",
    "PaymentAdmin",
    "PromotionAdmin",
    "RedemptionAdmin",
    "ReturnAdmin",
    "ShipmentAdmin",
    "ShippingMethodAdmin",
    "ShippingZoneAdmin",
    "TaxRateAdmin",
    "VoucherAdmin",
    "WebhookDeliveryAdmin",
    "WebhookEndpointAdmin",
    "WishAdmin",
]
