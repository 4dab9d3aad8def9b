"""The shop's addresses, and one that costs no more than Django and the shop's middleware do."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from config import urls


def nothing(_request: HttpRequest) -> HttpResponse:
    """No session, no query, no template."""
    return HttpResponse("nothing")


urlpatterns = [path("nothing/", nothing), *urls.urlpatterns]
handler500 = urls.handler500
