"""Forgotten and changed passwords."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from rest_framework.authtoken.models import Token

from customers.models import Customer
from tests.customers.conftest import PASSWORD

pytestmark = pytest.mark.django_db
NEW = "two herons stand in the reeds"


def test_a_forgotten_password_is_reset_by_a_link(client, customer, mailbox):
    client.post("/account/password/reset/", {"email": "ada@EXAMPLE.com"})

    answer = client.post(mailbox.link("Ada@example.com", "account_password_reset"), {"new_password": NEW})

    assert answer.headers["Location"] == "/account/login/"
    customer.refresh_from_db()
    assert customer.check_password(NEW)
    assert mailbox.topics()[-1] == ("Ada@example.com", "account_password_changed")


def test_a_reset_link_works_once(client, customer, mailbox):
    client.post("/account/password/reset/", {"email": "ada@example.com"})
    link = mailbox.link("Ada@example.com", "account_password_reset")
    client.post(link, {"new_password": NEW})

    assert client.get(link).status_code == 400
    assert client.post(link, {"new_password": "three herons stand there"}).status_code == 400
    customer.refresh_from_db()
    assert customer.check_password(NEW)


def test_a_reset_link_ends_after_three_days(client, customer, mailbox, monkeypatch):
    client.post("/account/password/reset/", {"email": "ada@example.com"})
    link = mailbox.link("Ada@example.com", "account_password_reset")
    monkeypatch.setattr(
        default_token_generator, "_now", lambda: datetime.now() + timedelta(days=3, seconds=5)
    )

    assert client.get(link).status_code == 400


def test_an_activation_link_resets_no_password(client, waiting, mailbox):
    waiting()
    link = mailbox.link("new@example.com", "account_activation").replace("/activate/", "/password/reset/")

    assert client.post(link, {"new_password": NEW}).status_code == 400


def test_the_page_is_the_same_for_an_unknown_address(client, customer, mailbox):
    known = client.post("/account/password/reset/", {"email": "ada@example.com"}, follow=True)
    unknown = client.post("/account/password/reset/", {"email": "eve@example.com"}, follow=True)

    assert known.content.decode().replace("ada@", "X@") == unknown.content.decode().replace("eve@", "X@")
    assert mailbox.topics() == [
        ("Ada@example.com", "account_password_reset"),
        ("eve@example.com", "account_unknown"),
    ]


def test_the_api_answers_alike_and_mails_alike(api, customer, mailbox, waiting):
    waiting()
    Customer.objects.create_user(
        "closed@example.com", PASSWORD, is_active=False, activated_at=customer.date_joined
    )
    addresses = ["ada@example.com", "eve@example.com", "new@example.com", "closed@example.com"]
    before = len(mailbox.topics())
    answers = [api.post("/api/v1/auth/users/reset_password/", {"email": email}) for email in addresses]

    assert [answer.status_code for answer in answers] == [204] * 4
    assert [topic for _to, topic in mailbox.topics()[before:]] == [
        "account_password_reset",
        "account_unknown",
        "account_activation",
        "account_closed",
    ]


def test_an_account_without_a_password_gets_one_by_reset(client, mailbox):
    customer = Customer.objects.create_user("imported@example.com")

    client.post("/account/password/reset/", {"email": "imported@example.com"})
    client.post(mailbox.link("imported@example.com", "account_password_reset"), {"new_password": NEW})

    customer.refresh_from_db()
    assert customer.check_password(NEW)


def test_the_api_resets_by_what_the_link_holds(api, customer, mailbox):
    token_before = Token.objects.create(user=customer)
    api.post("/api/v1/auth/users/reset_password/", {"email": "ada@example.com"})
    uid, token = mailbox.link("Ada@example.com", "account_password_reset").strip("/").split("/")[-2:]
    body = {"uid": uid, "token": token, "new_password": NEW}

    weak = api.post("/api/v1/auth/users/reset_password_confirm/", {**body, "new_password": "ada"})
    done = api.post("/api/v1/auth/users/reset_password_confirm/", body)
    again = api.post("/api/v1/auth/users/reset_password_confirm/", body)

    assert (weak.status_code, done.status_code, again.status_code) == (400, 204, 400)
    assert weak.json()["errors"][0]["attr"] == "new_password"
    assert not Token.objects.filter(pk=token_before.pk).exists()


def test_changing_the_password_ends_other_devices_and_tokens_but_not_this_one(pages, customer, mailbox):
    elsewhere = Client()
    assert elsewhere.login(username="ada@example.com", password=PASSWORD)
    Token.objects.create(user=customer)

    pages.post("/account/password/", {"current_password": PASSWORD, "new_password": NEW})

    assert pages.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert not Token.objects.exists()
    assert mailbox.topics() == [("Ada@example.com", "account_password_changed")]


def test_changing_asks_for_the_password_there_is(pages, own_api, customer):
    page = pages.post("/account/password/", {"current_password": "wrong", "new_password": NEW})
    answer = own_api.post(
        "/api/v1/auth/users/set_password/", {"current_password": "wrong", "new_password": NEW}
    )

    assert page.context["form"].errors["current_password"]
    assert answer.json()["errors"] == [
        {"code": "invalid_password", "detail": "This is not your password.", "attr": "current_password"}
    ]
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)


def test_the_api_changes_the_password_and_ends_the_token(own_api, customer):
    answer = own_api.post(
        "/api/v1/auth/users/set_password/", {"current_password": PASSWORD, "new_password": NEW}
    )

    assert answer.status_code == 204
    assert own_api.get("/api/v1/auth/users/me/").status_code == 401
    customer.refresh_from_db()
    assert customer.check_password(NEW)


def test_a_password_set_by_staff_or_command_ends_the_tokens(customer):
    Token.objects.create(user=customer)

    customer.set_password(NEW)
    customer.save()

    assert not Token.objects.exists()
