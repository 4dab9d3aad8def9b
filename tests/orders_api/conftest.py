"""What the tests of the orders' API start from."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings
from customers.models import Customer
from tests.factories import CustomerFactory
from tests.shops import ADDRESS, open_shop


@pytest.fixture
def shop(db: None) -> ShopSettings:
    """Euro, prices with VAT, home in Germany, posts to Germany and Britain for 4.90."""
    return open_shop()


@pytest.fixture
def api() -> APIClient:
    """An app without an account; sessions, as browsers have them, are refused to forged requests."""
    return APIClient(enforce_csrf_checks=True)


@pytest.fixture
def customer(shop: ShopSettings) -> Customer:
    return CustomerFactory(email="ada@example.com", password="a long enough one")


@pytest.fixture
def customers_api(customer: Customer) -> APIClient:
    """An app with a customer's token."""
    from rest_framework.authtoken.models import Token

    client = APIClient(enforce_csrf_checks=True)
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=customer).key}")
    return client


Checkout = Callable[..., Any]


@pytest.fixture
def check_out() -> Checkout:
    """POST checkout/ as a German who pays by bank transfer, but for what the test changes."""

    def post(api: APIClient, cart: str | None = None, key: str | None = None, **changes: Any) -> Any:
        body = {
            "email": "ada@example.com",
            "shipping_address": ADDRESS,
            "shipping_method": "standard",
            "payment_method": "bank_transfer",
            **changes,
        }
        headers = {"Idempotency-Key": str(uuid4()) if key is None else key}
        if cart:
            headers["X-Cart-Token"] = cart
        return api.post("/api/v1/checkout/", body, format="json", headers=headers)

    return post
