"""Pipit's own catalogue file: one row a variant, a product's rows named by the same `product` (docs/staff.md)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from catalog_pages.importing import values
from catalog_pages.importing.category_paths import main_first, path_of
from catalog_pages.importing.csv_file import Row
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.facts import attribute_code, cleaned
from catalog_pages.importing.families import Family, FamilyReader
from catalog_pages.importing.galleries import Gallery
from catalog_pages.importing.pipit_cells import bare, split, unescaped
from catalog_pages.importing.records import (
    Fact,
    Option,
    Picture,
    ProductRecord,
    Record,
    Refusal,
    VariantRecord,
)
from catalog_pages.importing.sales import sale_of
from catalog_pages.models import Attribute

NAME = "pipit"
LONGEST_KNOWN = 200
"""Letters of a name with its values up to which it is remembered as it was read."""
NEEDED = frozenset({"sku", "product", "name", "categories", "price"})
COLUMNS = (
    "sku", "product", "name", "categories", "brand", "tax_class", "description", "standfirst", "attributes",
    "options", "price", "sale_price", "sale_starts", "sale_ends", "barcode", "weight_grams", "requires_shipping",
    "active", "listed", "stock", "backorder", "images", "image_texts", "slug",
)  # fmt: skip
"""Every column there is, in the order an export writes them. Those of NEEDED must be there."""


class PipitReader(FamilyReader):
    """Weights are in grams, whatever else is said."""

    def _rows(self) -> Iterator[Row | Refusal]:
        for row in super()._rows():
            if isinstance(row, Row) and "\0'" in "\0".join(("", *row.cells)):  # none holds a NUL
                yield row._replace(cells=list(map(bare, row.cells)))
            else:
                yield row

    def _survey(self) -> Counter[str]:
        members: Counter[str] = Counter()
        for row in self._taken():
            self._lines[_key(row)] = row.line
            members[self._family(row)] += 1
            for name, several in _pairs(row.get("attributes")):
                self._kinds.see(attribute_code(name), several)
            self._option_codes.update(attribute_code(name) for name, _choice in _pairs(row.get("options")))
        return members

    def _refusal(self, row: Row) -> Refusal | None:
        sku = row.get("sku")
        try:
            values.sku(sku, "sku")
            values.sku(row.get("product") or sku, "product")
        except BadValue as error:
            return Refusal(row.line, sku[:80], str(error))
        return self._named_before(row, sku, _key(row))

    def _family(self, row: Row) -> str:
        return " ".join((row.get("product") or row.get("sku")).split()).upper()

    def read(self, rows: Family) -> Iterator[Record]:
        """What concerns the whole product is read from its first row; a bad variant leaves out only itself."""
        first = rows[0]
        try:
            gallery = Gallery(values.name(first.get("name"), "name", 240))
            variants: list[VariantRecord] = []
            for row in rows:
                try:
                    variant = _variant(row)
                except BadValue as error:
                    yield Refusal(row.line, row.get("sku"), str(error))
                    continue
                variants.append(variant)
                texts = _list(row.get("image_texts"))
                for number, name in enumerate(_list(row.get("images"))):
                    gallery.add(name, texts[number] if number < len(texts) else "", variant.options)
            if variants:
                yield self._product(first, tuple(variants), gallery.pictures())
        except BadValue as error:
            for row in rows:
                yield Refusal(row.line, row.get("sku"), str(error))

    def _product(
        self, row: Row, variants: tuple[VariantRecord, ...], pictures: tuple[Picture, ...]
    ) -> ProductRecord:
        return ProductRecord(
            line=row.line,
            sku=values.sku(row.get("product") or row.get("sku"), "product"),
            name=values.name(row.get("name"), "name", 240),
            variants=variants,
            slug=row.get("slug"),
            categories=main_first(
                path_of(map(unescaped, split(path, ">"))) for path in split(row.get("categories"), "|")
            ),
            brand=values.line(row.get("brand"))[:120],
            tax_class=values.line(row.get("tax_class"))[:80],
            description=row.get("description"),
            standfirst=values.line(row.get("standfirst")),
            facts=tuple(self._fact(name, several) for name, several in _pairs(row.get("attributes"))),
            pictures=pictures,
            is_listed=values.yes(row.get("listed") or "yes", "listed"),
        )

    def _fact(self, name: str, several: tuple[str, ...]) -> Fact:
        code = attribute_code(name)
        kind = Attribute.Kind.CHOICE if code in self._option_codes else self._kinds.kind(code)
        return Fact(code, name[:120], kind, several)


def _variant(row: Row) -> VariantRecord:
    price = values.amount(row.get("price"), "price")
    sale = sale_of(
        price,
        sale_price=(row.get("sale_price"), "sale_price"),
        starts=(row.get("sale_starts"), "sale_starts"),
        ends=(row.get("sale_ends"), "sale_ends"),
    )
    barcode = values.barcode(row.get("barcode"))
    if row.get("barcode") and not barcode:
        raise BadValue(_("barcode is not of 8, 12, 13 or 14 digits: %s.") % values.shown(row.get("barcode")))
    return VariantRecord(
        line=row.line,
        sku=values.sku(row.get("sku"), "sku"),
        options=tuple(_option(name, several) for name, several in _pairs(row.get("options"))),
        price=price,
        sale_price=sale.price,
        sale_starts_at=sale.starts_at,
        sale_ends_at=sale.ends_at,
        barcode=barcode,
        weight_grams=values.grams(row.get("weight_grams"), "weight_grams", "g"),
        requires_shipping=values.yes(row.get("requires_shipping") or "yes", "requires_shipping"),
        is_active=values.yes(row.get("active") or "yes", "active"),
        stock=values.pieces(row.get("stock"), "stock") if row.get("stock") else None,
        backorder=values.yes(row.get("backorder"), "backorder"),
    )


def _option(name: str, several: tuple[str, ...]) -> Option:
    if len(several) != 1:
        raise BadValue(_("A variant has one value of %s, not several.") % values.shown(name))
    return Option(attribute_code(name), name[:120], several[0][:120])


def _key(row: Row) -> str:
    return " ".join(row.get("sku").split()).upper()


def _list(text: str) -> list[str]:
    return [unescaped(part) for part in split(text, "|")] if text else []


Pair = tuple[str, tuple[str, ...]]


def _pairs(text: str) -> list[Pair]:
    """`Material=Wool|Nylon; Height=30` as names with their values."""
    found = (_known_pair(part) if len(part) <= LONGEST_KNOWN else _pair(part) for part in split(text, ";"))
    return list(filter(None, found)) if text else []


def _pair(text: str) -> Pair | None:
    """One of them; None where there is no name or no value."""
    name, *several = split(text, "=")
    choices = cleaned(_list("=".join(several)))
    return (values.line(unescaped(name)), choices) if values.line(name) and choices else None


_known_pair = lru_cache(maxsize=10_000)(_pair)
"""The same: many products say it alike."""
