"""The small forms by which levels of stock change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalog_pages import stock
from catalog_pages.admin.resources.stock import conflict_words
from catalog_pages.exceptions import StockConflict
from catalog_pages.models import StockItem

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

    _StockItemForm = forms.ModelForm[StockItem]
else:
    _StockItemForm = forms.ModelForm


class StockItemForm(_StockItemForm):
    counted = forms.IntegerField(
        label=_("On the shelf now"), min_value=0, max_value=stock.MOST_PIECES, initial=0, required=False
    )

    def clean_counted(self) -> int:
        return self.cleaned_data["counted"] or 0

    def clean_backorder(self) -> bool:
        backorder: bool = self.cleaned_data["backorder"]
        if not backorder and self.instance.pk and self.instance.reserved > self.instance.on_hand:
            raise forms.ValidationError(
                _("%(reserved)d are promised and %(on_hand)d are there: receive the rest first.")
                % {"reserved": self.instance.reserved, "on_hand": self.instance.on_hand}
            )
        return backorder


class MoveForm(forms.Form):
    """A change of the level of `item`, made by `move`."""

    def __init__(self, *args: Any, item: StockItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item

    def move(self, *, actor: AbstractBaseUser | None) -> bool:
        """Make the change; False, with an error on the form, when the shelf does not allow it."""
        raise NotImplementedError

    def log_message(self) -> str:
        """What was done, for the message and the admin's log."""
        raise NotImplementedError


class ReceiveForm(MoveForm):
    quantity = forms.IntegerField(label=_("Pieces received"), min_value=1, max_value=stock.MOST_PIECES)
    reference = forms.CharField(
        label=_("Reference"), max_length=80, required=False, help_text=_("The delivery note, say.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def move(self, *, actor: AbstractBaseUser | None) -> bool:
        try:
            stock.receive(variant=self.item.variant, actor=actor, **self.cleaned_data)
        except StockConflict:
            self.add_error("quantity", _("No shelf holds that many."))
            return False
        return True

    def log_message(self) -> str:
        count = self.cleaned_data["quantity"]
        return ngettext(
            "%(count)d piece of %(sku)s received.", "%(count)d pieces of %(sku)s received.", count
        ) % {
            "count": count,
            "sku": self.item.variant.sku,
        }


class AdjustForm(MoveForm):
    on_hand = forms.IntegerField(label=_("Pieces counted"), min_value=0, max_value=stock.MOST_PIECES)
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Breakage, theft, a miscount ...")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on_hand"].initial = self.item.on_hand

    def move(self, *, actor: AbstractBaseUser | None) -> bool:
        try:
            stock.adjust(variant=self.item.variant, actor=actor, **self.cleaned_data)
        except StockConflict:
            self.item.refresh_from_db(fields=["on_hand", "reserved"])
            self.add_error("on_hand", conflict_words(self.item, self.cleaned_data["on_hand"]))
            return False
        return True

    def log_message(self) -> str:
        return gettext("%(sku)s counted: %(count)d on hand.") % {
            "sku": self.item.variant.sku,
            "count": self.cleaned_data["on_hand"],
        }
