"""The one place where the domain's refusals become the API's: status, stable code, words, data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, InterfaceError
from django.http import Http404
from drf_standardized_errors.openapi_serializers import ClientErrorEnum
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ShopSettings, Variant
from orders.api.serializers.money import money
from orders.exceptions import (
    AddressNotValid,
    CartIsEmpty,
    EmailNotValid,
    IdempotencyConflict,
    IdempotencyKeyNotValid,
    IllegalTransition,
    LineUnavailable,
    PaymentMethodNotAvailable,
    PricesChanged,
    QuantityOutOfRange,
    ShippingNotAvailable,
    VatNumberNotValid,
    VoucherNotUsable,
)
from orders.models import Invoice, Item, Order
from orders.wording import in_words

if TYPE_CHECKING:
    from rest_framework.response import Response
    from rest_framework.views import APIView

    Base = APIView
else:
    Base = object

# Which field of the request a refusal is about, and its code there: answered 400.
FIELD_ERRORS: dict[type[Exception], tuple[str, str]] = {
    QuantityOutOfRange: ("quantity", "quantity_out_of_range"),
    EmailNotValid: ("email", "invalid"),
    VatNumberNotValid: ("vat_number", "vat_number_not_valid"),
    IdempotencyKeyNotValid: ("Idempotency-Key", "idempotency_key_not_valid"),
    ShippingNotAvailable: ("shipping_method", "shipping_not_available"),
    PaymentMethodNotAvailable: ("payment_method", "payment_method_not_available"),
}
# What the state of the shop, not the request, stands against: answered 409.
CONFLICTS: dict[type[Exception], str] = {
    OutOfStock: "out_of_stock",
    PricesChanged: "prices_changed",
    LineUnavailable: "line_unavailable",
    CartIsEmpty: "cart_is_empty",
    IdempotencyConflict: "idempotency_conflict",
    IllegalTransition: "illegal_transition",
}
NOT_FOUND = (Invoice.DoesNotExist, Item.DoesNotExist, Order.DoesNotExist, Variant.DoesNotExist)


class Conflict(APIException):
    """409 with a code."""

    status_code = status.HTTP_409_CONFLICT


def as_api_error(
    error: Exception, *, currency: str, voucher_field: str = "code"
) -> tuple[Exception, dict[str, Any]]:
    """The API's form of what the domain raised, and the data that goes with it; anything else stays itself."""
    if isinstance(error, NOT_FOUND):
        return Http404(), {}
    if isinstance(error, AddressNotValid):
        return ValidationError({f"{error.kind}_address": error.errors}), {}
    if isinstance(error, VoucherNotUsable):
        detail = ErrorDetail(in_words(error, currency=currency), code="voucher_not_usable")
        return ValidationError({voucher_field: [detail]}), {"reason": error.reason.value}
    if field_error := FIELD_ERRORS.get(type(error)):
        attr, code = field_error
        return ValidationError({attr: [ErrorDetail(in_words(error, currency=currency), code=code)]}), {}
    if conflict := CONFLICTS.get(type(error)):
        return Conflict(in_words(error, currency=currency), code=conflict), conflict_data(error, currency)
    return error, {}


def conflict_data(error: Exception, currency: str) -> dict[str, Any]:
    """What a program needs to act on the conflict."""
    match error:
        case OutOfStock(variant=variant, available=available):
            return {"sku": variant.sku, "available": available}
        case PricesChanged(old=old, new=new):
            return {"old": money(old, currency), "new": money(new, currency)}
        case LineUnavailable(item=item, sku=sku):
            return {"sku": sku, "item": item.pk if item else None}
        case IllegalTransition(order=order, target=target):
            return {"status": order.status, "target": str(target)}
        case _:
            return {}


class RefusalsMixin(Base):
    """For API views that call the domain: turns what it raises into answers."""

    voucher_field = "code"

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, DatabaseError | InterfaceError):  # then there is nothing to read the currency from
            return super().handle_exception(exc)
        currency = ShopSettings.for_request(self.request).currency
        error, data = as_api_error(exc, currency=currency, voucher_field=self.voucher_field)
        response = super().handle_exception(error)
        if data and isinstance(response.data, dict):
            response.data["errors"][0]["data"] = data
        return response


class RefusalErrorSerializer(serializers.Serializer[object]):
    """Why the state of the shop stands against the request."""

    code = serializers.ChoiceField(choices=sorted(CONFLICTS.values()))
    detail = serializers.CharField()
    attr = serializers.CharField(allow_null=True)
    data = serializers.DictField(  # type: ignore[assignment]
        required=False,
        help_text="out_of_stock: sku, available. prices_changed: old, new. line_unavailable: sku, item. "
        "illegal_transition: status, target.",
    )


class RefusalSerializer(serializers.Serializer[object]):
    """409."""

    type = serializers.ChoiceField(choices=ClientErrorEnum.choices)
    errors = RefusalErrorSerializer(many=True)  # type: ignore[assignment]
