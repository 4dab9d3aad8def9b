from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from orders import outbox
from orders.admin.filters import MailStateFilter
from orders.admin.links import breakable, order_link, short_moment
from orders.admin.mail_words import body_for, mail_line
from orders.admin.missing import back_to_list
from orders.admin.permissions import NeverAdded, NeverDeleted
from orders.models import OutboxMessage

if TYPE_CHECKING:
    _MessageAdmin = admin.ModelAdmin[OutboxMessage]
else:
    _MessageAdmin = admin.ModelAdmin

ERROR_SHOWN = 80


@admin.register(OutboxMessage)
class OutboxMessageAdmin(NeverAdded, NeverDeleted, _MessageAdmin):
    """What the shop writes to people: to be read, and sent again where it was not sent."""

    list_display = ("written", "to", "subject", "order_shown", "state", "attempts")
    list_filter = (MailStateFilter, "created_at")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("recipients_text", "subject", "topic", "order__number")
    search_help_text = _("Recipient, subject, topic or the order's number")
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions = ("send_again",)

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[OutboxMessage]:
        return (
            super()
            .get_queryset(request)
            .select_related("order")
            .defer("text", "html", "headers", "attachments")
            .alias(recipients_text=Cast("recipients", TextField()))
        )

    # --- Sending again ---------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.retry_view)
        return [
            path("<uuid:pk>/send-again/", view, name="orders_outboxmessage_send_again"),
            *super().get_urls(),
        ]

    @admin.action(description=_("Send the selected mails again"), permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        self._retry(request, OutboxMessage.objects.filter(pk__in=queryset.values("pk")))

    def retry_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._retry(request, OutboxMessage.objects.filter(pk=pk))
        return HttpResponseRedirect(reverse("admin:orders_outboxmessage_change", args=[pk]))

    def _retry(self, request: HttpRequest, messages_chosen: Any) -> None:
        chosen = messages_chosen.count()
        again = outbox.retry(messages=messages_chosen)
        for message in again:
            self.log_change(request, message, gettext("To be sent again."))
        if again:
            words = ngettext("%(count)d mail goes out now.", "%(count)d mails go out now.", len(again))
            self.message_user(request, words % {"count": len(again)}, messages.SUCCESS)
        if left := chosen - len(again):
            words = ngettext(
                "%(count)d mail was left alone: it has been sent, or is being sent right now.",
                "%(count)d mails were left alone: they have been sent, or are being sent right now.",
                left,
            )
            self.message_user(request, words % {"count": left}, messages.WARNING)

    # --- Shown -----------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The mail's page: to be read. Its body is shown as far as orders.admin.mail_words allows."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        try:
            message = OutboxMessage.objects.select_related("order").filter(pk=object_id).first()
        except ValidationError:  # no UUID
            message = None
        if not self.has_view_permission(request, message):
            raise PermissionDenied
        if message is None:
            return back_to_list(request, self.opts)
        may_change = self.has_change_permission(request, message)
        context = {
            **self.admin_site.each_context(request),
            "title": message.subject or message.topic,
            "opts": self.opts,
            "mail": mail_line(message),
            "body": body_for(message, request.user),
            "attachments": [part.get("name") or part.get("type") for part in message.attachments],
            "may_retry": may_change and message.sent_at is None,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/orders/outboxmessage/page.html", context)

    @admin.display(description=_("written"), ordering="created_at")
    def written(self, message: OutboxMessage) -> str:
        return short_moment(message.created_at)

    @admin.display(description=_("to"))
    def to(self, message: OutboxMessage) -> str | None:
        return format_html_join(", ", "{}", ((breakable(each),) for each in message.recipients)) or None

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, message: OutboxMessage) -> str | None:
        return order_link(message.order)

    @admin.display(description=_("state"), ordering="sent_at")
    def state(self, message: OutboxMessage) -> str:
        line = mail_line(message)
        error = "" if message.sent_at else Truncator(message.last_error).chars(ERROR_SHOWN)
        return format_html(
            '<span class="status status--mail-{}">{}</span> <span class="quiet">{}</span>',
            line.state,
            line.label,
            error,
        )
