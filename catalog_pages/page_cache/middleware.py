"""Answers from the page cache, before sessions, log-ins, languages or anything else is looked at."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog_pages.page_cache import purging
from catalog_pages.page_cache.answers import answer, kept_page, may_be_kept
from catalog_pages.page_cache.dependencies import recording
from catalog_pages.page_cache.journal import Moment
from catalog_pages.page_cache.listening import hear, one_request, pages
from catalog_pages.page_cache.requests import EDITOR_COOKIE, Question, may_be_a_page, question

MOST_WAITING_SECONDS = 5
EDITORS_PAGES = "/cms/"


class PageCacheMiddleware:
    """A hit costs one query, that of the journal. A page is made once however many ask for it meanwhile.

    It is made without the cookies of who asks, so that nothing of theirs can be on it. What then turns out not to be
    for everybody (a private page, an address where nothing is) is made again, for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with one_request():
            return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        asked = question(request) if settings.PAGE_CACHE else None
        if asked is None:
            return self._personal(request)
        began = hear()
        page = pages.get(asked.address, time.time())
        if page is not None:
            return answer(request, page)
        if request.method == "HEAD":
            return self._personal(request)
        making = pages.begin(asked.address)
        if making is not None:
            making.wait(MOST_WAITING_SECONDS)
            page = pages.get(asked.address, time.time())
            return answer(request, page) if page is not None else self._make(request, asked, began)
        try:
            return self._make(request, asked, began)
        finally:
            pages.end(asked.address)

    def _make(self, request: HttpRequest, asked: Question, began: Moment) -> HttpResponse:
        began_at = timezone.now()
        before, meta = dict(vars(request)), dict(request.META)
        for name in ("COOKIES", "GET"):
            vars(request).pop(name, None)  # read anew from META
        request.META.pop("HTTP_COOKIE", None)
        request.META["QUERY_STRING"] = asked.query
        with recording() as keys:
            response = self.get_response(request)
        if may_be_kept(response, keys):
            page = kept_page(response, keys, began=began_at)
            purging.remember(request.build_absolute_uri(), page.keys)
            pages.keep(asked.address, page, began)
            return answer(request, page)
        if meta.get("HTTP_COOKIE") or meta.get("QUERY_STRING", "") != asked.query:
            vars(request).clear()
            vars(request).update(before)
            request.META.clear()
            request.META.update(meta)
            response = self.get_response(request)
        return _for_one(request, response)

    def _personal(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not settings.PAGE_CACHE:
            return response
        if request.path.startswith(EDITORS_PAGES):
            _mark_editor(request, response)
        elif EDITOR_COOKIE in request.COOKIES and may_be_a_page(request) and not _is_editor(request):
            response.delete_cookie(EDITOR_COOKIE)
        return _for_one(request, response)


def _for_one(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An answer that was made for whoever asked: no shared cache may have it."""
    if may_be_a_page(request):
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response


def _mark_editor(request: HttpRequest, response: HttpResponse) -> None:
    if EDITOR_COOKIE not in request.COOKIES and _is_editor(request):
        response.set_cookie(
            EDITOR_COOKIE,
            "1",
            max_age=settings.SESSION_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def _is_editor(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.has_perm("wagtailadmin.access_admin")
