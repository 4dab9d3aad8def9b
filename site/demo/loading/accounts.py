"""Who can log in to the demo shop."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from customers.models import Customer
from demo.catalogue.people import Person
from demo.loading.people import add_address, came_to_us

PASSWORD = "pipit-demo"  # noqa: S105 - printed by `make demo`, and refused by the command where DEBUG is off
STAFF = "staff@example.com"
EDITOR = "editor@example.com"
SHOPPER = "customer@example.com"
SHOPPERS_ADDRESSES = (
    Person("Ada", "Byron", SHOPPER, "Torstraße 88", "10119", "Berlin", "DE", line2="Vorderhaus, 3. OG"),
    Person("Ada", "Byron", SHOPPER, "14 Marchmont Street", "WC1N 1AG", "London", "GB", company="Analytical Society"),
)  # fmt: skip


def load_accounts() -> None:
    """One of each: staff for the back-office, an editor for the pages, a customer with orders."""
    with transaction.atomic():
        _staff_group()
        _account(STAFF, "Robin", "Vale", groups=["Staff"], is_staff=True, is_superuser=True)
        _account(EDITOR, "Iris", "Holm", groups=["Editors", "Moderators"])
        shopper = _account(SHOPPER, "Ada", "Byron")
        if shopper is not None:
            for person in SHOPPERS_ADDRESSES:
                add_address(shopper, person)


def _staff_group() -> None:
    group, made = Group.objects.get_or_create(name="Staff")
    if not made:
        return
    shop = Q(content_type__app_label__in=["catalog_pages", "orders"])
    people = Q(content_type__app_label="customers", codename__regex="^(view|add|change)_")
    group.permissions.set(Permission.objects.filter(shop | people))
    editors = Group.objects.filter(name="Editors").first()
    if editors is not None:
        goods = Permission.objects.filter(
            content_type__app_label="catalog_pages",
            codename__in=["add_product", "view_product", "change_shopsettings"],
        )
        found = Permission.objects.filter(
            content_type__app_label="search", content_type__model__in=["synonym", "placement", "loggedsearch"]
        )
        editors.permissions.add(*goods, *found)


def _account(
    email: str, first_name: str, last_name: str, *, groups: list[str] | None = None, **fields: bool
) -> Customer | None:
    """The new account; None where there is one by this address already."""
    if Customer.objects.with_email(email).exists():
        return None
    customer = Customer.objects.create_user(
        email, PASSWORD, first_name=first_name, last_name=last_name, **fields
    )
    customer.groups.set(Group.objects.filter(name__in=groups or []))
    came_to_us(customer)
    return customer
