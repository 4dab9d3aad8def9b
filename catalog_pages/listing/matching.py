"""From filters to QuerySets: which products, and which of their variants, meet them."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from wagtail.models import PageViewRestriction, Site
from wagtail.query import PageQuerySet

from catalog_pages.listing.filters import ProductFilters
from catalog_pages.models import Product, ProductPage, Variant
from catalog_pages.models.product import ProductQuerySet
from catalog_pages.models.variant import VariantQuerySet

BRAND = "brand"
PRICE = "price"


def public_pages() -> PageQuerySet:
    """The product pages anybody may read: live and not private. Evaluates nothing."""
    shown = ExpressionWrapper(OuterRef("path"), CharField())
    private = PageViewRestriction.objects.alias(shown=shown).filter(shown__startswith=F("page__path"))
    return ProductPage.objects.live().filter(~Exists(private))


def shown_pages(site: Site) -> PageQuerySet:
    """Those of them that stand on this site. Evaluates nothing but the root of the site."""
    return public_pages().filter(path__startswith=site.root_page.localized.path)


def products_on(site: Site, products: ProductQuerySet | None = None) -> ProductQuerySet:
    """Those of `products` (all, when None) that this site shows on a page and that have something to sell.

    Adds `page_id` and `page_path` (Wagtail's url_path) of the page that shows the product; where several do, the
    first in the page tree.
    """
    page = shown_pages(site).filter(product=OuterRef("pk")).order_by("path")
    some = Variant.objects.filter(product=OuterRef("pk"), is_active=True)
    products = Product.objects.all() if products is None else products
    return products.filter(Exists(page), Exists(some), is_active=True).annotate(
        page_id=Subquery(page.values("pk")[:1]), page_path=Subquery(page.values("url_path")[:1])
    )


def matching_variants(filters: ProductFilters, *, leaving_out: str = "") -> VariantQuerySet:
    """Active variants that meet the filters on attributes and availability, one filter left out by its parameter."""
    variants = Variant.objects.filter(is_active=True)
    if filters.in_stock:
        variants = variants.available()
    for wanted in filters.attributes:
        if wanted.parameter != leaving_out:
            as_fact = Exists(wanted.facts().filter(product=OuterRef("product")))
            as_option = Exists(wanted.options().filter(variant=OuterRef("pk")))
            variants = variants.filter(as_fact | as_option if wanted.choices else as_fact)
    return variants


def matching_products(filters: ProductFilters, *, site: Site, leaving_out: str = "") -> ProductQuerySet:
    """Products on the site that meet the filters, each once. The words must have been looked up.

    `leaving_out` names one filter not to apply: BRAND, PRICE or an attribute's parameter. What words find is taken
    to be shown: whoever finds it keeps to what is, and the cards look once more.
    """
    if filters.found is not None:
        products = Product.objects.filter(pk__in=filters.found.products())
    else:
        products = products_on(site)
    if filters.category is not None:
        products = products.in_category(filters.category)
    if filters.brands and leaving_out != BRAND:
        products = products.filter(brand__in=filters.brands)
    if filters.attributes or filters.in_stock:
        variants = matching_variants(filters, leaving_out=leaving_out)
        products = products.filter(Exists(variants.filter(product=OuterRef("pk"))))
    if filters.in_stock is False:
        products = products.filter(
            ~Exists(Variant.objects.active().available().filter(product=OuterRef("pk")))
        )
    if leaving_out != PRICE:
        products = in_price_range(products, filters)
    return products


def in_price_range(products: ProductQuerySet, filters: ProductFilters) -> ProductQuerySet:
    """Products whose lowest current price lies within the filters' range."""
    if filters.min_price is None and filters.max_price is None:
        return products
    priced: Any = products.with_current_price()
    if filters.min_price is not None:
        priced = priced.filter(price__gte=filters.min_price)
    if filters.max_price is not None:
        priced = priced.filter(price__lte=filters.max_price)
    found: ProductQuerySet = priced
    return found
