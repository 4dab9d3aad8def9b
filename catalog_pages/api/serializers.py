"""What the catalogue's part of the API says, field by field. Addresses are absolute, prices in the shop's basis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog_pages.api.category_tree import CategoryNode
from catalog_pages.api.details import TOLD_BLOCKS, Facts
from catalog_pages.api.money import MoneyField, money
from catalog_pages.availability import Availability
from catalog_pages.models import Attribute, GalleryImage, Variant
from catalog_pages.renditions import renditions

if TYPE_CHECKING:
    ReadOnly = serializers.Serializer[Any]
else:
    ReadOnly = serializers.Serializer

VALUES_SCHEMA = {
    "type": "array",
    "items": {"oneOf": [{"type": "string"}, {"type": "boolean"}]},
    "description": "A boolean of a yes-or-no, strings of anything else; several only of a choice.",
}
OPTIONS_SCHEMA = {
    "type": "object",
    "additionalProperties": {"type": "string"},
    "description": "The name of the choice for each option, by the option's code.",
    "example": {"size": "M", "color": "Indigo"},
}


class AddressField(serializers.CharField):
    """An address within the site, made absolute by the request."""

    def to_representation(self, value: str) -> str:
        absolute: str = self.context["request"].build_absolute_uri(value)
        return absolute


class NamedSerializer(ReadOnly):
    """A brand or a category, as other parts of the API name it."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class RenditionSerializer(ReadOnly):
    """A picture in one size."""

    url = AddressField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ImageSerializer(RenditionSerializer):
    """The widest of a picture's sizes, and what it shows."""

    alt = serializers.CharField(help_text=_("What the picture shows; may be empty."))


class PictureSerializer(ReadOnly):
    """One picture of the gallery in its sizes, the narrowest first: whole, and cropped to 4:5."""

    alt = serializers.CharField(source="alt_text")
    caption = serializers.CharField()
    renditions = serializers.SerializerMethodField()
    cropped = serializers.SerializerMethodField()

    @extend_schema_field(RenditionSerializer(many=True))
    def get_renditions(self, picture: GalleryImage) -> Any:
        return RenditionSerializer(renditions(picture.image, "gallery"), many=True, context=self.context).data

    @extend_schema_field(RenditionSerializer(many=True))
    def get_cropped(self, picture: GalleryImage) -> Any:
        return RenditionSerializer(renditions(picture.image, "card"), many=True, context=self.context).data


class ProductSerializer(ReadOnly):
    """A product in a list. `price` is that of its cheapest variant; `has_price_range`: others cost more."""

    slug = serializers.SlugField()
    name = serializers.CharField()
    brand = NamedSerializer(allow_null=True)
    category = NamedSerializer()
    url = AddressField(help_text=_("Of the page that shows the product."))
    price = MoneyField()
    price_before = MoneyField(allow_null=True, help_text=_("The ordinary price, while `price` is a sale's."))
    has_price_range = serializers.BooleanField()
    in_stock = serializers.BooleanField()
    stock_note = serializers.CharField(
        help_text=_("Such as “3 left” or “Sold out”; empty when there is plenty.")
    )
    image = serializers.SerializerMethodField()

    @extend_schema_field(ImageSerializer(allow_null=True))
    def get_image(self, card: Any) -> Any:
        if card.picture is None:
            return None
        widest = card.picture.sizes[-1]
        image = {
            "url": widest.url,
            "width": widest.width,
            "height": widest.height,
            "alt": card.picture.alt_text,
        }
        return ImageSerializer(image, context=self.context).data


class ProductPageSerializer(ReadOnly):
    """A page of a list of products."""

    count = serializers.IntegerField(help_text=_("Products in the whole list."))
    next = serializers.URLField(allow_null=True, help_text=_("The address of the next page."))
    previous = serializers.URLField(allow_null=True, help_text=_("The address of the page before."))
    results = ProductSerializer(many=True)


class ChoiceSerializer(ReadOnly):
    code = serializers.SlugField()
    name = serializers.CharField()
    swatch = serializers.CharField(help_text=_("A colour, as #a84a22; empty where it is none."))


