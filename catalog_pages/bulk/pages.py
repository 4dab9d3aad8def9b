"""Pages by the thousand below pages that are there: paths, revisions, histories and references included."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Concat
from modelcluster.models import get_serializable_data_for_fields
from treebeard.exceptions import PathOverflow
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from catalog_pages.bulk.rows import new_keys, write_rows
from catalog_pages.locks import page_tree_lock
from catalog_pages.lookups import any_of
from catalog_pages.models import CategoryPage, GalleryImage, ProductPage
from catalog_pages.page_cache.dependencies import ALL, PRODUCT
from catalog_pages.page_cache.journal import written_at_once

PAGE_COLUMNS = (
    "id", "path", "depth", "numchild", "translation_key", "locale_id", "title", "draft_title", "slug", "url_path",
    "content_type_id", "live", "has_unpublished_changes", "first_published_at", "last_published_at",
    "latest_revision_id", "live_revision_id", "latest_revision_created_at", "show_in_menus", "seo_title",
    "search_description",
)  # fmt: skip
REVISION_COLUMNS = (
    "id", "content_type_id", "base_content_type_id", "object_id", "created_at", "object_str", "content",
)  # fmt: skip
LOG_COLUMNS = (
    "content_type_id", "label", "action", "timestamp", "revision_id", "content_changed", "page_id",
)  # fmt: skip
REFERENCE_COLUMNS = (
    "content_type_id", "base_content_type_id", "object_id", "to_content_type_id", "to_object_id", "model_path",
    "content_path", "content_path_hash",
)  # fmt: skip
GALLERY_COLUMNS = ("id", "page_id", "image_id", "alt_text", "sort_order")
TABLES = (Page, ProductPage, Revision, PageLogEntry, ReferenceIndex, GalleryImage)
LOOKED_UP_BY = (Page._meta.get_field("slug"),)
"""Columns that new pages are looked up by, besides the keys and the paths."""

SHOWN: Mapping[type[Page], str] = {CategoryPage: "category", ProductPage: "product"}
"""What each type of page shows: the name of its foreign key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """A page to be. `shows` is the key of its product or category; pictures are keys of images with their texts.

    `slug` is numbered where a sister has it. `at` is when it was made and, where it is live, published.
    """

    parent: int
    shows: int
    title: str
    slug: str
    at: datetime
    live: bool = True
    show_in_menus: bool = False
    standfirst: str = ""
    seo_title: str = ""
    search_description: str = ""
    pictures: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a page comes to stand, and the keys that it and its revision get."""

    key: int
    revision: int
    path: str
    depth: int
    slug: str
    url_path: str
    locale: int
    translation: uuid.UUID


def write_pages(model: type[CategoryPage | ProductPage], pages: Sequence[NewPage]) -> list[int]:
    """Write new pages of one type, the last of their parents' in the order given; their keys in that order.

    Holds the lock of the page tree, and locks the parents' rows against editors at the same moment. About a dozen
    queries whatever their number. Raises Page.DoesNotExist when a parent is gone, PathOverflow when one is full.
    """
    if not pages:
        return []
    shown, types = SHOWN[model], _Types.of(model)
    with transaction.atomic(), written_at_once() as changes:
        changes |= {ALL, *(f"{PRODUCT}{page.shows}" for page in pages if model is ProductPage)}
        keys = list(new_keys(Page, len(pages)))
        revisions = list(new_keys(Revision, len(pages)))
        pictures = [
            (key, *picture) for key, page in zip(keys, pages, strict=True) for picture in page.pictures
        ]
        gallery = list(zip(new_keys(GalleryImage, len(pictures)), _numbered(pictures), strict=True))
        # What does not tell where a page stands comes first: the tree is locked from then on to the end.
        write_rows(GalleryImage, GALLERY_COLUMNS, ((key, *row) for key, row in gallery))
        write_rows(PageLogEntry, LOG_COLUMNS, _log_rows(keys, revisions, pages, types))
        write_rows(ReferenceIndex, REFERENCE_COLUMNS, _reference_rows(shown, keys, pages, gallery, types))
        with page_tree_lock():
            places = _places(keys, revisions, pages)
            write_rows(Page, PAGE_COLUMNS, _page_rows(places, pages, types))
            write_rows(
                model,
                ("page_ptr_id", f"{shown}_id", "standfirst"),
                ((key, page.shows, page.standfirst) for key, page in zip(keys, pages, strict=True)),
            )
            write_rows(Revision, REVISION_COLUMNS, _revision_rows(model, places, pages, gallery, types))
    return keys


@dataclass(frozen=True, slots=True)
class _Types:
    """Keys of content types: of the page's model, of all pages, of what it shows, of pictures."""

    page: int
    base: int
    shown: int
    image: int

    @classmethod
    def of(cls, model: type[Page]) -> _Types:
        shown = model._meta.get_field(SHOWN[model]).related_model
        models = (model, Page, shown, get_image_model())
        return cls(*(ContentType.objects.get_for_model(each).pk for each in models))


