"""Products that editors pick by hand to stand first, in the order they dragged them to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class Pick(Orderable):
    """One picked product. A pick points at goods, so publishing it moves no price and no stock."""

    product = models.ForeignKey(
        "catalog_pages.Product", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )

    panels = [FieldPanel("product")]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("picked product")
        verbose_name_plural = _("picked products")

    def __str__(self) -> str:
        return str(self.product)


class HomePick(Pick):
    """A product on the front page's first shelf."""

    page = ParentalKey("catalog_pages.HomePage", on_delete=models.CASCADE, related_name="picks")


class CategoryPick(Pick):
    """A product that leads a category's list."""

    page = ParentalKey("catalog_pages.CategoryPage", on_delete=models.CASCADE, related_name="picks")
