"""Where a customer is logged in, and ending it. Which sessions are valid, Django's sessions alone say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from customers.browsers import in_words
from customers.models import Customer, LogIn

IN_SESSION = "log_in"
NOTED_EVERY = 60 * 60
"""Seconds. Pages need not write that somebody was seen again."""


class LogInMiddleware:
    """Notes once an hour that a customer was seen, on requests that asked who it is anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        customer = vars(request).get("_cached_user")  # AuthenticationMiddleware's: set once somebody asked
        if customer is not None and customer.is_authenticated:
            _note(request, customer)
        return response


@receiver(user_logged_in, dispatch_uid="customers.note_log_in")
def note_log_in(request: Any, user: AbstractBaseUser, **kwargs: Any) -> None:
    """Not for a token: an app has no session."""
    if isinstance(request, HttpRequest) and hasattr(request, "session"):
        _note(request, user)


@receiver(user_logged_out, dispatch_uid="customers.forget_log_in")
def forget_log_in(request: Any, user: AbstractBaseUser | None, **kwargs: Any) -> None:
    session = getattr(request, "session", None)
    if user is not None and session is not None:
        LogIn.objects.filter(customer=user.pk, session_key=session.session_key).delete()


def log_ins_of(customer: Customer) -> list[LogIn]:
    """The browsers in which a session is still good, the latest seen first. Two queries."""
    known = list(customer.log_ins.all())
    good = Session.objects.filter(
        session_key__in=[each.session_key for each in known], expire_date__gt=timezone.now()
    )
    alive = set(good.values_list("session_key", flat=True))
    return [each for each in known if each.session_key in alive]


def end(*, log_in: LogIn) -> None:
    """Log that browser out: its next request is a stranger's."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    store(session_key=log_in.session_key).delete()
    log_in.delete()


def end_others(*, customer: Customer, but: str | None) -> int:
    """Log the customer out everywhere but in the session with this key. Returns how many were ended."""
    others = list(customer.log_ins.exclude(session_key=but or ""))
    for each in others:
        end(log_in=each)
    return len(others)


def forget_old() -> int:
    """Remove rows of sessions that ended by themselves. Returns how many."""
    over = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + NOTED_EVERY)
    return LogIn.objects.filter(seen_at__lt=over).delete()[0]


def _note(request: HttpRequest, customer: AbstractBaseUser) -> None:
    """Two queries an hour; none meanwhile, unless the session got another key (a changed password)."""
    session = request.session
    key = session.session_key
    known = session.get(IN_SESSION)
    if key is None or (known and known[0] == key and time() - known[1] < NOTED_EVERY):
        return
    now = timezone.now()
    before = known[0] if known else key
    rows = LogIn.objects.filter(customer=customer.pk, session_key__in=[before, key])
    if not rows.update(session_key=key, seen_at=now):
        browser = in_words(request.headers.get("User-Agent", ""))
        try:
            with transaction.atomic():
                LogIn.objects.create(customer_id=customer.pk, session_key=key, browser=browser, seen_at=now)
        except IntegrityError:
            pass  # another request of the same browser was a moment faster
    session[IN_SESSION] = [key, int(time())]
