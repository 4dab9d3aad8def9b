"""The StreamField blocks that editors tell stories with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.coreutils import resolve_model_string
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from catalog_pages.editing.choosers import CategoryChooser, ProductChooser

if TYPE_CHECKING:
    from catalog_pages.listing import ProductCard


class ProductChooserBlock(blocks.ChooserBlock):
    """One product, found or created in the chooser's modal."""

    class Meta:
        icon = "tag"
        label = _("Product")

    @cached_property
    def target_model(self) -> Any:
        return resolve_model_string("catalog_pages.Product")

    @cached_property
    def widget(self) -> ProductChooser:
        return ProductChooser()


class CategoryChooserBlock(blocks.ChooserBlock):
    """One category of the goods."""

    class Meta:
        icon = "folder-open-1"
        label = _("Category")

    @cached_property
    def target_model(self) -> Any:
        return resolve_model_string("catalog_pages.Category")

    @cached_property
    def widget(self) -> CategoryChooser:
        return CategoryChooser()


class PictureBlock(blocks.StructBlock):
    """A picture across the column, with a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(required=False, max_length=255, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """Words of somebody, set apart."""

    text = blocks.TextBlock(label=_("Words"))
    source = blocks.CharBlock(required=False, max_length=120, label=_("Who said them"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class ShelfValue(blocks.StructValue):
    """A shelf as the page shows it. `cards` is filled for all shelves of a page at once, by the page's context."""

    cards: Sequence[ProductCard] = ()

    @property
    def picked(self) -> list[int]:
        """The pks of the products picked by hand, in their order; those deleted since are left out."""
        return [product.pk for product in self["products"] if product is not None]


class ShelfBlock(blocks.StructBlock):
    """A row of products under a heading: picked by hand, or the newest of a category."""

    heading = blocks.CharBlock(max_length=120, label=_("Heading"))
    products = blocks.ListBlock(
        ProductChooserBlock(), min_num=0, max_num=12, default=[], collapsed=True, label=_("Products")
    )
    category = CategoryChooserBlock(
        required=False, help_text=_("Fills the shelf with its newest products when none is picked.")
    )
    link = blocks.PageChooserBlock(required=False, label=_("Page to go on to"))

    class Meta:
        icon = "table"
        label = _("Shelf of products")
        template = "blocks/shelf.html"
        value_class = ShelfValue


class TileBlock(blocks.StructBlock):
    """A picture that leads to a page, with a line of its own if it wants one."""

    page = blocks.PageChooserBlock(label=_("Page"))
    image = ImageChooserBlock(label=_("Picture"))
    title = blocks.CharBlock(
        required=False, max_length=120, label=_("Title"), help_text=_("The page's when empty.")
    )
    text = blocks.CharBlock(required=False, max_length=255, label=_("Line of text"))

    class Meta:
        icon = "doc-full"
        label = _("Tile")


class TilesBlock(blocks.StructBlock):
    """Stories or parts of the shop, side by side."""

    heading = blocks.CharBlock(required=False, max_length=120, label=_("Heading"))
    tiles = blocks.ListBlock(TileBlock(), min_num=1, max_num=6, label=_("Tiles"))

    class Meta:
        icon = "grip"
        label = _("Tiles")
        template = "blocks/tiles.html"


class BodyBlock(blocks.StreamBlock):
    """The body of any page."""

    heading = blocks.CharBlock(
        form_classname="title", icon="title", template="blocks/heading.html", label=_("Heading")
    )
    text = blocks.RichTextBlock(label=_("Text"), template="blocks/text.html")
    picture = PictureBlock()
    quote = QuoteBlock()
    shelf = ShelfBlock()


class FrontBlock(BodyBlock):
    """The body of the front page: what any page may have, and tiles."""

    tiles = TilesBlock()
