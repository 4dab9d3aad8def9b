"""The lines of a cart as they stand now: live prices, what can be promised, what changed. No writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.db.models import TextChoices, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from catalog_pages.models import GalleryImage, Product, ProductPage, Variant
from catalog_pages.money import ZERO, format_money, round_money
from catalog_pages.options import load_options
from orders.models import Cart, Item


class LineProblem(TextChoices):
    """Why a line cannot be ordered as it stands."""

    GONE = "gone", gettext_lazy("no longer available")
    SOLD_OUT = "sold_out", gettext_lazy("sold out")
    SHORT = "short", gettext_lazy("fewer left than asked for")


@dataclass(frozen=True, slots=True)
class CartLine:
    """One line, priced now in the shop's currency and price basis.

    `variant` and `product` are None once the goods were deleted. `available` is None where there is no limit.
    `message` says what a shopper should know: "" or only some left, no longer available, a price that moved.
    """

    item: Item
    variant: Variant | None
    product: Product | None
    sku: str
    name: str
    quantity: int
    unit_price: Decimal
    line_total: Decimal
    available: int | None
    problem: LineProblem | None
    message: str
    price_before: Decimal | None = None
    url: str = ""
    image: GalleryImage | None = None

    @property
    def is_orderable(self) -> bool:
        return self.problem is None

    @property
    def is_sold(self) -> bool:
        """Whether the shop still sells it, be it too few of it: only then it counts in the totals."""
        return self.problem is not LineProblem.GONE


def items_of(cart: Cart, *, and_of: Iterable[Variant] = ()) -> list[Item]:
    """The cart's lines, the oldest first, with variant, product, stock and options. Two queries.

    Options are told to the variants `and_of` besides.
    """
    if cart.pk is None:
        return []
    items = _ITEMS.rows(kind=_kind(), cart=cart.pk)
    load_options([*and_of, *(item.variant for item in items if item.variant is not None)])
    return items


def item_of(cart: Cart, variant: Variant) -> Item | None:
    """The cart's line of this variant, if there is one. One query."""
    return _ITEM.first(kind=_kind(), cart=cart.pk, variant=variant.pk)


def _kind() -> int:
    """What an item's `content_type` says where it lies in a cart."""
    return ContentType.objects.get_for_model(Cart).pk


_ITEMS: CompiledQuery[Item] = CompiledQuery(
    lambda: (
        Item.objects.filter(content_type=Parameter("kind"), object_id=Parameter("cart"))
        .select_related("variant__product", "variant__stock")
        .order_by("pk")
    )
)
_ITEM: CompiledQuery[Item] = CompiledQuery(
    lambda: Item.objects.filter(
        content_type=Parameter("kind"), object_id=Parameter("cart"), variant=Parameter("variant")
    ).order_by("pk")[:1]
)


def line_of(item: Item, currency: str, now: datetime) -> CartLine:
    """A cart's item, priced at `now`. Reads variant, product, stock and options: prefetch them."""
    variant = item.variant
    if variant is None or not variant.is_sold:
        return CartLine(
            item=item,
            variant=variant,
            product=variant.product if variant else None,
            sku=item.sku,
            name=item.name,
            quantity=item.quantity,
            unit_price=item.price_seen if item.price_seen is not None else ZERO,
            line_total=ZERO,
            available=0,
            problem=LineProblem.GONE,
            message=_("No longer available."),
        )
    price = variant.price_at(now)
    problem = _problem(variant.available, item.quantity)
    return CartLine(
        item=item,
        variant=variant,
        product=variant.product,
        sku=variant.sku,
        name=variant.full_name,
        quantity=item.quantity,
        unit_price=price,
        line_total=round_money(price * item.quantity, currency),
        available=variant.available,
        problem=problem,
        message=" ".join(_messages(problem, variant.available, item.price_seen, price, currency)),
        price_before=variant.price if variant.is_on_sale(now) else None,
    )


def _problem(available: int | None, quantity: int) -> LineProblem | None:
    if available is None or available >= quantity:
        return None
    return LineProblem.SHORT if available else LineProblem.SOLD_OUT


def _messages(
    problem: LineProblem | None, available: int | None, seen: Decimal | None, price: Decimal, currency: str
) -> Iterable[str]:
    if problem is LineProblem.SOLD_OUT:
        yield _("Sold out.")
    if problem is LineProblem.SHORT:
        yield ngettext("Only %(count)d left.", "Only %(count)d left.", available or 0) % {"count": available}
    if seen is not None and seen != price:
        yield _("The price changed from %(old)s to %(new)s.") % {
            "old": format_money(seen, currency),
            "new": format_money(price, currency),
        }


def with_pages(lines: Sequence[CartLine], *, pictures_too: bool = True) -> list[CartLine]:
    """The same lines with the link to each product's live page and, if asked, the first picture of its gallery.

    One query for the links alone, three at most with pictures.
    """
    products = {line.product.pk for line in lines if line.product is not None}
    pictures = first_pictures(products) if pictures_too else {}
    pages = {product: picture.page for product, picture in pictures.items()}
    without = products - pages.keys()
    if without:
        pages.update({page.product_id: page for page in _PAGES.rows(products=without)})
    return [
        replace(
            line,
            url=(pages[line.product.pk].url or "") if line.product and line.product.pk in pages else "",
            image=pictures.get(line.product.pk) if line.product else None,
        )
        for line in lines
    ]


_PAGES: CompiledQuery[ProductPage] = CompiledQuery(
    lambda: (
        ProductPage.objects.live()
        .filter(product__in=Parameters("products"))
        .only("product_id", "url_path", "locale_id")
        .order_by("-pk")
    )
)


def first_pictures(products: set[int]) -> Mapping[int, GalleryImage]:
    """The first picture of each product's first live page, renditions prefetched. Two queries."""
    first: dict[int, GalleryImage] = {}
    for picture in (
        GalleryImage.objects.filter(page__product__in=products, page__live=True)
        .select_related("page", "image")
        .order_by("page_id", "sort_order", "pk")
    ):
        first.setdefault(picture.page.product_id, picture)
    prefetch_related_objects([picture.image for picture in first.values()], "renditions")
    return first
