"""A page of words: delivery, returns, a story, or a list of stories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.models import ShopSettings, StandardPage
from catalog_pages.navigation import trail_above
from catalog_pages.storefront.data import as_absolute, breadcrumb_list, share_url
from catalog_pages.storefront.shelves import fill_shelves

MOST_STORIES = 60


def context(page: StandardPage, request: HttpRequest) -> dict[str, Any]:
    fill_shelves(page.body, site=Site.find_for_request(request))
    below = StandardPage.objects.live().public().child_of(page).select_related("lead_image")
    stories = list(below.order_by("-first_published_at", "-pk")[:MOST_STORIES]) if page.numchild else []
    told = renditions.pictures_in(page.body)
    renditions.prefetch([page.lead_image, *told, *(story.lead_image for story in stories)], "hero", "share")
    trail = trail_above(page, request)
    url = page.get_url(request) or "/"
    return {
        "trail": trail,
        "stories": stories,
        "currency": ShopSettings.for_request(request).currency,
        "share_url": share_url(page.lead_image, request),
        "canonical": as_absolute(request, url),
        "linked_data": [breadcrumb_list([*trail, {"title": page.title, "url": url}], request)],
    }
