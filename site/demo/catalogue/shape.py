"""The form of the demo shop's data: plain frozen records, checked by the tests, loaded by `load_demo`."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias
from zlib import crc32

from demo.drawing.art import Art

SALE = "sale"
Value: TypeAlias = str | bool | Decimal


@dataclass(frozen=True, slots=True)
class Category:
    """A place in the tree. ``hero`` names a wide picture of `demo.pictures.draw_heroes`, if it has one."""

    key: str
    name: str
    parent: str | None
    standfirst: str
    hero: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """A typed property of goods; ``unit`` of a number only. Options of variants are choices."""

    code: str
    name: str
    kind: Literal["text", "number", "boolean", "choice"]
    unit: str = ""
    is_facet: bool = True


@dataclass(frozen=True, slots=True)
class Brand:
    """A maker whose goods the shop sells."""

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Variant:
    """What is bought. ``options`` name attributes by code and choices by name.

    Prices in EUR with VAT. ``stock`` None: not tracked, a download. ``weight`` in grams. ``to_order``: it is
    sold when there is none, and made then.
    """

    sku: str
    options: tuple[tuple[str, str], ...]
    price: Decimal
    weight: int
    stock: int | None
    sale_price: Decimal | None = None
    barcode: str = ""
    to_order: bool = False


@dataclass(frozen=True, slots=True)
class Product:
    """A product with its page. ``category`` is the main one, ``also`` any further ones, by key."""

    key: str
    name: str
    category: str
    brand: str
    description: str
    story: tuple[str, ...]
    details: tuple[str, ...]
    variants: tuple[Variant, ...]
    art: Art
    attributes: tuple[tuple[str, Value], ...] = ()
    also: tuple[str, ...] = ()
    tax_class: Literal["standard", "books"] = "standard"
    is_download: bool = False

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of all its categories, the main one first; whatever is reduced is in the sale too."""
        reduced = any(variant.sale_price is not None for variant in self.variants)
        return (self.category, *self.also, *((SALE,) if reduced else ()))


@dataclass(frozen=True, slots=True)
class Article:
    """A story or a page of plain words. ``lead`` names a wide picture, ``related`` products by key."""

    key: str
    title: str
    standfirst: str
    lead: str | None
    body: tuple[str, ...]
    quote: str = ""
    related: tuple[str, ...] = field(default=())
    in_footer: bool = False


def ean13(body: str) -> str:
    """Complete twelve digits by their check digit (GS1 General Specifications, 7.9)."""
    if len(body) != 12 or not body.isdigit():
        raise ValueError(f"Twelve digits, not {body!r}.")
    total = sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(body))
    return body + str(-total % 10)


def shop_barcode(sku: str) -> str:
    """An EAN-13 from the range kept for use inside a company (prefix 29), the same for a SKU each time."""
    return ean13(f"29{crc32(sku.encode()):010d}")
