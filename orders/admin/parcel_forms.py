"""The forms about parcels: what leaves in one, that it has arrived, that the rest will not be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_pages.models import StockItem
from catalog_pages.money import format_money
from orders import fulfilment, refund_lines
from orders.admin.move_form import Cell, MoveForm, Row, pieces_field, reason_field
from orders.exceptions import PaymentFailed
from orders.models import Shipment

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class ShipForm(MoveForm):
    title = gettext_lazy("Ship")
    explanation = gettext_lazy(
        "A parcel has left: its pieces leave the shelf, and the shopper gets a mail with what you enter here. Lower "
        "the numbers to send a part: the rest can follow in another parcel."
    )
    done = gettext_lazy("%(number)s is on its way.")

    carrier = forms.CharField(
        label=gettext_lazy("Carrier"),
        max_length=Shipment._meta.get_field("carrier").max_length,
        required=False,
        help_text=gettext_lazy("DHL, Royal Mail ..."),
    )
    tracking_number = forms.CharField(
        label=gettext_lazy("Tracking number"),
        max_length=Shipment._meta.get_field("tracking_number").max_length,
        required=False,
    )
    tracking_url = forms.URLField(
        label=gettext_lazy("Tracking link"),
        max_length=Shipment._meta.get_field("tracking_url").max_length,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("The address of the carrier's page about this parcel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = [item for item in self.order.items.all() if item.quantity_left]
        on_hand = dict(
            StockItem.objects.filter(variant__in=[item.variant_id for item in items]).values_list(
                "variant_id", "on_hand"
            )
        )
        for item in items:
            left, there = item.quantity_left, on_hand.get(item.variant_id or 0, item.quantity_left)
            facts = [_("%(left)d of %(ordered)d still to be sent") % {"left": left, "ordered": item.quantity}]
            if there < left:
                facts.append(_("%(there)d on the shelf") % {"there": there})
            name = f"pieces-{item.pk}"
            self.fields[name] = pieces_field(left, initial=min(left, there))
            cell = Cell(label=_("Pieces in this parcel"), field=self[name])
            self.rows.append(Row(item=item, facts=", ".join(facts), cells=[cell]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        # A button of another page that sends no line at all sends all that is left.
        self.lines: dict[int, int] | None = None
        if any(self.add_prefix(row.cells[0].field.name) in self.data for row in self.rows):
            self.lines = {row.item.pk: data.get(row.cells[0].field.name) or 0 for row in self.rows}
        return data

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        names = ("carrier", "tracking_number", "tracking_url")
        how = {name: self.cleaned_data[name] for name in names}
        fulfilment.ship(order=self.order, lines=self.lines, actor=actor, **how)


class DeliverForm(MoveForm):
    """All parcels on their way, or the one that is named."""

    title = gettext_lazy("Mark as delivered")
    explanation = gettext_lazy("What is on its way has arrived. The shopper gets a mail.")
    done = gettext_lazy("%(number)s is delivered.")

    shipment = forms.ModelChoiceField(
        queryset=Shipment.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shipments: forms.ModelChoiceField[Shipment] = self.fields["shipment"]  # type: ignore[assignment]
        shipments.queryset = Shipment.objects.filter(order=self.order)

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.deliver(order=self.order, shipment=self.cleaned_data["shipment"], actor=actor)

    def said(self) -> str:
        if self.order.state is self.order.Status.DELIVERED:
            return super().said()
        return _("A parcel of %(number)s is delivered.") % {"number": self.order.number}


class CancelRestForm(MoveForm):
    title = gettext_lazy("Cancel what is left")
    explanation = gettext_lazy(
        "What has not been sent will not be: its pieces can be sold again, and the shopper gets a mail. Lower the "
        "numbers to keep some of it to be sent."
    )
    done = gettext_lazy("What was left of %(number)s is cancelled.")

    reason = reason_field(gettext_lazy("The shopper reads it in the mail."))
    refund = forms.BooleanField(
        label=gettext_lazy("Refund it"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Pays back what these pieces cost. Without the mark you refund it later."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = {item.pk: item for item in self.order.items.all() if item.quantity_left}
        worths = {}
        if items:
            left = {key: item.quantity_left for key, item in items.items()}
            worths = {each.item: each.worth for each in refund_lines.worth_of(order=self.order, lines=left)}
        for item in items.values():
            name = f"pieces-{item.pk}"
            self.fields[name] = pieces_field(item.quantity_left, initial=item.quantity_left)
            facts = _("%(left)d of %(ordered)d not sent, paid: %(worth)s") % {
                "left": item.quantity_left,
                "ordered": item.quantity,
                "worth": format_money(worths[item].gross, self.order.currency),
            }
            cell = Cell(label=_("Pieces to cancel"), field=self[name])
            self.rows.append(Row(item=item, facts=facts, cells=[cell]))

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        data = self.cleaned_data
        fulfilment.cancel_rest(
            order=self.order,
            lines={row.item.pk: data[row.cells[0].field.name] or 0 for row in self.rows},
            reason=data["reason"],
            refund=data["refund"],
            actor=actor,
        )

    def is_done_all_the_same(self, error: Exception) -> bool:
        return isinstance(error, PaymentFailed)
