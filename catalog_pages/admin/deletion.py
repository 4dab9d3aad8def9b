"""Deleting goods: what goes with them, what stays, and what a person should know before."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog_pages.models import ProductPage, StockItem, StockMovement


class GoodsDeletionMixin:
    """For admins of goods. The ledger goes with the goods it is of, though nobody may delete its lines alone."""

    delete_confirmation_template: Any = "admin/catalog_pages/goods_delete_confirmation.html"
    delete_selected_confirmation_template: Any = "admin/catalog_pages/goods_delete_selected_confirmation.html"

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deletable, counts, forbidden, protected = super().get_deleted_objects(objs, request)  # type: ignore[misc]
        forbidden = set(forbidden) - {StockMovement._meta.verbose_name}
        request.goods_deletion_warnings = self.deletion_warnings(objs)  # type: ignore[attr-defined]
        return deletable, counts, forbidden, protected

    def deletion_warnings(self, objs: Any) -> list[str]:
        """What a person should know before `objs` go, one sentence each."""
        lookup = {"Product": "variant__product__in", "Variant": "variant__in", "StockItem": "pk__in"}
        model = self.model.__name__  # type: ignore[attr-defined]
        keys = [row.pk for row in objs]
        warnings = []
        if model != "StockItem":
            warnings.append(
                _(
                    "Orders keep their lines as they were sold; carts say that the goods are no longer available."
                )
            )
        if model == "Product":
            pages = (
                ProductPage.objects.filter(product__in=keys).order_by("title").values_list("title", flat=True)
            )
            if pages:
                warnings.append(
                    ngettext(
                        "This page stays, with nothing to sell: %(titles)s.",
                        "These pages stay, with nothing to sell: %(titles)s.",
                        len(pages),
                    )
                    % {"titles": ", ".join(pages)}
                )
        promised = StockItem.objects.filter(**{lookup[model]: keys}).aggregate(sum=Sum("reserved"))["sum"]
        if promised:
            warnings.append(
                ngettext(
                    "%d piece is promised to an order that has not been shipped yet.",
                    "%d pieces are promised to orders that have not been shipped yet.",
                    promised,
                )
                % promised
            )
        return warnings
