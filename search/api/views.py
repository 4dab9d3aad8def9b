"""Suggestions by API, for the shop's own search field and for apps. Nobody need log in, nothing of anybody is read."""

from __future__ import annotations

from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from catalog_pages.api.views import TAGS, CatalogueAPIView
from catalog_pages.listing.reading import QueryReader
from search.suggesting import suggest

KEPT_SECONDS = 60
"""For how long a browser or a cache between may answer by itself."""


class PlaceSerializer(serializers.Serializer[object]):
    """Something with a page."""

    name = serializers.CharField()
    url = serializers.CharField(help_text=_("From the site's root."))


class SuggestionsSerializer(serializers.Serializer[object]):
    """Each list the best first."""

    products = PlaceSerializer(many=True)
    categories = PlaceSerializer(many=True)
    searches = serializers.ListField(child=serializers.CharField(), help_text=_("What others searched for."))


class SuggestionsAPIView(CatalogueAPIView):
    @extend_schema(
        summary="What may be meant, while it is typed",
        operation_id="suggestions_retrieve",
        parameters=[OpenApiParameter("q", OpenApiTypes.STR, description=_("What has been typed so far."))],
        responses={200: SuggestionsSerializer},
        tags=TAGS,
    )
    def get(self, request: Request) -> Response:
        found = suggest(QueryReader(request.query_params).text("q"), site=self.site)
        answer = Response(
            {
                "products": [{"name": name, "url": url} for name, url in found.products],
                "categories": [{"name": name, "url": url} for name, url in found.categories],
                "searches": found.searches,
            }
        )
        patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
        return answer
