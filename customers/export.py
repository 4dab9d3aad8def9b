"""All that the shop knows of a customer, for the customer: one document, part by part (GDPR, articles 15 and 20).

Each app of the house adds its own parts to `PARTS` when it is loaded; this one imports none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from customers.log_ins import log_ins_of
from customers.models import Customer, Subscription

PARTS: dict[str, Callable[[Customer], Any]] = {}
"""What goes into the document under which name, as JSON can hold it (with DjangoJSONEncoder)."""


def part(name: str) -> Callable[[Callable[[Customer], Any]], Callable[[Customer], Any]]:
    """Add a function's answer to the document."""

    def add(function: Callable[[Customer], Any]) -> Callable[[Customer], Any]:
        PARTS[name] = function
        return function

    return add


def everything_of(customer: Customer) -> dict[str, Any]:
    """The document. Its queries grow with the customer's orders: throttle who asks."""
    return {name: function(customer) for name, function in PARTS.items()}


@part("account")
def _account(customer: Customer) -> dict[str, Any]:
    return {
        "email": customer.email,
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "phone": str(customer.phone or ""),
        "joined_at": customer.date_joined,
        "last_log_in_at": customer.last_login,
    }


@part("addresses")
def _addresses(customer: Customer) -> list[dict[str, Any]]:
    return [{**address.parts, "is_default": address.is_default} for address in customer.addresses.all()]


@part("log_ins")
def _log_ins(customer: Customer) -> list[dict[str, Any]]:
    return [
        {"browser": each.browser, "logged_in_at": each.created_at, "last_seen_at": each.seen_at}
        for each in log_ins_of(customer)
    ]


@part("newsletter")
def _newsletter(customer: Customer) -> dict[str, Any] | None:
    found = Subscription.objects.with_email(customer.email).first()
    if found is None:
        return None
    names = ("source", "asked_at", "confirmed_at", "withdrawn_at")
    return {name: getattr(found, name) for name in names}
