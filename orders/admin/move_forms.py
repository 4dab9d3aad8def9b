"""The forms by which staff move an order on, each for one function of orders.fulfilment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy

from orders import fulfilment, timeline
from orders.admin.move_form import LONGEST_MESSAGE, MoveForm, reason_field
from orders.admin.parcel_forms import CancelRestForm, DeliverForm, ShipForm
from orders.admin.refund_form import RefundForm
from orders.admin.return_forms import TakeBackForm
from orders.models import Payment

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


class MarkPaidForm(MoveForm):
    title = gettext_lazy("Mark as paid")
    explanation = gettext_lazy(
        "Say this when the money is there. The shopper gets a mail that it has arrived."
    )
    done = gettext_lazy("%(number)s is paid.")

    reference = forms.CharField(
        label=gettext_lazy("Reference"),
        max_length=Payment._meta.get_field("reference").max_length,
        required=False,
        help_text=gettext_lazy(
            "Where to find it again: the line of the bank statement, say. Shoppers see it too."
        ),
    )

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.mark_paid(order=self.order, actor=actor, **self.cleaned_data)


class TakeLatePaymentForm(MarkPaidForm):
    title = gettext_lazy("The money came late")
    explanation = gettext_lazy(
        "Say this when money has arrived for an order that was given up. If everything in it is still there, the "
        "order is taken up again and paid; if not, the money is written down and waits for you to refund it."
    )
    done = gettext_lazy("The money for %(number)s is written down.")

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.take_late_payment(order=self.order, actor=actor, **self.cleaned_data)


class CaptureForm(MoveForm):
    title = gettext_lazy("Take the reserved money")
    explanation = gettext_lazy(
        "What is reserved on the shopper's card is taken now. Shipping does so by itself."
    )
    done = gettext_lazy("The money for %(number)s is taken.")

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.capture(order=self.order, actor=actor)


class PackForm(MoveForm):
    title = gettext_lazy("Mark as packed")
    explanation = gettext_lazy("The parcel is ready to leave. The shopper is not told of it by mail.")
    done = gettext_lazy("%(number)s is packed.")

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.pack(order=self.order, actor=actor)


class CancelForm(MoveForm):
    title = gettext_lazy("Cancel the order")
    explanation = gettext_lazy(
        "It will not be sent: its pieces can be sold again, its voucher can be used again, and the shopper gets a "
        "mail. What was paid is not paid back by this: refund it afterwards."
    )
    done = gettext_lazy("%(number)s is cancelled.")

    reason = reason_field(gettext_lazy("The shopper reads it in the mail."))

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.cancel(order=self.order, actor=actor, **self.cleaned_data)


class NoteForm(MoveForm):
    title = gettext_lazy("Add a note")
    explanation = gettext_lazy("For staff alone: the shopper never sees it.")
    done = gettext_lazy("The note is in the timeline of %(number)s.")

    message = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        timeline.add_note(order=self.order, actor=actor, **self.cleaned_data)


MOVE_FORMS: dict[str, type[MoveForm]] = {
    "mark_paid": MarkPaidForm,
    "take_late_payment": TakeLatePaymentForm,
    "capture": CaptureForm,
    "pack": PackForm,
    "ship": ShipForm,
    "deliver": DeliverForm,
    "cancel": CancelForm,
    "cancel_rest": CancelRestForm,
    "take_back": TakeBackForm,
    "refund": RefundForm,
}
