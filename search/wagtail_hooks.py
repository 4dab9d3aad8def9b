"""What the search adds to the Wagtail admin: synonyms, placements, and reports of what is searched for."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import Placement, Synonym
from search.reports import REPORTS, SearchReport


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "rotate"
    menu_label = _("Synonyms")
    list_display = ["first", "others", Column("direction", accessor="get_direction_display"), "locale"]
    search_fields = ["first", "others"]
    search_backend_name = None
    panels = [FieldPanel("locale"), FieldPanel("direction"), FieldPanel("first"), FieldPanel("others")]


class PlacementViewSet(SnippetViewSet):
    model = Placement
    icon = "order"
    menu_label = _("Placements")
    list_display = ["words", "locale"]
    search_fields = ["words"]
    search_backend_name = None
    panels = [
        FieldPanel("locale"),
        FieldPanel("words"),
        MultipleChooserPanel(
            "promoted",
            chooser_field_name="product",
            heading=_("Products that come first"),
            label=_("product"),
            panels=[FieldPanel("product")],
        ),
        MultipleChooserPanel(
            "buried",
            chooser_field_name="product",
            heading=_("Products that come last"),
            label=_("product"),
            panels=[FieldPanel("product")],
        ),
    ]


class SearchViewSetGroup(SnippetViewSetGroup):
    items = (SynonymViewSet, PlacementViewSet)
    menu_label = _("Search")
    menu_icon = "search"
    menu_order = 250


register_snippet(SearchViewSetGroup)


class SearchReportMenuItem(MenuItem):
    """Shown to those who may read the log."""

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm("search.view_loggedsearch"))


def _add_report(report: type[SearchReport]) -> None:
    @hooks.register("register_reports_menu_item")
    def menu_item() -> MenuItem:
        return SearchReportMenuItem(
            report.page_title,
            reverse(report.index_url_name),
            name=report.index_url_name,
            icon_name=report.header_icon,
            order=1100,
        )


for each in REPORTS:
    _add_report(each)


@hooks.register("register_admin_urls")
def report_addresses() -> list[URLPattern]:
    found = []
    for report in REPORTS:
        address = f"reports/{report.index_url_name}/"
        found.append(path(address, report.as_view(), name=report.index_url_name))
        found.append(
            path(f"{address}results/", report.as_view(results_only=True), name=report.index_results_url_name)
        )
    return found
