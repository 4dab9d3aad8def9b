"""What a shopper asks for: the filters of a listing, and how they are written in a query string."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Site

from catalog_pages.exceptions import InvalidFilter
from catalog_pages.finding import Found, finder
from catalog_pages.listing.attributes import AttributeFilter, read_attributes
from catalog_pages.listing.reading import QueryReader
from catalog_pages.models import Brand, Category

BRAND, IN_STOCK, PRICE = "brand", "in_stock", "price"
"""Filters by their names, where one is to be left out."""


class Ordering(TextChoices):
    """How a listing is sorted. The empty one is the house's: hand-picked first, or the best match of a search."""

    RECOMMENDED = "", gettext_lazy("Recommended")
    RELEVANCE = "relevance", gettext_lazy("Best match")
    NEWEST = "newest", gettext_lazy("Newest")
    PRICE = "price", gettext_lazy("Price, low to high")
    PRICE_DOWN = "-price", gettext_lazy("Price, high to low")
    NAME = "name", gettext_lazy("Name")


@dataclass(frozen=True)
class ProductFilters:
    """What to list. Prices are in the shop's currency and price basis, both ends included.

    A product's price is the lowest current price of its active variants, as its card shows it. Filters on
    attributes and availability must be met by one and the same variant: "size M, in stock" never finds a
    shirt whose M is sold out.
    """

    category: Category | None = None
    q: str = ""
    brands: tuple[Brand, ...] = ()
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    in_stock: bool | None = None
    attributes: tuple[AttributeFilter, ...] = ()
    ordering: Ordering = Ordering.RECOMMENDED
    is_category_asked: bool = False
    """The category is one of the filters, and not the page's own."""
    found: Found | None = field(default=None, compare=False)
    """What `q` finds, once it has been looked for."""

    @classmethod
    def from_query(cls, query: QueryDict, *, category: Category | None = None, strict: bool = False) -> Self:
        """Read the parameters `category, q, brand, min_price, max_price, in_stock, attr_<code>, ordering`.

        `brand` and `attr_<code>` may be given several times: any of them will do. A `category` given as an
        argument wins over the parameter. What makes no sense is left out, or, when `strict`, raises InvalidFilter
        with all of it. One query each for a category and for brands, two for attributes, where asked for.
        """
        reader = QueryReader(query)
        asked = None if category else _read_category(reader)
        filters = cls(
            category=category or asked,
            is_category_asked=asked is not None,
            q=reader.text("q"),
            brands=_read_brands(reader),
            min_price=reader.price("min_price"),
            max_price=reader.price("max_price"),
            in_stock=reader.flag("in_stock"),
            attributes=read_attributes(reader),
            ordering=_read_ordering(reader),
        )
        if strict and reader.errors:
            raise InvalidFilter(reader.errors)
        return filters

    def parameters(self) -> list[tuple[str, str]]:
        """The filters as pairs for a query string in one stable order; all but a page's own category."""
        pairs = [("q", self.q)] if self.q else []
        if self.is_category_asked and self.category is not None:
            pairs.append(("category", self.category.slug))
        pairs += [("brand", slug) for slug in sorted(brand.slug for brand in self.brands)]
        for wanted in sorted(self.attributes, key=lambda attribute: attribute.code):
            pairs += [(wanted.parameter, code) for code in sorted(value.code for value in wanted.values)]
        if self.min_price is not None:
            pairs.append(("min_price", f"{self.min_price.normalize():f}"))
        if self.max_price is not None:
            pairs.append(("max_price", f"{self.max_price.normalize():f}"))
        if self.in_stock is not None:
            pairs.append(("in_stock", "1" if self.in_stock else "0"))
        if self.ordering:
            pairs.append(("ordering", self.ordering.value))
        return pairs

    def query_string(self, *, without: tuple[str, str] | None = None, **extra: str) -> str:
        """`?brand=x&ordering=price`, or "?" for nothing. `without` leaves out one pair; `extra` replaces or adds."""
        pairs = [pair for pair in self.parameters() if pair != without and pair[0] not in extra]
        return "?" + urlencode([*pairs, *(pair for pair in extra.items() if pair[1])])

    def looked_up(self, site: Site) -> Self:
        """The same question with its words looked for on the site, by whoever finds them."""
        return replace(self, found=finder().find(self.q, site=site)) if self.q and not self.found else self

    @property
    def is_by_match(self) -> bool:
        """Whether the list is in the order of how well its products fit the words."""
        return bool(self.q) and self.ordering in (Ordering.RECOMMENDED, Ordering.RELEVANCE)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything beyond the category and the words of a search narrows the list."""
        return self != self.widened()

    def widened(self) -> Self:
        """The same question with only the category, the words and the order kept."""
        return replace(self, brands=(), min_price=None, max_price=None, in_stock=None, attributes=())


def _read_category(reader: QueryReader) -> Category | None:
    slugs = reader.codes("category")
    if not slugs:
        return None
    category: Category | None = Category.objects.filter(slug=slugs[-1], is_active=True).first()
    if category is None:
        reader.refuse("category", _("There is no such category."))
    return category


def _read_brands(reader: QueryReader) -> tuple[Brand, ...]:
    slugs = reader.codes("brand")
    brands = tuple(Brand.objects.filter(slug__in=slugs)) if slugs else ()
    if len(brands) < len(slugs):
        reader.refuse("brand", _("There is no such brand."))
    return brands


def _read_ordering(reader: QueryReader) -> Ordering:
    value = reader.text("ordering")
    if value not in Ordering.values:
        reader.refuse("ordering", _("A list cannot be sorted by this."))
        return Ordering.RECOMMENDED
    return Ordering(value)
