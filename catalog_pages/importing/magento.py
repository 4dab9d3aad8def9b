"""Magento's product export: configurable rows, and the simple rows that are their variants.

A cell may hold several values: categories are separated by commas, attributes are `code=value` pairs separated
by commas, a pair's values by `|`, and the variants of a configurable row are such lists separated by `|` again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape

from django.utils.translation import gettext as _

from catalog_pages.importing import values
from catalog_pages.importing.category_paths import main_first, path_of
from catalog_pages.importing.csv_file import CsvFile, Row
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.facts import attribute_code, cleaned, humanised
from catalog_pages.importing.families import Family, FamilyReader
from catalog_pages.importing.galleries import Gallery
from catalog_pages.importing.records import (
    Fact,
    Notice,
    Option,
    ProductRecord,
    Record,
    Refusal,
    VariantRecord,
)
from catalog_pages.importing.sales import sale_of
from catalog_pages.models import Attribute

NAME = "magento"
NEEDED = frozenset({"sku", "product_type", "attribute_set_code", "name", "price", "categories"})
WEIGHT_UNIT = "lb"
"""What Magento weighs in unless the shop was told otherwise."""

_SOLD_ALONE = frozenset({"simple", "virtual", "downloadable"})
_PAIR = re.compile(
    r'([A-Za-z][A-Za-z0-9_]{0,59})=("(?:[^"]|"")*"|.*?)(?=,[A-Za-z][A-Za-z0-9_]{0,59}=|$)', re.DOTALL
)
_INTERNAL = frozenset({"has_options", "required_options"})
_BRANDS = ("manufacturer", "brand")
_BARCODES = ("gtin", "ean", "upc", "barcode")
_DEFAULT_TAX = frozenset({"", "default", "taxable goods"})
_NO_TAX = frozenset({"0", "none"})


class MagentoReader(FamilyReader):
    """A configurable row names the simple rows that are its variants."""

    def __init__(self, file: CsvFile, *, weight_unit: str = "") -> None:
        super().__init__(file, weight_unit=weight_unit or WEIGHT_UNIT)
        self._parents: dict[str, str] = {}

    def _remarks(self) -> Iterator[Notice]:
        if "qty" not in self._file.header:
            yield Notice(0, "", _("The file has no column qty: stock is not tracked for new variants."))

    def _survey(self) -> Mapping[str, int]:
        for row in self._taken():
            key = _key(row)
            self._lines[key] = row.line
            for variation in _variations(row):
                child = variation.pop("sku", "").upper()
                if child and child != key:
                    self._parents.setdefault(child, key)
                self._option_codes.update(attribute_code(code) for code in variation)
            for code, several in _attributes(row).items():
                self._kinds.see(code, several)
        members = Counter(parent for child, parent in self._parents.items() if child in self._lines)
        return {parent: count + 1 for parent, count in members.items()}

    def _refusal(self, row: Row) -> Refusal | None:
        sku, kind = row.get("sku"), row.get("product_type")
        try:
            values.sku(sku, "sku")
        except BadValue as error:
            return Refusal(row.line, sku[:80], str(error))
        if row.get("store_view_code"):
            reason = _("It holds the words of the store view %s: only the default ones are imported.")
            return Refusal(row.line, sku, reason % values.shown(row.get("store_view_code")))
        if kind == "bundle":
            return Refusal(
                row.line, sku, _("A bundle is put together from other products and has no stock of its own.")
            )
        if kind == "grouped":
            return Refusal(
                row.line,
                sku,
                _("A grouped product has no price of its own: its members are imported by themselves."),
            )
        if kind not in _SOLD_ALONE and kind != "configurable":
            return Refusal(
                row.line, sku, _("Products of the type %s cannot be imported.") % values.shown(kind)
            )
        return self._named_before(row, sku, _key(row))

    def _family(self, row: Row) -> str:
        key = _key(row)
        parent = self._parents.get(key, key)
        return parent if parent in self._lines else key

    def read(self, rows: Family) -> Iterator[Record]:
        parent = next((row for row in rows if row.get("product_type") == "configurable"), None)
        try:
            if parent is None:
                yield self._single(rows[0])
            else:
                yield from self._configurable(parent, {_key(row): row for row in rows if row is not parent})
        except BadValue as error:
            culprit = parent or rows[0]
            yield Refusal(culprit.line, culprit.get("sku"), str(error))
            for row in rows:
                if row is not culprit:
                    reason = _("The product it is a variant of, %s, cannot be imported.")
                    yield Refusal(row.line, row.get("sku"), reason % culprit.get("sku"))

    def _single(self, row: Row) -> ProductRecord:
        if row.get("visibility") == "Not Visible Individually":
            raise BadValue(
                _("It is not visible by itself, and no configurable product in the file has it as a variant.")
            )
        gallery = Gallery(values.name(unescape(row.get("name")), "name", 240))
        _add_pictures(gallery, row, ())
        return self._product(row, (self._variant(row, ()),), gallery, option_codes=frozenset())

    def _configurable(self, parent: Row, children: dict[str, Row]) -> Iterator[Record]:
        variations = _variations(parent)
        if not variations:
            raise BadValue(_("It has no variants (configurable_variations is empty)."))
        labels = _pairs(parent.get("configurable_variation_labels"))
        gallery = Gallery(values.name(unescape(parent.get("name")), "name", 240))
        _add_pictures(gallery, parent, ())
        variants: list[VariantRecord] = []
        problems: list[Record] = []
        for variation in variations:
            sku = variation.pop("sku", "")
            row = children.pop(sku.upper(), None)
            if row is None:
                message = (
                    _("Its variant %s belongs to another product.")
                    if sku.upper() in self._lines
                    else _("Its variant %s is not in the file.")
                )
                problems.append(Notice(parent.line, parent.get("sku"), message % values.shown(sku)))
                continue
            options = tuple(_option(code, choice, labels) for code, choice in variation.items())
            try:
                variants.append(self._variant(row, options))
                _add_pictures(gallery, row, options)
            except BadValue as error:
                problems.append(Refusal(row.line, row.get("sku"), str(error)))
        yield from problems
        if not variants:
            raise BadValue(_("None of its variants can be imported."))
        codes = frozenset(option.code for variant in variants for option in variant.options)
        yield self._product(parent, tuple(variants), gallery, option_codes=codes)

    def _product(
        self, row: Row, variants: tuple[VariantRecord, ...], gallery: Gallery, option_codes: frozenset[str]
    ) -> ProductRecord:
        attributes = _attributes(row)
        return ProductRecord(
            line=row.line,
            sku=values.sku(row.get("sku"), "sku"),
            name=values.name(unescape(row.get("name")), "name", 240),
            variants=variants,
            slug=row.get("url_key"),
            categories=_categories(row.get("categories")),
            brand=next((attributes[code][0] for code in _BRANDS if attributes.get(code)), "")[:120],
            tax_class=_tax_class(row.get("tax_class_name")),
            description=row.get("description"),
            standfirst=values.plain(row.get("short_description")),
            search_title=values.decoded(row.get("meta_title"))[:255],
            search_description=values.plain(row.get("meta_description")),
            facts=tuple(
                self._fact(code, several)
                for code, several in attributes.items()
                if code not in (*_BRANDS, *_BARCODES, *option_codes)
            ),
            pictures=gallery.pictures(),
            is_active=row.get("product_online") in ("", "1"),
            is_listed=row.get("visibility") != "Not Visible Individually",
        )

    def _fact(self, code: str, several: tuple[str, ...]) -> Fact:
        kind = Attribute.Kind.CHOICE if code in self._option_codes else self._kinds.kind(code)
        return Fact(code, humanised(code), kind, several)

    def _variant(self, row: Row, options: tuple[Option, ...]) -> VariantRecord:
        is_goods = row.get("product_type") == "simple"
        attributes = _attributes(row)
        price = values.amount(row.get("price"), "price")
        sale = sale_of(
            price,
            sale_price=(row.get("special_price"), "special_price"),
            starts=(row.get("special_price_from_date"), "special_price_from_date"),
            ends=(row.get("special_price_to_date"), "special_price_to_date"),
        )
        return VariantRecord(
            line=row.line,
            sku=values.sku(row.get("sku"), "sku"),
            options=options,
            price=price,
            sale_price=sale.price,
            sale_starts_at=sale.starts_at,
            sale_ends_at=sale.ends_at,
            barcode=next(
                (values.barcode(attributes[code][0]) for code in _BARCODES if attributes.get(code)), ""
            ),
            weight_grams=values.grams(row.get("weight"), "weight", self._unit) if is_goods else 0,
            requires_shipping=is_goods,
            is_active=row.get("product_online") in ("", "1"),
            stock=_stock(row, is_goods),
            backorder=row.get("use_config_backorders") == "0" and row.get("allow_backorders") in ("1", "2"),
        )


def _key(row: Row) -> str:
    return " ".join(row.get("sku").split()).upper()


def _pairs(text: str) -> dict[str, str]:
    """`a=1,b=2` as a dict; a value that holds a comma may stand in quotation marks."""
    pairs = {}
    for code, value in _PAIR.findall(text):
        if len(value) > 1 and value.startswith('"') and value.endswith('"'):
            value = value[1:-1].replace('""', '"')
        pairs[code] = value
    return pairs


def _variations(row: Row) -> list[dict[str, str]]:
    return [_pairs(part) for part in row.get("configurable_variations").split("|") if part.strip()]


def _attributes(row: Row) -> dict[str, tuple[str, ...]]:
    """The row's attributes by code, each with its values; those that only matter inside Magento left out."""
    found = {
        attribute_code(code): cleaned(map(unescape, value.split("|")))
        for code, value in _pairs(row.get("additional_attributes")).items()
        if code not in _INTERNAL
    }
    return {code: several for code, several in found.items() if several}


