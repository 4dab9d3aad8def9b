"""Customers as a spreadsheet: what may leave, and what may come in. The file formats defuse formulas by themselves."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from import_export import fields, resources
from import_export.instance_loaders import BaseInstanceLoader

from customers.models import Customer


class _ByEmail(BaseInstanceLoader):
    """Finds the account whatever the case of its e-mail, and leaves that as it is stored."""

    def get_instance(self, row: dict[str, Any]) -> Customer | None:
        customer = Customer.objects.with_email(str(row.get("email") or "")).first()
        if customer is not None:
            row["email"] = customer.email
        return customer


class CustomerResource(resources.ModelResource):
    """Names and phones by e-mail. Passwords never leave; rights never come in.

    A new account has no password: its owner gets one by "forgotten password".
    """

    is_active = fields.Field("is_active", "is_active", readonly=True)
    date_joined = fields.Field("date_joined", "date_joined", readonly=True)
    last_login = fields.Field("last_login", "last_login", readonly=True)

    class Meta:
        model = Customer
        import_id_fields = ("email",)
        fields = ("email", "first_name", "last_name", "phone", "is_active", "date_joined", "last_login")
        export_order = fields
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        instance_loader_class = _ByEmail

    def before_import_row(self, row: dict[str, Any], **kwargs: Any) -> None:
        for name, cell in row.items():
            row[name] = "" if cell is None else cell
        row["email"] = str(row.get("email", "")).strip()

    def after_init_instance(self, instance: Customer, new: bool, row: dict[str, Any], **kwargs: Any) -> None:
        user = kwargs.get("user") or AnonymousUser()
        if new:
            instance.set_unusable_password()
        elif not instance.may_be_changed_by(user):
            raise ValidationError(_("Only a superuser may change the account of a member of staff."))
