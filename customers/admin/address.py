from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from customers.addresses import validate_address
from customers.models import Address, Customer

if TYPE_CHECKING:
    _AddressAdmin = admin.ModelAdmin[Address]
    _AddressInline = admin.StackedInline[Address, Customer]
    _ModelForm = forms.ModelForm[Address]
else:
    _AddressAdmin, _AddressInline, _ModelForm = admin.ModelAdmin, admin.StackedInline, forms.ModelForm


class AddressAdminForm(_ModelForm):
    """Held to the rules of its country, as on the shop's pages."""

    phone = forms.CharField(label=_("Phone"), required=False, max_length=40)

    class Meta:
        model = Address
        fields = (
            "customer",
            "country",
            "first_name",
            "last_name",
            "company",
            "line1",
            "line2",
            "city",
            "region",
            "postcode",
            "phone",
            "is_default",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            data.update(validate_address({name: str(value or "") for name, value in data.items()}))
        except ValidationError as error:
            for name, errors in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, errors)
        return data


class AddressInline(_AddressInline):
    model = Address
    form = AddressAdminForm
    extra = 0


@admin.register(Address)
class AddressAdmin(_AddressAdmin):
    form = AddressAdminForm
    list_display = ("full_name", "company", "line1", "city", "postcode", "country", "customer", "is_default")
    list_filter = ("is_default", ("country", admin.AllValuesFieldListFilter))
    list_select_related = ("customer",)
    list_per_page = 50
    search_fields = ("first_name", "last_name", "company", "line1", "city", "postcode", "customer__email")
    search_help_text = _("Name, company, street, town, postcode or the customer's e-mail")
    date_hierarchy = "created_at"
    autocomplete_fields = ("customer",)
