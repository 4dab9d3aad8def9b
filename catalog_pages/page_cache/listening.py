"""Where this process hears what has changed: once a request, for all that it keeps."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings

from catalog_pages.page_cache.journal import Moment
from catalog_pages.page_cache.store import PageStore

pages = PageStore(settings.PAGE_CACHE_MB * 1024 * 1024)

HEARD = "the journal was heard"
_remembered: ContextVar[dict[Hashable, Any] | None] = ContextVar("request_memory", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Meanwhile in this thread `hear_once` asks the journal once. Within another one, that one goes on."""
    if _remembered.get() is not None:
        yield
        return
    token = _remembered.set({})
    try:
        yield
    finally:
        _remembered.reset(token)


def remembered() -> dict[Hashable, Any] | None:
    """What this request alone remembers; None where there is no request."""
    return _remembered.get()


def hear() -> Moment:
    """Let go of all that what has committed by now makes untrue; returns that moment. One query."""
    moment = pages.look_at_journal()
    memory = remembered()
    if memory is not None:
        memory[HEARD] = True
    return moment


def has_heard() -> bool:
    """Whether it was done for this request already. No query."""
    return HEARD in (remembered() or ())


def hear_once() -> None:
    """The same, unless it was done for this request already."""
    if not has_heard():
        hear()
