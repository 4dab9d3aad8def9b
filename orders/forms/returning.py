"""What a shopper wants to send back: so many pieces of each line, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders.models import Item
from orders.returns import PiecesBack, Reason

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

REASONS = [reason for reason in Reason if reason is not Reason.NOT_DELIVERED]
"""What a shopper may say; that a parcel could not be delivered, its carrier says."""


@dataclass(frozen=True, kw_only=True)
class ReturnRow:
    """A line of the order with its two fields; `most` is what can come back of it."""

    item: Item
    most: int
    quantity: BoundField
    reason: BoundField


class ReturnForm(forms.Form):
    """A row for each line of which something can come back. `returns_seen` tells a form sent twice."""

    comment = forms.CharField(
        label=gettext_lazy("Anything we should know?"),
        help_text=gettext_lazy("What is broken, or what you expected."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    returns_seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, str] | None = None, *, left: Mapping[Item, int], returns_seen: int
    ) -> None:
        super().__init__(data, initial={"returns_seen": returns_seen})
        self.rows: list[ReturnRow] = []
        is_one = sum(left.values()) == 1
        for item, most in left.items():
            self._add_row(item, most, initial=1 if is_one else 0)

    def _add_row(self, item: Item, most: int, *, initial: int) -> None:
        quantity, reason = f"quantity-{item.pk}", f"reason-{item.pk}"
        self.fields[quantity] = forms.IntegerField(
            label=_("How many (at most %(most)d)") % {"most": most},
            min_value=0,
            max_value=most,
            initial=initial,
            error_messages={
                "required": _("Enter a whole number, 0 for none."),
                "invalid": _("Enter a whole number, 0 for none."),
                "min_value": _("Enter a whole number, 0 for none."),
                "max_value": _("Of this, %(limit_value)d can come back at most."),
            },
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        )
        self.fields[reason] = forms.ChoiceField(
            label=_("Why"),
            choices=[("", _("Please choose")), *((each.value, each.label) for each in REASONS)],
            required=False,
        )
        self.rows.append(ReturnRow(item=item, most=most, quantity=self[quantity], reason=self[reason]))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not any(data.get(row.quantity.name) for row in self.rows) and not self.errors:
            self.add_error(
                self.rows[0].quantity.name if self.rows else None,
                _("Say how many pieces you would like to send back."),
            )
        for row in self.rows:
            if data.get(row.quantity.name) and not data.get(row.reason.name) and row.reason.name in data:
                self.add_error(row.reason.name, _("Choose why, so that we can do better."))
        return data

    def pieces(self) -> list[PiecesBack]:
        """What was chosen; the comment goes with each line."""
        return [
            PiecesBack(
                item=row.item,
                quantity=self.cleaned_data[row.quantity.name],
                reason=Reason(self.cleaned_data[row.reason.name]),
                comment=self.cleaned_data["comment"],
            )
            for row in self.rows
            if self.cleaned_data[row.quantity.name]
        ]
