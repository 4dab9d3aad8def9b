"""What the forms have in common by which staff move an order on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy

from orders.models import Item, Order, OrderEvent

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from django.utils.functional import _StrPromise

LONGEST_MESSAGE = OrderEvent._meta.get_field("message").max_length


def reason_field(help_text: str | _StrPromise) -> forms.CharField:
    """Why something is done, in a few words; `help_text` says who reads them."""
    return forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text=help_text,
    )


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A field of a row under its heading."""

    label: str | _StrPromise
    field: BoundField


@dataclass(frozen=True, kw_only=True)
class Row:
    """A line of the order, what is to be known about it, and what is asked."""

    item: Item
    facts: str
    cells: list[Cell]


class MoveForm(forms.Form):
    """What a move of `order` needs to know, and the move itself. Where it asks nothing, a press of a button makes it.

    `rows` are shown as a table, a line of the order each; all other fields below it.
    """

    title: ClassVar[_StrPromise]
    explanation: ClassVar[_StrPromise]
    done: ClassVar[_StrPromise]

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.order = order
        self.rows: list[Row] = []

    @classmethod
    def asks(cls) -> bool:
        """Whether it has a page of its own, rather than a button alone."""
        return any(not field.widget.is_hidden for field in cls.base_fields.values())

    @property
    def plain_fields(self) -> list[BoundField]:
        """The fields that stand in no row."""
        in_rows = {cell.field.name for row in self.rows for cell in row.cells}
        return [field for field in self.visible_fields() if field.name not in in_rows]

    def move(self, *, actor: AbstractBaseUser | None) -> None:
        """Make the move. Raises what the function raises, with nothing changed."""
        raise NotImplementedError

    def is_done_all_the_same(self, error: Exception) -> bool:
        """Whether the move was made although this was raised, so that the form is not to be sent again."""
        return False

    def refuse(self, error: Exception, words: str) -> None:
        """Show on the form why it was not done, beside what it is about."""
        self.add_error(None, words)

    def said(self) -> str:
        """What was done, for the message and the admin's log."""
        return str(self.done) % {"number": self.order.number}


def pieces_field(most: int, *, initial: int = 0) -> forms.IntegerField:
    """How many pieces of a line: an empty one is none."""
    return forms.IntegerField(
        min_value=0,
        max_value=most,
        required=False,
        initial=initial,
        widget=forms.NumberInput(attrs={"class": "order-move__pieces"}),
    )
