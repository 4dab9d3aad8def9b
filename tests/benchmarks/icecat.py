"""Icecat's products as goods with pages of this shop, in bulk: nothing of the file is kept in the project.

Every product gets its name, brand, manufacturer's code as SKU, EAN, description and attributes, and a live page
under the front page. There is one category, for the file has none.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils.html import escape
from wagtail.models import Locale, Page, Site

from catalog_pages.models import (
    Attribute,
    Brand,
    Category,
    HomePage,
    Product,
    ProductAttribute,
    ProductPage,
    TaxClass,
    Variant,
)
from catalog_pages.slugs import slug_for

BATCH = 1000
KINDS = {"t": Attribute.Kind.TEXT, "n": Attribute.Kind.NUMBER, "b": Attribute.Kind.BOOLEAN}


def read(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def load(path: Path, *, copies: int = 1) -> int:
    """Write the products of the file, `copies` times over; how many. For an empty catalogue."""
    rows = [(copy, row) for copy in range(copies) for row in read(path)]
    category = Category.objects.create(name="Everything")
    tax_class = TaxClass.default()
    brands = _named(Brand, {row["supplier"] for _copy, row in rows})
    attributes = _attributes(row for _copy, row in rows)
    skus: set[str] = set()
    for batch in _batches(rows):
        with transaction.atomic():
            products = Product.objects.bulk_create(
                Product(
                    name=row["title"][:240],
                    slug=slug_of(row["id"], copy),
                    category=category,
                    tax_class=tax_class,
                    brand=brands[row["supplier"]],
                    description=escape(row.get("short_description") or ""),
                )
                for copy, row in batch
            )
            Variant.objects.bulk_create(
                Variant(
                    product=product,
                    sku=_sku(row, copy, skus),
                    barcode=(row["ean"] or [""])[0][:14],
                    price=Decimal(row["price"]) / 100,
                )
                for product, (copy, row) in zip(products, batch, strict=True)
            )
            ProductAttribute.objects.bulk_create(
                fact
                for product, (_copy, row) in zip(products, batch, strict=True)
                for fact in _facts(product, row, attributes)
            )
    show(list(Product.objects.order_by("pk").values_list("pk", "name", "slug")))
    return len(rows)


def slug_of(icecat_id: str, copy: int = 0) -> str:
    """What a product of the file is known by in the shop."""
    return f"icecat-{icecat_id}" + (f"-{copy}" if copy else "")


def show(products: list[tuple[int, str, str]]) -> None:
    """Give each (pk, name, slug) a live page under the front page, in two INSERTs a batch."""
    home = _front_page()
    locale = Locale.objects.get(language_code="en-gb")
    content_type = ProductPage(title="x").content_type
    for first in range(0, len(products), BATCH):
        some = products[first : first + BATCH]
        with transaction.atomic():
            pages = [
                Page(
                    title=name[:255],
                    draft_title=name[:255],
                    slug=slug,
                    content_type=content_type,
                    locale=locale,
                    owner=None,
                    live=True,
                    depth=home.depth + 1,
                    path=Page._get_path(home.path, home.depth + 1, first + number + 1),
                    url_path=f"{home.url_path}{slug}/",
                )
                for number, (_pk, name, slug) in enumerate(some)
            ]
            Page.objects.bulk_create(pages)
            shown = []
            for page, (pk, _name, _slug) in zip(pages, some, strict=True):
                child = ProductPage(page_ptr=page, product_id=pk, standfirst="")
                child.__dict__.update(
                    {name: value for name, value in page.__dict__.items() if name != "_state"}
                )
                shown.append(child)
            fields = ProductPage._meta.local_concrete_fields
            ProductPage.objects.none()._insert(shown, fields=fields, raw=True, using=connection.alias)  # type: ignore[attr-defined]
    Page.objects.filter(pk=home.pk).update(numchild=len(products))


def _front_page() -> Page:
    Locale.objects.get_or_create(language_code="en-gb")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="Icecat", slug="icecat-front"))
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    site.hostname, site.root_page = "localhost", home
    site.save()
    return home.page_ptr


def _named(model: type[Brand], names: Iterable[str]) -> dict[str, Brand]:
    by_lower: dict[str, Brand] = {}
    for name in sorted(names):
        if name.lower() not in by_lower:
            by_lower[name.lower()] = model.objects.create(name=name[:120])
    return {name: by_lower[name.lower()] for name in names}


def _attributes(rows: Iterable[dict[str, Any]]) -> dict[str, Attribute]:
    names = sorted({name for row in rows for name in row if name.startswith("attr_")})
    made = Attribute.objects.bulk_create(
        Attribute(
            code=f"{number}-{slug_for(name[7:])}"[:60],
            name=name[7:].replace("_", " ").strip()[:120].capitalize(),
            kind=KINDS[name[5]],
        )
        for number, name in enumerate(names)
    )
    return dict(zip(names, made, strict=True))


def _facts(
    product: Product, row: dict[str, Any], attributes: dict[str, Attribute]
) -> Iterator[ProductAttribute]:
    for name, value in row.items():
        if not name.startswith("attr_") or value in (None, ""):
            continue
        fact = ProductAttribute(product=product, attribute=attributes[name])
        match name[5]:
            case "t":
                fact.text = str(value)[:400]
            case "b":
                fact.boolean = bool(value)
            case _:
                fact.number = Decimal(str(value)).quantize(Decimal("0.0001"))
                if abs(fact.number) >= Decimal(10) ** 12:
                    continue
        yield fact


def _sku(row: dict[str, Any], copy: int, taken: set[str]) -> str:
    """The manufacturer's code, made different where another product has it."""
    sku = f"{row['name'][:60].strip()}" + (f" #{copy}" if copy else "")
    if not sku or sku.upper() in taken:
        sku = f"{sku} {row['id']}".strip()
    taken.add(sku.upper())
    return sku


def _batches(rows: list[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH)):
        yield batch
