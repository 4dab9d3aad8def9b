"""What the tests of accounts share: a mailbox, somebody logged in, clients of pages and API."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from rest_framework.authtoken.models import Token
from rest_framework.test import APIClient

from customers.models import Customer
from tests.factories import CustomerFactory

PASSWORD = "a heron stands in the reeds"


class Mailbox:
    """The mails sent in this test."""

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in mail.outbox if message.to == [address]]

    def topics(self) -> list[tuple[str, str]]:
        return [(message.to[0], message.extra_headers["X-Pipit-Topic"]) for message in mail.outbox]

    def link(self, address: str, topic: str) -> str:
        """The path of the first link of the newest mail on the topic."""
        message = [each for each in self.to(address) if each.extra_headers["X-Pipit-Topic"] == topic][-1]
        found = re.search(r"https?://[^/\s]+(/\S+)", str(message.body))
        assert found, message.body
        return found.group(1)


@pytest.fixture
def mailbox(settings) -> Mailbox:
    """Mails as they are rendered; how the outbox carries them is the orders' business and tested there."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return Mailbox()


@pytest.fixture
def customer(db) -> Customer:
    return CustomerFactory(email="Ada@example.com", password=PASSWORD)


@pytest.fixture
def pages(client: Client, customer: Customer, mailbox: Mailbox) -> Client:
    """The pages as the customer sees them, logged in."""
    client.force_login(customer, backend="customers.backends.EmailBackend")
    return client


@pytest.fixture
def api(db, mailbox: Mailbox) -> APIClient:
    return APIClient()


@pytest.fixture
def own_api(customer: Customer, mailbox: Mailbox) -> APIClient:
    """The API as the customer's app uses it."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {Token.objects.create(user=customer).key}")
    return client


@pytest.fixture
def waiting(db, mailbox: Mailbox, api: APIClient) -> Callable[[], Customer]:
    """Somebody who has signed up and not yet answered the mail."""

    def sign_up(email: str = "new@example.com", password: str = PASSWORD) -> Customer:
        assert api.post("/api/v1/auth/users/", {"email": email, "password": password}).status_code == 201
        return Customer.objects.with_email(email).get()

    return sign_up
