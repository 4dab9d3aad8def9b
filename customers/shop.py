"""The little that accounts know of the shop: its name and home country, by Wagtail's registry of settings.

By the registry, as a template would, because this app imports no other of the house.
"""

from typing import Any

from wagtail.contrib.settings.context_processors import SettingProxy
from wagtail.models import Site

DEFAULT_COUNTRY = "GB"


def shop_settings() -> Any:
    """The settings of the default site, or None where there is no site. One or two queries."""
    site = Site.objects.filter(is_default_site=True).first()
    return SettingProxy(site)["catalog_pages"]["ShopSettings"] if site else None


def home_country() -> str:
    """ISO 3166-1 alpha-2: what an empty address form begins with."""
    return str(getattr(shop_settings(), "country", "") or DEFAULT_COUNTRY)
