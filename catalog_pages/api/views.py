"""The catalogue by API: products and categories, as the site of the request shows them. Nobody need log in."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from wagtail.models import Site

from catalog_pages.api.category_tree import shown_categories
from catalog_pages.api.details import product_detail
from catalog_pages.api.queries import HIGHEST, LARGEST_PAGE, PAGE_SIZE, filters_of, neighbours, whole_number
from catalog_pages.api.schema import INVALID_QUERY, LIST_PARAMETERS, NOT_FOUND, PAGE_PARAMETERS
from catalog_pages.api.serializers import (
    CategoryDetailSerializer,
    CategorySerializer,
    ProductDetailSerializer,
    ProductPageSerializer,
    ProductSerializer,
    ReviewPageSerializer,
    ReviewSerializer,
)
from catalog_pages.listing import list_products
from catalog_pages.models import Product, Review, ShopSettings
from catalog_pages.shown import products_on

TAGS = ["catalogue"]


class CatalogueAPIView(APIView):
    """Public: reads no session and no token."""

    authentication_classes = []

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        site = Site.find_for_request(request)
        if site is None:
            raise Http404
        self.site = site

    def serializer_context(self) -> dict[str, Any]:
        currency = ShopSettings.for_site(self.site).currency
        return {"request": self.request, "currency": currency}


class ProductListAPIView(CatalogueAPIView):
    @extend_schema(
        summary="Products, a page at a time",
        description="Only what has a live page. Filters are those of the shop's own category pages.",
        operation_id="products_list",
        parameters=LIST_PARAMETERS,
        responses={200: ProductPageSerializer, 400: INVALID_QUERY, 404: NOT_FOUND},
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        page = whole_number(request, "page", 1, HIGHEST)
        page_size = whole_number(request, "page_size", PAGE_SIZE, LARGEST_PAGE)
        found = list_products(
            filters=filters_of(request), site=self.site, page=page, page_size=page_size, with_facets=False
        )
        following, before = neighbours(request, page, found.pages)
        cards = ProductSerializer(found.cards, many=True, context=self.serializer_context())
        return Response({"count": found.count, "next": following, "previous": before, "results": cards.data})


class ProductAPIView(CatalogueAPIView):
    @extend_schema(
        summary="A product with its variants, gallery, attributes and copy",
        operation_id="products_retrieve",
        responses={200: ProductDetailSerializer, 404: NOT_FOUND},
        tags=TAGS,
    )
    def get(self, request: Request, slug: str) -> Response:
        try:
            detail = product_detail(slug=slug, site=self.site)
        except Product.DoesNotExist as error:
            raise Http404 from error
        return Response(ProductDetailSerializer(detail, context=self.serializer_context()).data)


class ProductReviewsAPIView(CatalogueAPIView):
    @extend_schema(
        summary="What buyers say of a product, a page at a time",
        operation_id="products_reviews_list",
        parameters=PAGE_PARAMETERS,
        responses={200: ReviewPageSerializer, 400: INVALID_QUERY, 404: NOT_FOUND},
        tags=TAGS,
    )
    def get(self, request: Request, slug: str) -> Response:
        page = whole_number(request, "page", 1, HIGHEST)
        page_size = whole_number(request, "page_size", PAGE_SIZE, LARGEST_PAGE)
        product = get_object_or_404(products_on(self.site), slug=slug)
        begin = (page - 1) * page_size
        found = Review.objects.filter(product=product).published()[begin : begin + page_size]
        pages = max(1, -(-product.rating_count // page_size))
        following, before = neighbours(request, page, pages)
        return Response(
            {
                "count": product.rating_count,
                "next": following,
                "previous": before,
                "results": ReviewSerializer(found, many=True).data,
            }
        )


class CategoryListAPIView(CatalogueAPIView):
    @extend_schema(
        summary="The tree of categories",
        operation_id="categories_list",
        responses={200: CategorySerializer(many=True)},
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        roots = [node for node in shown_categories(self.site).values() if node.parent is None]
        return Response(CategorySerializer(roots, many=True, context={"request": request}).data)


class CategoryAPIView(CatalogueAPIView):
    @extend_schema(
        summary="A category, with those above and below it",
        operation_id="categories_retrieve",
        responses={200: CategoryDetailSerializer, 404: NOT_FOUND},
        tags=TAGS,
    )
    def get(self, request: Request, slug: str) -> Response:
        node = shown_categories(self.site).get(slug)
        if node is None:
            raise Http404
        return Response(CategoryDetailSerializer(node, context={"request": request}).data)
