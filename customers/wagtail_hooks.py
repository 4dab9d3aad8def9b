"""Who may touch whose account in Wagtail: the rule of the Django admin."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail import hooks

from customers.models import Customer


@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def the_accounts_of_staff_are_for_superusers(request: HttpRequest, customer: Customer) -> None:
    if not customer.may_be_changed_by(request.user):
        raise PermissionDenied


@hooks.register("before_bulk_action")
def the_accounts_of_staff_are_for_superusers_in_bulk_too(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    customers = [each for each in objects if isinstance(each, Customer)]
    if not customers or getattr(request.user, "is_superuser", False):
        return
    if action_type == "assign_role" or not all(
        customer.may_be_changed_by(request.user) for customer in customers
    ):
        raise PermissionDenied
