from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogPagesConfig(AppConfig):
    name = "catalog_pages"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog_pages import indexing, publishing

        indexing.connect()
        publishing.connect()
