"""Consent to the newsletter: proved, recorded, withdrawn; and nobody learns who has given it."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from customers import accounts, email_change, newsletter
from customers.admin.subscription import SubscriptionResource
from customers.links import sign_email_change
from customers.models import Customer, Subscription
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db


def link() -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def ask(email: str = "ada@example.com") -> str:
    return Client().post("/account/newsletter/", {"email": email}).content.decode()


def test_it_begins_with_a_press_behind_the_link_and_ends_with_another() -> None:
    assert "We have written to ada@example.com." in ask()
    assert not newsletter.is_subscribed("ada@example.com")
    browser = Client(enforce_csrf_checks=True)
    url = link()
    page = browser.get(url)
    assert not newsletter.is_subscribed("ada@example.com")
    token = page.context["csrf_token"]
    browser.post(url, {"csrfmiddlewaretoken": str(token)})
    assert newsletter.is_subscribed("ADA@example.com")
    leave = newsletter.leave_url(Subscription.objects.get())
    browser.get(leave)
    assert newsletter.is_subscribed("ada@example.com")
    browser.post(leave)  # as a mail program does, with nothing in hand: RFC 8058
    row = Subscription.objects.get()
    assert row.confirmed_at is not None
    assert row.withdrawn_at is not None
    assert not newsletter.is_subscribed("ada@example.com")
    browser.post(url, {"csrfmiddlewaretoken": str(token)})
    assert not newsletter.is_subscribed("ada@example.com")


def test_who_gets_it_already_is_told_the_same_and_gets_no_mail() -> None:
    newsletter.subscribe(email="ada@example.com")
    known, new = ask(), ask("eve@example.com")
    assert known.replace("ada@example.com", "") == new.replace("eve@example.com", "")
    assert [each.to for each in mail.outbox] == [["eve@example.com"]]


def test_a_box_ticked_at_sign_up_counts_once_the_account_is_open() -> None:
    Client().post(
        "/account/signup/",
        {"email": "ada@example.com", "password": "correct-horse-battery", "newsletter": "on"},
    )
    assert not newsletter.is_subscribed("ada@example.com")
    assert len(mail.outbox) == 1
    Client().post(link())
    assert newsletter.is_subscribed("ada@example.com")
    assert Subscription.objects.get().source == "sign_up"


def test_the_box_is_not_ticked_beforehand() -> None:
    page = Client().get("/account/signup/").content.decode()
    box = re.search(r"<input[^>]*name=\"newsletter\"[^>]*>", page)
    assert box is not None
    assert "checked" not in box[0]


def test_a_customer_chooses_in_the_account(client: Client) -> None:
    customer = CustomerFactory()
    client.force_login(customer)
    client.post("/account/newsletter/choose/", {"wanted": "1"})
    assert newsletter.is_subscribed(customer.email)
    client.post("/account/newsletter/choose/", {"wanted": "0"})
    assert not newsletter.is_subscribed(customer.email)


def test_it_follows_a_changed_address_and_goes_with_the_account() -> None:
    customer: Customer = CustomerFactory(email="old@example.com")
    newsletter.subscribe(email="old@example.com")
    email_change.confirm_email_change(token=sign_email_change(customer, "new@example.com"))
    assert newsletter.is_subscribed("new@example.com")
    accounts.delete_account(customer=Customer.objects.get())
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("token", ["x", "x:y:z", "☃", "%00", "." * 400])
def test_a_link_of_somebody_elses_making_does_nothing(token: str) -> None:
    newsletter.subscribe(email="ada@example.com")
    for kind in ("confirm", "leave"):
        assert Client().post(f"/account/newsletter/{kind}/{token}/").status_code == 400
    assert newsletter.is_subscribed("ada@example.com")


def test_a_link_to_leave_does_not_confirm() -> None:
    newsletter.ask(email="ada@example.com")
    leave = newsletter.leave_url(Subscription.objects.get())
    token = leave.rstrip("/").rpartition("/")[2]
    assert Client().post(f"/account/newsletter/confirm/{token}/").status_code == 400
    assert not newsletter.is_subscribed("ada@example.com")


def test_only_who_consents_is_exported_with_the_link_to_leave() -> None:
    newsletter.ask(email="waiting@example.com")
    newsletter.subscribe(email="gone@example.com")
    newsletter.withdraw(email="gone@example.com")
    newsletter.subscribe(email="ada@example.com")
    rows = SubscriptionResource().export(Subscription.objects.all()).dict
    assert [row["email"] for row in rows] == ["ada@example.com"]
    assert "/account/newsletter/leave/" in rows[0]["leave_url"]
