"""What a product shows of itself in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, Q
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.availability import Availability
from catalog_pages.columns.keeping import Goods, keeper
from catalog_pages.columns.table import ENDLESS, NOT_REDUCED
from catalog_pages.compiled import CompiledQuery, Parameters
from catalog_pages.models import GalleryImage, ProductPage
from catalog_pages.page_cache.dependencies import depends_on_products
from catalog_pages.renditions import FOCAL_POINT


class CardName(NamedTuple):
    """A brand or a category, as a card names it."""

    slug: str
    name: str

    def __str__(self) -> str:
        return self.name


class CardSize(NamedTuple):
    """A picture in one size."""

    url: str
    width: int
    height: int


class CardPicture(NamedTuple):
    """A picture in its sizes, the narrowest first; there is at least one. `avif`: the same in AVIF, once made."""

    alt_text: str
    sizes: tuple[CardSize, ...]
    avif: tuple[CardSize, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductCard:
    """A product as a list shows it, small enough to be kept. Prices are in the shop's currency and price basis.

    `price` is the lowest current price of an active variant, `price_before` what that variant cost before its sale,
    and `has_price_range` says that other variants cost more. `pictures` are at most two.
    """

    pk: int
    slug: str
    name: str
    brand: CardName | None
    category: CardName
    url: str
    price: Decimal
    price_before: Decimal | None
    has_price_range: bool
    availability: Availability
    pictures: tuple[CardPicture, ...]
    rendered: dict[Hashable, SafeString] = field(default_factory=dict, compare=False, repr=False)
    """What it looks like, by what that depends on (templatetags.kept)."""

    @property
    def in_stock(self) -> bool:
        return self.availability.can_be_bought

    @property
    def stock_note(self) -> str:
        """What a shopper should know before opening it: "3 left", "Sold out"; empty when there is plenty."""
        return self.availability.note

    @property
    def picture(self) -> CardPicture | None:
        return self.pictures[0] if self.pictures else None


def cards_for(products: Sequence[int], *, site: Site, size: str = "card") -> list[ProductCard]:
    """Cards of the products with these pks, in this order, without those the site does not show.

    Two queries where some are not kept.
    """
    return cards_of(products, goods=keeper.goods(site), site=site, size=size) if products else []


def cards_of(products: Sequence[int], *, goods: Goods, site: Site, size: str = "card") -> list[ProductCard]:
    """The same of these goods."""
    depends_on_products(products)
    found = {pk: goods.cards.get(pk, size) if goods.cards else None for pk in products}
    missing = [pk for pk, card in found.items() if card is None]
    for card in _made(missing, goods, site, size) if missing else ():
        found[card.pk] = card
        if goods.cards:
            goods.cards.keep(card.pk, size, card, goods.turn)
    return [card for card in found.values() if card is not None]


def _made(products: Sequence[int], goods: Goods, site: Site, size: str) -> Iterator[ProductCard]:
    """Figures come from the columns, names and addresses from the pages. Two queries."""
    columns, words = goods.columns, goods.vocabulary
    rows = columns.rows_of(products).tolist()
    pages = {int(columns.pages[row]): row for row in rows}
    pictures = first_pictures(pages, size=size)
    for page, name, slug, url_path in _NAMED.rows(pages=pages):
        row = pages[page]
        before, left = int(columns.prices_before[row]), int(columns.left[row])
        brand = words.brands.get(int(columns.brands[row]))
        category = words.categories[int(columns.main[row])]
        yield ProductCard(
            pk=int(columns.products[row]),
            slug=slug,
            name=name,
            brand=CardName(brand.code, brand.name) if brand else None,
            category=CardName(category.slug, category.name),
            url=page_url(url_path, site),
            price=_amount(columns.prices[row]),
            price_before=None if before == NOT_REDUCED else _amount(before),
            has_price_range=bool(columns.highest_prices[row] > columns.prices[row]),
            availability=Availability.of_levels(
                left=None if left == ENDLESS else left, low_from=int(columns.low_from[row])
            ),
            pictures=pictures.get(page, ()),
        )


_NAMED: CompiledQuery[Any] = CompiledQuery(
    lambda: (
        ProductPage.objects.filter(pk__in=Parameters("pages"))
        .order_by()
        .values_list("pk", "product__name", "product__slug", "url_path")
    )
)


def _amount(mills: Any) -> Decimal:
    return Decimal(int(mills)).scaleb(-3)


def first_pictures(pages: Iterable[int], *, size: str, number: int = 2) -> dict[int, tuple[CardPicture, ...]]:
    """The first pictures of each page's gallery, by page, as far as they are scaled. One query."""
    found: dict[int, dict[int, _Scaled]] = defaultdict(dict)
    specs, avif = renditions.specs(size), renditions.avif_specs(size)
    rows = _IN_GALLERIES.rows(pages=list(pages), specs=[*specs, *avif])
    for page, pk, alt_text, *focal_point, spec, key, file, width, height in rows:
        pictures = found[page]
        if pk not in pictures:
            if len(pictures) == number:
                continue
            pictures[pk] = _Scaled(alt_text, {})
        if spec is not None and key == renditions.key_of(spec, tuple(focal_point)):
            pictures[pk].sizes[spec] = CardSize(renditions.url_of(file), width, height)
    return {
        page: tuple(
            CardPicture(each.alt_text, each.in_order(specs), each.all_of(avif))
            for each in pictures.values()
            if each.in_order(specs)
        )
        for page, pictures in found.items()
    }


_IN_GALLERIES: CompiledQuery[Any] = CompiledQuery(
    lambda: (
        GalleryImage.objects.filter(page__in=Parameters("pages"))
        .annotate(
            scaled=FilteredRelation(
                "image__renditions", condition=Q(image__renditions__filter_spec__in=Parameters("specs"))
            )
        )
        .order_by("page", "sort_order", "pk")
        .values_list(
            "page_id",
            "pk",
            "alt_text",
            *(f"image__{name}" for name in FOCAL_POINT),
            "scaled__filter_spec",
            "scaled__focal_point_key",
            "scaled__file",
            "scaled__width",
            "scaled__height",
        )
    )
)


@dataclass(frozen=True)
class _Scaled:
    """A picture of a gallery with its sizes by their specifications, so far."""

    alt_text: str
    sizes: dict[str, CardSize]

    def in_order(self, specs: Sequence[str]) -> tuple[CardSize, ...]:
        """Those of them that are there."""
        return tuple(self.sizes[spec] for spec in specs if spec in self.sizes)

    def all_of(self, specs: Sequence[str]) -> tuple[CardSize, ...]:
        """All of them, or none."""
        found = self.in_order(specs)
        return found if len(found) == len(specs) else ()


def page_url(url_path: str, site: Site) -> str:
    """The address, from the site's root, of the page with this `url_path`. No query."""
    path = url_path.removeprefix(site.root_page.localized.url_path)
    if PLAIN.fullmatch(path):
        return f"{_before_pages(get_script_prefix(), get_language())}{path}"
    url: str = reverse("wagtail_serve", args=[path])
    return url


PLAIN = re.compile(r"(?:[a-z0-9_-]+/)+")
"""What every slug that is not written in Unicode makes: it stands in an address as it is."""


@lru_cache(maxsize=64)
def _before_pages(prefix: str, language: str | None) -> str:
    """What stands before the path of every page: with `i18n_patterns` the language, else nothing but the prefix."""
    url: str = reverse("wagtail_serve", args=[""])
    return url