class VariantSerializer(ReadOnly):
    """What is put into a cart, by its `sku`."""

    sku = serializers.CharField()
    options = serializers.SerializerMethodField()
    price = serializers.SerializerMethodField()
    price_before = serializers.SerializerMethodField()
    in_stock = serializers.SerializerMethodField()
    stock_note = serializers.SerializerMethodField()
    barcode = serializers.CharField()
    weight_grams = serializers.IntegerField()
    requires_shipping = serializers.BooleanField()

    @extend_schema_field(OPTIONS_SCHEMA)
    def get_options(self, variant: Variant) -> dict[str, str]:
        return {option.attribute.code: option.choice.name for option in variant.options.all()}

    @extend_schema_field(MoneyField)
    def get_price(self, variant: Variant) -> dict[str, str]:
        return money(variant.price_at(), self.context["currency"])

    @extend_schema_field(MoneyField(allow_null=True))
    def get_price_before(self, variant: Variant) -> dict[str, str] | None:
        return money(variant.price, self.context["currency"]) if variant.is_on_sale() else None

    def get_in_stock(self, variant: Variant) -> bool:
        return Availability.of(variant).can_be_bought

    def get_stock_note(self, variant: Variant) -> str:
        return Availability.of(variant).note


class OptionSerializer(ReadOnly):
    """An option that variants differ by, and the choices there are of it."""

    code = serializers.SlugField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    choices = ChoiceSerializer(many=True)


class FactSerializer(ReadOnly):
    """What is known of the product under one attribute."""

    code = serializers.SlugField(source="attribute.code")
    name = serializers.CharField(source="attribute.name")
    kind = serializers.ChoiceField(source="attribute.kind", choices=Attribute.Kind.choices)
    unit = serializers.CharField(source="attribute.unit", help_text=_("Of a number: cm, g, W; may be empty."))
    values = serializers.SerializerMethodField()

    @extend_schema_field(VALUES_SCHEMA)
    def get_values(self, facts: Facts) -> list[str | bool]:
        return facts.values


class BlockSerializer(ReadOnly):
    """A piece of the page's copy."""

    type = serializers.ChoiceField(choices=sorted(TOLD_BLOCKS))
    html = serializers.CharField()


class RatingSerializer(ReadOnly):
    """What buyers think of a product, all in all."""

    average = serializers.DecimalField(max_digits=2, decimal_places=1, help_text=_("1.0 to 5.0"))
    count = serializers.IntegerField(help_text=_("Published reviews."))


class ReviewSerializer(ReadOnly):
    """What one buyer says."""

    rating = serializers.IntegerField(help_text=_("1 to 5, the best."))
    title = serializers.CharField()
    text = serializers.CharField()
    name = serializers.CharField(source="shown_name", help_text=_("Empty once the author's account is gone."))
    answer = serializers.CharField(help_text=_("Of the shop; may be empty."))
    created_at = serializers.DateTimeField()


class ReviewPageSerializer(ReadOnly):
    """A page of a product's reviews, the newest first."""

    count = serializers.IntegerField()
    next = serializers.URLField(allow_null=True, help_text=_("The address of the next page."))
    previous = serializers.URLField(allow_null=True, help_text=_("The address of the page before."))
    results = ReviewSerializer(many=True)


class ProductDetailSerializer(ProductSerializer):
    """All of a product: what a list says of it, and its variants, gallery, attributes and copy."""

    description = serializers.CharField(help_text=_("Sanitised HTML."))
    standfirst = serializers.CharField()
    rating = RatingSerializer(allow_null=True, help_text=_("Null where nobody has reviewed it."))
    body = BlockSerializer(many=True)
    options = OptionSerializer(many=True)
    variants = VariantSerializer(many=True)
    gallery = PictureSerializer(many=True)
    attributes = FactSerializer(many=True)


class CategorySerializer(NamedSerializer):
    """A category, and those below it."""

    url = AddressField(help_text=_("Of the page that shows the category."))
    children = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"$ref": "#/components/schemas/Category"}})
    def get_children(self, node: CategoryNode) -> Any:
        return CategorySerializer(node.children, many=True, context=self.context).data


class CategoryDetailSerializer(CategorySerializer):
    """A category with its copy, and where it stands."""

    description = serializers.CharField()
    standfirst = serializers.CharField()
    parent = NamedSerializer(allow_null=True)
    ancestors = NamedSerializer(many=True, help_text=_("From the top down to the parent."))
