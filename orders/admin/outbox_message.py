from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orders import outbox
from orders.admin.filters import SendingStateFilter
from orders.admin.links import breakable
from orders.admin.mail_words import body_for
from orders.admin.outgoing import OutgoingAdmin
from orders.models import OutboxMessage


@admin.register(OutboxMessage)
class OutboxMessageAdmin(OutgoingAdmin):
    """What the shop writes to people: to be read, and sent again where it was not sent."""

    page_template = "admin/orders/outboxmessage/page.html"
    list_display = ("written", "to", "subject", "order_shown", "state", "attempts")
    list_filter = (SendingStateFilter, "created_at")
    search_fields = ("recipients_text", "subject", "topic", "order__number")
    search_help_text = _("Recipient, subject, topic or the order's number")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return (
            super()
            .get_queryset(request)
            .select_related("order")
            .defer("text", "html", "headers", "attachments")
            .alias(recipients_text=Cast("recipients", TextField()))
        )

    def retry(self, rows: Any) -> list[OutboxMessage]:
        return outbox.retry(messages=rows)

    def words_for_again(self, count: int) -> str:
        words = ngettext("%(count)d mail goes out now.", "%(count)d mails go out now.", count)
        return words % {"count": count}

    def words_for_left(self, count: int) -> str:
        words = ngettext(
            "%(count)d mail was left alone: it has been sent, or is being sent right now.",
            "%(count)d mails were left alone: they have been sent, or are being sent right now.",
            count,
        )
        return words % {"count": count}

    def page_title(self, row: OutboxMessage) -> str:
        return row.subject or row.topic

    def page_context(self, request: HttpRequest, row: OutboxMessage) -> dict[str, Any]:
        """Its body is shown as far as orders.admin.mail_words allows."""
        return {
            "body": body_for(row, request.user),
            "attachments": [part.get("name") or part.get("type") for part in row.attachments],
        }

    @admin.display(description=_("to"))
    def to(self, message: OutboxMessage) -> str | None:
        return format_html_join(", ", "{}", ((breakable(each),) for each in message.recipients)) or None
