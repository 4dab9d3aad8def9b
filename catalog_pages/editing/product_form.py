"""The form by which an editor makes a product without leaving the page: the least that can be sold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from mptt.forms import TreeNodeChoiceField

from catalog_pages import stock
from catalog_pages.models import Category, Product, Variant

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class NewProductForm(forms.ModelForm[Product]):
    """A product with its first variant. Sizes and colours are added in the back-office."""

    category = TreeNodeChoiceField(queryset=Category.objects.all(), label=_("Main category"))
    sku = forms.CharField(label=_("SKU"), max_length=80)
    price = forms.DecimalField(
        label=_("Price"),
        min_value=0,
        max_digits=14,
        decimal_places=3,
        help_text=_("As the shop shows prices."),
    )
    pieces = forms.IntegerField(
        label=_("Pieces on the shelf"),
        min_value=0,
        max_value=stock.MOST_PIECES,
        required=False,
        help_text=_("Empty for what is not counted, such as a download."),
    )

    class Meta:
        model = Product
        fields = ["name", "category", "brand"]

    field_order = ["name", "category", "brand", "sku", "price", "pieces"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "sku" in data and "price" in data:
            self.variant = Variant(sku=data["sku"], price=data["price"])
            try:
                self.variant.full_clean(exclude=["product"])
            except ValidationError as problems:
                messages = problems.message_dict
                self.add_error("sku", messages.pop("sku", []) + messages.pop("__all__", []))
                for name, text in messages.items():
                    self.add_error(name if name in self.fields else None, text)
        return data

    def create(self, *, actor: AbstractBaseUser | None = None) -> Product:
        """Make the product, its variant and, where pieces are counted, its stock with the ledger's first line."""
        with transaction.atomic():
            product = self.save()
            self.variant.product = product
            self.variant.save()
            self._stock(actor)
        return product

    def _stock(self, actor: AbstractBaseUser | None) -> None:
        pieces = self.cleaned_data["pieces"]
        reason = str(_("created in the page editor"))
        if pieces:
            stock.receive(variant=self.variant, quantity=pieces, reason=reason, actor=actor)
        elif pieces == 0:
            stock.adjust(variant=self.variant, on_hand=0, reason=reason, actor=actor)
