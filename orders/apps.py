from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrdersConfig(AppConfig):
    name = "orders"
    verbose_name = _("Orders")

    def ready(self) -> None:
        from catalog_pages.models import TaxClass
        from catalog_pages.page_cache.watches import watch_all
        from orders import checks, signals  # noqa: F401 - registers the checks, connects the receivers
        from orders.models import TaxRate

        watch_all(TaxClass, TaxRate)
