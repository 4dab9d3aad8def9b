"""The page types editors work with. No price and no stock level is a field here: a revision must not carry one."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index
from wagtail.url_routing import RouteResult

from catalog_pages.blocks import BodyBlock, FrontBlock
from catalog_pages.compiled import CompiledQuery, Parameter
from catalog_pages.editing.panels import GalleryPanel, GoodsPanel
from catalog_pages.models.category import Category
from catalog_pages.models.product import Product
from catalog_pages.page_cache.dependencies import depends_on
from catalog_pages.page_cache.frame import frame


class StorefrontPage(Page):
    """What all page types share."""

    context_from: ClassVar[str] = ""
    """The function, by its path, that puts together what the template is given: (page, request) -> dict.

    By its path, for it reads models and lists and so cannot be imported by them.
    """
    served_with: ClassVar[tuple[str, ...]] = ()
    """The relations that its template reads, loaded with the page."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        depends_on(f"page:{self.pk}")
        context.update(import_string(self.context_from)(self, request))
        return context

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """As Wagtail's, in one query for its two: of this page, of those above, of what they mirror.

        None in a shop where nothing is private, once that is known.
        """
        if not frame.kept("anything is private", PageViewRestriction.objects.exists):
            return PageViewRestriction.objects.none()
        steps = range(self.steplen, len(self.path) + 1, self.steplen)
        paths = [self.path[:end] for end in steps]
        found: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.filter(
            Q(page__path__in=paths, page__alias_of=None) | Q(page__aliases__path__in=paths)
        )
        return found.distinct()


class HomePage(StorefrontPage):
    """The front of the shop."""

    standfirst = models.TextField(_("standfirst"), blank=True)
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hero picture"),
    )
    hero_page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("page the hero leads to"),
    )
    hero_label = models.CharField(_("words on the hero's button"), max_length=60, blank=True)
    picks_title = models.CharField(_("heading of the first shelf"), max_length=120, blank=True)
    body = StreamField(FrontBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [FieldPanel("hero_image"), FieldPanel("hero_page"), FieldPanel("hero_label")], heading=_("Hero")
        ),
        MultiFieldPanel(
            [
                FieldPanel("picks_title"),
                MultipleChooserPanel("picks", chooser_field_name="product", label=_("product")),
            ],
            heading=_("First shelf"),
        ),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    template = "pages/home.html"
    context_from = "catalog_pages.storefront.home.context"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page below in one query, however deep it lies; Wagtail's own way takes two for each level.

        Raises Http404 when there is none or it is not live.
        """
        if not path_components:
            return super().route(request, path_components)
        slug, url_path = path_components[-1], f"{self.url_path}{'/'.join(path_components)}/"
        for model in dict.fromkeys((self._others().get(url_path, ProductPage), Page)):
            page = _at_address(model).first(slug=slug, url_path=url_path)
            if page is not None:
                page = page.specific if model is Page else page
                routed: RouteResult = page.route(request, [])
                return routed
        raise Http404

    def _others(self) -> dict[str, type[Page]]:
        """The types of all pages below but products', by their addresses: goods are many, and they are few.

        One query, none where they are kept.
        """

        def read() -> dict[str, type[Page]]:
            pages = Page.objects.filter(path__startswith=self.path).not_type(ProductPage)
            types = pages.order_by().values_list("url_path", "content_type_id")
            models_of = {
                key: ContentType.objects.get_for_id(key).model_class() for key in {key for _, key in types}
            }
            return {url: model for url, key in types if (model := models_of[key]) is not None}

        return frame.kept(("other pages", self.pk), read)


@cache
def _at_address(model: type[Any]) -> CompiledQuery[Any]:
    """The page of this type with this address, with what its template reads. By its slug, which has an index."""
    here = model._default_manager.filter(slug=Parameter("slug"), url_path=Parameter("url_path"))
    return CompiledQuery(lambda: here.select_related(*getattr(model, "served_with", ())).order_by("path")[:1])


class StandardPage(StorefrontPage):
    """Delivery, returns, about us, a story; with pages below it, a list of stories."""

    standfirst = models.TextField(_("standfirst"), blank=True)
    lead_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("standfirst"),
        FieldPanel("lead_image"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    template = "pages/standard.html"
    context_from = "catalog_pages.storefront.standard.context"
    served_with = ("lead_image",)
    parent_page_types = ["catalog_pages.HomePage", "catalog_pages.StandardPage"]
    subpage_types = ["catalog_pages.StandardPage"]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class CategoryPage(StorefrontPage):
    """Shows the goods of a Category: copy, a hero, hand-picked products first."""

    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("category"),
        help_text=_("Everything in it, and in the categories below it, is listed."),
    )
    standfirst = models.TextField(_("standfirst"), blank=True, help_text=_("A line or two under the title."))
    hero_image = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hero picture"),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"), help_text=_("Below the products."))

    content_panels = [
        *Page.content_panels,
        FieldPanel("category"),
        FieldPanel("standfirst"),
        FieldPanel("hero_image"),
        MultipleChooserPanel(
            "picks", chooser_field_name="product", heading=_("Products that come first"), label=_("product")
        ),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    template = "pages/category.html"
    context_from = "catalog_pages.storefront.category.context"
    served_with = ("category", "hero_image")
    show_in_menus_default = True
    parent_page_types = ["catalog_pages.HomePage", "catalog_pages.CategoryPage"]

    class Meta:
        verbose_name = _("category page")
        verbose_name_plural = _("category pages")


class ProductPage(StorefrontPage):
    """Shows a Product: copy, a gallery, what search engines read."""

    product = models.ForeignKey(
        Product,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("product"),
    )
    standfirst = models.TextField(
        _("standfirst"), blank=True, help_text=_("A line or two beside the pictures.")
    )
    body = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("body"),
        help_text=_("Tells more than the product's description."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("product"),
        GoodsPanel(heading=_("What is sold here")),
        FieldPanel("standfirst"),
        GalleryPanel("gallery", chooser_field_name="image", heading=_("Gallery"), label=_("picture")),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("standfirst"), index.SearchField("body")]
    template = "pages/product.html"
    context_from = "catalog_pages.storefront.product.context"
    served_with = ("product__brand", "product__category")
    parent_page_types = ["catalog_pages.CategoryPage", "catalog_pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("product page")
        verbose_name_plural = _("product pages")
