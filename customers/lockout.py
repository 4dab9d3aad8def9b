"""What django-axes asks of us: whose log-in failed, and what to answer where there were too many."""

from collections.abc import Mapping
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def username(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str | None:
    """The e-mail as axes counts it: in one case, or every capital letter would buy more guesses."""
    typed = (credentials or request.POST).get("username")
    # Cut to what fits axes' column: Django's own log-in form lets a longer one through to us.
    return str(typed).lower().replace("\0", "")[:254] if typed is not None else None


def refuse(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Say that there were too many failed log-ins, to a person by a page, to a program by the API's error."""
    cool_off = get_cool_off(request)
    return too_many_requests(request, wait=int(cool_off.total_seconds()) if cool_off else 0)


def too_many_requests(request: HttpRequest, *, wait: int) -> HttpResponse:
    """429 in the words of whoever asked; `wait` in seconds."""
    if request.path.startswith("/api/"):
        error = {"code": "throttled", "detail": _("Too many attempts. Try again later."), "attr": None}
        response: HttpResponse = JsonResponse({"type": "client_error", "errors": [error]}, status=429)
    else:
        response = render(request, "account/too_many.html", {"minutes": max(1, -(-wait // 60))}, status=429)
    response["Retry-After"] = str(wait)
    return response
