"""Every address of the shop; what nothing else claims is Wagtail's page tree."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config.media import uploaded_file
from config.metrics import metrics
from config.styleguide import styleguide

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v1/", include("config.api")),
    path("account/", include("customers.urls")),
    path("search/", include("search.urls")),
    path("", include("orders.urls")),
    path("", include("catalog_pages.urls")),
    path("metrics", metrics),
    path("styleguide/", styleguide, name="styleguide"),
    path("", include(wagtail_urls)),
]

handler500 = "config.errors.server_error"

if settings.MEDIA_URL.startswith("/"):
    urlpatterns.insert(0, path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", uploaded_file))
