"""The forms about goods that come back: taken back, announced, received, refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from orders import returns
from orders.admin.move_form import Cell, MoveForm, Row, pieces_field
from orders.exceptions import PaymentFailed
from orders.models import Item, Return, ReturnLine
from orders.returns import Outcome, PiecesBack, Reason

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

HERE, ANNOUNCED = "here", "announced"


class _PiecesBackForm(MoveForm):
    """A row for each line that can come back: so many for the shelf, so many scrapped, why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = self.expected()
        for item in self.order.items.all():
            if item.quantity_returnable:
                self._add_row(item, expected.get(item.pk))

    def expected(self) -> dict[int, ReturnLine]:
        """What was announced of each line, by item key."""
        return {}

    def _add_row(self, item: Item, line: ReturnLine | None) -> None:
        most = item.quantity_returnable
        fields: dict[str, tuple[str, forms.Field]] = {
            "shelf": (_("To the shelf"), pieces_field(most, initial=line.quantity if line else 0)),
            "scrap": (_("Scrapped"), pieces_field(most)),
            "reason": (
                _("Reason"),
                forms.ChoiceField(
                    choices=Reason.choices,
                    initial=line.reason if line else Reason.CHANGED_MIND,
                    required=False,
                ),
            ),
            "comment": (
                _("Comment"),
                forms.CharField(
                    max_length=ReturnLine._meta.get_field("comment").max_length,
                    initial=line.comment if line else "",
                    required=False,
                ),
            ),
        }
        cells = []
        for part, (label, field) in fields.items():
            name = f"{part}-{item.pk}"
            self.fields[name] = field
            cells.append(Cell(label=label, field=self[name]))
        facts = _("%(sent)d sent, %(back)d back") % {
            "sent": item.quantity_shipped,
            "back": item.quantity_returned,
        }
        self.rows.append(Row(item=item, facts=facts, cells=cells))

    def pieces(self, *, with_outcome: bool = True) -> list[PiecesBack]:
        """What was entered; each line once where it is not known yet what becomes of it."""
        back = []
        for row in self.rows:
            data = {part: self.cleaned_data.get(f"{part}-{row.item.pk}") for part in ("shelf", "scrap")}
            shelf, scrap = data["shelf"] or 0, data["scrap"] or 0
            counts = {Outcome.RESTOCK: shelf, Outcome.SCRAP: scrap}
            if not with_outcome:
                counts = {Outcome.RESTOCK: shelf + scrap}
            back += [
                PiecesBack(
                    item=row.item,
                    quantity=count,
                    reason=Reason(self.cleaned_data.get(f"reason-{row.item.pk}") or Reason.OTHER),
                    comment=self.cleaned_data.get(f"comment-{row.item.pk}") or "",
                    outcome=outcome,
                )
                for outcome, count in counts.items()
                if count
            ]
        return back

    def is_done_all_the_same(self, error: Exception) -> bool:
        return isinstance(error, PaymentFailed)


class TakeBackForm(_PiecesBackForm):
    title = gettext_lazy("Take back")
    explanation = gettext_lazy(
        "Pieces that were sent have come back: those for the shelf can be sold again, those scrapped are only "
        "written down. The shopper gets a mail only where you refund."
    )
    done = gettext_lazy("What came back of %(number)s is written down.")

    state = forms.ChoiceField(
        label=gettext_lazy("Where they are"),
        choices=[
            (HERE, gettext_lazy("here")),
            (ANNOUNCED, gettext_lazy("announced: only write down that they are to come")),
        ],
        initial=HERE,
        required=False,
        widget=forms.RadioSelect,
    )
    refund = forms.BooleanField(
        label=gettext_lazy("Refund them"),
        required=False,
        help_text=gettext_lazy("Pays back what these pieces cost, discounts taken off."),
    )
    shipping = forms.BooleanField(label=gettext_lazy("Refund the delivery too"), required=False)

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        data = self.cleaned_data
        if data["state"] == ANNOUNCED:
            returns.request(order=self.order, pieces=self.pieces(with_outcome=False), actor=actor)
            return
        returns.take_back(
            order=self.order,
            pieces=self.pieces(),
            refund=data["refund"],
            shipping=data["shipping"],
            actor=actor,
        )


class ReceiveReturnForm(_PiecesBackForm):
    title = gettext_lazy("Receive the return")
    explanation = TakeBackForm.explanation
    done = TakeBackForm.done

    refund = TakeBackForm.base_fields["refund"]
    shipping = TakeBackForm.base_fields["shipping"]

    def __init__(self, *args: Any, goods_return: Return, **kwargs: Any) -> None:
        self.goods_return = goods_return
        super().__init__(*args, **kwargs)

    def expected(self) -> dict[int, ReturnLine]:
        return {line.item_id: line for line in self.goods_return.lines.all()}

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        returns.receive(
            goods_return=self.goods_return,
            pieces=self.pieces(),
            refund=self.cleaned_data["refund"],
            shipping=self.cleaned_data["shipping"],
            actor=actor,
        )


class RefuseReturnForm(MoveForm):
    title = gettext_lazy("Refuse the return")
    explanation = gettext_lazy(
        "Nothing is taken back. The shopper sees your answer on the order's page; no mail."
    )
    done = gettext_lazy("The return of %(number)s is refused.")

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        max_length=Return._meta.get_field("answer").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
    )

    def __init__(self, *args: Any, goods_return: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goods_return = goods_return

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        returns.refuse(goods_return=self.goods_return, answer=self.cleaned_data["answer"], actor=actor)
