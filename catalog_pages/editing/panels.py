"""Panels of the page editor: the goods behind a product page, read-only, and a gallery that takes many pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.forms import Media
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.panels import MultipleChooserPanel, Panel
from wagtail.models import Page

from catalog_pages.availability import Availability
from catalog_pages.models.shop_settings import ShopSettings

if TYPE_CHECKING:
    from catalog_pages.models import Product, ProductPage, Variant


class Notice(NamedTuple):
    """Something an editor should know before publishing, with where to mend it ("" for nowhere)."""

    text: str
    url: str = ""
    label: str = ""


class GoodsPanel(Panel):
    """What staff say of the product: variants, prices, stock. To be read here and changed in the back-office."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/goods_panel.html"
        instance: ProductPage

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            product = self.instance.product
            variants = _variants(product) if product else []
            back_office = _back_office_url(product, self.request) if product else ""
            context.update(
                product=product,
                variants=[(variant, Availability.of(variant)) for variant in variants],
                currency=_shop(self.instance).currency,
                back_office=back_office,
                warnings=_warnings(self.instance, variants, back_office),
            )
            return context

        @property
        def media(self) -> Media:
            return super().media + Media(js=["js/cms-goods.js"])


class GalleryPanel(MultipleChooserPanel):
    """The pictures of a gallery: chosen from the library, several at once, or uploaded, several at once."""

    class BoundPanel(MultipleChooserPanel.BoundPanel):
        template_name = "cms/gallery_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["upload_url"] = reverse("wagtailimages:add_multiple")
            context["chosen_url"] = reverse("wagtailimages_chooser:chosen", args=["0"])
            context["may_upload"] = self.request.user.has_perm("wagtailimages.add_image")
            return context

        @property
        def media(self) -> Media:
            return super().media + Media(js=["js/cms-gallery.js"])


def _variants(product: Product) -> list[Variant]:
    return list(
        product.variants.select_related("stock").prefetch_related("options__choice", "options__attribute")
    )


def _shop(page: Page) -> ShopSettings:
    """The settings of the site the page stands in; a page not saved yet has none, and takes the default's."""
    site = page.get_site() if page.pk else None
    shop: ShopSettings = ShopSettings.for_site(site) if site else ShopSettings.default()
    return shop


def _back_office_url(product: Product, request: Any) -> str:
    user = request.user
    if user.is_staff and user.has_perm("catalog_pages.view_product"):
        return reverse("admin:catalog_pages_product_change", args=[product.pk])
    return ""


def _warnings(page: ProductPage, variants: list[Variant], back_office: str) -> list[Notice]:
    product = page.product
    if product is None:
        return [
            Notice(
                _(
                    "This page has nothing to sell: no product is chosen. Choose one, or create it in the chooser."
                )
            )
        ]
    found = []
    if not product.is_active:
        found.append(Notice(_("This product is not on sale, so the page has nothing to sell."), back_office))
    elif not any(variant.is_active for variant in variants):
        found.append(
            Notice(_("This product has no variant on sale, so the page has nothing to sell."), back_office)
        )
    others = type(page).objects.filter(product=product, locale=page.locale_id).exclude(pk=page.pk)
    for other in others.only("title", "path", "depth")[:3]:
        text = _("“%(title)s” shows this product too. Lists lead to the first of its pages.") % {
            "title": other.title
        }
        found.append(Notice(text, reverse("wagtailadmin_pages:edit", args=[other.pk]), _("Open that page")))
    return found
