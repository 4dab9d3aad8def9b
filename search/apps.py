from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from catalog_pages.page_cache.watches import watch_all, watch_updates
        from search.keeping import STANDING
        from search.models import Buried, Document, Placement, Promoted, Synonym, SynonymPhrase

        watch_all(Synonym, SynonymPhrase, Placement, Promoted, Buried)
        watch_updates(Document, f"SELECT '{STANDING}' || {{row}}.id AS k", "in_stock", "popularity")
