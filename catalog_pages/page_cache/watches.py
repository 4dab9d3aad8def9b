"""Which changes of which rows concern which keys: the rules behind the triggers.

Each rule is SQL that PostgreSQL and SQLite both read. `{row}` is NEW or OLD, `{key}` the column of the rule's table
that names a product, a page or a variant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model
from wagtail.models import Page, PageViewRestriction, Site

from catalog_pages import renditions
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Brand,
    Category,
    CategoryPage,
    CategoryPick,
    GalleryImage,
    HomePage,
    HomePick,
    Product,
    ProductAttribute,
    ProductPage,
    Review,
    ShopSettings,
    StockItem,
    Variant,
    VariantOption,
)
from catalog_pages.models.product import RATING

INSERT, UPDATE, DELETE = "INSERT", "UPDATE", "DELETE"
EVERY = (INSERT, UPDATE, DELETE)

# Of a page, what shoppers see; a draft saved writes none of it.
PAGE_COLUMNS = (
    "path",
    "live",
    "first_published_at",
    "locale_id",
    "title",
    "slug",
    "url_path",
    "alias_of_id",
    "show_in_menus",
    "seo_title",
    "search_description",
)
# Bookkeeping: nothing that a shopper sees.
UNSEEN = {"updated_at", "file_hash", "file_size", "collection_id", "uploaded_by_user_id", "created_by_id"}
TREE = {"lft", "rght", "tree_id", "level"}

ALL_KEYS = "SELECT 'all' AS k"
TERMS_KEYS = "SELECT 'terms' AS k"
REREAD_KEYS = f"{ALL_KEYS} UNION SELECT 'reread' AS k"
PAGE_KEY = "SELECT 'page:' || {row}.{key} AS k"


def goods_of(product: str) -> str:
    """The keys of what a change of a product's looks concerns. `product`: SQL of its pk."""
    return (
        f"SELECT 'product:' || {product} AS k UNION SELECT 'goods' AS k "
        f"UNION SELECT 'category:' || category_id AS k FROM catalog_pages_product WHERE id = {product} "
        "UNION SELECT 'category:' || category_id AS k FROM catalog_pages_product_further_categories "
        f"WHERE product_id = {product}"
    )


def lists_of(product: str) -> str:
    """The keys of what a product's coming or going concerns beside `goods_of`."""
    return (
        "SELECT 'lists' AS k "
        f"UNION SELECT 'list:' || category_id AS k FROM catalog_pages_product WHERE id = {product} "
        "UNION SELECT 'list:' || category_id AS k FROM catalog_pages_product_further_categories "
        f"WHERE product_id = {product}"
    )


def both_of(product: str) -> str:
    """The keys of everything a product concerns."""
    return f"{goods_of(product)} UNION {lists_of(product)}"


PRODUCT_OF_VARIANT = "(SELECT product_id FROM catalog_pages_variant WHERE id = {row}.variant_id)"
PRODUCT_OF_PAGE = "(SELECT product_id FROM catalog_pages_productpage WHERE page_ptr_id = {row}.{key})"
AVAILABLE = "(CASE WHEN {0}.on_hand > {0}.reserved THEN {0}.on_hand - {0}.reserved ELSE 0 END)"
# A level is shown in words ("3 left") from the highest threshold of the product's variants downwards.
LEVEL_IS_SHOWN = (
    f"({{differs:backorder,low_stock_threshold,variant_id}}) OR ("
    f"{AVAILABLE.format('OLD')} <> {AVAILABLE.format('NEW')} AND ("
    f"SELECT MAX(low_stock_threshold) FROM catalog_pages_stockitem AS sibling "
    "JOIN catalog_pages_variant AS variant ON variant.id = sibling.variant_id "
    f"WHERE variant.product_id = {PRODUCT_OF_VARIANT.format(row='NEW')}) >= "
    f"(CASE WHEN {AVAILABLE.format('OLD')} < {AVAILABLE.format('NEW')} "
    f"THEN {AVAILABLE.format('OLD')} ELSE {AVAILABLE.format('NEW')} END))"
)
OF_LIVE_PAGE = "EXISTS (SELECT 1 FROM wagtailcore_page WHERE id = {row}.{key} AND live)"
IS_OR_WAS_LIVE = "(OLD.live OR NEW.live)"
HAS_PRODUCT_PAGE = "EXISTS (SELECT 1 FROM catalog_pages_productpage WHERE page_ptr_id = NEW.id)"
LINKING_PAGES = (
    "SELECT 'page:' || object_id AS k FROM wagtailcore_referenceindex "
    "WHERE to_object_id = CAST({row}.id AS VARCHAR(255)) AND to_content_type_id = "
    "(SELECT id FROM django_content_type WHERE app_label = 'wagtailcore' AND model = 'page')"
)


