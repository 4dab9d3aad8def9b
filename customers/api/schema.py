"""The codes of 400 answers that the serializers' fields do not name by themselves, for the OpenAPI schema."""

from typing import Any

from drf_standardized_errors.openapi_validation_errors import extend_validation_errors

from customers.address_rules import ADDRESS_PARTS

_PASSWORD = ["password_too_common", "password_too_short", "password_too_similar", "password_entirely_numeric"]

# Actions of AccountViewSet, their field, and its codes.
_CODES: list[tuple[list[str], str, list[str]]] = [
    (["create"], "password", _PASSWORD),
    (["set_password", "reset_password_confirm"], "new_password", _PASSWORD),
    (["set_password", "email"], "current_password", ["invalid_password"]),
    (["activation", "reset_password_confirm"], "token", ["invalid_token"]),
    (["email_confirm"], "token", ["invalid_token", "email_taken"]),
]
# A DELETE has no body in OpenAPI 3, so nothing of its fields would be there.
_OF_DELETION = {
    "current_password": ["required", "null", "invalid", "blank", "max_length", "invalid_password"],
    "non_field_errors": ["invalid", "staff_account"],
}


def with_error_codes(viewset: Any) -> Any:
    """A decorator of AccountViewSet."""
    for actions, field, codes in _CODES:
        viewset = extend_validation_errors(codes, field_name=field, actions=actions)(viewset)
    for field, codes in _OF_DELETION.items():
        viewset = extend_validation_errors(codes, field_name=field, actions=["me"], methods=["delete"])(
            viewset
        )
    return viewset


def with_address_error_codes(view: Any) -> Any:
    """A decorator of views that take an address by itself: what a country requires, the serializer cannot know."""
    for part in ADDRESS_PARTS:
        view = extend_validation_errors(["required", "invalid", "max_length"], field_name=part)(view)
    return extend_validation_errors(["address_book_full"], field_name="non_field_errors")(view)
