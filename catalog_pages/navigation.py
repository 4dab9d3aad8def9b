"""The way about the shop: its menu, and the way from the front page to where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from catalog_pages.columns.keeping import keeper
from catalog_pages.models import Category, CategoryPage, StandardPage

STEP = Page.steplen


class Link(TypedDict):
    title: str
    url: str


class Entry(Link):
    children: list[Link]


@dataclass(frozen=True)
class Menu:
    """The pages that are shown in menus, in the order of the page tree."""

    categories: list[Entry]
    """Two levels of category pages, for the head of every page."""
    house: list[Link]
    """The standard pages right below the front page, for its foot: about us, stories, terms."""


def menu(request: HttpRequest) -> Menu:
    """One query for a request, however often it is asked."""
    found: Menu | None = getattr(request, "_catalogue_menu", None)
    if found is None:
        found = _menu(request)
        request._catalogue_menu = found  # type: ignore[attr-defined]
    return found


def _menu(request: HttpRequest) -> Menu:
    site = Site.find_for_request(request)
    if site is None:
        return Menu([], [])
    root = site.root_page.localized
    pages = (
        Page.objects.live()
        .in_menu()
        .type((CategoryPage, StandardPage))
        .filter(path__startswith=root.path, depth__in=(root.depth + 1, root.depth + 2))
        .order_by("path")
    )
    entries: dict[str, Entry] = {}
    house: list[Link] = []
    for page in pages:
        link: Link = {"title": page.title, "url": page.get_url(request)}
        if issubclass(page.specific_class or Page, StandardPage):
            house += [link] if page.depth == root.depth + 1 else []
        elif page.depth == root.depth + 1:
            entries[page.path] = {**link, "children": []}
        elif page.path[:-STEP] in entries:
            entries[page.path[:-STEP]]["children"].append(link)
    return Menu(list(entries.values()), house)


@dataclass(frozen=True)
class Surroundings:
    """Where a category page stands: the way to it from the front page, and the category pages right below it."""

    trail: list[Link]
    below: list[Link]


def surroundings(page: Page, request: HttpRequest) -> Surroundings:
    """By the page tree. One query."""
    site = Site.find_for_request(request)
    root = site.root_page.localized
    above = Q(path__in=_paths_above(page, root))
    below = Q(path__startswith=page.path, depth=page.depth + 1)
    pages = list(CategoryPage.objects.live().filter(above | below).order_by("path"))
    return Surroundings(
        trail=[
            _link(each, request, root)
            for each in [root, *(each for each in pages if each.depth < page.depth)]
        ],
        below=[_link(each, request, root) for each in pages if each.depth > page.depth],
    )


def trail_above(page: Page, request: HttpRequest) -> list[Link]:
    """From the front page down to the parent of `page`, by the page tree. At most one query."""
    root = Site.find_for_request(request).root_page.localized
    paths = _paths_above(page, root)
    pages = Page.objects.live().filter(path__in=paths).order_by("path") if paths else ()
    return [_link(each, request, root) for each in [root, *pages]]


def _paths_above(page: Page, root: Page) -> list[str]:
    return [page.path[:end] for end in range(len(root.path) + STEP, len(page.path), STEP)]


def trail_of_category(category: Category, request: HttpRequest) -> list[Link]:
    """From the front page down the category's own tree, over the pages that show its parts here. One query."""
    root = Site.find_for_request(request).root_page.localized
    pages: list[Any] = list(
        CategoryPage.objects.live()
        .filter(
            path__startswith=root.path,
            category__tree_id=category.tree_id,
            category__lft__lte=category.lft,
            category__rght__gte=category.rght,
        )
        .annotate(level=F("category__level"))
        .order_by("level", "path")
    )
    first_of_each_level = {page.level: page for page in reversed(pages)}
    below = [_link(page, request, root) for _level, page in sorted(first_of_each_level.items())]
    return [_link(root, request, root), *below]


def addresses_of_categories(request: HttpRequest) -> dict[int, str]:
    """Where each category is shown, by its pk: the first page in the page tree that anybody may read.

    One query, or none where it is kept.
    """
    root = Site.find_for_request(request).root_page.localized

    def read() -> dict[int, str]:
        pages = (
            CategoryPage.objects.live().public().filter(path__startswith=root.path, category__isnull=False)
        )
        found: dict[int, str] = {}
        for page in pages.only("category", "url_path", "path").order_by("path"):
            found.setdefault(page.category_id, page.get_url(request) or "")
        return found

    return keeper.kept(("addresses of categories", root.pk, request.get_host()), read)


def _link(page: Page, request: HttpRequest, root: Page) -> Link:
    title = _("Home") if page.pk == root.pk else page.title
    return {"title": title, "url": page.get_url(request) or "/"}
