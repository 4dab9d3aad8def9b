"""The API's request limits, for the pages that send mail to whatever address is typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.views import APIView

from customers.lockout import too_many_requests

View = Callable[..., HttpResponse]


class _Limited(APIView):
    """What a throttle asks of a view: its scope. The classes and rates are the API's own."""

    throttle_scope = "auth"


def limited(view: View) -> View:
    """Count POSTs of the view against the API's scope "auth"; too many answer 429."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            scope = _Limited()
            for throttle in scope.get_throttles():
                if not throttle.allow_request(_as_api_request(request), scope):
                    return too_many_requests(request, wait=int(throttle.wait() or 60))
        return view(request, *args, **kwargs)

    return wrapped


def _as_api_request(request: HttpRequest) -> Request:
    wrapped = Request(request)
    wrapped.user = request.user
    return wrapped
