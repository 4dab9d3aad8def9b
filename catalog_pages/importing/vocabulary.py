"""The words that products share (brands, categories, attributes, choices, tax classes), made when they are new."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Max
from django.utils.translation import gettext as _
from PIL import ImageColor

from catalog_pages.bulk.categories import by_path, key_of, plant
from catalog_pages.importing.category_paths import Path
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.records import Fact, Option, ProductRecord
from catalog_pages.models import Attribute, AttributeChoice, Brand, Category, TaxClass
from catalog_pages.slugs import free_slugs, slug_for

COLOURS = frozenset({"color", "colour"})


class UnknownWord(Exception):
    """Somebody has to add it first (`Vocabulary(may_add=True)`, under the locks of both trees)."""


class Vocabulary:
    """Remembers what it found and made for the length of one transaction: make a new one after a roll-back.

    Unless it `may_add`, every method raises UnknownWord where it would.
    """

    def __init__(self, *, may_add: bool) -> None:
        self._may_add = may_add
        self.new_tax_classes: list[str] = []
        self.new_categories = 0
        self._brands = {brand.name.casefold(): brand for brand in Brand.objects.all()}
        self._tax_classes = {tax_class.code: tax_class for tax_class in TaxClass.objects.all()}
        self._default_tax_class: TaxClass | None = None
        self._attributes = {attribute.code: attribute for attribute in Attribute.objects.all()}
        self._choices: dict[int, dict[str, AttributeChoice]] = {}
        self._categories = by_path()

    def brand(self, name: str) -> Brand | None:
        """The brand of this name whatever its case; None where there is no name."""
        if not name:
            return None
        if name.casefold() not in self._brands:
            self._add_brands([name])
        return self._brands[name.casefold()]

    def tax_class(self, name: str) -> TaxClass:
        """The class of this name; the shop's default where there is no name."""
        if not name:
            self._default_tax_class = self._default_tax_class or TaxClass.default()
            return self._default_tax_class
        code = slug_for(name)[:40]
        if code not in self._tax_classes:
            self._begin_to_add(name)
            self._tax_classes[code] = TaxClass.objects.create(code=code, name=name[:80])
            self.new_tax_classes.append(name)
        return self._tax_classes[code]

    def category(self, path: Path) -> Category:
        """The category at the end of the path, with all that lie above it; one of its own for no path."""
        path = path or (_("Uncategorised"),)
        if key_of(path) not in self._categories:
            self._plant([path])
        return self._categories[key_of(path)]

    def prepare(self, records: Iterable[ProductRecord]) -> None:
        """Add at once those of the records' words that are many in a new shop: categories and brands."""
        paths, brands = dict[Path, None](), dict[str, str]()
        for record in records:
            paths |= dict.fromkeys(record.categories)
            brands.setdefault(record.brand.casefold(), record.brand)
        self._plant(path for path in paths if key_of(path) not in self._categories)
        self._add_brands([name for key, name in brands.items() if key and key not in self._brands])

    def _add_brands(self, names: Sequence[str]) -> None:
        """Add the brands of these names, which are not there."""
        if names:
            self._begin_to_add(names[0])
            slugs = free_slugs(names, Brand.objects.all())
            made = Brand.objects.bulk_create(
                Brand(name=name, slug=slug) for name, slug in zip(names, slugs, strict=True)
            )
            self._brands |= {brand.name.casefold(): brand for brand in made}

    def _plant(self, paths: Iterable[Path]) -> None:
        """Add the categories at these paths, which are not there."""
        lacking = list(paths)
        if lacking:
            self._begin_to_add(" > ".join(lacking[0]))
            planted = {key_of(path): category for path, category in plant(lacking).items()}
            self.new_categories += len(planted.keys() - self._categories.keys())
            self._categories |= planted

    def categories(self, record: ProductRecord) -> list[Category]:
        """Those of a product, its main one first; there is always one."""
        return [self.category(path) for path in record.categories or ((),)]

    def attribute(self, fact: Fact) -> Attribute:
        """The attribute of this code, whatever its kind has become in the shop."""
        return self._attribute(fact.code, fact.name, fact.kind, fact.unit)

    def option(self, option: Option) -> tuple[Attribute, AttributeChoice]:
        """The attribute and the choice of an option. Raises BadValue when the shop's attribute is no choice."""
        attribute = self._attribute(option.code, option.name, Attribute.Kind.CHOICE, "")
        if attribute.kind != Attribute.Kind.CHOICE:
            message = _("The shop's attribute %s is no choice: it cannot tell variants apart.")
            raise BadValue(message % attribute.name)
        return attribute, self.choice(attribute, option.choice)

    def choice(self, attribute: Attribute, name: str) -> AttributeChoice:
        """The choice of this name whatever its case.

        New ones come after those there are, in the order of the file; numbers stand among numbers by their size.
        """
        if attribute.pk not in self._choices:
            self._choices[attribute.pk] = {
                choice.name.casefold(): choice for choice in attribute.choices.all()
            }
        known = self._choices[attribute.pk]
        if name.casefold() not in known:
            self._begin_to_add(name)
            known[name.casefold()] = AttributeChoice.objects.create(
                attribute=attribute,
                code=_code_for(name, {choice.code for choice in known.values()}),
                name=name,
                position=_make_room(name, known.values()),
                swatch=_swatch(name) if attribute.code in COLOURS else "",
            )
        return known[name.casefold()]

    def _attribute(self, code: str, name: str, kind: Attribute.Kind, unit: str) -> Attribute:
        if code not in self._attributes:
            self._begin_to_add(name)
            last = Attribute.objects.aggregate(last=Max("position"))["last"] or 0
            self._attributes[code] = Attribute.objects.create(
                code=code,
                name=name,
                kind=kind,
                unit=unit if kind == Attribute.Kind.NUMBER else "",
                is_facet=kind == Attribute.Kind.CHOICE,
                position=last + 1,
            )
        return self._attributes[code]

    def _begin_to_add(self, word: str) -> None:
        if not self._may_add:
            raise UnknownWord(word)


def _code_for(name: str, taken: set[str]) -> str:
    """A code that no sibling has: sizes 1/2 and 12 are not the same."""
    base = code = slug_for(name)[:70]
    number = 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


def _make_room(name: str, siblings: Collection[AttributeChoice]) -> int:
    """The position of a new choice: the last, or that of the first larger number, which moves on. A query for that."""
    larger = [each.position for each in siblings if name.isdecimal() and _is_number_above(name, each.name)]
    if not larger:
        return max((each.position for each in siblings), default=0) + 1
    position = min(larger)
    following = [each for each in siblings if each.position >= position]
    for each in following:
        each.position += 1
    AttributeChoice.objects.bulk_update(following, ["position"])
    return position


def _is_number_above(name: str, other: str) -> bool:
    return other.isdecimal() and int(other) > int(name)


def _swatch(name: str) -> str:
    """A colour's code where the web knows the colour by that name: "Indigo" is #4b0082."""
    code = ImageColor.colormap.get(name.replace(" ", "").lower(), "")
    return code if isinstance(code, str) else ""
