from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orders.admin.filters import SendingStateFilter, TopicFilter
from orders.admin.outgoing import OutgoingAdmin
from orders.announcing import posting
from orders.models import WebhookDelivery


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(OutgoingAdmin):
    """What other programs are told: to be read, and sent again, taken before or not."""

    page_template = "admin/orders/webhookdelivery/page.html"
    list_display = ("written", "topic", "endpoint", "order_shown", "state", "attempts", "response_status")
    list_filter = (SendingStateFilter, TopicFilter, "endpoint", "created_at")
    search_fields = ("topic", "order__number", "endpoint__url")
    search_help_text = _("Topic, the order's number or the webhook's address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("order", "endpoint").defer("payload")

    def retry(self, rows: Any) -> list[WebhookDelivery]:
        return posting.replay(deliveries=rows)

    def words_for_again(self, count: int) -> str:
        words = ngettext("%(count)d webhook goes out now.", "%(count)d webhooks go out now.", count)
        return words % {"count": count}

    def words_for_left(self, count: int) -> str:
        words = ngettext(
            "%(count)d webhook was left alone: it is being sent right now.",
            "%(count)d webhooks were left alone: they are being sent right now.",
            count,
        )
        return words % {"count": count}

    def may_be_retried(self, row: WebhookDelivery) -> bool:
        return True

    def page_title(self, row: WebhookDelivery) -> str:
        return row.topic

    def page_context(self, request: HttpRequest, row: WebhookDelivery) -> dict[str, Any]:
        return {
            "endpoint": row.endpoint,
            "payload": json.dumps(json.loads(row.payload), indent=2, ensure_ascii=False),
        }
