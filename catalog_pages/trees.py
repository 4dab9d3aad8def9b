"""The two trees, categories and pages: moving in them, finding what is wrong with them, mending it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext as _
from mptt.exceptions import InvalidMove
from wagtail.models import Page

from catalog_pages.exceptions import BrokenTree, ImpossibleMove
from catalog_pages.locks import category_tree_lock, page_tree_lock
from catalog_pages.models.category import Category

__all__ = [
    "PATH_SEPARATOR",
    "category_at",
    "category_paths",
    "category_problems",
    "category_tree_lock",
    "create_category",
    "delete_category",
    "find_category",
    "move_category",
    "page_problems",
    "page_tree_lock",
    "path_of",
    "repair_categories",
    "repair_pages",
    "split_path",
]

PATH_SEPARATOR = " > "


def create_category(*, name: str, parent: Category | None = None, **fields: Any) -> Category:
    """Make a category, the last below `parent` or the last of all. Raises Category.DoesNotExist when that is gone."""
    return Category.objects.create(name=name, parent=parent, **fields)


def move_category(*, category: Category, target: Category | None, position: str = "last-child") -> Category:
    """Move with everything below to `position` of `target`: first-child, last-child, left or right of it.

    `target` None makes it the last of the roots. Raises ImpossibleMove where `target` is the category itself or
    lies below it, and Category.DoesNotExist where either is gone.
    """
    try:
        category.move_to(target, position)
    except InvalidMove as refusal:
        raise ImpossibleMove(category, target) from refusal
    return category


def delete_category(*, category: Category) -> None:
    """Delete it. Raises ProtectedError while there are categories below it or products in it."""
    category.delete()


def category_at(*, path: Sequence[str]) -> Category:
    """The category with these names from the root down, whatever their case; made where there is none."""
    if not path:
        raise ValueError("A path names at least one category.")
    with category_tree_lock():
        found = find_category(path=path)
        if found is not None:
            return found
        return create_category(name=path[-1], parent=category_at(path=path[:-1]) if path[:-1] else None)


def find_category(*, path: Sequence[str]) -> Category | None:
    """The category with these names from the root down, whatever their case; None where there is none.

    One or two queries a level.
    """
    category: Category | None = None
    for name in path:
        below = Category.objects.filter(parent=category)
        category = below.filter(name=name).first() or below.filter(name__iexact=name).first()
        if category is None:
            return None
    return category


def split_path(path: str) -> list[str]:
    """The names of a path as people write it: "Prints > Maps"."""
    return [name for part in path.split(">") if (name := part.strip())]


def path_of(category: Category) -> str:
    """The path of one category, "Prints > Maps". One query a level, unless parents are loaded."""
    names = []
    above: Category | None = category
    while above is not None:
        names.append(above.name)
        above = above.parent
    return PATH_SEPARATOR.join(reversed(names))


def category_paths() -> dict[int, str]:
    """The paths of all categories by primary key. One query."""
    paths: dict[int, str] = {}
    rows = Category.objects.order_by("tree_id", "lft").values_list("pk", "parent_id", "name")
    for pk, parent, name in rows:
        paths[pk] = f"{paths[parent]}{PATH_SEPARATOR}{name}" if parent in paths else name
    return paths


def category_problems() -> list[str]:
    """What is wrong with the category tree, one line each; empty when it is sound. One query."""
    trees: dict[int, list[Category]] = defaultdict(list)
    for category in Category.objects.order_by("tree_id", "lft", "-rght", "pk"):
        trees[category.tree_id].append(category)
    return list(chain.from_iterable(_tree_problems(tree_id, nodes) for tree_id, nodes in trees.items()))


def _tree_problems(tree_id: int, nodes: list[Category]) -> list[str]:
    """Walks one tree in the order of `lft`, keeping the path from the root, and compares each node with it."""
    problems = []
    numbers = sorted(number for node in nodes for number in (node.lft, node.rght))
    if numbers != list(range(1, 2 * len(nodes) + 1)):
        problems.append(
            _("tree %(tree)d: left and right do not count from 1 to %(last)d")
            % {"tree": tree_id, "last": 2 * len(nodes)}
        )
    above: list[Category] = []
    for node in nodes:
        while above and above[-1].rght < node.lft:
            above.pop()
        parent = above[-1] if above else None
        if parent is not None and node.rght >= parent.rght:
            problems.append(
                _("%(category)s reaches beyond %(parent)s")
                % {"category": _named(node), "parent": _named(parent)}
            )
        if node.parent_id != (parent.pk if parent else None):
            problems.append(_("%(category)s does not stand below its parent") % {"category": _named(node)})
        if node.level != len(above):
            problems.append(
                _("%(category)s has level %(level)d, not %(right)d")
                % {"category": _named(node), "level": node.level, "right": len(above)}
            )
        above.append(node)
    return problems


def _named(category: Category) -> str:
    return f"{category.name} ({category.pk})"


def repair_categories() -> list[str]:
    """Renumber the tree by the parents, which are believed; a circle of parents is cut open. Returns what was wrong.

    Raises BrokenTree when something is wrong still.
    """
    with category_tree_lock():
        problems = category_problems()
        if problems:
            _cut_circles()
            Category.objects.rebuild()
            if remaining := category_problems():
                raise BrokenTree(remaining)
    return problems


def _cut_circles() -> None:
    """Make a root of one category of each circle of parents: nothing above it would ever lead to a root."""
    parents: dict[int, int | None] = dict(Category.objects.order_by("pk").values_list("pk", "parent_id"))
    rooted: set[int] = set()
    for start in parents:
        path: list[int] = []
        node: int | None = start
        while node is not None and node not in rooted and node not in path:
            path.append(node)
            node = parents[node]
        if node is not None and node in path:
            parents[node] = None
            Category._base_manager.filter(pk=node).update(parent=None)
        rooted.update(path)


def page_problems() -> list[str]:
    """What is wrong with Wagtail's page tree, one line each; empty when it is sound. Two queries a page."""
    words = [
        _("page %d has a path with foreign characters"),
        _("page %d has a path of the wrong length"),
        _("page %d has lost its parent"),
        _("page %d has the wrong depth"),
        _("page %d miscounts its children"),
    ]
    return [word % key for word, keys in zip(words, Page.find_problems(), strict=True) for key in keys]


def repair_pages() -> list[str]:
    """Mend depths and counts of children. Returns what was wrong; paths and lost parents need a person.

    Raises BrokenTree when something is wrong still.
    """
    with page_tree_lock():
        problems = page_problems()
        if problems:
            Page.fix_tree()
            if remaining := page_problems():
                raise BrokenTree(remaining)
    return problems
