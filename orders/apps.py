from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from catalog_pages.models import TaxClass
        from catalog_pages.page_cache.watches import watch_all, watch_terms
        from orders import checks, export, signals  # noqa: F401 - each registers what it holds
        from orders.models import (
            Promotion,
            ShippingMethod,
            ShippingWeightBand,
            ShippingZone,
            TaxRate,
            WebhookEndpoint,
        )

        # Product pages say how long delivery takes.
        watch_all(TaxClass, TaxRate, ShippingZone, ShippingMethod)
        watch_terms(ShippingWeightBand)
        watch_terms(Promotion, "is_active", "is_automatic", "starts_at", "ends_at")
        watch_terms(WebhookEndpoint, "is_active", "topics")
