"""What promotions and vouchers share in the back-office: used ones stay, and their uses are not typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from orders.models import Redemption

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Any]
else:
    _Base = object

REDEMPTIONS_SHOWN = 20


class RedeemedMixin(_Base):
    """Of an admin whose rows have `redemptions` and `times_used`; its page shows the latest ones."""

    show_facets = admin.ShowFacets.NEVER
    delete_selected_confirmation_template = "admin/orders/redeemed_delete_selected_confirmation.html"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Never the uses: somebody may be ordering with it while the form is open."""
        if change:
            many = {field.name for field in obj._meta.many_to_many}
            obj.save(update_fields=[name for name in form.cleaned_data if name not in {"times_used", *many}])
            return
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or not obj.redemptions.exists())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deletable, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        if super().has_delete_permission(request):  # what stands in the way is the redemptions, said below
            forbidden = set(forbidden) - {self.opts.verbose_name, Redemption._meta.verbose_name}
        redeemed = self.model._default_manager.filter(pk__in=[row.pk for row in objs])
        said = gettext("“%(name)s” has been redeemed, so it stays: switch it off instead.")
        kept = [said % {"name": row} for row in redeemed.exclude(redemptions=None).distinct()]
        return deletable, counts, forbidden, kept or protected

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        which: dict[str, Any] = {"pk__in": []}
        if object_id.isdecimal():
            which = {str(self.opts.model_name): int(object_id)}
        context = {
            "redemptions": Redemption.objects.filter(**which).select_related("order")[:REDEMPTIONS_SHOWN],
            "redemptions_filter": f"{self.opts.model_name}__id__exact",
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    @admin.display(description=_("uses"), ordering="times_used")
    def uses(self, row: Any) -> str:
        if row.usage_limit is None:
            return str(row.times_used)
        return gettext("%(used)d of %(limit)d") % {"used": row.times_used, "limit": row.usage_limit}


def check_limit(form: forms.ModelForm[Any], data: dict[str, Any]) -> None:
    """Say at the field what the database would refuse: fewer uses than there have been."""
    limit, used = data.get("usage_limit"), form.instance.times_used
    if limit is not None and limit < used:
        words = ngettext(
            "It has been used %(used)d time: allow as many, or switch it off.",
            "It has been used %(used)d times: allow as many, or switch it off.",
            used,
        )
        form.add_error("usage_limit", words % {"used": used})
