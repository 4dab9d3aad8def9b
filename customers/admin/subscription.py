"""Who gets the newsletter, for whoever sends it: to look up and to export, consent is the address's own to give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from import_export.admin import ExportMixin

from customers.models import Subscription
from customers.newsletter import leave_url

if TYPE_CHECKING:
    _ModelAdmin = admin.ModelAdmin[Subscription]
else:
    _ModelAdmin = admin.ModelAdmin


class SubscriptionResource(resources.ModelResource):
    """The addresses to write to, each with the link that every letter to it has to carry."""

    leave_url = fields.Field(column_name="leave_url", readonly=True)

    class Meta:
        model = Subscription
        fields = ("email", "source", "asked_at", "confirmed_at", "leave_url")
        export_order = fields

    def get_queryset(self) -> QuerySet[Subscription]:
        return Subscription.objects.consenting()

    def filter_export(self, queryset: QuerySet[Subscription], **kwargs: Any) -> QuerySet[Subscription]:
        """Whatever was filtered for, nobody is exported who did not consent."""
        return queryset.filter(confirmed_at__isnull=False, withdrawn_at__isnull=True)

    def dehydrate_leave_url(self, subscription: Subscription) -> str:
        return leave_url(subscription)


@admin.register(Subscription)
class SubscriptionAdmin(ExportMixin, _ModelAdmin):
    resource_classes = [SubscriptionResource]
    list_display = ("email", "is_consenting", "source", "asked_at", "confirmed_at", "withdrawn_at")
    list_filter = (
        "source",
        ("confirmed_at", admin.EmptyFieldListFilter),
        ("withdrawn_at", admin.EmptyFieldListFilter),
    )
    search_fields = ("email",)

    @admin.display(boolean=True, description=_("gets it"))
    def is_consenting(self, subscription: Subscription) -> bool:
        return subscription.is_consenting

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Subscription | None = None) -> bool:
        """Nobody consents for others; deleting one is possible, for who asks to be forgotten."""
        return False
