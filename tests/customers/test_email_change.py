"""A new e-mail address takes effect when its owner says so, and never before."""

import pytest
from django.core import signing

from customers.models import Customer
from tests.customers.conftest import PASSWORD
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
ASK = {"email": "New@example.com", "current_password": PASSWORD}


def test_the_address_changes_when_the_new_one_confirms_and_the_old_one_is_told(pages, customer, mailbox):
    pages.post("/account/email/", ASK)
    customer.refresh_from_db()
    assert customer.email == "Ada@example.com"

    link = mailbox.link("New@example.com", "account_email_confirm")
    assert "New@example.com" in pages.get(link).content.decode()
    customer.refresh_from_db()
    assert customer.email == "Ada@example.com"  # looking changes nothing

    pages.post(link)

    customer.refresh_from_db()
    assert customer.email == "New@example.com"
    assert mailbox.topics()[-1] == ("Ada@example.com", "account_email_changed")


def test_no_other_way_of_the_api_changes_the_email(own_api, customer):
    own_api.patch("/api/v1/auth/users/me/", {"email": "new@example.com"})

    customer.refresh_from_db()
    assert customer.email == "Ada@example.com"
    for path in ("set_email", "reset_email", "reset_email_confirm"):
        answer = own_api.post(
            f"/api/v1/auth/users/{path}/", {"new_email": "new@example.com", "email": "x@y.z"}
        )
        assert answer.status_code == 404


def test_the_api_changes_it_by_the_same_two_steps(own_api, api, customer, mailbox):
    asked = own_api.post(
        "/api/v1/auth/users/me/email/", {"new_email": "new@example.com", "current_password": PASSWORD}
    )
    token = mailbox.link("new@example.com", "account_email_confirm").strip("/").split("/")[-1]
    done = api.post("/api/v1/auth/users/email_confirm/", {"token": token})
    again = api.post("/api/v1/auth/users/email_confirm/", {"token": token})

    assert (asked.status_code, done.status_code, again.status_code) == (204, 204, 400)
    customer.refresh_from_db()
    assert customer.email == "new@example.com"


def test_asking_takes_the_password(pages, mailbox):
    page = pages.post("/account/email/", {**ASK, "current_password": "wrong"})

    assert page.context["form"].errors["current_password"]
    assert mailbox.topics() == []


def test_a_link_works_once_even_when_the_old_address_comes_back(pages, customer, mailbox):
    pages.post("/account/email/", ASK)
    first = mailbox.link("New@example.com", "account_email_confirm")
    pages.post(first)
    pages.post("/account/email/", {**ASK, "email": "Ada@example.com"})
    pages.post(mailbox.link("Ada@example.com", "account_email_confirm"))

    assert pages.post(first).status_code == 400
    customer.refresh_from_db()
    assert customer.email == "Ada@example.com"


def test_a_link_ends_after_three_days(pages, customer, mailbox, monkeypatch):
    import time

    pages.post("/account/email/", ASK)
    link = mailbox.link("New@example.com", "account_email_confirm")
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * 86_400 + 5)

    assert pages.post(link).status_code == 400


def test_a_link_ends_when_the_password_changes(pages, customer, mailbox):
    pages.post("/account/email/", ASK)
    customer.set_password("another good password")
    customer.save()

    assert pages.post(mailbox.link("New@example.com", "account_email_confirm")).status_code == 400


def test_a_changed_link_is_refused(client, mailbox, customer):
    assert client.post("/account/email/confirm/abc:def:ghi/").status_code == 400


def test_an_address_with_an_account_is_not_told_to_who_asks(pages, mailbox, customer):
    CustomerFactory(email="Taken@example.com")

    taken = pages.post("/account/email/", {**ASK, "email": "tAKEN@example.com"}, follow=True)

    assert "We have written to tAKEN@example.com" in taken.content.decode()
    assert mailbox.topics() == [("Taken@example.com", "account_exists")]


def test_an_address_taken_meanwhile_is_refused_with_a_page(pages, mailbox, customer):
    pages.post("/account/email/", ASK)
    CustomerFactory(email="new@EXAMPLE.com")

    answer = pages.post(mailbox.link("New@example.com", "account_email_confirm"))

    assert answer.status_code == 400
    assert "has an account already" in answer.content.decode()
    assert Customer.objects.with_email("ada@example.com").exists()


def test_the_case_of_ones_own_address_can_change(pages, mailbox, customer):
    pages.post("/account/email/", {**ASK, "email": "aDa@example.com"})
    pages.post(mailbox.link("aDa@example.com", "account_email_confirm"))

    customer.refresh_from_db()
    assert customer.email == "aDa@example.com"
