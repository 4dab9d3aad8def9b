"""What the catalogue serves beside Wagtail's page tree: for search engines and marketplaces."""

from django.urls import path

from catalog_pages.feeds import google_merchant
from catalog_pages.robots import robots
from catalog_pages.sitemaps import sitemap

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap-part"),
    path("feeds/google-merchant.xml", google_merchant, name="google-merchant"),
]
