"""The way about the shop: its menu, and the way from the front page to where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from catalog_pages.columns.keeping import keeper
from catalog_pages.models import Category, CategoryPage, StandardPage
from catalog_pages.page_cache.frame import frame

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
    """One query, or none where it is kept."""
    site = Site.find_for_request(request)
    if site is None:
        return Menu([], [])
    root = site.root_page.localized
    return frame.kept(("menu", root.pk, request.get_host()), lambda: _menu(request, root))


def _menu(request: HttpRequest, root: Page) -> Menu:
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
class _Shelves:
    """The live category pages below a root: by their paths, by the path above them, and where each category is shown
    first in the page tree."""

    by_path: dict[str, Link]
    below: dict[str, list[Link]]
    of_category: dict[int, Link]


def _shelves(request: HttpRequest, root: Page) -> _Shelves:
    """One query, or none where they are kept."""

    def read() -> _Shelves:
        found = _Shelves({}, {}, {})
        pages = CategoryPage.objects.live().filter(path__startswith=root.path).order_by("path")
        for page in pages.defer("body", "standfirst", "search_description"):
            link = _link(page, request, root)
            found.by_path[page.path] = link
            found.below.setdefault(page.path[:-STEP], []).append(link)
            found.of_category.setdefault(page.category_id, link)
        return found

    return frame.kept(("category pages", root.pk, request.get_host()), read)


@dataclass(frozen=True)
class Surroundings:
    """Where a category page stands: the way to it from the front page, and the category pages right below it."""

    trail: list[Link]
    below: list[Link]


def surroundings(page: Page, request: HttpRequest) -> Surroundings:
    """By the page tree. One query, or none where it is kept."""
    root = Site.find_for_request(request).root_page.localized
    shelves = _shelves(request, root)
    above = [shelves.by_path[path] for path in _paths_above(page, root) if path in shelves.by_path]
    return Surroundings(trail=[_link(root, request, root), *above], below=shelves.below.get(page.path, []))


def trail_above(page: Page, request: HttpRequest) -> list[Link]:
    """From the front page down to the parent of `page`, by the page tree. At most one query."""
    root = Site.find_for_request(request).root_page.localized
    paths = _paths_above(page, root)
    pages = Page.objects.live().filter(path__in=paths).order_by("path") if paths else ()
    return [_link(each, request, root) for each in [root, *pages]]


def _paths_above(page: Page, root: Page) -> list[str]:
    return [page.path[:end] for end in range(len(root.path) + STEP, len(page.path), STEP)]


def trail_of_category(category: Category, request: HttpRequest) -> list[Link]:
    """From the front page down the category's own tree, over the pages that show its parts here.

    Two queries, or none where they are kept.
    """
    root = Site.find_for_request(request).root_page.localized
    links = _shelves(request, root).of_category
    shelf = keeper.words().categories.get(category.pk)
    above = shelf.above if shelf is not None else ()
    return [_link(root, request, root), *(links[pk] for pk in above if pk in links)]


def addresses_of_categories(request: HttpRequest) -> dict[int, Link]:
    """Where each category is shown, by its pk. One query, or none where they are kept."""
    return _shelves(request, Site.find_for_request(request).root_page.localized).of_category


def _link(page: Page, request: HttpRequest, root: Page) -> Link:
    title = _("Home") if page.pk == root.pk else page.title
    return {"title": title, "url": page.get_url(request) or "/"}
