"""What is answered while the database cannot be had, or too many queue for it: 503, and when to come back."""

from __future__ import annotations

import sqlite3

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException

RETRY_AFTER = 5
"""Seconds: as long as a database takes to come back, or a queue of writers to go by."""
SQLITE_OUTAGES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
    }
)


class Unavailable(APIException):
    """503 in the API's shape."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    default_detail = _("The shop cannot answer at this moment. Please try again in a few seconds.")
    wait = RETRY_AFTER  # becomes the header Retry-After


def is_outage(error: BaseException | None) -> bool:
    """Whether the database is away or too busy for now, and not asked something that is wrong in itself.

    On PostgreSQL: the connection is lost or refused, there are too many, it shuts down, a deadlock was broken. On
    SQLite: another writer held the lock for longer than the time-out of DATABASES, or the disk is full or away.
    """
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    if isinstance(error.__cause__, sqlite3.Error):
        code = getattr(error.__cause__, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return code & 0xFF in SQLITE_OUTAGES  # the lowest byte of an extended code is the plain one
    return True


def unavailable(request: HttpRequest) -> HttpResponse:
    """503 in the words of whoever asked; reads nothing from the database."""
    if request.path.startswith("/api/"):
        error = {
            "code": Unavailable.default_code,
            "detail": str(Unavailable.default_detail),
            "attr": None,
        }
        response: HttpResponse = JsonResponse({"type": "server_error", "errors": [error]}, status=503)
    else:
        # Without the request: what its context processors add, they read from the database.
        response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    return response
