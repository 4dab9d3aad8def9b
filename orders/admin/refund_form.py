"""The form of refunds: an amount, or pieces of the order's lines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_pages.money import ZERO, format_money, round_money, smallest_unit
from orders import fulfilment, refund_lines
from orders.admin.move_form import Cell, MoveForm, Row, pieces_field, reason_field
from orders.exceptions import RefundNotPossible
from orders.models import Item, Order
from orders.pieces import NOTHING, PiecesWorth, worth_of_pieces

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

AMOUNT, LINES = "amount", "lines"


class RefundForm(MoveForm):
    title = gettext_lazy("Refund")
    explanation = gettext_lazy(
        "Pays back what was paid, all of it or a part, and tells the shopper by mail. A bank transfer or cash is "
        "only written down here: pay it back yourself. What is refunded in full before it was sent will not be sent: "
        "its pieces can be sold again."
    )
    done = gettext_lazy("%(amount)s of %(number)s paid back.")

    how = forms.ChoiceField(
        label=gettext_lazy("What is paid back"),
        choices=[
            (AMOUNT, gettext_lazy("the amount below")),
            (LINES, gettext_lazy("the pieces chosen above, to the cent what they cost")),
        ],
        initial=AMOUNT,
        required=False,
        widget=forms.RadioSelect,
    )
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"), max_digits=14, decimal_places=3, required=False, localize=False
    )
    shipping = forms.BooleanField(label=gettext_lazy("The delivery too"), required=False)
    reason = reason_field(gettext_lazy("Kept in the timeline, which the shopper sees."))

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
        delivery = refund_lines.delivery_worth(self.order).gross
        self.fields["shipping"].help_text = _("With the pieces: %(amount)s.") % {
            "amount": format_money(delivery, currency)
        }
        if not delivery or self.order.paid_at is None:
            del self.fields["shipping"]
        given = refund_lines.given_back(self.order) if self.order.paid_at else {}
        for item in self.order.items.all() if self.order.paid_at else ():
            if item.quantity_refundable:
                name = f"pieces-{item.pk}"
                self.fields[name] = pieces_field(item.quantity_refundable)
                cell = Cell(label=_("Pieces to refund"), field=self[name])
                facts = self._facts(item, given.get(item.pk, NOTHING))
                self.rows.append(Row(item=item, facts=facts, cells=[cell]))
        if not self.rows and "shipping" not in self.fields:
            del self.fields["how"]

    def _facts(self, item: Item, given: PiecesWorth) -> str:
        left = item.quantity_refundable
        worth = worth_of_pieces(
            item=item,
            pieces=left,
            already=item.quantity_refunded,
            given=given,
            currency=self.order.currency,
        )
        parts = [
            _("%(left)d to refund: %(worth)s")
            % {"left": left, "worth": format_money(worth.gross, self.order.currency)}
        ]
        if item.quantity_shipped:
            parts.append(_("%(count)d sent") % {"count": item.quantity_shipped})
        if item.quantity_left:
            parts.append(_("%(count)d not sent yet") % {"count": item.quantity_left})
        return ", ".join(parts)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.lines = {
            row.item.pk: pieces for row in self.rows if (pieces := data.get(row.cells[0].field.name))
        }
        self.by_line = data.get("how") == LINES
        if not self.by_line and (self.lines or data.get("shipping")):
            self.add_error("how", _("You chose pieces: say that they are what is paid back."))
        if self.by_line and not self.lines and not data.get("shipping"):
            self.add_error("how", _("Choose at least one piece, or the delivery."))
        return data

    def clean_amount(self) -> Decimal:
        amount: Decimal | None = self.cleaned_data["amount"]
        return self.left if amount is None else amount

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        data = self.cleaned_data
        if not self.by_line:
            self.paid_back = data["amount"]
            fulfilment.refund(order=self.order, amount=data["amount"], reason=data["reason"], actor=actor)
            return
        lines, shipping = self.lines or None, bool(data.get("shipping"))
        worth = refund_lines.worth_of(order=self.order, lines=lines, shipping=shipping)
        self.paid_back = refund_lines.sum_of(worth)
        fulfilment.refund(
            order=self.order, lines=lines, shipping=shipping, reason=data["reason"], actor=actor
        )

    def refuse(self, error: Exception, words: str) -> None:
        about = "how" if self.by_line else "amount"
        self.add_error(about if isinstance(error, RefundNotPossible) else None, words)

    def said(self) -> str:
        return str(self.done) % {
            "number": self.order.number,
            "amount": format_money(self.paid_back, self.order.currency),
        }


def refundable(order: Order) -> Decimal:
    """What one refund may pay back at most: what is left of the fullest payment. Reads `order.payments`."""
    return max((payment.refundable for payment in order.payments.all()), default=ZERO)
