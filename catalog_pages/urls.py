"""What the catalogue serves beside Wagtail's page tree: for search engines and marketplaces."""

from django.urls import path

from catalog_pages.feeds import google_merchant
from catalog_pages.robots import robots
from catalog_pages.sitemaps import sitemap
from catalog_pages.storefront.recent import recently_seen
from catalog_pages.storefront.reviews import product_reviews
from catalog_pages.storefront.theme import theme

urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path("theme.css", theme, name="theme"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap-part"),
    path("reviews/<slug:slug>/", product_reviews, name="product-reviews"),
    path("recently-seen/", recently_seen, name="recently-seen"),
    path("feeds/google-merchant.xml", google_merchant, name="google-merchant"),
]
