"""Prometheus figures, for those who know the token."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django_prometheus.exports import ExportToDjangoView


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer `Authorization: Bearer METRICS_TOKEN`; anybody while DEBUG is on; else there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}" if settings.METRICS_TOKEN else ""
    known = expected and constant_time_compare(request.headers.get("Authorization", ""), expected)
    if not (known or settings.DEBUG):
        raise Http404
    return ExportToDjangoView(request)
