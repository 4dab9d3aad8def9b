"""What the goods say of themselves, read for the index many at a time."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import chain
from typing import Any, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast
from wagtail.models import Page, Site

from catalog_pages.compiled import CompiledQuery, Parameters
from catalog_pages.models import Category, Product, ProductAttribute, ProductPage, Variant, VariantOption
from catalog_pages.shown import public_pages
from search.scoring import BY_LENGTH, FIELDS
from search.text import LONGEST_WORD, Word, codes_in, phrase, words_in, words_of_codes

LONGEST_COPY = 20_000
"""Letters of copy that are read; a page that says more is found by its beginning."""
LONGEST_PHRASE = 60
"""Letters of what is remembered as a whole; what is longer is said of one product only."""


@dataclass(frozen=True)
class Root:
    """The page at the top of a site in one language."""

    pk: int
    path: str
    language: str


@dataclass(frozen=True)
class Entry:
    """What a document is made of. `words` are the stems of each field, as often as it says them, `written` one way
    each stem is written; `lengths` are in words."""

    product: int
    root: int
    page: int
    language: str
    name: str
    category: int
    words: Mapping[str, Sequence[str]]
    lengths: Mapping[str, int]
    written: Mapping[str, str]
    digest: str


def site_roots() -> list[Root]:
    """The roots of all sites in all their languages. Two queries."""
    keys = Site.objects.values("root_page__translation_key")
    pages = Page.objects.filter(translation_key__in=keys, live=True).order_by("path")
    return [Root(*row) for row in pages.values_list("pk", "path", "locale__language_code")]


def read_entries(products: Sequence[int], roots: Sequence[Root]) -> list[Entry]:
    """The entries of the products with these pks that are shown somewhere, in order. Nine queries at most."""
    codes: dict[int, list[str]] = defaultdict(list)
    for product, sku, barcode in _CODES.rows(products=products):
        codes[product] += [sku, barcode]
    pages = _pages(list(codes), roots)
    if not pages:
        return []
    shown = sorted({product for product, _root in pages})
    categories, places = _categories(shown)
    attributes = _attributes(shown)
    by_product: dict[int, list[tuple[Root, _Page]]] = defaultdict(list)
    for (product, _pk), (root, page) in pages.items():
        by_product[product].append((root, page))
    entries = []
    for pk, name, brand, description, category in _GOODS.rows(products=shown):
        texts = {
            "name": [name],
            "brand": [brand or ""],
            "codes": [code for code in codes[pk] if code],
            "categories": list(_names(category, places[pk], categories)),
            "attributes": attributes[pk],
        }
        for root, page in by_product[pk]:
            copy = " ".join([_plain(description), page.standfirst, *_said_in(page.body)])[:LONGEST_COPY]
            entries.append(_entry(pk, root, page.pk, name, category, {**texts, "copy": [copy]}))
    return entries


TAG = re.compile("<[^<>]*>")
NO_BLOCKS = "[]"
BETWEEN = {"codes": "\n", "categories": " · ", "attributes": " · "}
"""What stands between the parts of a field: no word goes across it."""


def _entry(
    product: int, root: Root, page: int, name: str, category: int, texts: Mapping[str, Sequence[str]]
) -> Entry:
    written: dict[str, str] = {}
    words: dict[str, Sequence[str]] = {}
    lengths = dict.fromkeys(BY_LENGTH, 0)
    for field in reversed([*FIELDS]):  # who says a word first says how it is written: the name, if it does
        found = list(_words_of(field, texts[field], root.language))
        if not found:
            continue
        ways, stems, are_joined = zip(*found, strict=True)
        words[field] = stems
        written.update(zip(reversed(stems), reversed(ways), strict=True))
        if field in lengths:
            lengths[field] = len(stems) - sum(are_joined)
    joined = (BETWEEN.get(field, "").join(parts) for field, parts in texts.items())
    said = "\0".join([str(category), str(page), root.language, *joined])
    digest = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
    return Entry(product, root.pk, page, root.language, name, category, words, lengths, written, digest)


def _words_of(field: str, parts: Sequence[str], language: str) -> Iterable[Word]:
    if field == "codes":
        return [*words_of_codes("\n".join(parts), language), *_whole_codes(parts)]
    return chain.from_iterable(
        [
            phrase(part, language)
            if len(part) <= LONGEST_PHRASE and field != "name"
            else words_in(part, language)
            for part in parts
        ]
    )


def _whole_codes(codes: Sequence[str]) -> list[Word]:
    """Each code as one word, whatever signs it is written with."""
    plain = (codes_in(code).lower() for code in codes)
    return [Word(code, code, is_joined=True) for code in plain if 0 < len(code) <= LONGEST_WORD]


class _Page(NamedTuple):
    pk: int
    path: str
    product: int
    standfirst: str
    body: str
    """Its blocks as JSON: most pages have none, and need not be asked for them."""


def _pages(products: Sequence[int], roots: Sequence[Root]) -> dict[tuple[int, int], tuple[Root, _Page]]:
    """The page that shows each product under each root: the first in the tree, as listings have it. One query."""
    found: dict[tuple[int, int], tuple[Root, _Page]] = {}
    for page in map(_Page._make, _PAGES.rows(products=products)):
        for root in roots:
            if page.path.startswith(root.path):
                found.setdefault((page.product, root.pk), (root, page))
    return found


def _categories(products: Sequence[int]) -> tuple[dict[int, tuple[str, int | None]], dict[int, list[int]]]:
    """Every category's name and parent, by pk; the further categories of each product. Two queries."""
    every = Category.objects.order_by().values_list("pk", "name", "parent_id")
    further: dict[int, list[int]] = defaultdict(list)
    for product, category in _FURTHER.rows(products=products):
        further[product].append(category)
    return {pk: (name, parent) for pk, name, parent in every}, further


