"""Slugs for names in any script, unique even among rows made at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from anyascii import anyascii
from django.db import IntegrityError, models, transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify

from catalog_pages.lookups import any_of

LETTERS = "abcdefghjkmnpqrstvwxyz23456789"
NUMBERED_TRIES = 3
RANDOM_TRIES = 5


class Sluggable(Protocol):
    slug: str


def slug_for(name: str) -> str:
    """A slug made of ASCII letters for a name in any script: "Чашка" gives "chashka".

    A name without a single letter or digit gets eight random characters: never empty.
    """
    return slugify(anyascii(name))[:200].strip("-_") or get_random_string(8, LETTERS)


def unique_slug_for(name: str, queryset: models.QuerySet[models.Model]) -> str:
    """`slug_for(name)`, with -2, -3 ... appended until no row of `queryset` has it. One query.

    Another transaction may still take it first: `save_with_slug` deals with that.
    """
    base = slug_for(name)
    taken = set(queryset.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def free_slugs(names: Iterable[str], queryset: models.QuerySet[models.Model]) -> list[str]:
    """As `unique_slug_for` each of the names in turn, so that no two are alike. One query, and one for each clash."""
    bases = [slug_for(name) for name in names]
    taken = set(queryset.filter(slug__in=any_of(set(bases))).values_list("slug", flat=True))
    given: dict[str, None] = {}
    for base in bases:
        slug, number = base, 2
        if base in taken or base in given:
            near = set(queryset.filter(slug__startswith=base).values_list("slug", flat=True))
            while slug in near or slug in given:
                slug, number = f"{base}-{number}", number + 1
        given[slug] = None
    return list(given)


def save_with_slug(
    row: Sluggable, name: str, others: models.QuerySet[models.Model], save: Callable[[], None]
) -> None:
    """Call `save`, having given `row` a slug made from `name` where it has none.

    When another transaction takes the slug between the look and the write, the next one is tried, and after
    NUMBERED_TRIES of that one with random letters at its end.
    """
    if row.slug:
        save()
        return
    for attempt in range(NUMBERED_TRIES + RANDOM_TRIES):
        row.slug = unique_slug_for(name, others)
        if attempt >= NUMBERED_TRIES:
            row.slug = f"{row.slug}-{get_random_string(6, LETTERS)}"
        try:
            with transaction.atomic():
                save()
        except IntegrityError:
            # Only a lost race for the slug is worth another try; any other clash is the caller's to hear of.
            if attempt == NUMBERED_TRIES + RANDOM_TRIES - 1 or not others.filter(slug=row.slug).exists():
                raise
        else:
            return