@dataclass(frozen=True)
class Watch:
    """`keys`: the SELECT of the keys, run for NEW and OLD as the event has them. `columns`: an UPDATE that leaves all
    of these as they were concerns nobody. `when`: a further condition; `{row}` in it as in the keys."""

    table: str
    keys: str
    columns: Sequence[str]
    events: Sequence[str] = EVERY
    key: str = "id"
    when: str = ""


_further: list[Watch] = []


def watch_all(*models: type[Model]) -> None:
    """Have any change of these concern everything: for apps that this one does not know, in their `ready`."""
    _further.extend(_watch(model, ALL_KEYS) for model in models)


def watch_terms(model: type[Model], *columns: str) -> None:
    """Have changes of these columns (all, when none is named) concern what each process keeps, and no page."""
    _further.append(_watch(model, TERMS_KEYS, columns=columns))


def watch_updates(model: type[Model], keys: str, *columns: str) -> None:
    """Have changes of these columns tell of `keys` (see `Watch`), for what listens to the news beside pages."""
    _further.append(_watch(model, keys, columns=columns, events=(UPDATE,)))


def watches() -> Iterator[Watch]:
    """All rules. No query."""
    yield from _goods()
    yield from _pictures()
    yield from _vocabulary()
    yield from _pages()
    yield from _further


def _goods() -> Iterator[Watch]:
    membership = ("category_id", "is_active", "created_at", "slug")
    own_lists = "SELECT 'lists' AS k UNION SELECT 'list:' || {row}.category_id AS k"
    own = (
        "SELECT 'product:' || {row}.id AS k UNION SELECT 'goods' AS k "
        "UNION SELECT 'category:' || {row}.category_id AS k"
    )
    looks = _columns(Product, without=set(RATING))
    yield _watch(Product, f"{own} UNION {goods_of('{row}.id')}", columns=looks)
    yield _watch(Product, f"{own_lists} UNION {lists_of('{row}.id')}", columns=membership)
    further = Product.further_categories.through
    yield _watch(
        further,
        f"{both_of('{row}.product_id')} UNION SELECT 'category:' || {{row}}.category_id AS k "
        "UNION SELECT 'list:' || {row}.category_id AS k",
    )
    yield _watch(Variant, goods_of("{row}.product_id"))
    yield _watch(Variant, lists_of("{row}.product_id"), columns=("product_id", "is_active"))
    yield _watch(StockItem, goods_of(PRODUCT_OF_VARIANT), events=(INSERT, DELETE))
    yield _watch(StockItem, goods_of(PRODUCT_OF_VARIANT), events=(UPDATE,), when=LEVEL_IS_SHOWN)
    yield _watch(VariantOption, goods_of(PRODUCT_OF_VARIANT))
    yield _watch(ProductAttribute, goods_of("{row}.product_id"))
    yield _watch(
        Review,
        "SELECT 'reviews:' || {row}.product_id AS k",
        columns=_columns(Review, without={"decided_at", "decided_by_id", "refusal", "author_id"}),
        when="{row}.status = 'published'",
    )
    yield _watch(GalleryImage, f"{PAGE_KEY} UNION {goods_of(PRODUCT_OF_PAGE)}", key="page_id")


def _pictures() -> Iterator[Watch]:
    """A size is ready: pages that made do without show it. Of each size and format the last that is made tells."""
    sizes = (renditions.SIZES["card"], renditions.SIZES["gallery"], renditions.SIZES["hero"])
    last = ", ".join(f"'{specs[-1]}'" for specs in (*sizes, *renditions.AVIF.values()))
    in_gallery = "FROM catalog_pages_galleryimage AS picture"
    of_image = "picture.image_id = {row}.image_id"
    keys = (
        f"SELECT 'page:' || picture.page_id AS k {in_gallery} WHERE {of_image} "
        f"UNION SELECT 'product:' || page.product_id AS k {in_gallery} "
        "JOIN catalog_pages_productpage AS page ON page.page_ptr_id = picture.page_id "
        f"WHERE {of_image} AND page.product_id IS NOT NULL "
        f"UNION SELECT 'all' AS k WHERE NOT EXISTS (SELECT 1 {in_gallery} WHERE {of_image})"
    )
    rendition = apps.get_model("wagtailimages.Rendition")
    yield _watch(rendition, keys, events=(INSERT,), when=f"{{row}}.filter_spec IN ({last})")


