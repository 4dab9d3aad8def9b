"""What a product shows of itself in a list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery, Sum, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from wagtail.models import Site

from catalog_pages import renditions
from catalog_pages.availability import Availability
from catalog_pages.listing.matching import products_on
from catalog_pages.models import GalleryImage, Product, Variant
from catalog_pages.models.product import ProductQuerySet
from catalog_pages.page_cache.dependencies import depends_on_products

if TYPE_CHECKING:
    from catalog_pages.models import Brand


@dataclass(frozen=True)
class ProductCard:
    """A product as a list shows it. Prices are in the shop's currency and price basis.

    `price` is the lowest current price of an active variant, `price_before` what that variant cost before its sale,
    and `has_price_range` says that other variants cost more. `pictures` are at most two, with their renditions.
    """

    product: Product
    name: str
    brand: Brand | None
    url: str
    price: Decimal
    price_before: Decimal | None
    has_price_range: bool
    availability: Availability
    pictures: tuple[GalleryImage, ...]

    @property
    def in_stock(self) -> bool:
        return self.availability.can_be_bought

    @property
    def stock_note(self) -> str:
        """What a shopper should know before opening it: "3 left", "Sold out"; empty when there is plenty."""
        return self.availability.note

    @property
    def picture(self) -> GalleryImage | None:
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
    """Cards of the products with these pks, in this order, without those the site does not show. Three queries."""
    if not products:
        return []
    depends_on_products(products)
    found = {row.pk: row for row in with_card_facts(products_on(site)).filter(pk__in=products)}
    return build_cards([found[pk] for pk in dict.fromkeys(products) if pk in found], site=site, size=size)


def build_cards(
    rows: Iterable[Any],
    *,
    site: Site,
    size: str = "card",
    beside: Iterable[Any] = (),
    beside_sizes: Sequence[str] = (),
) -> list[ProductCard]:
    """Cards of rows of `with_card_facts(products_on(site))`. Two queries: their pictures, and the renditions.

    `beside` are pictures that stand on the same page in `beside_sizes`: their renditions come with the cards'.
    """
    rows = list(rows)
    depends_on_products(row.pk for row in rows)
    pictures = first_pictures([row.page_id for row in rows])
    images = [picture.image for found in pictures.values() for picture in found]
    renditions.prefetch([*images, *beside], *({size} if images else ()), *beside_sizes)
    return [
        ProductCard(
            product=row,
            name=row.name,
            brand=row.brand,
            url=page_url(row.page_path, site),
            price=row.price,
            price_before=row.price_before,
            has_price_range=row.highest_price > row.price,
            availability=Availability.of_levels(
                left=None if row.is_endless else row.left, low_from=row.low_from or 0
            ),
            pictures=tuple(pictures[row.page_id]),
        )
        for row in rows
    ]


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
