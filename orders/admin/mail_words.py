"""What of a mail staff may read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from orders.models import OutboxMessage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, PermissionsMixin


@dataclass(frozen=True, slots=True)
class MailBody:
    """What may be read of a mail; both empty, and `hidden`, where its words are nobody's but the recipient's."""

    text: str = ""
    html: str = ""
    hidden: bool = False


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
