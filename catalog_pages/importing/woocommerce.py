"""WooCommerce's product export: simple rows, and variable rows with their variations.

Categories are paths joined by ` > ` and separated by commas; `\\,` is a comma in a name. An attribute takes four
columns (`Attribute 1 name`, `value(s)`, `visible`, `global`), as many times as the shop has attributes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from catalog_pages.importing import values
from catalog_pages.importing.category_paths import main_first, path_of
from catalog_pages.importing.csv_file import CsvFile, Row
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.facts import attribute_code, cleaned
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

NAME = "woocommerce"
NEEDED = frozenset({"ID", "Type", "SKU", "Name", "Regular price", "Categories", "Parent"})

_COMMA = re.compile(r"(?<!\\),")
_WEIGHT = re.compile(r"Weight \((lbs|kg|g|oz)\)")
_BARCODE = "GTIN, UPC, EAN, or ISBN"
_TAX_CLASSES = {"": "", "standard": "", "reduced-rate": "Reduced rate", "zero-rate": "Zero rate"}


class WooCommerceReader(FamilyReader):
    """A variation names the variable row it belongs to."""

    def __init__(self, file: CsvFile, *, weight_unit: str = "") -> None:
        weights = [(column, found[1]) for column in file.header if (found := _WEIGHT.fullmatch(column))]
        self._weight_column, unit = weights[0] if weights else ("", "kg")
        super().__init__(file, weight_unit=weight_unit or unit)
        self._slots = sum(1 for column in file.header if re.fullmatch(r"Attribute \d+ name", column))
        self._variables: set[str] = set()
        self._by_id: dict[str, str] = {}

    def _survey(self) -> Counter[str]:
        """Learns the parents and the kinds of attributes; how many rows each family has."""
        children: Counter[str] = Counter()
        for row in self._taken():
            key = _sku(row).upper()
            self._lines[key] = row.line
            self._by_id[row.get("ID")] = key
            if _is(row, "variation"):
                children[row.get("Parent")] += 1
                self._option_codes.update(attribute_code(name) for name, several in self._attributes(row))
            elif _is(row, "variable"):
                self._variables.add(key)
            for name, several in self._attributes(row):
                self._kinds.see(attribute_code(name), several)
        counts = Counter(dict.fromkeys(self._variables, 1))
        for parent, count in children.items():
            counts[self._parent_key(parent)] += count
        return counts

    def _parent_key(self, text: str) -> str:
        """A variation names its parent by SKU, or by `id:44` where that has none."""
        if text.startswith("id:"):
            return self._by_id.get(text[3:], text.upper())
        return " ".join(text.split()).upper()

    def _family(self, row: Row) -> str:
        return self._parent_key(row.get("Parent")) if _is(row, "variation") else _sku(row).upper()

    def _refusal(self, row: Row) -> Refusal | None:
        sku = row.get("SKU")
        if _is(row, "grouped"):
            return Refusal(
                row.line,
                sku,
                _("A grouped product has no price of its own: its members are imported by themselves."),
            )
        if _is(row, "external"):
            return Refusal(
                row.line, sku, _("An external product is sold by somebody else, at another address.")
            )
        if not any(_is(row, kind) for kind in ("simple", "variable", "variation")):
            return Refusal(
                row.line,
                sku,
                _("Products of the type %s cannot be imported.") % values.shown(row.get("Type")),
            )
        try:
            key = _sku(row).upper()
        except BadValue as error:
            return Refusal(row.line, sku[:80], str(error))
        return self._named_before(row, sku, key)

    def read(self, rows: Family) -> Iterator[Record]:
        parent = next((row for row in rows if not _is(row, "variation")), None)
        if parent is None or (len(rows) > 1 and not _is(parent, "variable")):
            for row in rows:
                if _is(row, "variation"):
                    reason = _("The variable product it belongs to, %s, is not in the file.")
                    yield Refusal(row.line, row.get("SKU"), reason % values.shown(row.get("Parent")))
            rows = [parent] if parent else []
        if parent is None:
            return
        variations = [row for row in rows if row is not parent]
        try:
            yield from self._variable(parent, variations) if _is(parent, "variable") else self._simple(parent)
        except BadValue as error:
            yield Refusal(parent.line, parent.get("SKU"), str(error))
            for row in variations:
                reason = _("The product it is a variant of, %s, cannot be imported.")
                yield Refusal(row.line, row.get("SKU"), reason % values.shown(parent.get("Name")))

    def _simple(self, row: Row) -> Iterator[Record]:
        gallery = Gallery(values.name(unescape(row.get("Name")), "Name", 240))
        _add_pictures(gallery, row, ())
        variant = self._variant(row, row, ())
        yield from self._notices(row)
        yield self._product(row, (variant,), gallery, option_codes=frozenset())

    def _variable(self, parent: Row, variations: list[Row]) -> Iterator[Record]:
        if not variations:
            raise BadValue(
                _("It is a variable product without a variation: there is nothing to put into a cart.")
            )
        gallery = Gallery(values.name(unescape(parent.get("Name")), "Name", 240))
        _add_pictures(gallery, parent, ())
        variants: list[VariantRecord] = []
        problems: list[Record] = []
        for row in variations:
            try:
                options = self._options(row)
                variants.append(self._variant(row, parent, options))
            except BadValue as error:
                problems.append(Refusal(row.line, row.get("SKU"), str(error)))
                continue
            _add_pictures(gallery, row, options)
            problems.extend(self._left_open(row))
        yield from problems
        if not variants:
            raise BadValue(_("None of its variations can be imported."))
        yield from self._notices(parent)
        codes = frozenset(option.code for variant in variants for option in variant.options)
        yield self._product(parent, tuple(variants), gallery, option_codes=codes)

    def _notices(self, row: Row) -> Iterator[Notice]:
        if row.get("Visibility in catalog") == "hidden":
            yield Notice(
                row.line, row.get("SKU"), _("It is hidden from the catalogue: its page is made as a draft.")
            )
        elif row.get("Published") in ("0", "-1"):
            yield Notice(row.line, row.get("SKU"), _("It is not published: its page is made as a draft."))

    def _left_open(self, row: Row) -> Iterator[Notice]:
        for slot in range(1, self._slots + 1):
            name, text = row.get(f"Attribute {slot} name"), row.get(f"Attribute {slot} value(s)")
            if name and not text:
                message = _("It fits any %s: it is imported without that option.")
                yield Notice(row.line, row.get("SKU"), message % values.shown(name))

    def _options(self, row: Row) -> tuple[Option, ...]:
        options = []
        for name, several in self._attributes(row):
            if len(several) != 1:
                raise BadValue(_("A variation has one value of %s, not several.") % values.shown(name))
            options.append(Option(attribute_code(name), name[:120], several[0][:120]))
        return tuple(options)

    def _attributes(self, row: Row) -> list[tuple[str, tuple[str, ...]]]:
        """The name and the values of each attribute that has any."""
        found = []
        for slot in range(1, self._slots + 1):
            name = values.decoded(row.get(f"Attribute {slot} name"))
            several = cleaned(_split(row.get(f"Attribute {slot} value(s)")))
            if name and several:
                found.append((name, several))
        return found

    def _product(
        self, row: Row, variants: tuple[VariantRecord, ...], gallery: Gallery, option_codes: frozenset[str]
    ) -> ProductRecord:
        attributes = self._attributes(row)
        brands = _split(row.get("Brands")) or [
            several[0] for name, several in attributes if name.lower() == "brand"
        ]
        return ProductRecord(
            line=row.line,
            sku=_sku(row),
            name=values.name(unescape(row.get("Name")), "Name", 240),
            variants=variants,
            categories=main_first(path_of(path.split(">")) for path in _split(row.get("Categories"))),
            brand=brands[0][:120] if brands else "",
            tax_class=_tax_class(row),
            description=row.get("Description").replace("\\n", "\n"),
            standfirst=values.plain(row.get("Short description").replace("\\n", " ")),
            facts=tuple(
                self._fact(name, several)
                for name, several in attributes
                if attribute_code(name) not in option_codes and name.lower() != "brand"
            ),
            pictures=gallery.pictures(),
            is_listed=row.get("Visibility in catalog") != "hidden"
            and row.get("Published") not in ("0", "-1"),
        )

    def _fact(self, name: str, several: tuple[str, ...]) -> Fact:
        code = attribute_code(name)
        kind = Attribute.Kind.CHOICE if code in self._option_codes else self._kinds.kind(code)
        return Fact(code, name[:120], kind, several)

    def _variant(self, row: Row, parent: Row, options: tuple[Option, ...]) -> VariantRecord:
        """`parent` gives what a variation leaves to it: its weight, and whether there is anything to ship."""
        price = values.amount(row.get("Regular price"), "Regular price")
        sale = sale_of(
            price,
            sale_price=(row.get("Sale price"), "Sale price"),
            starts=(row.get("Date sale price starts"), "Date sale price starts"),
            ends=(row.get("Date sale price ends"), "Date sale price ends"),
        )
        is_goods = not any(_is(row, kind) for kind in ("virtual", "downloadable"))
        weight = row.get(self._weight_column) or parent.get(self._weight_column)
        stock, backorder = _stock(row)
        return VariantRecord(
            line=row.line,
            sku=_sku(row),
            options=options,
            price=price,
            sale_price=sale.price,
            sale_starts_at=sale.starts_at,
            sale_ends_at=sale.ends_at,
            barcode=values.barcode(row.get(_BARCODE)),
            weight_grams=values.grams(weight, self._weight_column, self._unit) if is_goods else 0,
            requires_shipping=is_goods,
            is_active=not _is(row, "variation") or row.get("Published") != "0",
            stock=stock if is_goods else None,
            backorder=backorder,
        )


def _is(row: Row, kind: str) -> bool:
    """Whether a row is of a type: a cell may name several, as `simple, downloadable, virtual`."""
    return kind in row.get("Type").replace(" ", "").lower().split(",")


def _sku(row: Row) -> str:
    """The SKU; where there is none, which WooCommerce allows, one made of the row's ID."""
    text, number = row.get("SKU"), row.get("ID")
    return values.sku(text or (f"id-{number}" if number else ""), "SKU")


def _split(text: str) -> list[str]:
    return [values.decoded(part.replace("\\,", ",")) for part in _COMMA.split(text) if part.strip()]


def _tax_class(row: Row) -> str:
    if row.get("Tax status") == "none":
        return "Tax free"
    name = row.get("Tax class")
    if name == "parent":
        return ""
    return _TAX_CLASSES.get(name.lower(), values.decoded(name)[:80])


def _stock(row: Row) -> tuple[int | None, bool]:
    """Pieces on the shelf (None: WooCommerce does not count them) and whether it sells beyond them."""
    text, status = row.get("Stock"), row.get("In stock?").lower()
    if text and text != "parent":
        return values.pieces(text, "Stock"), row.get("Backorders allowed?") in ("1", "notify")
    if status == "backorder":
        return 0, True
    return (0, False) if status == "0" else (None, False)


def _add_pictures(gallery: Gallery, row: Row, options: tuple[Option, ...]) -> None:
    for address in _split(row.get("Images")):
        gallery.add(unquote(urlsplit(address).path) if "//" in address else address, "", options)
