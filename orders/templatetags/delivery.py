"""How long delivery takes, for the page of a product."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from orders.shipping import ways_to

if TYPE_CHECKING:
    from orders.models import ShippingMethod

register = template.Library()


@register.simple_tag
def first_way_to(country: Any) -> ShippingMethod | None:
    """The way of sending that a checkout in this country offers first, with its working days. No query where kept."""
    return next(iter(ways_to(str(country))), None)
