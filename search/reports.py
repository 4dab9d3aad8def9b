"""Reports of what shoppers search for, in the Wagtail admin."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView

from search.models import LoggedSearch
from search.models.logged_search import LoggedSearchQuerySet


class DaysFilterSet(WagtailFilterSet):
    day = django_filters.DateFromToRangeFilter(label=_("Day"), widget=DateRangePickerWidget)

    class Meta:
        model = LoggedSearch
        fields: ClassVar[list[str]] = ["day"]


class SearchReport(ReportView):
    """What was searched for, summed over the days asked for (all that are kept, when none are). Two queries."""

    model = LoggedSearch
    permission_required = "view"
    header_icon = "search"
    filterset_class = DaysFilterSet
    default_ordering = None
    columns = [
        Column("words", label=_("Words")),
        Column("language", label=_("Language")),
        Column("times", label=_("Searches")),
        Column("found", label=_("Results")),
        Column("followed", label=_("Clicks")),
    ]
    list_export: ClassVar[list[str]] = ["words", "language", "times", "found", "followed"]
    export_headings: ClassVar[dict[str, Any]] = {
        "words": _("Words"),
        "language": _("Language"),
        "times": _("Searches"),
        "found": _("Results"),
        "followed": _("Clicks"),
    }

    def get_queryset(self) -> LoggedSearchQuerySet:
        return LoggedSearch.objects.all()

    def get_filtered_queryset(self) -> QuerySet[Any, Any]:
        return self.chosen(super().get_filtered_queryset().summed())

    def chosen(self, searches: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        return searches


class TopSearches(SearchReport):
    page_title = _("Top searches")
    index_url_name = "top_searches"
    index_results_url_name = "top_searches_results"


class SearchesWithoutResults(SearchReport):
    """What nobody ever found: to be stocked, or to be given a synonym."""

    page_title = _("Searches without results")
    index_url_name = "searches_without_results"
    index_results_url_name = "searches_without_results_results"

    def chosen(self, searches: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        return searches.filter(found=0)


class SearchesWithoutClicks(SearchReport):
    """What found something that nobody opened."""

    page_title = _("Searches without clicks")
    index_url_name = "searches_without_clicks"
    index_results_url_name = "searches_without_clicks_results"

    def chosen(self, searches: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
        return searches.filter(found__gt=0, followed=0)


REPORTS: tuple[type[SearchReport], ...] = (TopSearches, SearchesWithoutResults, SearchesWithoutClicks)
