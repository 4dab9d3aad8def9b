"""The parameters and refusals of the catalogue's lists, as the OpenAPI schema describes them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from drf_standardized_errors.openapi_serializers import ErrorResponse404Serializer
from rest_framework import serializers

from catalog_pages.api.queries import LARGEST_PAGE, PAGE_SIZE
from catalog_pages.listing import Ordering


class QueryErrorSerializer(serializers.Serializer[object]):
    """One parameter that makes no sense."""

    code = serializers.CharField()
    detail = serializers.CharField()
    attr = serializers.CharField(help_text=_("The parameter."))


class QueryRefusalSerializer(serializers.Serializer[object]):
    """400."""

    type = serializers.ChoiceField(choices=["validation_error"])
    errors = QueryErrorSerializer(many=True)  # type: ignore[assignment]


INVALID_QUERY = OpenApiResponse(
    QueryRefusalSerializer, description=_("A parameter makes no sense; `attr` names it.")
)
NOT_FOUND = OpenApiResponse(ErrorResponse404Serializer, description=_("There is no such thing."))

PAGE_PARAMETERS = [
    OpenApiParameter("page", {"type": "integer", "minimum": 1, "default": 1}),
    OpenApiParameter(
        "page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}
    ),
]
LIST_PARAMETERS = [
    OpenApiParameter("category", OpenApiTypes.STR, description=_("A category's slug: it and all below it.")),
    OpenApiParameter("q", OpenApiTypes.STR, description=_("Words to search for.")),
    OpenApiParameter("brand", OpenApiTypes.STR, many=True, description=_("Slugs of brands: any of them.")),
    OpenApiParameter("min_price", OpenApiTypes.DECIMAL, description=_("In the shop's currency; included.")),
    OpenApiParameter("max_price", OpenApiTypes.DECIMAL, description=_("In the shop's currency; included.")),
    OpenApiParameter("in_stock", OpenApiTypes.STR, enum=["1", "0"], description=_("1: can be bought now.")),
    OpenApiParameter(
        "attr_{code}",
        {"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": 10},
        style="form",
        explode=True,
        description=_(
            "Filters by attributes, one parameter each: attr_size=m&attr_size=l, attr_organic=yes, "
            "attr_height=10-20. The codes are those of a product's `options` and `attributes`."
        ),
        examples=[],
    ),
    OpenApiParameter("ordering", OpenApiTypes.STR, enum=[value for value in Ordering.values if value]),
    *PAGE_PARAMETERS,
]
