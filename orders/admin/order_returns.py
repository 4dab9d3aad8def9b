"""Returns that were announced: received or refused from the order's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from orders.admin.missing import back_to_list
from orders.admin.order_moves import OrderMoves
from orders.admin.return_forms import ReceiveReturnForm, RefuseReturnForm
from orders.admin.words import in_words
from orders.exceptions import ReturnIsClosed
from orders.models import Return

if TYPE_CHECKING:
    from orders.admin.move_form import MoveForm


class OrderReturns(OrderMoves):
    """Each behind a POST, on a page with a form, for who may move orders on."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        views = {"receive_return": ReceiveReturnForm, "refuse_return": RefuseReturnForm}
        return [
            *(
                path(
                    f"<int:pk>/returns/<int:return_pk>/{name.partition('_')[0]}/",
                    wrap(self.return_view),
                    {"form_class": form_class},
                    name=f"orders_order_{name}",
                )
                for name, form_class in views.items()
            ),
            *super().get_urls(),
        ]

    def return_view(
        self, request: HttpRequest, pk: int, return_pk: int, form_class: type[MoveForm]
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        goods_return = Return.objects.select_related("order").filter(pk=return_pk, order=pk).first()
        if goods_return is None:
            return back_to_list(request, self.opts)
        if request.method != "POST" and not goods_return.is_open:
            words = in_words(ReturnIsClosed(goods_return), goods_return.order)
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:orders_order_change", args=[pk]))
        return self._act(request, pk, form_class, None, goods_return=goods_return)
