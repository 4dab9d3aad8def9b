"""The catalogue's part of the API."""

from django.urls import path

from catalog_pages.api.views import (
    CategoryAPIView,
    CategoryListAPIView,
    ProductAPIView,
    ProductListAPIView,
    ProductReviewsAPIView,
)

urlpatterns = [
    path("products/", ProductListAPIView.as_view(), name="products"),
    path("products/<slug:slug>/", ProductAPIView.as_view(), name="product"),
    path("products/<slug:slug>/reviews/", ProductReviewsAPIView.as_view(), name="product-reviews"),
    path("categories/", CategoryListAPIView.as_view(), name="categories"),
    path("categories/<slug:slug>/", CategoryAPIView.as_view(), name="category"),
]
