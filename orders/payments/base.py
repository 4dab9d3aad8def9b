"""What a payment provider does, whoever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from catalog_pages.models import ShopSettings
    from orders.models import Order, Payment

NextAction = dict[str, Any]
"""What the shopper does next: `{"type": "bank_transfer", "instructions": "..."}`, `{"type": "none"}` ..."""


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """A way of paying as shoppers see it. `on_delivery`: the parcel leaves before it is paid."""

    code: str
    name: str | _StrPromise
    provider: PaymentProvider
    on_delivery: bool = False


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """What a provider's webhook says, once its signature was found good. `event_id` is told once only.

    `reference` is the provider's name of the payment, `payment` ours, as far as the message names them.
    """

    event_id: str
    kind: str
    reference: str
    payment: UUID | None = None


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that moved, under the provider's name for it. `key`: the instruction that asked for it, if ours did."""

    reference: str
    amount: Decimal
    at: datetime | None = None
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An attempt that failed. `message` may be shown to the shopper."""

    reference: str
    message: str


@dataclass(frozen=True, slots=True)
class Truth:
    """How a payment stands at its provider now. Gross amounts in `currency`, the order's."""

    reference: str
    currency: str
    payment: UUID | None = None
    authorised: Movement | None = None
    captured: Movement | None = None
    cancelled: bool = False
    refusal: Refusal | None = None
    refunds: Sequence[Movement] = ()

    @property
    def has_money(self) -> bool:
        """Whether the shopper's money is held or taken."""
        return self.captured is not None or (self.authorised is not None and not self.cancelled)


class PaymentProvider(Protocol):
    """An adapter to whoever moves the money. Amounts are gross, in the order's currency.

    Whatever talks to a network is called outside of transactions. It raises PaymentFailed when the provider
    refuses, and PaymentUnanswered when nobody knows whether it was done: it is then called again with the same
    key, and must not charge or pay twice.
    """

    @property
    def name(self) -> str:
        """Its part of the webhook's address."""
        ...

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all its methods, offered now or not."""
        ...

    @property
    def keeps_the_truth(self) -> bool:
        """Whether it knows by itself what became of a payment, rather than being told by staff."""
        ...

    @property
    def begins_with_the_order(self) -> bool:
        """Whether `start` asks nobody and cannot fail: it is then called in the transaction that writes the order."""
        ...

    def methods(self, shop: ShopSettings) -> Sequence[PaymentMethod]:
        """What it offers in this shop now. No network, no query."""
        ...

    def on_delivery(self, code: str) -> bool:
        """Whether orders paid by this method are sent before they are paid."""
        ...

    def instructions(self, order: Order, shop: ShopSettings) -> str:
        """What the confirmation mail tells the shopper about paying; "" for nothing. No network, no query."""
        ...

    def start(self, payment: Payment, shop: ShopSettings) -> NextAction:
        """Begin to collect; returns what the shopper does next. What it writes to `reference` and `data` is saved."""
        ...

    def truth(self, payment: Payment) -> Truth:
        """How the payment stands."""
        ...

    def capture(self, payment: Payment, key: UUID) -> None:
        """Take what was only reserved until now."""
        ...

    def cancel(self, payment: Payment, key: UUID) -> None:
        """Give up what was not taken yet."""
        ...

    def refund(self, payment: Payment, amount: Decimal, key: UUID) -> None:
        """Pay back so much."""
        ...

    def recent(self, since: datetime) -> Iterator[Truth]:
        """Every payment made here since then, the refunds left out: whatever our books say of them."""
        ...

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> PaymentNotice:
        """Check the signature and read the message. Raises ValueError for one that is not the provider's."""
        ...
