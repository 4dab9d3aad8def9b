"""The shop's own colours and type, as a style sheet after the house's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from catalog_pages.models import ShopSettings
from catalog_pages.theme import theme_of

A_YEAR = 365 * 24 * 60 * 60


@require_safe
def theme(request: HttpRequest) -> HttpResponse:
    """Kept for ever under the address that names its content, else asked for each time."""
    found = theme_of(ShopSettings.for_request(request))
    answer = HttpResponse(found.css, content_type="text/css; charset=utf-8")
    if found.digest and request.GET.get("v") == found.digest:
        patch_cache_control(answer, public=True, max_age=A_YEAR, immutable=True)
    else:
        patch_cache_control(answer, no_cache=True)
    return answer
