"""The API under /api/v1/: each app's part, the schema and its docs."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from config.errors import NothingHere

app_name = "api"
urlpatterns = [
    path("", include("catalog_pages.api.urls")),
    path("", include("orders.api.urls")),
    path("", include("search.api.urls")),
    path("auth/", include("customers.api.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="api:schema"), name="docs"),
    # Addresses that end in a slash only: one that lacks it is still sent to where it was meant to go.
    re_path(r"^[\s\S]*/\Z", NothingHere.as_view()),
]
