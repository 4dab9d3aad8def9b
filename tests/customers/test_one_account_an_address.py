"""a@B.c and A@b.c are one address: never two accounts, whichever way somebody comes in."""

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from customers import accounts
from customers.exceptions import EmailTaken
from customers.models import Customer
from tests.customers.conftest import PASSWORD
from tests.factories import CustomerFactory
from tests.races import at_once, errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Customer:
    return CustomerFactory(email="a@B.co", password=PASSWORD)


def test_the_database_itself_refuses_the_second(first):
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.bulk_create([Customer(email="A@b.co")])


def test_the_manager_refuses_the_second(first):
    with pytest.raises(EmailTaken):
        Customer.objects.create_user("A@b.co", PASSWORD)


def test_createsuperuser_refuses_the_second_with_a_message(first):
    with pytest.raises(CommandError, match="already an account"):
        call_command("createsuperuser", email="A@b.co", interactive=False)


def test_the_sign_up_page_makes_no_second(client, mailbox):
    for email in ("a@example.com", "A@Example.com"):
        client.post("/account/signup/", {"email": email, "password": PASSWORD})

    assert Customer.objects.count() == 1


def test_the_api_makes_no_second(api):
    for email in ("a@example.com", "A@Example.com"):
        assert api.post("/api/v1/auth/users/", {"email": email, "password": PASSWORD}).status_code == 201

    assert Customer.objects.count() == 1


def test_the_back_office_refuses_the_second_at_its_field(first, admin_client):
    form = {"email": "A@b.co", "usable_password": "false"}

    answer = admin_client.post("/admin/customers/customer/add/", form)

    assert "already an account" in str(answer.context["adminform"].form.errors["email"])
    assert Customer.objects.with_email("a@b.co").count() == 1


def test_the_email_keeps_its_local_part_as_typed():
    customer = Customer.objects.create_user(" Ada.Byron@EXAMPLE.com ", PASSWORD)

    assert customer.email == "Ada.Byron@example.com"


@pytest.mark.parametrize("typed", ["a@b.co", "A@B.CO", " a@B.co "])
def test_log_in_works_whatever_the_case(first, typed, rf):
    assert authenticate(rf.post("/"), username=typed, password=PASSWORD) == first


def test_letters_that_lower_to_an_ascii_one_make_no_account(api):
    """U+212A, the Kelvin sign, is a "k" to LOWER() in PostgreSQL and not in SQLite: it never gets that far."""
    answer = api.post("/api/v1/auth/users/", {"email": "\u212a@example.com", "password": PASSWORD})

    assert answer.status_code == 400
    assert not Customer.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_sign_ups_at_once_make_one_account(mailbox):
    addresses = ["racer@example.com", "Racer@example.com"] * 5

    results = at_once(
        *(lambda email=email: accounts.sign_up(email=email, password=PASSWORD) for email in addresses)
    )

    assert errors(results) == []
    assert Customer.objects.count() == 1
    assert len(mailbox.topics()) == 10


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_ten_makers_at_once_make_one_account():
    results = at_once(
        *(
            lambda n=n: Customer.objects.create_user("Racer@b.c" if n % 2 else "rAcEr@b.c", "x")
            for n in range(10)
        )
    )

    assert Customer.objects.count() == 1
    assert [type(error) for error in errors(results)] == [EmailTaken] * 9
