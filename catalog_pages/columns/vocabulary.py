"""The names of what goods are described by, as facets show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog_pages.columns.table import NO_BRAND, Good, value_of_choice, value_of_flag
from catalog_pages.models import Attribute, AttributeChoice, Brand, Category


@dataclass(frozen=True)
class FacetOf:
    """An attribute that shoppers may filter by."""

    pk: int
    code: str
    name: str
    position: int
    kind: str
    unit: str


@dataclass(frozen=True)
class Named:
    """A choice, or the yes of a yes-or-no, or a brand. `facet` is the pk of its attribute, 0 of a brand.

    `place` rises in the order in which shoppers see its like.
    """

    facet: int
    code: str
    name: str
    place: int
    swatch: str = ""


@dataclass(frozen=True)
class Shelf:
    """A category, as the tree stands."""

    pk: int
    slug: str
    name: str
    parent: int | None
    is_active: bool
    above: tuple[int, ...]
    """From the root down to itself."""


@dataclass(frozen=True)
class Vocabulary:
    facets: Mapping[int, FacetOf]
    values: Mapping[int, Named]
    brands: Mapping[int, Named]
    categories: Mapping[int, Shelf]
    children: Mapping[int | None, tuple[int, ...]]
    """By parent, in the order of the tree; the roots by None."""

    def below(self, category: int) -> list[int]:
        """The category and all below it."""
        found = [category]
        for each in found:
            found.extend(self.children.get(each, ()))
        return found

    def has_words_of(self, good: Good) -> bool:
        """Whether all that it is described by has a name here."""
        return (
            (good.brand == NO_BRAND or good.brand in self.brands)
            and all(category in self.categories for category in good.categories)
            and all(value in self.values for row in (good.facts, *good.options) for value in row)
            and all(attribute in self.facets for attribute, _number in good.numbers)
        )


def read_vocabulary() -> Vocabulary:
    """Four queries."""
    facets = {
        row[0]: FacetOf(*row)
        for row in Attribute.objects.filter(is_facet=True).values_list(
            "pk", "code", "name", "position", "kind", "unit"
        )
    }
    rows = AttributeChoice.objects.filter(attribute__is_facet=True).values_list(
        "pk", "attribute_id", "code", "name", "swatch", "position"
    )
    choices = sorted(rows, key=lambda row: (row[5], row[3].casefold(), row[2]))
    values = {
        value_of_choice(pk): Named(facet, code, name, place, swatch)
        for place, (pk, facet, code, name, swatch, _position) in enumerate(choices)
    }
    for facet in facets.values():
        if facet.kind == Attribute.Kind.BOOLEAN:
            values[value_of_flag(facet.pk, False)] = Named(facet.pk, "no", "", 0)
            values[value_of_flag(facet.pk, True)] = Named(facet.pk, "yes", "", 1)
    named = sorted(
        Brand.objects.values_list("pk", "slug", "name"), key=lambda row: (row[2].casefold(), row[1])
    )
    brands = {pk: Named(0, slug, name, place) for place, (pk, slug, name) in enumerate(named)}
    categories = _categories()
    children: dict[int | None, list[int]] = {}
    for shelf in categories.values():
        children.setdefault(shelf.parent, []).append(shelf.pk)
    return Vocabulary(
        facets, values, brands, categories, {parent: tuple(below) for parent, below in children.items()}
    )


def _categories() -> dict[int, Shelf]:
    found: dict[int, Shelf] = {}
    rows = Category.objects.order_by("tree_id", "lft")
    for pk, slug, name, parent, is_active in rows.values_list("pk", "slug", "name", "parent_id", "is_active"):
        above = found[parent].above if parent in found else ()
        found[pk] = Shelf(pk, slug, name, parent, is_active, (*above, pk))
    return found
