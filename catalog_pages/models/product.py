from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from catalog_pages.models.brand import Brand
from catalog_pages.models.category import Category
from catalog_pages.models.tax_class import TaxClass
from catalog_pages.models.variant import Variant
from catalog_pages.richtext import sanitise
from catalog_pages.slugs import save_with_slug

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from catalog_pages.models.attribute import ProductAttribute
    from catalog_pages.models.pages import ProductPage
    from catalog_pages.models.review import Review


RATING = ("rating_count", "rating_sum")


class ProductQuerySet(models.QuerySet["Product"]):
    def published(self) -> ProductQuerySet:
        """Products on sale that a live page shows."""
        shown = Product.objects.filter(pages__live=True).order_by().values("pk")
        return self.filter(pk__in=shown, is_active=True)

    def without_page(self) -> ProductQuerySet:
        """Products that no page shows, not even as a draft."""
        return self.filter(pages__isnull=True)

    def in_category(self, category: Category) -> ProductQuerySet:
        """Products whose main or further category lies in the subtree of `category`, each once."""
        subtree = category.get_descendants(include_self=True).order_by().values("pk")
        further = Product.further_categories.through.objects.filter(category__in=subtree)
        return self.filter(Q(category__in=subtree) | Q(pk__in=further.values("product")))

    def with_current_price(self, at: datetime | None = None) -> ProductQuerySet:
        """Adds `price`, the lowest current price of an active variant, in the shop's currency and price basis.

        And `price_before`, that variant's ordinary price where the current one is a sale price, else None.
        Both are None where nothing is on sale.
        """
        prices: QuerySet[Any] = Variant.objects.of_outer_product().with_current_price(at)
        cheapest = prices.order_by("current_price", "pk")
        return self.annotate(
            price=Subquery(cheapest.values("current_price")[:1]),
            price_before=Subquery(cheapest.values("price_before")[:1]),
        )

    def with_highest_price(self, at: datetime | None = None) -> ProductQuerySet:
        """Adds `highest_price`, the highest current price of an active variant. Above `price`, a card says "from"."""
        prices: QuerySet[Any] = Variant.objects.of_outer_product().with_current_price(at)
        dearest = prices.order_by("-current_price")
        return self.annotate(highest_price=Subquery(dearest.values("current_price")[:1]))

    def with_stock(self) -> ProductQuerySet:
        """Adds `in_stock`: True where at least one active variant can be bought now."""
        return self.annotate(in_stock=Exists(Variant.objects.of_outer_product().available()))


class Product(models.Model):  # type: ignore[django-manager-missing]
    """Something the shop sells, as staff know it. What shoppers read about it is the ProductPage's."""

    name = models.CharField(_("name"), max_length=240)
    slug = models.SlugField(
        _("slug"),
        max_length=220,
        unique=True,
        blank=True,
        help_text=_("Part of addresses. Left empty, it is made from the name."),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("main category"),
        help_text=_("Breadcrumb, tax and reports go by it."),
    )
    further_categories = models.ManyToManyField(
        Category,
        blank=True,
        related_name="further_products",
        verbose_name=_("further categories"),
        help_text=_("It is listed there too."),
    )
    brand = models.ForeignKey(
        Brand,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="products",
        verbose_name=_("brand"),
    )
    tax_class = models.ForeignKey(
        TaxClass,
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("tax class"),
        blank=True,
        help_text=_("Left empty, the default one."),
    )
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("What it is, as text or simple HTML. The copy of its pages is the editors'."),
    )
    is_active = models.BooleanField(_("on sale"), default=True)
    rating_count = models.PositiveIntegerField(_("published reviews"), default=0, editable=False)
    rating_sum = models.PositiveIntegerField(_("sum of their ratings"), default=0, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = models.Manager.from_queryset(ProductQuerySet)()

    if TYPE_CHECKING:
        reviews: RelatedManager[Review]
        variants: RelatedManager[Variant]
        attributes: RelatedManager[ProductAttribute]
        pages: RelatedManager[ProductPage]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("product")
        verbose_name_plural = _("products")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Gives it a slug and the default tax class where it has none, and cleans the HTML of the description.

        What `catalog_pages.reviews` counts is left alone: a form that was open meanwhile must not bring it back.
        """
        if not self._state.adding and not kwargs.get("force_insert") and kwargs.get("update_fields") is None:
            own = (field.attname for field in self._meta.concrete_fields if not field.primary_key)
            left_alone = {*RATING, *self.get_deferred_fields()}
            kwargs["update_fields"] = [name for name in own if name not in left_alone]
        if self.tax_class_id is None:
            self.tax_class = TaxClass.default()
        self.description = sanitise(self.description)
        save_with_slug(
            self,
            self.name,
            Product.objects.exclude(pk=self.pk),
            lambda: super(Product, self).save(*args, **kwargs),
        )
