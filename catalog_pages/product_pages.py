"""Pages for products that have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.models import Page

from catalog_pages.exceptions import NoPlaceForPage
from catalog_pages.locks import page_tree_lock
from catalog_pages.models import CategoryPage, HomePage, Product, ProductPage
from catalog_pages.slugs import slug_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def place_for(*, product: Product) -> Page:
    """The page that a new page of `product` belongs under, as a plain Page.

    That is the page of its main category or of the nearest one above that has a page, failing these the home page.
    Raises NoPlaceForPage when there is none of them. Three queries at most.
    """
    categories = product.category.get_ancestors(include_self=True)
    by_level = CategoryPage.objects.filter(category__in=categories).order_by("-category__level", "path")
    nearest = by_level.first() or HomePage.objects.order_by("path").first()
    if nearest is None:
        raise NoPlaceForPage(product)
    return nearest.page_ptr


def draft_page(*, product: Product, actor: AbstractBaseUser | None = None) -> ProductPage:
    """Make a draft of a page for `product`, named as it is, for editors to write. Raises NoPlaceForPage."""
    with page_tree_lock():
        parent = place_for(product=product)
        page = ProductPage(title=product.name, slug=_free_slug(product, parent), product=product, live=False)
        page.has_unpublished_changes = True
        page.owner = actor
        parent.add_child(instance=page)
        page.save_revision(user=actor)
    return page


def _free_slug(product: Product, parent: Page) -> str:
    """The product's slug, numbered where a sister page has it. Wagtail limits slugs to 255 characters."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug = base = product.slug or slug_for(product.name)
    number = 2
    while slug in taken:
        slug = f"{base}-{number}"
        number += 1
    return slug
