"""The demo catalogue as records for the importer, so that the demo shop is made as a merchant's would be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from html import escape
from pathlib import Path

from django.utils import timezone
from wagtail.models import Site

from catalog_pages.importing.batches import BatchWriter
from catalog_pages.importing.photographs import Photographs, PictureFolder
from catalog_pages.importing.records import Fact, Option, Picture, ProductRecord, VariantRecord
from catalog_pages.importing.report import Report
from catalog_pages.importing.run import write_catalogue
from catalog_pages.importing.shelves import ShelfWriter
from catalog_pages.locks import category_tree_lock, page_tree_lock
from catalog_pages.models import Attribute, AttributeChoice, Brand, Category, ImportRecord, TaxClass
from catalog_pages.models import Variant as ShopVariant
from catalog_pages.trees import category_at
from demo import pictures
from demo.catalogue import ATTRIBUTES, BRANDS, CATEGORIES, PRODUCTS, SWATCHES
from demo.catalogue.shape import Product, Value, Variant
from demo.loading.past import date_back_deliveries

SOURCE = "demo"
REFERENCE = "demo shop"
SALE_BEGAN, SALE_LASTS = timedelta(days=9), timedelta(days=60)

_CATEGORIES = {category.key: category for category in CATEGORIES}
_ATTRIBUTES = {attribute.code: attribute for attribute in ATTRIBUTES}
_BRANDS = {brand.key: brand for brand in BRANDS}


def are_begun() -> bool:
    """Whether any product has been loaded before. One query."""
    return ImportRecord.objects.filter(source=SOURCE).exists()


def load_vocabulary() -> None:
    """Tax classes, makers and attributes, before the importer would make plainer ones."""
    TaxClass.default()
    TaxClass.objects.get_or_create(code="books", defaults={"name": "Books"})
    for brand in BRANDS:
        Brand.objects.get_or_create(name=brand.name, defaults={"description": brand.about})
    for position, attribute in enumerate(ATTRIBUTES):
        Attribute.objects.get_or_create(
            code=attribute.code,
            defaults={
                "name": attribute.name,
                "kind": attribute.kind,
                "unit": attribute.unit,
                "is_facet": attribute.is_facet,
                "position": position,
            },
        )


def load_categories(site: Site) -> None:
    """The categories and their pages, in the order of the menu. Those that are there stay where they are."""
    with category_tree_lock(), page_tree_lock():
        shelves = ShelfWriter(site)
        for category in CATEGORIES:
            shelves.category_page(category_at(path=_path(category.key)))


def load_goods(
    *, site: Site, folder: Path, drawn: Mapping[str, Sequence[pictures.Picture]], progress: Callable[[], None]
) -> Report:
    """Products, variants, stock, pages and galleries. What was loaded before stays as it is now."""
    report = Report(say=lambda remark: None)
    write_catalogue(
        BatchWriter(
            read=lambda record: (record,),
            site=site,
            source=SOURCE,
            reference=REFERENCE,
            photographs=Photographs(PictureFolder(folder), report),
        ),
        _records(drawn),
        report=report,
        position=lambda: 0.0,
        progress=lambda _position: progress(),
    )
    for (code, name), colour in SWATCHES.items():
        choices = AttributeChoice.objects.filter(attribute__code=code, name=name, swatch="")
        choices.update(swatch="#{:02x}{:02x}{:02x}".format(*colour))
    for category in CATEGORIES:
        Category.objects.filter(name=category.name, description="").update(description=category.standfirst)
    _open_the_sale()
    date_back_deliveries(REFERENCE)
    return report


def _open_the_sale() -> None:
    """Give the reduced goods a sale that began some days ago. Not by their records: those say the same every day."""
    began = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - SALE_BEGAN
    reduced = ShopVariant.objects.filter(product__import_records__source=SOURCE, sale_price__isnull=False)
    reduced.filter(sale_starts_at=None, sale_ends_at=None).update(
        sale_starts_at=began, sale_ends_at=began + SALE_LASTS
    )


def _records(drawn: Mapping[str, Sequence[pictures.Picture]]) -> Iterator[ProductRecord]:
    for line, product in enumerate(PRODUCTS, start=1):
        yield _record(line, product, drawn[product.key])


def _record(line: int, product: Product, drawn: Sequence[pictures.Picture]) -> ProductRecord:
    return ProductRecord(
        line=line,
        sku=product.key,
        name=product.name,
        slug=product.key,
        categories=tuple(_path(key) for key in product.places),
        brand=_BRANDS[product.brand].name,
        tax_class="" if product.tax_class == "standard" else product.tax_class,
        description=f"<p>{escape('. '.join(product.details))}.</p>",
        standfirst=product.description,
        search_description=product.description[:155],
        facts=tuple(_fact(code, value) for code, value in product.attributes),
        pictures=tuple(Picture(picture.path.name, picture.alt) for picture in drawn),
        variants=tuple(_variant(line, product, variant) for variant in product.variants),
    )


def _path(key: str) -> tuple[str, ...]:
    category = _CATEGORIES[key]
    above = _path(category.parent) if category.parent else ()
    return (*above, category.name)


def _fact(code: str, value: Value) -> Fact:
    attribute = _ATTRIBUTES[code]
    if isinstance(value, bool):
        written = "yes" if value else "no"
    elif isinstance(value, Decimal):
        written = f"{value:f}"
    else:
        written = value
    return Fact(code, attribute.name, Attribute.Kind(attribute.kind), (written,), attribute.unit)


def _variant(line: int, product: Product, variant: Variant) -> VariantRecord:
    return VariantRecord(
        line=line,
        sku=variant.sku,
        price=variant.price,
        options=tuple(Option(code, _ATTRIBUTES[code].name, choice) for code, choice in variant.options),
        sale_price=variant.sale_price,
        barcode=variant.barcode,
        weight_grams=variant.weight,
        requires_shipping=not product.is_download,
        stock=variant.stock,
        backorder=variant.to_order,
    )