def _option(code: str, choice: str, labels: dict[str, str]) -> Option:
    name = values.decoded(labels.get(code, "")) or humanised(code)
    cleaned_choice = values.decoded(choice)
    if not cleaned_choice:
        raise BadValue(_("Its option %s is empty.") % values.shown(code))
    return Option(attribute_code(code), name[:120], cleaned_choice[:120])


def _categories(text: str) -> tuple[tuple[str, ...], ...]:
    """The paths below the store's root category, the first of the deepest ones first."""
    paths: list[str] = []
    for part in text.split(","):
        # A name may hold a comma: what does not begin like a path goes on where the one before it stopped.
        begins_anew = not paths or "/" in part or part.strip() == paths[0].split("/")[0]
        if begins_anew:
            paths.append(part.strip())
        else:
            paths[-1] += f",{part}"
    return main_first(path_of(_names(path)[1:]) for path in paths)


def _names(path: str) -> list[str]:
    return [unescape(name.replace("\\/", "/")) for name in re.split(r"(?<!\\)/", path)]


def _tax_class(text: str) -> str:
    if text.lower() in _DEFAULT_TAX:
        return ""
    return "Tax free" if text.lower() in _NO_TAX else values.decoded(text)[:80]


def _stock(row: Row, is_goods: bool) -> int | None:
    """Pieces on the shelf; None where Magento does not manage stock (goods it manages unless told not to)."""
    if "qty" not in row.places:
        return None
    by_default = row.get("use_config_manage_stock") in ("", "1")
    managed = row.get("manage_stock") == "1" or (by_default and is_goods)
    if not managed:
        return None
    if row.get("is_in_stock") == "0":
        return 0
    return values.pieces(row.get("qty") or "0", "qty")


def _add_pictures(gallery: Gallery, row: Row, options: tuple[Option, ...]) -> None:
    for column in ("base_image", "small_image", "thumbnail_image"):
        gallery.add(row.get(column), row.get(f"{column}_label"), options)
    labels = row.get("additional_image_labels").split(",")
    for number, name in enumerate(row.get("additional_images").split(",")):
        gallery.add(name.strip(), labels[number].strip() if number < len(labels) else "", options)
