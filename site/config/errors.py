"""What is answered when nothing better can be: one error shape for the whole API (drf-standardized-errors)."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from drf_spectacular.utils import extend_schema
from drf_standardized_errors.handler import ExceptionHandler, exception_handler
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from config.outages import Unavailable, is_outage, unavailable

# The package's own function: by it its schema knows that errors have this shape, and documents them.
__all__ = ["ErrorHandler", "NothingHere", "exception_handler", "server_error"]


class ErrorHandler(ExceptionHandler):
    """The API's answer to what its views raise; a lost database is 503, not a fault of the code."""

    def convert_known_exceptions(self, exc: Exception) -> Exception:
        return Unavailable() if is_outage(exc) else super().convert_known_exceptions(exc)


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to what nothing caught, middleware included: 503 in an outage, else 500."""
    if is_outage(sys.exception()):
        return unavailable(request)
    if request.path.startswith("/api/"):
        error = {"code": "error", "detail": "Server Error (500)", "attr": None}
        return JsonResponse({"type": "server_error", "errors": [error]}, status=500)
    return defaults.server_error(request)


@extend_schema(exclude=True)
class NothingHere(APIView):
    """What no endpoint answers under /api/v1/: the API's own 404, not a page of the shop."""

    authentication_classes = []
    throttle_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound
