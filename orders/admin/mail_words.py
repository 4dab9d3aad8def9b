"""How mails are shown to staff: their state, and what of them may be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from orders.models import OutboxMessage
from orders.models.outbox import MOST_ATTEMPTS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, PermissionsMixin
    from django.utils.functional import _StrPromise

STATES: dict[str, _StrPromise] = {
    "sent": _("sent"),
    "waiting": _("waiting"),
    "given-up": _("given up"),
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """A mail as a line of a list. `state` is a key of STATES, `label` its words."""

    message: OutboxMessage
    state: str
    label: str


@dataclass(frozen=True, slots=True)
class MailBody:
    """What may be read of a mail; both empty, and `hidden`, where its words are nobody's but the recipient's."""

    text: str = ""
    html: str = ""
    hidden: bool = False


def state_of(message: OutboxMessage) -> str:
    """A key of STATES."""
    if message.sent_at is not None:
        return "sent"
    return "given-up" if message.attempts >= MOST_ATTEMPTS else "waiting"


def mail_line(message: OutboxMessage) -> MailLine:
    state = state_of(message)
    return MailLine(message, state, str(STATES[state]))


def body_for(message: OutboxMessage, user: PermissionsMixin | AnonymousUser) -> MailBody:
    """The mail as this member of staff may read it. Reads `message.order`.

    Mails about accounts carry links that open them, whoever holds them; so they are not shown. An order's secret
    is shown only to those who may change orders.
    """
    if message.order is None:
        return MailBody(hidden=True)
    text, html = message.text, message.html
    if not user.has_perm("orders.change_order"):
        text, html = (body.replace(message.order.token, "…") for body in (text, html))
    return MailBody(text=text, html=html)
