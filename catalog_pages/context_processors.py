"""What every rendered page knows of the shop."""

from django.http import HttpRequest

from catalog_pages.models import ShopSettings


def storefront(request: HttpRequest) -> dict[str, object]:
    """`shop`: the ShopSettings of the request's site."""
    return {"shop": ShopSettings.for_request(request)}
