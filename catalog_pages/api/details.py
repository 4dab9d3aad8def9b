"""What the API tells of one product, read in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.columns.keeping import keeper
from catalog_pages.listing import ProductCard
from catalog_pages.listing.cards import cards_of
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    GalleryImage,
    Product,
    ProductAttribute,
    ProductPage,
    Variant,
)
from catalog_pages.storefront.reviews import Rating, rating_of

TOLD_BLOCKS = frozenset({"heading", "text", "quote"})
"""The blocks of a page's body that are words; its pictures and shelves are the page's own affair."""


@dataclass(frozen=True)
class Facts:
    """What is known of a product under one attribute; several values only of a choice."""

    attribute: Attribute
    values: list[Any]


@dataclass(frozen=True)
class OptionGroup:
    """An attribute that variants differ by, and the choices there are, in their order."""

    attribute: Attribute
    choices: list[AttributeChoice]


@dataclass(frozen=True, kw_only=True)
class ProductDetail(ProductCard):
    """A product as its page tells of it. Variants carry options and stock, pictures their renditions."""

    description: str
    standfirst: str
    rating: Rating | None
    body: list[dict[str, str]]
    variants: list[Variant]
    gallery: list[GalleryImage]
    attributes: list[Facts]

    @property
    def options(self) -> list[OptionGroup]:
        found: dict[Attribute, dict[AttributeChoice, None]] = {}
        for variant in self.variants:
            for option in variant.options.all():
                found.setdefault(option.attribute, {})[option.choice] = None
        return [
            OptionGroup(attribute, sorted(choices, key=lambda choice: (choice.position, choice.name)))
            for attribute, choices in found.items()
        ]


def product_detail(*, slug: str, site: Site) -> ProductDetail:
    """The product with this slug, as the site shows it. Raises Product.DoesNotExist where it shows none.

    Nine queries, whatever its variants, pictures and attributes.
    """
    product = Product.objects.get(slug=slug)
    goods = keeper.goods(site)
    cards = cards_of([product.pk], goods=goods, site=site)
    if not cards:
        raise Product.DoesNotExist(slug)
    page = ProductPage.objects.get(pk=goods.columns.pages[goods.columns.rows_of([product.pk])[0]])
    gallery = list(page.gallery.select_related("image"))
    renditions.prefetch((picture.image for picture in gallery), "card", "gallery")
    variants = (
        Variant.objects.filter(product=product, is_active=True)
        .select_related("stock")
        .prefetch_related("options__attribute", "options__choice")
        .order_by("position", "pk")
    )
    card = cards[0]
    return ProductDetail(
        **{each.name: getattr(card, each.name) for each in fields(card)},
        description=product.description,
        standfirst=page.standfirst,
        rating=rating_of(product),
        body=[
            {"type": block.block_type, "html": str(block.render())}
            for block in page.body
            if block.block_type in TOLD_BLOCKS
        ],
        variants=list(variants),
        gallery=gallery,
        attributes=_facts(product),
    )


def _facts(product: Product) -> list[Facts]:
    by_attribute: dict[Attribute, list[Any]] = {}
    for fact in product.attributes.select_related("attribute", "choice"):
        by_attribute.setdefault(fact.attribute, []).append(_plain(fact))
    return [Facts(attribute, values) for attribute, values in by_attribute.items()]


def _plain(fact: ProductAttribute) -> str | bool:
    """The value as JSON has it; a number as a string, for it is a Decimal."""
    if fact.boolean is not None:
        return fact.boolean
    if fact.number is not None:
        return f"{fact.number.normalize():f}"
    return fact.choice.name if fact.choice is not None else fact.text or ""
