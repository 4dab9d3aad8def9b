"""Which products a site shows, and on which page."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Subquery
from wagtail.models import PageViewRestriction, Site
from wagtail.query import PageQuerySet

from catalog_pages.models import Product, ProductPage, Variant
from catalog_pages.models.product import ProductQuerySet


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
