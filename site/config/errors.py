"""One error shape for the whole API (drf-standardized-errors)."""

from drf_spectacular.utils import extend_schema
from drf_standardized_errors.handler import exception_handler
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

__all__ = ["NothingHere", "exception_handler"]


@extend_schema(exclude=True)
class NothingHere(APIView):
    """What no endpoint answers under /api/v1/: the API's own 404, not a page of the shop."""

    authentication_classes = []
    throttle_classes = []

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        raise NotFound
