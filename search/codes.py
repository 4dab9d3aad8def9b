"""Codes that are typed: a SKU or barcode leads straight to its product, however it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.http import urlencode
from wagtail.models import Site

from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.listing.cards import page_url
from catalog_pages.models import Variant
from catalog_pages.shown import products_on
from search.models import Document, Posting
from search.text import DIGIT, codes_in, key_of

LONGEST_CODE = 80
"""A SKU is no longer, nor is a barcode."""
MOST_CANDIDATES = 50
"""Products whose words have the code in them that are looked at; a code in more of them is no code."""


def address_of_code(code: str, site: Site) -> str | None:
    """Where the variant with this SKU or barcode is shown; None for no such.

    As it is written, whatever its case, by one query; failing that without dashes, dots and spaces, by two more, where
    it has a digit. One more for the address.
    """
    if not code or len(code) > LONGEST_CODE:
        return None
    found = _AS_WRITTEN.rows(code=code)
    return (_address(found, site) if found else None) or _address_of_plain(code, site)


_AS_WRITTEN: CompiledQuery[int] = CompiledQuery(
    lambda: (
        Variant.objects.active()
        .alias(upper_sku=Upper("sku"))
        .filter(Q(upper_sku=Upper(Parameter("code"))) | Q(barcode=Parameter("code")))
        .order_by()
        .values_list("pk", flat=True)[:MOST_CANDIDATES]
    )
)


def _address_of_plain(code: str, site: Site) -> str | None:
    plain = codes_in(code)
    if not DIGIT.search(plain):
        return None
    root = site.root_page.localized
    documents = Posting.objects.filter(term=key_of(plain.lower(), root.locale.language_code))
    products = Document.objects.filter(root=root.pk, pk__in=documents.values("document")).values("product")
    variants = Variant.objects.active().filter(product__in=products).order_by("pk")
    same = [
        pk
        for pk, sku, barcode in variants.values_list("pk", "sku", "barcode")[:MOST_CANDIDATES]
        if plain in (codes_in(sku), codes_in(barcode))
    ]
    return _address(same, site) if same else None


def _address(variants: Sequence[int], site: Site) -> str | None:
    """Where the first of the variants with these pks that is shown is shown, itself chosen. One query."""
    shown: Any = products_on(site)
    row = (
        shown.filter(variants__in=variants)
        .values_list("page_path", "variants__sku")
        .order_by("pk", "variants__pk")
        .first()
    )
    return f"{page_url(row[0], site)}?{urlencode({'sku': row[1]})}" if row else None
