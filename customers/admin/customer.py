from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from import_export.admin import ImportExportMixin
from rest_framework.authtoken.models import Token, TokenProxy

from customers.admin.address import AddressInline
from customers.admin.log_in import LogInInline
from customers.importing import CustomerResource
from customers.models import Customer
from customers.passwords import change_password

if TYPE_CHECKING:
    _UserAdmin = UserAdmin[Customer]
    _PasswordForm = AdminPasswordChangeForm[Customer]
    _CreationForm = AdminUserCreationForm[Customer]
else:
    _UserAdmin, _PasswordForm, _CreationForm = UserAdmin, AdminPasswordChangeForm, AdminUserCreationForm

RIGHTS = ("is_staff", "is_superuser", "groups", "user_permissions")


class CustomerCreationForm(_CreationForm):
    class Meta:
        model = Customer
        fields = ("email", "first_name", "last_name")


class CustomerPasswordForm(_PasswordForm):
    def save(self, commit: bool = True) -> Customer:
        """As when customers change it themselves: tokens end, and the owner is told."""
        if not self.cleaned_data["set_usable_password"]:
            return super().save(commit)
        change_password(customer=self.user, new_password=self.cleaned_data["password1"])
        return self.user


class ActivationFilter(admin.SimpleListFilter):
    title = _("activation")
    parameter_name = "activation"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("awaiting activation")), ("closed", _("closed by staff"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Customer]) -> QuerySet[Customer]:
        if self.value() in ("waiting", "closed"):
            return queryset.filter(is_active=False, activated_at__isnull=self.value() == "waiting")
        return queryset


# DRF's own page of tokens shows their keys to all staff; the customer's page says what staff need.
import_module(
    "rest_framework.authtoken.admin"
)  # it registers on import, and comes after us in INSTALLED_APPS
admin.site.unregister(TokenProxy)


@admin.register(Customer)
class CustomerAdmin(ImportExportMixin, _UserAdmin):
    """Django's own, without a username. Only superusers deal out rights, or touch the accounts of staff."""

    resource_classes = [CustomerResource]
    add_form = CustomerCreationForm
    change_password_form = CustomerPasswordForm
    inlines = [AddressInline, LogInInline]
    list_display = ("email", "name", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = ("is_active", ActivationFilter, "is_staff", "is_superuser", "groups")
    list_per_page = 50
    search_fields = ("email", "first_name", "last_name", "phone")
    search_help_text = _("E-mail, name or phone")
    date_hierarchy = "date_joined"
    ordering = ("-date_joined", "-pk")
    readonly_fields = ("last_login", "date_joined", "activated_at", "email_changed_at", "api_token_since")
    actions = ("end_api_tokens",)
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "phone")}),
        (_("Rights"), {"fields": ("is_active", *RIGHTS)}),
        (
            _("Dates"),
            {"fields": ("date_joined", "activated_at", "last_login", "email_changed_at", "api_token_since")},
        ),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "first_name", "last_name", "usable_password", "password1", "password2"),
            },
        ),
    )

    @admin.display(description=_("name"), ordering="last_name")
    def name(self, customer: Customer) -> str:
        return customer.get_full_name()

    @admin.display(description=_("API token since"))
    def api_token_since(self, customer: Customer) -> datetime | None:
        """When, never which: a token is a password."""
        token = Token.objects.filter(user=customer).first()
        return token.created if token else None

    @admin.action(description=_("Log the selected customers out of every app"), permissions=["change"])
    def end_api_tokens(self, request: HttpRequest, queryset: QuerySet[Customer]) -> None:
        ended, _per_model = Token.objects.filter(user__in=queryset).delete()
        message = ngettext("%(count)d token ended.", "%(count)d tokens ended.", ended) % {"count": ended}
        self.message_user(request, message, messages.SUCCESS)

    def get_inlines(self, request: HttpRequest, obj: Customer | None) -> Any:
        return super().get_inlines(request, obj) if obj else []

    def get_readonly_fields(self, request: HttpRequest, obj: Customer | None = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if _is_superuser(request) else (*fields, *RIGHTS)

    def has_change_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return super().has_change_permission(request, obj) and (
            obj is None or obj.may_be_changed_by(request.user)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or (obj != request.user and obj.may_be_changed_by(request.user)))


def _is_superuser(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))
