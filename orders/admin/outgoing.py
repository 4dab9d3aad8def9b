"""What the lists of mails and of webhook deliveries have in common: states, sending again, a page to read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.admin.links import order_link, short_moment
from orders.admin.missing import back_to_list
from orders.admin.permissions import NeverAdded, NeverDeleted
from orders.models.outgoing import Outgoing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin

STATES: dict[str, _StrPromise] = {
    "sent": _("sent"),
    "waiting": _("waiting"),
    "given-up": _("given up"),
}
ERROR_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Line:
    """A row as a line of a list. `state` is a key of STATES, `label` its words."""

    message: Any
    state: str
    label: str

    @classmethod
    def of(cls, row: Outgoing) -> Line:
        return cls(row, row.state, str(STATES[row.state]))


class OutgoingAdmin(NeverAdded, NeverDeleted, _Admin):
    """Written by the shop: to be read, and sent again. Its page is the template `page_template`."""

    page_template = ""
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    date_hierarchy = "created_at"
    show_full_result_count = False
    actions: Any = ("send_again",)

    class Media:
        css = {"all": ["css/admin/orders.css"]}

    # --- What differs ----------------------------------------------------------------------------

    def retry(self, rows: Any) -> Sequence[Outgoing]:
        """Have rows sent again; those it is true of."""
        raise NotImplementedError

    def words_for_again(self, count: int) -> str:
        """That so many go out now."""
        raise NotImplementedError

    def words_for_left(self, count: int) -> str:
        """That so many were left alone, and why."""
        raise NotImplementedError

    def may_be_retried(self, row: Any) -> bool:
        return row.sent_at is None

    def page_title(self, row: Any) -> str:
        return str(row)

    def page_context(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """What the page shows besides the row."""
        return {}

    # --- Sending again ---------------------------------------------------------------------------

    def _url_name(self, view: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{view}"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.retry_view)
        return [
            path("<uuid:pk>/send-again/", view, name=self._url_name("send_again")),
            *super().get_urls(),
        ]

    @admin.action(description=_("Send the selected ones again"), permissions=["change"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._retry(request, self.model._default_manager.filter(pk__in=queryset.values("pk")))

    def retry_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        self._retry(request, self.model._default_manager.filter(pk=pk))
        return HttpResponseRedirect(reverse(f"admin:{self._url_name('change')}", args=[pk]))

    def _retry(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        count = chosen.count()
        again = self.retry(chosen)
        for row in again:
            self.log_change(request, row, gettext("To be sent again."))
        if again:
            self.message_user(request, self.words_for_again(len(again)), messages.SUCCESS)
        if left := count - len(again):
            self.message_user(request, self.words_for_left(left), messages.WARNING)

    # --- Shown -----------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The row's page: to be read."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        row: Any
        try:
            row = self.model._default_manager.select_related("order").filter(pk=object_id).first()
        except ValidationError:  # no UUID
            row = None
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            return back_to_list(request, self.opts)
        context = {
            **self.admin_site.each_context(request),
            "title": self.page_title(row),
            "opts": self.opts,
            "line": Line.of(row),
            "list_url": reverse(f"admin:{self._url_name('changelist')}"),
            "retry_url": reverse(f"admin:{self._url_name('send_again')}", args=[row.pk]),
            "may_retry": self.has_change_permission(request, row) and self.may_be_retried(row),
            **self.page_context(request, row),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.page_template, context)

    @admin.display(description=_("written"), ordering="created_at")
    def written(self, row: Any) -> str:
        return short_moment(row.created_at)

    @admin.display(description=_("order"), ordering="order__number")
    def order_shown(self, row: Any) -> str | None:
        return order_link(row.order)

    @admin.display(description=_("state"), ordering="sent_at")
    def state(self, row: Any) -> str:
        line = Line.of(row)
        error = "" if row.sent_at else Truncator(row.last_error).chars(ERROR_SHOWN)
        return format_html(
            '<span class="status status--mail-{}">{}</span> <span class="quiet">{}</span>',
            line.state,
            line.label,
            error,
        )
