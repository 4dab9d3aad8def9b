"""What `manage.py check` says about payment settings that cannot work as they are."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register()
def stripe_settings(**kwargs: Any) -> list[CheckMessage]:
    """Both keys or none, a webhook's secret with them, a known way of capturing."""
    found: list[CheckMessage] = []
    if bool(settings.STRIPE_SECRET_KEY) != bool(settings.STRIPE_PUBLISHABLE_KEY):
        found.append(
            Error(
                "One of STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY is missing, so cards are not offered.",
                hint="Set both, or neither.",
                id="orders.E001",
            )
        )
    if settings.STRIPE_SECRET_KEY and not settings.STRIPE_WEBHOOK_SECRET:
        found.append(
            Warning(
                "STRIPE_WEBHOOK_SECRET is missing: every message of Stripe's is refused, and payments are seen "
                "only when the shopper comes back, or by the sweep some minutes later.",
                hint="docs/operators.md says how to set up the webhook.",
                id="orders.W001",
            )
        )
    if settings.STRIPE_CAPTURE not in ("automatic", "manual"):
        found.append(Error("STRIPE_CAPTURE is neither automatic nor manual.", id="orders.E002"))
    return found
