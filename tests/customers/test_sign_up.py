"""Signing up: nothing works before the mail is answered, and nobody learns who has an account."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import authenticate

from customers.links import activation_tokens
from customers.models import Customer
from tests.customers.conftest import PASSWORD

pytestmark = pytest.mark.django_db
FORM = {
    "email": "New@example.com",
    "password": PASSWORD,
    "first_name": "van der",
    "last_name": "O'Neill-McDONALD",
}


def test_an_account_works_once_its_mail_is_answered(client, mailbox):
    client.post("/account/signup/", FORM)
    assert not client.login(username="new@example.com", password=PASSWORD)

    link = mailbox.link("New@example.com", "account_activation")
    assert "Open my account" in client.get(link).content.decode()
    answer = client.post(link, follow=True)

    assert answer.redirect_chain[-1][0] == "/account/login/"
    assert "Your account is open" in answer.content.decode()
    assert client.login(username="new@example.com", password=PASSWORD)


def test_looking_at_the_link_opens_nothing(client, mailbox):
    """Mail scanners follow every link: that must not count as an answer."""
    client.post("/account/signup/", FORM)

    client.get(mailbox.link("New@example.com", "account_activation"))

    assert not Customer.objects.get().is_active


def test_names_are_stored_as_typed(client, mailbox):
    client.post("/account/signup/", FORM)

    customer = Customer.objects.get()
    assert (customer.first_name, customer.last_name) == ("van der", "O'Neill-McDONALD")


def test_a_link_works_once(client, mailbox):
    client.post("/account/signup/", FORM)
    link = mailbox.link("New@example.com", "account_activation")
    client.post(link)
    Customer.objects.update(is_active=False)  # closed by staff

    assert client.post(link).status_code == 400
    assert not Customer.objects.get().is_active


def test_a_link_ends_after_three_days(client, mailbox, monkeypatch):
    client.post("/account/signup/", FORM)
    link = mailbox.link("New@example.com", "account_activation")
    monkeypatch.setattr(activation_tokens, "_now", lambda: datetime.now() + timedelta(days=3, seconds=5))

    assert client.post(link).status_code == 400
    assert not Customer.objects.get().is_active


@pytest.mark.parametrize(
    "link", ["/account/activate/MQ/x-y/", "/account/activate/~/0/", "/account/activate/////"]
)
def test_a_broken_link_offers_a_new_one(client, link, mailbox):
    answer = client.post(link)

    assert answer.status_code in (400, 404)


def test_a_known_address_gets_the_same_page_and_its_owner_a_mail(client, mailbox, customer):
    known = client.post("/account/signup/", {**FORM, "email": "ada@EXAMPLE.com"}, follow=True)
    unknown = client.post("/account/signup/", {**FORM, "email": "nobody@example.com"}, follow=True)

    assert known.content.decode().replace("ada@example.com", "X") == unknown.content.decode().replace(
        "nobody@example.com", "X"
    )
    assert mailbox.topics() == [
        ("Ada@example.com", "account_exists"),
        ("nobody@example.com", "account_activation"),
    ]
    customer.refresh_from_db()
    assert customer.check_password(PASSWORD)
    assert customer.first_name == "Ada"


def test_the_api_answers_alike_for_a_known_address(api, mailbox, customer):
    known = api.post("/api/v1/auth/users/", {"email": "ADA@example.com", "password": "another good one"})
    unknown = api.post("/api/v1/auth/users/", {"email": "nobody@example.com", "password": "another good one"})

    assert known.status_code == unknown.status_code == 201
    assert known.json() == {**unknown.json(), "email": "ADA@example.com"}
    assert "password" not in known.json()


def test_a_known_address_costs_a_hashing_too(api, mailbox, customer, monkeypatch):
    hashed = []
    from customers import accounts

    genuine = accounts.make_password
    monkeypatch.setattr(accounts, "make_password", lambda raw: hashed.append(raw) or genuine(raw))
    for email in ("ada@example.com", "nobody@example.com"):
        api.post("/api/v1/auth/users/", {"email": email, "password": "another good one"})

    assert len(hashed) == 2


def test_signing_up_again_takes_the_newest_password_and_ends_the_older_link(waiting, mailbox, client):
    waiting(password="the first good password")
    old_link = mailbox.link("new@example.com", "account_activation")
    waiting(email="NEW@example.com", password="the second good password")

    assert client.post(old_link).status_code == 400
    client.post(mailbox.link("new@example.com", "account_activation"))
    assert client.login(username="new@example.com", password="the second good password")


def test_an_account_closed_by_staff_is_not_reopened_by_signing_up(api, mailbox, customer, rf):
    Customer.objects.update(is_active=False)

    api.post("/api/v1/auth/users/", {"email": "ada@example.com", "password": "another good one"})

    assert mailbox.topics() == [("Ada@example.com", "account_exists")]
    assert authenticate(rf.post("/"), username="ada@example.com", password="another good one") is None


def test_the_activation_mail_is_sent_again_for_the_asking(waiting, mailbox, client):
    waiting()

    client.post("/account/activate/again/", {"email": "new@EXAMPLE.com"})

    assert [topic for _to, topic in mailbox.topics()] == ["account_activation"] * 2
    assert client.post(mailbox.link("new@example.com", "account_activation")).status_code == 302


def test_the_api_activates_by_what_the_link_holds(waiting, mailbox, api):
    waiting()
    uid, token = mailbox.link("new@example.com", "account_activation").strip("/").split("/")[-2:]

    answer = api.post("/api/v1/auth/users/activation/", {"uid": uid, "token": token})
    again = api.post("/api/v1/auth/users/activation/", {"uid": uid, "token": token})

    assert answer.status_code == 204
    assert Customer.objects.get().is_active
    assert again.status_code == 400
    assert again.json()["errors"][0]["code"] == "invalid_token"


@pytest.mark.parametrize("password", ["short", "12345678901", "password", "new@example.com"])
def test_weak_passwords_are_refused_by_page_and_api_alike(client, api, password):
    page = client.post("/account/signup/", {"email": "new@example.com", "password": password})
    answer = api.post("/api/v1/auth/users/", {"email": "new@example.com", "password": password})

    assert page.context["form"].errors["password"]
    assert answer.status_code == 400
    assert {error["attr"] for error in answer.json()["errors"]} == {"password"}
    assert not Customer.objects.exists()


def test_spaces_around_a_password_belong_to_it(waiting, mailbox, client):
    waiting(password=" a password with a space ")
    client.post(mailbox.link("new@example.com", "account_activation"))

    answer = client.post(
        "/account/login/", {"username": "new@example.com", "password": " a password with a space "}
    )

    assert answer.status_code == 302


def test_no_mail_carries_the_words_of_whoever_signed_up(client, mailbox):
    client.post("/account/signup/", {**FORM, "first_name": "Win at https://evil.example"})

    message = mailbox.to("New@example.com")[0]
    assert "evil.example" not in str(message.body) + str(message.alternatives[0][0]) + message.subject
