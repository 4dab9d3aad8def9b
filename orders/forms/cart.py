"""Forms of the cart: what to add, how many, which voucher."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Variant
from catalog_pages.options import PREFIX, codes_of
from orders.carts import LARGEST_QUANTITY


class QuantityForm(forms.Form):
    """How many of a line; 0 removes it."""

    quantity = forms.IntegerField(
        min_value=0, max_value=LARGEST_QUANTITY, error_messages={"invalid": _("Enter a whole number.")}
    )


class AddToCartForm(forms.Form):
    """Names a variant by its SKU, or by its product's slug and one `option_<attribute code>` each option."""

    sku = forms.CharField(max_length=80, required=False)
    product = forms.CharField(max_length=220, required=False)
    quantity = forms.IntegerField(min_value=1, max_value=LARGEST_QUANTITY, required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        data["variant"] = self._by_sku(data["sku"]) if data["sku"] else self._by_options(data["product"])
        return data

    def _by_sku(self, sku: str) -> Variant:
        variant = Variant.objects.active().with_sku(sku).first()
        if variant is None:
            raise forms.ValidationError(_("This is no longer sold."), code="unknown")
        return variant

    def _by_options(self, slug: str) -> Variant:
        variants = list(
            Variant.objects.active()
            .filter(product__slug=slug)
            .prefetch_related("options__attribute", "options__choice")
        )
        wanted = {
            option.attribute.code: option.attribute.name for v in variants for option in v.options.all()
        }
        chosen = {code: self.data.get(PREFIX + code, "") for code in wanted}
        missing = [name for code, name in wanted.items() if not chosen[code]]
        if missing:
            raise forms.ValidationError(
                _("Please choose: %(options)s."),
                code="options",
                params={"options": ", ".join(missing).lower()},
            )
        found = [variant for variant in variants if codes_of(variant) == chosen]
        if len(found) != 1:
            raise forms.ValidationError(
                _("There is none in this combination. Please choose another.")
                if variants
                else _("This is no longer sold."),
                code="unknown",
            )
        return found[0]


class VoucherForm(forms.Form):
    """A voucher's code as the shopper has it."""

    code = forms.CharField(
        label=_("Voucher code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
