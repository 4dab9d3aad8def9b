"""A storefront to walk through: a front page, category pages, products on pages, with pictures."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from catalog_pages import renditions
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Category,
    CategoryPage,
    GalleryImage,
    HomePage,
    Product,
    ProductPage,
    StockItem,
    Variant,
)
from tests.factories import ProductFactory, VariantFactory


def front_page() -> HomePage:
    """The front page of the default site, made on first use."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and isinstance(site.root_page.specific, HomePage):
        return site.root_page.specific
    Locale.objects.get_or_create(language_code="en-gb")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    home = root.add_child(instance=HomePage(title="Pipit Press", slug="front"))
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    else:
        site.root_page = home
        site.save()
    return home


def the_site() -> Site:
    """The default site, with its front page."""
    front_page()
    return Site.objects.select_related("root_page").get(is_default_site=True)


def category_page(category: Category, parent: Page | None = None, **fields: Any) -> CategoryPage:
    """A live page for a category, under the front page when no parent is given."""
    page = CategoryPage(title=category.name, slug=category.slug, category=category, **fields)
    return (parent or front_page()).add_child(instance=page)


def show(product: Product, parent: Page | None = None, *, pictures: int = 0, **fields: Any) -> ProductPage:
    """A live page for a product, with so many pictures whose renditions are made."""
    page = ProductPage(**{"title": product.name, "slug": product.slug, "product": product, **fields})
    (parent or front_page()).add_child(instance=page)
    for number in range(pictures):
        GalleryImage.objects.create(
            page=page, image=picture(f"{product.name} {number}"), sort_order=number, alt_text=f"View {number}"
        )
    renditions.prepare(page)
    return page


def for_sale(
    name: str = "",
    *,
    price: str = "12.00",
    on_hand: int | None = 20,
    pictures: int = 0,
    parent: Page | None = None,
    sale_price: str | None = None,
    **fields: Any,
) -> Product:
    """A product with one variant and a live page. `on_hand` None leaves its stock uncounted."""
    product = ProductFactory(**({"name": name} if name else {}), **fields)
    variant = VariantFactory(
        product=product,
        price=Decimal(price),
        sale_price=Decimal(sale_price) if sale_price else None,
        options_key="",
    )
    if on_hand is not None:
        StockItem.objects.create(variant=variant, on_hand=on_hand)
    show(product, parent, pictures=pictures)
    return product


def choice(attribute: str, code: str, **fields: Any) -> AttributeChoice:
    """A choice of a facet attribute, both made on first use and named after their codes."""
    owner, _made = Attribute.objects.get_or_create(
        code=attribute, defaults={"name": attribute.capitalize(), "is_facet": True}
    )
    found, _made = AttributeChoice.objects.get_or_create(
        attribute=owner, code=code, defaults={"name": code.upper(), **fields}
    )
    return found


def variant_of(
    product: Product, *choices: AttributeChoice, price: str = "12.00", on_hand: int | None = 20, **fields: Any
) -> Variant:
    """A variant of the product that these choices tell from its siblings."""
    variant = VariantFactory(product=product, price=Decimal(price), **fields)
    variant.set_options({each.attribute: each for each in choices})
    if on_hand is not None:
        StockItem.objects.create(variant=variant, on_hand=on_hand)
    return variant


def with_sizes(name: str, **levels: int) -> Product:
    """A product with a live page that comes in sizes: `with_sizes("Shirt", s=0, m=3)`."""
    product = ProductFactory(name=name)
    for position, (size, on_hand) in enumerate(levels.items()):
        variant_of(product, choice("size", size, position=position), on_hand=on_hand, position=position)
    show(product)
    return product


def picture(title: str = "A picture", *, width: int = 40, height: int = 50) -> Any:
    """A small picture in the library, plain brown."""
    file = BytesIO()
    Picture.new("RGB", (width, height), "#a84a22").save(file, "PNG")
    return get_image_model().objects.create(title=title, file=ContentFile(file.getvalue(), f"{title}.png"))
