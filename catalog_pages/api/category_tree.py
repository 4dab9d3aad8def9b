"""The categories that a site shows on pages, as a tree. Two queries for all of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from wagtail.models import Site

from catalog_pages.listing.cards import page_url
from catalog_pages.models import Category, CategoryPage


@dataclass
class CategoryNode:
    """A category, the address of its page, and what lies below and above it among those that are shown."""

    category: Category
    url: str
    standfirst: str
    parent: CategoryNode | None = None
    children: list[CategoryNode] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.category.slug

    @property
    def name(self) -> str:
        return self.category.name

    @property
    def description(self) -> str:
        return self.category.description

    @property
    def ancestors(self) -> list[CategoryNode]:
        """From the top down to the parent."""
        return [] if self.parent is None else [*self.parent.ancestors, self.parent]


def shown_categories(site: Site) -> dict[str, CategoryNode]:
    """Every category with a live, public page on the site, by slug, in the order of the tree.

    One whose parent has no page hangs below the nearest category above that has.
    """
    root = site.root_page.localized
    pages = (
        CategoryPage.objects.live()
        .public()
        .descendant_of(root)
        .filter(category__isnull=False)
        .order_by("-path")
    )
    by_category = {page.category_id: page for page in pages}
    nodes: dict[str, CategoryNode] = {}
    trail: list[CategoryNode] = []
    for category in Category.objects.active().filter(pk__in=by_category).order_by("tree_id", "lft"):
        while trail and not category.is_descendant_of(trail[-1].category):
            trail.pop()
        page = by_category[category.pk]
        node = CategoryNode(category, page_url(page.url_path, site), page.standfirst)
        if trail:
            node.parent = trail[-1]
            trail[-1].children.append(node)
        nodes[category.slug] = node
        trail.append(node)
    return nodes
