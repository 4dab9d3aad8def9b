"""Whole branches of the category tree at once, numbered by hand under the tree's lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Max

from catalog_pages.bulk.rows import new_keys, write_rows
from catalog_pages.locks import category_tree_lock
from catalog_pages.models import Category
from catalog_pages.slugs import slug_for

Path = tuple[str, ...]
COLUMNS = ("id", "name", "slug", "parent_id", "lft", "rght", "tree_id", "level")


def plant(paths: Iterable[Path]) -> dict[Path, Category]:
    """The categories at these paths, and all above them; those that are missing are made. By path.

    A root that is missing is written with all below it in one go; below roots that are there each is made by itself,
    since that renumbers what stands beside it. Names are compared whatever their case.
    """
    named = [path[:end] for path in paths for end in range(1, len(path) + 1)]
    with category_tree_lock():
        known = by_path()
        lacking: dict[Path, Path] = {}
        for path in named:
            key = key_of(path)
            if key not in known and key not in lacking:
                lacking[key] = (*lacking.get(key[:-1], path[:-1]), path[-1])
        _write_trees([path for key, path in lacking.items() if key[:1] not in known])
        for key, path in lacking.items():
            if key[:1] in known:
                known[key] = Category(name=path[-1], parent=known[key[:-1]])
                known[key].save()
        known = by_path() if lacking else known
    return {path: known[key_of(path)] for path in named}


def _write_trees(paths: Sequence[Path]) -> None:
    """Whole new trees, after those there are."""
    below: dict[Path, list[Path]] = {}
    for path in paths:
        below.setdefault(path[:-1], []).append(path)
    keys = dict(zip(paths, new_keys(Category, len(paths)), strict=True))
    slugs = _free_slugs(paths)
    last_tree = Category.objects.aggregate(last=Max("tree_id"))["last"] or 0
    rows: list[tuple[Any, ...]] = []
    for tree, root in enumerate(below.get((), ()), start=last_tree + 1):
        for path, left, right in _numbered(root, below, 1):
            rows.append(
                (keys[path], path[-1], slugs[path], keys.get(path[:-1]), left, right, tree, len(path) - 1)
            )
    write_rows(Category, COLUMNS, rows)


def _numbered(path: Path, below: dict[Path, list[Path]], left: int) -> Iterator[tuple[Path, int, int]]:
    """The nested set of a branch: each path with its left and right; the branch itself comes last."""
    right = left + 1
    for child in below.get(path, ()):
        for each, child_left, child_right in _numbered(child, below, right):
            yield each, child_left, child_right
        right = child_right + 1
    yield path, left, right


def _free_slugs(paths: Sequence[Path]) -> dict[Path, str]:
    """Made from the name, else from the parent's name too, else with a number. One query."""
    taken = set(Category.objects.values_list("slug", flat=True))
    slugs: dict[Path, str] = {}
    for path in paths:
        base = slug_for(path[-1])
        if base in taken and len(path) > 1:
            base = slug_for(" ".join(path[-2:]))
        slug, number = base, 2
        while slug in taken:
            slug, number = f"{base}-{number}", number + 1
        taken.add(slug)
        slugs[path] = slug
    return slugs


def by_path() -> dict[Path, Category]:
    """Every category by its path of names in small letters, the first of equals, with those above it. One query."""
    paths: dict[int, Path] = {}
    by_key: dict[int, Category] = {}
    found: dict[Path, Category] = {}
    for category in Category.objects.order_by("tree_id", "lft"):
        if category.parent_id in by_key:
            category.parent = by_key[category.parent_id]
        path = (*paths.get(category.parent_id or 0, ()), category.name.casefold())
        by_key[category.pk] = category
        paths[category.pk] = path
        found.setdefault(path, category)
    return found


@lru_cache(maxsize=10_000)
def key_of(path: Path) -> Path:
    """What a path is compared by."""
    return tuple(name.casefold() for name in path)
