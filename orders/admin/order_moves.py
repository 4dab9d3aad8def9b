"""Moving orders on from the back-office: by a form of their own, by a button, or many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog_pages.admin.people import actor_of
from orders.admin.missing import back_to_list
from orders.admin.move_form import MoveForm
from orders.admin.move_forms import MOVE_FORMS, NoteForm
from orders.admin.words import REFUSALS, in_words
from orders.exceptions import PaymentMethodNotAvailable
from orders.models import Order
from orders.moves import Move, legal_moves

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    _ModelAdmin = admin.ModelAdmin[Order]
else:
    _ModelAdmin = admin.ModelAdmin

FAILURES_SHOWN = 20


def offered_moves(order: Order) -> list[Move]:
    """What staff may do with the order now; nothing with one whose payment method the shop no longer knows."""
    try:
        return legal_moves(order)
    except PaymentMethodNotAvailable:
        return []


class OrderMoves(_ModelAdmin):
    """The moves of orders.fulfilment, each behind a POST. What needs to be told more has a page with a form."""

    actions: tuple[str, ...] = ("mark_paid_selected", "pack_selected", "deliver_selected")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        moves = [
            path(
                f"<int:pk>/{name.replace('_', '-')}/",
                wrap(self.move_view),
                {"name": name},
                name=f"orders_order_{name}",
            )
            for name in MOVE_FORMS
        ]
        note = path("<int:pk>/note/", wrap(self.note_view), name="orders_order_note")
        return [*moves, note, *super().get_urls()]

    def move_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        return self._act(request, pk, MOVE_FORMS[name], name)

    def note_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._act(request, pk, NoteForm, None)

    def _act(
        self,
        request: HttpRequest,
        pk: int,
        form_class: type[MoveForm],
        name: str | None,
        **about: Any,
    ) -> HttpResponse:
        """Show the form, or make the move. Whatever refuses it leaves what was typed on the form.

        `about` is what the form needs to know beside the order.
        """
        order = Order.objects.prefetch_related("items", "payments", "shipments").filter(pk=pk).first()
        if order is None:
            return back_to_list(request, self.opts)
        if not self.has_change_permission(request, order):
            raise PermissionDenied
        form = form_class(request.POST if request.method == "POST" else None, order=order, **about)
        back = HttpResponseRedirect(reverse("admin:orders_order_change", args=[pk]))
        if request.method == "POST" and form.is_valid():
            try:
                form.move(actor=actor_of(request))
            except REFUSALS as error:
                words = in_words(error, order)
                if not form.asks() or form.is_done_all_the_same(error):
                    self.message_user(request, words, messages.ERROR)
                    return back
                form.refuse(error, words)
            else:
                self.log_change(request, order, form.said())
                self.message_user(request, form.said(), messages.SUCCESS)
                return back
        elif request.method != "POST" and name not in {None, *(move.name for move in offered_moves(order))}:
            words = _("%(number)s is “%(status)s”: this is not possible now.")
            told = words % {"number": order.number, "status": order.get_status_display()}
            self.message_user(request, told, messages.WARNING)
            return back
        context = {
            **self.admin_site.each_context(request),
            "title": form.title,
            "opts": self.opts,
            "order": order,
            "form": form,
        }
        return TemplateResponse(request, "admin/orders/order/move.html", context)

    # --- Many at once ----------------------------------------------------------------------------

    @admin.action(description=gettext_lazy("Mark the selected orders as paid"), permissions=["change"])
    def mark_paid_selected(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move_each(request, queryset, "mark_paid")

    @admin.action(description=gettext_lazy("Mark the selected orders as packed"), permissions=["change"])
    def pack_selected(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move_each(request, queryset, "pack")

    @admin.action(description=gettext_lazy("Mark the selected orders as delivered"), permissions=["change"])
    def deliver_selected(self, request: HttpRequest, queryset: QuerySet[Order]) -> None:
        self._move_each(request, queryset, "deliver")

    def _move_each(self, request: HttpRequest, queryset: QuerySet[Order], name: str) -> None:
        """Each order in a transaction of its own: those that cannot be moved are named, and hold nobody up."""
        moved, refused = 0, []
        for order in Order.objects.filter(pk__in=queryset.values("pk")).order_by("placed_at", "pk"):
            form = MOVE_FORMS[name]({}, order=order)
            form.is_valid()
            try:
                form.move(actor=actor_of(request))
            except REFUSALS as error:
                refused.append(in_words(error, order))
            else:
                moved += 1
                self.log_change(request, order, form.said())
        self._tell(request, moved, refused, MOVE_FORMS[name].title)

    def _tell(self, request: HttpRequest, moved: int, refused: list[str], title: _StrPromise) -> None:
        if moved:
            words = ngettext("%(title)s: %(count)d order.", "%(title)s: %(count)d orders.", moved)
            self.message_user(request, words % {"title": title, "count": moved}, messages.SUCCESS)
        if not refused:
            return
        shown = refused[:FAILURES_SHOWN]
        if len(refused) > len(shown):
            more = len(refused) - len(shown)
            words = ngettext("And %(count)d more like these.", "And %(count)d more like these.", more)
            shown.append(words % {"count": more})
        self.message_user(
            request, format_html_join("\n", "<div>{}</div>", ((line,) for line in shown)), messages.ERROR
        )
