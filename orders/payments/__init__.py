"""How orders are paid: a protocol, a provider a file, and the registry of them."""

from orders.payments.base import Movement, NextAction, PaymentMethod, PaymentProvider, Refusal, Truth
from orders.payments.registry import (
    PROVIDERS,
    codes_kept_elsewhere,
    method_name,
    payment_method,
    payment_methods,
    provider_named,
    provider_of,
)
from orders.payments.starting import next_action, start_payment

__all__ = [
    "PROVIDERS",
    "Movement",
    "NextAction",
    "PaymentMethod",
    "PaymentProvider",
    "Refusal",
    "Truth",
    "codes_kept_elsewhere",
    "method_name",
    "next_action",
    "payment_method",
    "payment_methods",
    "provider_named",
    "provider_of",
    "start_payment",
]
