"""Forms on pages that are the same for everybody: they carry no token, so the browser has to say where they stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


def from_our_pages_or_with_token(view: View) -> View:
    """Let a POST pass that the browser says comes from a page of this shop; else ask for the CSRF token.

    The browser says so by Sec-Fetch-Site, Origin or Referer, which no page can forge; the first that is there
    decides. Where none is, or it names another place, Django's own check has the word. The session's cookie is
    SameSite=Lax besides: a form elsewhere is sent without it.
    """
    with_token = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if is_from_our_pages(request):
            return view(request, *args, **kwargs)
        return with_token(request, *args, **kwargs)

    return guarded


def is_from_our_pages(request: HttpRequest) -> bool:
    """Whether the browser says that the request comes from a page of this very origin, or of a trusted one."""
    ours = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None and site != "same-origin":
        return origin in settings.CSRF_TRUSTED_ORIGINS
    if origin is not None:
        return origin in ours
    if site is not None:
        return True
    referer = urlsplit(request.headers.get("Referer", ""))
    return f"{referer.scheme}://{referer.netloc}" in ours
