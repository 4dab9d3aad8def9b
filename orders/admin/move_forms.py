"""The forms by which staff move an order on, each for one function of orders.fulfilment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_pages.money import ZERO, format_money, round_money, smallest_unit
from orders import fulfilment, timeline
from orders.exceptions import RefundNotPossible
from orders.models import Order, OrderEvent, Payment, Shipment

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.utils.functional import _StrPromise

LONGEST_MESSAGE = OrderEvent._meta.get_field("message").max_length


class MoveForm(forms.Form):
    """What a move of `order` needs to know, and the move itself. Without fields, a press of a button makes it."""

    title: ClassVar[_StrPromise]
    explanation: ClassVar[_StrPromise]
    done: ClassVar[_StrPromise]

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.order = order

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        """Make the move. Raises what the function raises, with nothing changed."""
        raise NotImplementedError

    def refuse(self, error: Exception, words: str) -> None:
        """Show on the form why it was not done, beside what it is about."""
        self.add_error(None, words)

    def said(self) -> str:
        """What was done, for the message and the admin's log."""
        return str(self.done) % {"number": self.order.number}


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


class ShipForm(MoveForm):
    title = gettext_lazy("Ship")
    explanation = gettext_lazy(
        "The parcel has left: its pieces leave the shelf, and the shopper gets a mail with what you enter here."
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

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.ship(order=self.order, actor=actor, **self.cleaned_data)


class DeliverForm(MoveForm):
    title = gettext_lazy("Mark as delivered")
    explanation = gettext_lazy("The parcel has arrived. The shopper gets a mail.")
    done = gettext_lazy("%(number)s is delivered.")

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.deliver(order=self.order, actor=actor)


class CancelForm(MoveForm):
    title = gettext_lazy("Cancel the order")
    explanation = gettext_lazy(
        "It will not be sent: its pieces can be sold again, its voucher can be used again, and the shopper gets a "
        "mail. What was paid is not paid back by this: refund it afterwards."
    )
    done = gettext_lazy("%(number)s is cancelled.")

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("The shopper reads it in the mail."),
    )

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.cancel(order=self.order, actor=actor, **self.cleaned_data)


class RefundForm(MoveForm):
    title = gettext_lazy("Refund")
    explanation = gettext_lazy(
        "Pays back what was paid, all of it or a part, and tells the shopper by mail. A bank transfer or cash is "
        "only written down here: pay it back yourself. Whatever is refunded in full before it was sent will not be "
        "sent: its pieces can be sold again."
    )
    done = gettext_lazy("%(amount)s of %(number)s paid back.")

    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), max_digits=14, decimal_places=3, required=False, localize=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=gettext_lazy("Kept in the timeline, which the shopper sees."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left = left = refundable(self.order)
        currency = self.order.currency
        field = self.fields["amount"]
        field.initial = round_money(left, currency)
        field.widget.attrs["step"] = str(smallest_unit(currency))
        field.help_text = _("With VAT, in %(currency)s; at most %(left)s. Empty: all of that.") % {
            "currency": currency,
            "left": format_money(left, currency),
        }

    def clean_amount(self) -> Decimal:
        amount: Decimal | None = self.cleaned_data["amount"]
        return self.left if amount is None else amount

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        fulfilment.refund(order=self.order, actor=actor, **self.cleaned_data)

    def refuse(self, error: Exception, words: str) -> None:
        self.add_error("amount" if isinstance(error, RefundNotPossible) else None, words)

    def said(self) -> str:
        return str(self.done) % {
            "number": self.order.number,
            "amount": format_money(self.cleaned_data["amount"], self.order.currency),
        }


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
    "refund": RefundForm,
}


def refundable(order: Order) -> Decimal:
    """What one refund may pay back at most: what is left of the fullest payment. Reads `order.payments`."""
    return max((payment.refundable for payment in order.payments.all()), default=ZERO)