def _places(keys: Sequence[int], revisions: Sequence[int], pages: Sequence[NewPage]) -> list[_Place]:
    """Paths after those that the parents' children have, and free slugs; the parents count their new children."""
    wanted = Counter(page.parent for page in pages)
    list(Page.objects.filter(pk__in=wanted).order_by("pk").select_for_update().values_list("pk"))
    below = Page.objects.filter(path__gt=OuterRef("path"), path__lt=Concat(OuterRef("path"), Value("~")))
    last = Subquery(below.order_by("-path").values("path")[:1])
    found = Page.objects.filter(pk__in=wanted).annotate(last=last)
    named = found.values_list("pk", "path", "depth", "url_path", "locale_id", "last")
    parents = {parent.pk: parent for parent in map(_Parent._make, named)}
    if missing := wanted.keys() - parents.keys():
        raise Page.DoesNotExist(f"There are no pages {sorted(missing)}.")
    steps = {pk: _last_step(parent) for pk, parent in parents.items()}
    for pk, step in steps.items():
        if step + wanted[pk] >= len(Page.alphabet) ** Page.steplen:
            raise PathOverflow(f"There is no room for {wanted[pk]} pages below page {pk}.")
    slugs = _Slugs(parents, pages)
    places = []
    for page, key, revision in zip(pages, keys, revisions, strict=True):
        parent = parents[page.parent]
        steps[parent.pk] += 1
        slug = slugs.free(page)
        places.append(
            _Place(
                key=key,
                revision=revision,
                path=Page._get_path(parent.path, parent.depth + 1, steps[parent.pk]),
                depth=parent.depth + 1,
                slug=slug,
                url_path=f"{parent.url_path}{slug}/",
                locale=parent.locale,
                translation=uuid.uuid4(),
            )
        )
    _count_children(wanted)
    return places


def _count_children(more: Mapping[int, int]) -> None:
    """Add to how many children pages have. One statement on PostgreSQL, elsewhere one for each."""
    table = connection.ops.quote_name(Page._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"UPDATE {table} SET numchild = numchild + more.count "  # noqa: S608 - Wagtail's own table
                f"FROM unnest(%s::int[], %s::int[]) AS more (page, count) WHERE {table}.id = more.page",
                [list(more), list(more.values())],
            )
        else:
            cursor.executemany(
                f"UPDATE {table} SET numchild = numchild + %s WHERE id = %s",  # noqa: S608 - the same
                [(count, pk) for pk, count in more.items()],
            )


class _Parent(NamedTuple):
    """What of a page its new children are told; `last` is the path of its last child, None where there is none."""

    pk: int
    path: str
    depth: int
    url_path: str
    locale: int
    last: str | None


def _last_step(parent: _Parent) -> int:
    """The number of the last child in its parent's path; 0 where there is none."""
    if parent.last is None:
        return 0
    begins = len(parent.path)
    return int(Page._str2int(parent.last[begins : begins + Page.steplen]))


