"""sitemap.xml: every live, public page of the site, for search engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import index
from wagtail.contrib.sitemaps.views import sitemap as one_sitemap
from wagtail.models import Page

from catalog_pages.listing.cards import page_url

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet

SECTION = "pages"


class PageSitemap(Sitemap):
    """Reads only what a sitemap says, a fixed number of queries for each 5,000 pages; the protocol takes 50,000."""

    limit = 5_000

    def items(self) -> PageQuerySet:
        root = self.get_wagtail_site().root_page.localized
        pages = Page.objects.descendant_of(root, inclusive=True).live().public().order_by("path")
        return pages.only("url_path", "last_published_at", "latest_revision_created_at")

    def _urls(self, page: int | str, protocol: str, domain: str) -> list[dict[str, Any]]:
        """On the host that was asked, as the protocol demands."""
        site = self.get_wagtail_site()
        urls = [
            {
                "location": self.request.build_absolute_uri(page_url(each.url_path, site)),
                "lastmod": self.lastmod(each),
            }
            for each in self.paginator.page(page).object_list
        ]
        changes = [url["lastmod"] for url in urls]
        if changes and all(changes):
            self.latest_lastmod = max(changes)
        return urls


def sitemap(request: HttpRequest, section: str | None = None) -> HttpResponse:
    """The sitemap; of a shop with more pages than one holds, the list of its parts."""
    parts: dict[str, Any] = {SECTION: PageSitemap(request)}
    if section is None and parts[SECTION].paginator.num_pages > 1:
        return index(request, parts, sitemap_url_name="sitemap-part")
    return one_sitemap(request, parts, section=section)
