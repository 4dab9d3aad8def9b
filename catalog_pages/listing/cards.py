"""What a product shows of itself in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.safestring import SafeString
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.availability import Availability
from catalog_pages.columns.keeping import Cards, keeper
from catalog_pages.models import GalleryImage, Variant
from catalog_pages.models.product import ProductQuerySet
from catalog_pages.page_cache.dependencies import depends_on_products
from catalog_pages.shown import products_on


@dataclass(frozen=True, slots=True)
class CardName:
    """A brand or a category, as a card names it."""

    slug: str
    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class CardSize:
    """A picture in one size."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class CardPicture:
    """A picture in its sizes, the narrowest first; there is at least one."""

    alt_text: str
    sizes: tuple[CardSize, ...]

    @property
    def srcset(self) -> str:
        return ", ".join(f"{size.url} {size.width}w" for size in self.sizes)


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


def with_card_facts(products: ProductQuerySet) -> ProductQuerySet:
    """Adds what a card is made from, of the product's active variants: prices, and how many are left."""
    variants = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
    endless = variants.filter(Q(stock__isnull=True) | Q(stock__backorder=True))
    per_product = variants.with_current_price().order_by().values("product")
    left = per_product.annotate(left=Sum(F("stock__on_hand") - F("stock__reserved"))).values("left")
    return (
        products.with_current_price()
        .select_related("brand", "category")
        .defer("description")
        .annotate(
            highest_price=Subquery(per_product.annotate(highest=Max("current_price")).values("highest")),
            is_endless=Exists(endless),
            left=Subquery(left),
            low_from=Subquery(per_product.annotate(low=Max("stock__low_stock_threshold")).values("low")),
        )
    )


def cards_for(products: Sequence[int], *, site: Site, size: str = "card") -> list[ProductCard]:
    """Cards of the products with these pks, in this order, without those the site does not show.

    Three queries where some are not kept.
    """
    return cards_of(products, cards=keeper.cards(site), site=site, size=size) if products else []


def cards_of(
    products: Sequence[int], *, cards: Cards | None, site: Site, size: str = "card"
) -> list[ProductCard]:
    """The same, where `cards` are those kept, right as of the news last heard."""
    depends_on_products(products)
    turn = cards.turn if cards else 0
    found = {pk: cards.get(pk, size) if cards else None for pk in products}
    missing = [pk for pk, card in found.items() if card is None]
    rows = with_card_facts(products_on(site)).filter(pk__in=missing) if missing else ()
    for card in build_cards(rows, site=site, size=size):
        found[card.pk] = card
        if cards:
            cards.keep(card.pk, size, card, turn)
    return [card for card in found.values() if card is not None]


def build_cards(rows: Iterable[Any], *, site: Site, size: str = "card") -> list[ProductCard]:
    """Cards of rows of `with_card_facts(products_on(site))`. Two queries: their pictures, and the renditions."""
    rows = list(rows)
    depends_on_products(row.pk for row in rows)
    pictures = first_pictures([row.page_id for row in rows])
    images = [picture.image for found in pictures.values() for picture in found]
    renditions.prefetch(images, size)
    return [
        ProductCard(
            pk=row.pk,
            slug=row.slug,
            name=row.name,
            brand=CardName(row.brand.slug, row.brand.name) if row.brand else None,
            category=CardName(row.category.slug, row.category.name),
            url=page_url(row.page_path, site),
            price=row.price,
            price_before=row.price_before,
            has_price_range=row.highest_price > row.price,
            availability=Availability.of_levels(
                left=None if row.is_endless else row.left, low_from=row.low_from or 0
            ),
            pictures=tuple(_pictures(pictures[row.page_id], size)),
        )
        for row in rows
    ]


def _pictures(pictures: Iterable[GalleryImage], size: str) -> Iterator[CardPicture]:
    for picture in pictures:
        sizes = renditions.renditions(picture.image, size)
        if sizes:
            yield CardPicture(
                picture.alt_text, tuple(CardSize(each.url, each.width, each.height) for each in sizes)
            )


def first_pictures(pages: Sequence[int], number: int = 2) -> dict[int, list[GalleryImage]]:
    """The first pictures of each page's gallery, by page. One query."""
    found: dict[int, list[GalleryImage]] = defaultdict(list)
    if pages:
        place = Window(RowNumber(), partition_by="page", order_by=["sort_order", "pk"])
        pictures = GalleryImage.objects.filter(page__in=pages).annotate(place=place).filter(place__lte=number)
        for picture in pictures.select_related("image").order_by("page", "sort_order", "pk"):
            found[picture.page_id].append(picture)
    return found


def page_url(url_path: str, site: Site) -> str:
    """The address, from the site's root, of the page with this `url_path`. No query."""
    url: str = reverse("wagtail_serve", args=[url_path.removeprefix(site.root_page.localized.url_path)])
    return url
