from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CatalogPagesConfig(AppConfig):
    name = "catalog_pages"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        from catalog_pages import indexing, publishing
        from catalog_pages.page_cache import triggers

        indexing.connect()
        publishing.connect()
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="catalog_pages.page_cache")
