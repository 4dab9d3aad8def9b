"""Money that people move and staff confirm: bank transfer, cash on delivery."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog_pages.money import format_money
from orders.payments.base import NextAction, PaymentMethod, PaymentNotice, Truth

if TYPE_CHECKING:
    from catalog_pages.models import ShopSettings
    from orders.models import Order, Payment

BANK_TRANSFER = "bank_transfer"
CASH_ON_DELIVERY = "cash_on_delivery"


class ManualProvider:
    """Nothing is called and nothing answers: staff mark orders paid, and pay back by hand what they refund."""

    name = "manual"
    keeps_the_truth = False
    begins_with_the_order = True
    codes = frozenset({BANK_TRANSFER, CASH_ON_DELIVERY})

    def methods(self, shop: ShopSettings) -> Sequence[PaymentMethod]:
        offered = [PaymentMethod(BANK_TRANSFER, gettext_lazy("Bank transfer"), self)]
        if shop.cash_on_delivery:
            offered.append(
                PaymentMethod(CASH_ON_DELIVERY, gettext_lazy("Cash on delivery"), self, on_delivery=True)
            )
        return offered

    def on_delivery(self, code: str) -> bool:
        return code == CASH_ON_DELIVERY

    def instructions(self, order: Order, shop: ShopSettings) -> str:
        words = {"amount": format_money(order.total, order.currency), "reference": order.number}
        if order.payment_method == CASH_ON_DELIVERY:
            return _("Please have %(amount)s ready when the parcel arrives.") % words
        if shop.bank_details.strip():
            transfer = (
                _("Please transfer %(amount)s to this account, with the reference %(reference)s:") % words
            )
            return f"{transfer}\n\n{shop.bank_details.strip()}"
        if shop.contact_email:
            return _("Please write to %(email)s for our bank details, naming your order %(reference)s.") % {
                **words,
                "email": shop.contact_email,
            }
        return _("Please ask us for our bank details, naming your order %(reference)s.") % words

    def start(self, payment: Payment, shop: ShopSettings) -> NextAction:
        action = {"type": payment.method, "instructions": self.instructions(payment.order, shop)}
        if payment.method == BANK_TRANSFER:
            action |= {"reference": payment.order.number}
        return action

    def truth(self, payment: Payment) -> Truth:
        raise NotImplementedError("only the house's own books know of payments made by hand")

    def capture(self, payment: Payment, key: UUID) -> None:
        """Nothing is reserved at a bank: there is nothing to take."""

    def cancel(self, payment: Payment, key: UUID) -> None:
        """Nobody waits for an answer: there is nothing to give up."""

    def refund(self, payment: Payment, amount: Decimal, key: UUID) -> None:
        """Staff pay it back themselves; here it is only written down."""

    def recent(self, since: datetime) -> Iterator[Truth]:
        return iter(())

    def parse_webhook(self, body: bytes, headers: Mapping[str, str]) -> PaymentNotice:
        raise ValueError("nobody sends webhooks for payments made by hand")
