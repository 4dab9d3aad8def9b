"""What stands before the goods come: settings, makers, attributes, categories and their pages, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wagtail.models import Site

from catalog_pages.bulk.categories import plant
from catalog_pages.bulk.pages import NewPage, write_pages
from catalog_pages.importing.shelves import MENU_LEVELS, home_page
from catalog_pages.locks import page_tree_lock
from catalog_pages.models import Attribute, AttributeChoice, Brand, Category, CategoryPage, TaxClass
from catalog_pages.slugs import slug_for
from demo.loading import shop
from demo.scale import facts, words
from demo.scale.assortment import SHELVES
from demo.scale.pictures import load_pictures


@dataclass(frozen=True)
class Ground:
    """What a planned product's words stand for in this shop."""

    tax_class: int
    brands: dict[str, int]
    attributes: dict[str, Attribute]
    choices: dict[tuple[str, str], AttributeChoice]
    """By the attribute's code and the choice's name."""
    categories: dict[tuple[str, ...], Category]
    pages: dict[int, int]
    """The page of each category, by keys."""
    pictures: list[int]


def prepare(site: Site, *, folder: Path, scale: float, at: datetime) -> Ground:
    """Make what is missing of it. Where all is there, some forty queries and no write."""
    shop.load_settings(site)
    TaxClass.objects.get_or_create(code="books", defaults={"name": "Books"})
    tax_class = TaxClass.default().pk
    shop.load_rates()
    attributes = _attributes()
    categories = plant([shelf.path for shelf in SHELVES])
    return Ground(
        tax_class=tax_class,
        brands=_brands(),
        attributes=attributes,
        choices=_choices(attributes),
        categories=categories,
        pages=_category_pages(site, list(categories.values()), at),
        pictures=load_pictures(folder, scale=scale),
    )


def _brands() -> dict[str, int]:
    known = {name.casefold() for name in Brand.objects.values_list("name", flat=True)}
    for name in words.BRANDS:
        if name.casefold() not in known:
            Brand.objects.create(name=name)
    by_name = {brand.name.casefold(): brand.pk for brand in Brand.objects.all()}
    return {name: by_name[name.casefold()] for name in words.BRANDS}


def _attributes() -> dict[str, Attribute]:
    """By code. One that the shop has with another kind is left out: its values would not fit."""
    found = {}
    for position, wanted in enumerate(facts.PROPERTIES):
        attribute, _made = Attribute.objects.get_or_create(
            code=wanted.code,
            defaults={
                "name": wanted.name,
                "kind": wanted.kind,
                "unit": wanted.unit,
                "is_facet": wanted.kind != Attribute.Kind.TEXT,
                "position": position,
            },
        )
        if attribute.kind == wanted.kind:
            found[wanted.code] = attribute
    return found


def _choices(attributes: dict[str, Attribute]) -> dict[tuple[str, str], AttributeChoice]:
    found: dict[tuple[str, str], AttributeChoice] = {}
    for wanted in facts.PROPERTIES:
        if wanted.code not in attributes or not wanted.choices:
            continue
        attribute = attributes[wanted.code]
        codes = {slug_for(name): name for name in wanted.choices}
        AttributeChoice.objects.bulk_create(
            (
                AttributeChoice(
                    attribute=attribute,
                    code=code,
                    name=name,
                    position=position,
                    swatch=facts.COLOURS.get(name, "") if wanted.code == "colour" else "",
                )
                for position, (code, name) in enumerate(codes.items())
            ),
            ignore_conflicts=True,
        )
        for choice in attribute.choices.filter(code__in=codes):
            found[wanted.code, codes[choice.code]] = choice
    return found


def _category_pages(site: Site, categories: Sequence[Category], at: datetime) -> dict[int, int]:
    """A page for each category, below that of the category above it. Those that are there stay where they are."""
    with page_tree_lock():
        home = home_page(site)
        standing = CategoryPage.objects.descendant_of(home).filter(category__isnull=False).order_by("-path")
        pages: dict[int, int] = dict(standing.values_list("category_id", "pk"))
        for level in range(1 + max(category.level for category in categories)):
            new = [each for each in categories if each.level == level and each.pk not in pages]
            keys = write_pages(
                CategoryPage,
                [
                    NewPage(
                        parent=home.pk if each.parent_id is None else pages[each.parent_id],
                        shows=each.pk,
                        title=each.name,
                        slug=slug_for(each.name),
                        at=at,
                        show_in_menus=level < MENU_LEVELS,
                    )
                    for each in new
                ],
            )
            pages.update(zip((each.pk for each in new), keys, strict=True))
    return pages
