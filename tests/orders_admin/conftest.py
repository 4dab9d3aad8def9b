"""What the tests of the back-office's orders start from."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from catalog_pages.models import ShopSettings
from customers.models import Customer
from tests.factories import CustomerFactory
from tests.shops import open_shop

BACKEND = "customers.backends.EmailBackend"


@pytest.fixture
def shop(db: None) -> ShopSettings:
    """Euro, prices with VAT, home in Germany, 19 % there and 20 % in Britain, posts to both for 4.90."""
    return open_shop()


def staff_with(*rights: str, email: str = "clerk@example.com") -> Customer:
    """A member of staff with these rights of the orders app, such as "view_order", and no others."""
    clerk = CustomerFactory(email=email, is_staff=True, first_name="Clara", last_name="Clerk")
    found = Permission.objects.filter(content_type__app_label="orders", codename__in=rights)
    assert found.count() == len(rights)
    clerk.user_permissions.set(found)
    return clerk


def browser_of(person: Customer, **options: bool) -> Client:
    client = Client(**options)
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def staff(db: None) -> Callable[..., Client]:
    """`staff("change_order")`: the browser of a member of staff with these rights."""
    return lambda *rights: browser_of(staff_with(*rights))


@pytest.fixture
def clerk(staff: Callable[..., Client]) -> Client:
    """Somebody who sees orders and moves them on, and is no superuser."""
    return staff("view_order", "change_order")