class _Slugs:
    """The slugs that the children of some pages have, as far as new pages want the same. One query."""

    def __init__(self, parents: Mapping[int, _Parent], pages: Sequence[NewPage]) -> None:
        self._parents = parents
        by_path = {parent.path: pk for pk, parent in parents.items()}
        self._taken: dict[int, set[str]] = defaultdict(set)
        wanted = any_of({page.slug for page in pages})
        for path, slug in Page.objects.filter(slug__in=wanted).order_by().values_list("path", "slug"):
            parent = by_path.get(path[: -Page.steplen])
            if parent is not None:
                self._taken[parent].add(slug)

    def free(self, page: NewPage) -> str:
        """The slug the page wants, or that with a number. A query where it is taken."""
        taken, slug, number = self._taken[page.parent], page.slug, 2
        if slug in taken:
            path = self._parents[page.parent].path
            sisters = Page.objects.filter(path__startswith=path, depth=self._parents[page.parent].depth + 1)
            taken |= set(sisters.filter(slug__startswith=slug).values_list("slug", flat=True))
        while slug in taken:
            slug, number = f"{page.slug}-{number}", number + 1
        taken.add(slug)
        return slug


def _numbered(pictures: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str, int]]:
    """Page, image, text and place in the gallery."""
    places: Counter[int] = Counter()
    for page, image, text in pictures:
        yield page, image, text, places[page]
        places[page] += 1


def _page_rows(
    places: Sequence[_Place], pages: Sequence[NewPage], types: _Types
) -> Iterator[tuple[Any, ...]]:
    for place, page in zip(places, pages, strict=True):
        yield (
            place.key, place.path, place.depth, 0, place.translation, place.locale, page.title, page.title, place.slug,
            place.url_path, types.page, page.live, not page.live, page.at if page.live else None,
            page.at if page.live else None, place.revision, place.revision if page.live else None, page.at,
            page.show_in_menus, page.seo_title, page.search_description,
        )  # fmt: skip


def _revision_rows(
    model: type[Page],
    places: Sequence[_Place],
    pages: Sequence[NewPage],
    gallery: Sequence[tuple[int, tuple[int, int, str, int]]],
    types: _Types,
) -> Iterator[tuple[Any, ...]]:
    """The page as it was first saved: what `serializable_data` says of one, each time with its own values."""
    empty = model().serializable_data()
    picture = get_serializable_data_for_fields(GalleryImage())
    shown = SHOWN[model]
    pictures: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for key, (page_key, image, text, position) in gallery:
        own = {"pk": key, "page": page_key, "image": image, "alt_text": text, "sort_order": position}
        pictures[page_key].append({**picture, **own})
    for place, page in zip(places, pages, strict=True):
        content = {
            **empty,
            "pk": place.key,
            "path": place.path,
            "depth": place.depth,
            "numchild": 0,
            "translation_key": str(place.translation),
            "locale": place.locale,
            "live": page.live,
            "title": page.title,
            "draft_title": page.title,
            "slug": place.slug,
            "content_type": types.page,
            "url_path": place.url_path,
            "show_in_menus": page.show_in_menus,
            "seo_title": page.seo_title,
            "search_description": page.search_description,
            "standfirst": page.standfirst,
            shown: page.shows,
        }
        if place.key in pictures:
            content["gallery"] = pictures[place.key]
        yield place.revision, types.page, types.base, str(place.key), page.at, page.title, content


def _log_rows(
    keys: Sequence[int], revisions: Sequence[int], pages: Sequence[NewPage], types: _Types
) -> Iterator[tuple[Any, ...]]:
    """What the history of a page tells of its first day."""
    for key, revision, page in zip(keys, revisions, pages, strict=True):
        yield types.page, page.title, "wagtail.create", page.at, None, True, key
        if page.live:
            yield types.page, page.title, "wagtail.publish", page.at, revision, True, key


def _reference_rows(
    shown: str,
    keys: Sequence[int],
    pages: Sequence[NewPage],
    gallery: Sequence[tuple[int, tuple[int, int, str, int]]],
    types: _Types,
) -> Iterator[tuple[Any, ...]]:
    """What Wagtail's `rebuild_references_index` would find: what a page shows, and its pictures."""
    hashed = ReferenceIndex._get_content_path_hash
    hash_of_shown = hashed(shown)
    for key, page in zip(keys, pages, strict=True):
        yield types.page, types.base, str(key), types.shown, str(page.shows), shown, shown, hash_of_shown
    for picture, (page_key, image, _text, _position) in gallery:
        path = f"gallery.{picture}.image"
        yield (
            types.page, types.base, str(page_key), types.image, str(image), "gallery.item.image", path, hashed(path),
        )  # fmt: skip