def _names(
    main: int, further: Iterable[int], categories: Mapping[int, tuple[str, int | None]]
) -> Iterable[str]:
    """The names of its categories, and of those above the main one."""
    above: int | None = main
    while above is not None:
        name, above = categories[above]
        yield name
    for category in further:
        yield categories[category][0]


def _attributes(products: Sequence[int]) -> dict[int, list[str]]:
    """The texts and choices each product is described by, what it has of yes-or-no, its options. Two queries."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for product, text, choice, flag, name in _FACTS.rows(products=products):
        said = text or choice or (name if flag else "")
        if said:
            found[product][said] = None
    for product, choice in _OPTIONS.rows(products=products):
        found[product][choice] = None
    return defaultdict(list, {product: list(said) for product, said in found.items()})


_CODES = CompiledQuery(
    lambda: (
        Variant.objects.filter(product__in=Parameters("products"), is_active=True)
        .order_by("product_id", "position", "pk")
        .values_list("product_id", "sku", "barcode")
    )
)
_PAGES = CompiledQuery(
    lambda: (
        public_pages()
        .filter(product__in=Parameters("products"))
        .order_by("path")
        .annotate(written=Cast("body", TextField()))
        .values_list("pk", "path", "product_id", "standfirst", "written")
    )
)
_GOODS = CompiledQuery(
    lambda: (
        Product.objects.filter(pk__in=Parameters("products"), is_active=True)
        .order_by("pk")
        .values_list("pk", "name", "brand__name", "description", "category_id")
    )
)
_FURTHER = CompiledQuery(
    lambda: (
        Product.further_categories.through.objects.filter(product__in=Parameters("products"))
        .order_by("pk")
        .values_list("product_id", "category_id")
    )
)
_FACTS = CompiledQuery(
    lambda: (
        ProductAttribute.objects.filter(product__in=Parameters("products"))
        .order_by("product_id", "pk")
        .values_list("product_id", "text", "choice__name", "boolean", "attribute__name")
    )
)
_OPTIONS = CompiledQuery(
    lambda: (
        VariantOption.objects.filter(variant__product__in=Parameters("products"), variant__is_active=True)
        .order_by("variant__product_id", "pk")
        .values_list("variant__product_id", "choice__name")
    )
)


def _plain(html: str) -> str:
    """The words of a description, whose HTML was made safe when it was written."""
    return unescape(TAG.sub(" ", html))


def _said_in(body: str) -> list[str]:
    if body == NO_BLOCKS:
        return []
    field: Any = ProductPage._meta.get_field("body")
    return [str(text) for text in field.get_searchable_content(field.to_python(body))]
