"""Parcels on their way: putting right what was typed wrong about them."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders.models import Shipment
from orders.timeline import add_note


def correct_tracking(
    *,
    shipment: Shipment,
    carrier: str,
    tracking_number: str,
    tracking_url: str,
    actor: AbstractBaseUser | None = None,
) -> Shipment:
    """Change how a parcel is followed, with a note in its order's timeline. The shopper's page shows it; no mail."""
    new = {"carrier": carrier, "tracking_number": tracking_number, "tracking_url": tracking_url}
    with transaction.atomic():
        shipment = Shipment.objects.select_for_update().select_related(None).get(pk=shipment.pk)
        old = {name: getattr(shipment, name) for name in new}
        if old == new:
            return shipment
        for name, value in new.items():
            setattr(shipment, name, value)
        shipment.save(update_fields=list(new))
        words = " ".join(value for value in new.values() if value) or "none"
        before = " ".join(value for value in old.values() if value) or "none"
        add_note(order=shipment.order, message=f"Tracking corrected: {words} (before: {before})", actor=actor)
    return shipment
