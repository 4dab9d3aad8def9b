"""What the goods say of themselves, read for the index many at a time."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple

from django.utils.html import strip_tags
from wagtail.models import Page, Site

from catalog_pages.models import Category, Product, ProductAttribute, ProductPage, Variant, VariantOption
from catalog_pages.shown import public_pages
from search.scoring import BY_LENGTH, FIELDS
from search.text import LONGEST_WORD, Word, codes_in, words_in

LONGEST_COPY = 20_000
"""Letters of copy that are read; a page that says more is found by its beginning."""


@dataclass(frozen=True)
class Root:
    """The page at the top of a site in one language."""

    pk: int
    path: str
    language: str


@dataclass(frozen=True)
class Entry:
    """What a document is made of. `words` are the stems of each field and their number, `written` one way each
    stem is written; `lengths` are in words."""

    product: int
    root: int
    page: int
    language: str
    name: str
    category: int
    words: Mapping[str, Counter[str]]
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
    sold = Variant.objects.filter(product__in=products, is_active=True)
    variants = sold.order_by("product_id", "position", "pk").values_list("product_id", "sku", "barcode")
    codes: dict[int, list[str]] = defaultdict(list)
    for product, sku, barcode in variants:
        codes[product] += [sku, barcode]
    pages = _pages(list(codes), roots)
    if not pages:
        return []
    shown = sorted({product for product, _root in pages})
    goods = Product.objects.filter(pk__in=shown, is_active=True).order_by("pk")
    facts = goods.values_list("pk", "name", "brand__name", "description", "category_id")
    categories, places = _categories(shown)
    attributes = _attributes(shown)
    by_product: dict[int, list[tuple[Root, _Page]]] = defaultdict(list)
    for (product, _pk), (root, page) in pages.items():
        by_product[product].append((root, page))
    entries = []
    for pk, name, brand, description, category in facts:
        texts = {
            "name": name,
            "brand": brand or "",
            "codes": "\n".join(filter(None, codes[pk])),
            "categories": " · ".join(_names(category, places[pk], categories)),
            "attributes": " · ".join(attributes[pk]),
        }
        for root, page in by_product[pk]:
            copy = " ".join([_plain(description), page.standfirst, *_said_in(page.body)])[:LONGEST_COPY]
            entries.append(_entry(pk, root, page.pk, name, category, {**texts, "copy": copy}))
    return entries


def _entry(product: int, root: Root, page: int, name: str, category: int, texts: Mapping[str, str]) -> Entry:
    written: dict[str, str] = {}
    words: dict[str, Counter[str]] = {}
    lengths: dict[str, int] = {}
    for field in FIELDS:
        found = list(words_in(texts[field], root.language))
        if field == "codes":
            found += _whole_codes(texts[field])
        words[field] = Counter(word.stem for word in found)
        if field in BY_LENGTH:
            lengths[field] = sum(not word.is_joined for word in found)
        for word in found:
            written.setdefault(word.stem, word.written)
    said = "\0".join([str(category), str(page), root.language, *texts.values()])
    digest = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
    return Entry(product, root.pk, page, root.language, name, category, words, lengths, written, digest)


def _whole_codes(codes: str) -> list[Word]:
    """Each code as one word, whatever signs it is written with."""
    plain = (codes_in(code).lower() for code in codes.split("\n"))
    return [Word(code, code, is_joined=True) for code in plain if 0 < len(code) <= LONGEST_WORD]


class _Page(NamedTuple):
    pk: int
    path: str
    product: int
    standfirst: str
    body: Any


def _pages(products: Sequence[int], roots: Sequence[Root]) -> dict[tuple[int, int], tuple[Root, _Page]]:
    """The page that shows each product under each root: the first in the tree, as listings have it. One query."""
    found: dict[tuple[int, int], tuple[Root, _Page]] = {}
    pages = public_pages().filter(product__in=products).order_by("path")
    for page in map(_Page._make, pages.values_list("pk", "path", "product_id", "standfirst", "body")):
        for root in roots:
            if page.path.startswith(root.path):
                found.setdefault((page.product, root.pk), (root, page))
    return found


def _categories(products: Sequence[int]) -> tuple[dict[int, tuple[str, int | None]], dict[int, list[int]]]:
    """Every category's name and parent, by pk; the further categories of each product. Two queries."""
    every = Category.objects.order_by().values_list("pk", "name", "parent_id")
    further: dict[int, list[int]] = defaultdict(list)
    through = Product.further_categories.through.objects.filter(product__in=products).order_by("pk")
    for product, category in through.values_list("product_id", "category_id"):
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
    facts = ProductAttribute.objects.filter(product__in=products).order_by("product_id", "pk")
    for product, text, choice, flag, name in facts.values_list(
        "product_id", "text", "choice__name", "boolean", "attribute__name"
    ):
        said = text or choice or (name if flag else "")
        if said:
            found[product][said] = None
    options = VariantOption.objects.filter(variant__product__in=products, variant__is_active=True)
    named = options.order_by("variant__product_id", "pk").values_list("variant__product_id", "choice__name")
    for product, choice in named:
        found[product][choice] = None
    return defaultdict(list, {product: list(said) for product, said in found.items()})


def _plain(html: str) -> str:
    return unescape(strip_tags(html.replace("<", " <")))


def _said_in(body: Any) -> list[str]:
    if not body:
        return []
    field: Any = ProductPage._meta.get_field("body")
    return [str(text) for text in field.get_searchable_content(body)]