def _vocabulary() -> Iterator[Watch]:
    """A new word is on no page before goods are described by it; a changed one may be on any."""
    for model in (Brand, Attribute, AttributeChoice):
        yield _watch(model, ALL_KEYS, events=(UPDATE, DELETE))
    for model in (Attribute, AttributeChoice):
        yield _watch(model, TERMS_KEYS, events=(INSERT,))
    yield _watch(Category, ALL_KEYS, events=(UPDATE, DELETE), columns=_columns(Category, without=TREE))
    # What is listed in the parent is from now on listed from one category more.
    below = "SELECT 'category:' || {row}.parent_id AS k UNION SELECT 'list:' || {row}.parent_id AS k"
    roots = "SELECT 'list:' || id AS k FROM catalog_pages_category WHERE tree_id = {row}.tree_id"
    yield _watch(Category, f"{below} UNION {roots}", events=(INSERT,))
    yield _watch(Attribute, REREAD_KEYS, events=(UPDATE,), columns=("is_facet", "kind"))
    yield _watch(ShopSettings, ALL_KEYS)
    for model in (Site, PageViewRestriction):
        yield _watch(model, REREAD_KEYS)
    for label in ("wagtailimages.Image", "wagtaildocs.Document"):
        yield _watch(apps.get_model(label), ALL_KEYS, events=(UPDATE, DELETE))


def _pages() -> Iterator[Watch]:
    yield _watch(
        Page,
        f"{PAGE_KEY} UNION {LINKING_PAGES} UNION {both_of(PRODUCT_OF_PAGE)}",
        columns=PAGE_COLUMNS,
        events=(UPDATE,),
        when=f"{IS_OR_WAS_LIVE} AND {HAS_PRODUCT_PAGE}",
    )
    yield _watch(
        Page,
        ALL_KEYS,
        columns=PAGE_COLUMNS,
        events=(UPDATE,),
        when=f"{IS_OR_WAS_LIVE} AND NOT {HAS_PRODUCT_PAGE}",
    )
    of_product = f"{PAGE_KEY} UNION {both_of('{row}.product_id')}"
    yield _watch(ProductPage, of_product, key="page_ptr_id", events=(INSERT, UPDATE), when=OF_LIVE_PAGE)
    gone = (
        f"{ALL_KEYS} UNION {both_of('{row}.product_id')} UNION SELECT 'product:' || {{row}}.product_id AS k"
    )
    yield _watch(ProductPage, gone, key="page_ptr_id", events=(DELETE,))
    yield _watch(HomePage, PAGE_KEY, key="page_ptr_id", events=(UPDATE,))
    copy = _columns(CategoryPage, without={"category_id"})
    yield _watch(CategoryPage, PAGE_KEY, key="page_ptr_id", events=(UPDATE,), columns=copy)
    yield _watch(CategoryPage, ALL_KEYS, key="page_ptr_id", columns=("category_id",), when=OF_LIVE_PAGE)
    yield _watch(CategoryPage, ALL_KEYS, key="page_ptr_id", events=(DELETE,))
    for picks in (HomePick, CategoryPick):
        yield _watch(picks, PAGE_KEY, key="page_id")
    special = (ProductPage, HomePage, CategoryPage)
    others = [m for m in apps.get_models() if issubclass(m, Page) and m is not Page and m not in special]
    for model in others:
        yield _watch(model, ALL_KEYS, key="page_ptr_id", events=(INSERT, UPDATE), when=OF_LIVE_PAGE)
        yield _watch(model, ALL_KEYS, key="page_ptr_id", events=(DELETE,))


def _watch(
    model: type[Model],
    keys: str,
    *,
    columns: Sequence[str] = (),
    events: Sequence[str] = EVERY,
    key: str = "id",
    when: str = "",
) -> Watch:
    return Watch(model._meta.db_table, keys, columns or _columns(model), events, key, when)


def _columns(model: type[Model], without: AbstractSet[str] = frozenset()) -> tuple[str, ...]:
    """The columns of a table that shoppers see something of."""
    fields = model._meta.local_concrete_fields
    return tuple(str(f.column) for f in fields if not f.primary_key and f.column not in UNSEEN | without)
