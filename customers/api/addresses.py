"""Addresses in the API: one shape for the address book and for checkout."""

from typing import TYPE_CHECKING, Any, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.permissions import IsAuthenticated

from customers.address_book import add_address, change_address, remove_address
from customers.addresses import ADDRESS_PARTS, validate_address
from customers.api.schema import with_address_error_codes
from customers.exceptions import AddressBookFull
from customers.models import Address, AddressFields, Customer

if TYPE_CHECKING:
    _ViewSet = viewsets.ModelViewSet[Address]
else:
    _ViewSet = viewsets.ModelViewSet


class AddressSerializer(serializers.Serializer[Any]):
    """A postal address. What its country requires is required; the rest may be left out.

    Reads anything with these attributes (an Address, an order's) or keys; validated data is validate_address's.
    """

    first_name = serializers.CharField(max_length=150)
    last_name = serializers.CharField(max_length=150)
    company = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    line1 = serializers.CharField(max_length=200)
    line2 = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    city = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    region = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    postcode = serializers.CharField(max_length=20, required=False, allow_blank=True, default="")
    country = serializers.CharField(max_length=2, help_text=_("ISO 3166-1 alpha-2, e.g. GB."))
    phone = serializers.CharField(
        max_length=40,
        required=False,
        allow_blank=True,
        default="",
        help_text=_(
            "Answered in E.164; without a country's prefix it is read as a number of the address's country."
        ),
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        stored = self.instance.parts if self.partial and isinstance(self.instance, AddressFields) else {}
        return {**attrs, **validate_address({**stored, **attrs})}

    def to_representation(self, instance: Any) -> dict[str, Any]:
        parts = instance.parts if isinstance(instance, AddressFields) else instance
        phone = getattr(getattr(instance, "phone", None), "as_e164", None) or parts.get("phone") or ""
        return {name: str(parts.get(name) or "") for name in ADDRESS_PARTS} | {"phone": str(phone)}


class AddressBookSerializer(AddressSerializer):
    """An entry of the caller's address book."""

    id = serializers.IntegerField(read_only=True)
    is_default = serializers.BooleanField(
        required=False,
        help_text=_("True makes it the default; false changes nothing: make another the default."),
    )

    def to_representation(self, instance: Address) -> dict[str, Any]:
        return {"id": instance.pk, **super().to_representation(instance), "is_default": instance.is_default}

    def create(self, validated_data: dict[str, Any]) -> Address:
        default = validated_data.pop("is_default", False)
        try:
            return add_address(
                customer=self.context["request"].user, address=validated_data, default=bool(default)
            )
        except AddressBookFull as full:
            message = _("An address book holds at most %(limit)d addresses.") % {"limit": full.limit}
            raise serializers.ValidationError(
                {"non_field_errors": [message]}, code="address_book_full"
            ) from None

    def update(self, instance: Address, validated_data: dict[str, Any]) -> Address:
        default = validated_data.pop("is_default", False)
        return change_address(entry=instance, address=validated_data, default=bool(default))


@with_address_error_codes
@extend_schema(tags=["auth"])
class AddressBookViewSet(_ViewSet):
    """The caller's own addresses, the default first; others' answer 404."""

    serializer_class = AddressBookSerializer
    permission_classes = [IsAuthenticated]
    pagination_class = None
    queryset = Address.objects.none()

    def get_queryset(self) -> QuerySet[Address]:
        if getattr(self, "swagger_fake_view", False):
            return Address.objects.none()
        return Address.objects.filter(customer=cast(Customer, self.request.user)).select_related("customer")

    def perform_destroy(self, instance: Address) -> None:
        remove_address(entry=instance)
