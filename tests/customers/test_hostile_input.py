"""What breaks software, typed into the account's forms and sent to its API: refused with words or taken, never 500."""

import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from rest_framework.test import APIClient

from tests.customers.conftest import PASSWORD
from tests.customers.test_addresses import BRITISH

pytestmark = [pytest.mark.django_db, pytest.mark.realdata]
AUTH = "/api/v1/auth/users/"


@pytest.fixture
def naughty(shared_data: Path) -> list[str]:
    return json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())


@pytest.fixture
def emails(shared_data: Path) -> list[str]:
    return [
        email
        for email, _verdict in json.loads((shared_data / "hostile" / "email-addresses.json").read_text())
    ]


def send(client: APIClient, path: str, body: object, method: str = "post"):
    """Send JSON in which a lone surrogate stands escaped, as a program can."""
    return getattr(client, method)(f"/api/v1/auth/{path}", json.dumps(body), content_type="application/json")


def typed(text: str) -> str:
    """What a browser makes of it: no form can hold a lone surrogate."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def test_hostile_emails_at_sign_up(client, api, mailbox, emails):
    for email in emails:
        page = client.post("/account/signup/", {"email": typed(email), "password": PASSWORD})
        answer = send(api, "users/", {"email": email, "password": PASSWORD})
        assert page.status_code in (200, 302), email
        assert answer.status_code == (201 if page.status_code == 302 else 400), email
    stored = list(get_user_model().objects.values_list("email", flat=True))
    assert 15 < len(stored) < len(emails)
    assert all(email.isprintable() for email in stored)
    assert len({email.lower() for email in stored}) == len(stored)


def test_hostile_emails_where_mail_is_asked_for(own_api, mailbox, emails):
    for email in emails:
        for path in ("users/reset_password/", "users/resend_activation/"):
            assert send(own_api, path, {"email": email}).status_code in (204, 400), email
        body = {"new_email": email, "current_password": PASSWORD}
        assert send(own_api, "users/me/email/", body).status_code in (204, 400), email
        assert send(own_api, "token/login/", {"email": email, "password": "x"}).status_code == 400, email


def test_hostile_strings_in_names_and_passwords(client, api, mailbox, naughty):
    for number, text in enumerate(naughty):
        form = {"email": f"n{number}@example.com", "first_name": text, "last_name": text, "password": text}
        answer = send(api, "users/", form)
        page = client.post("/account/signup/", {name: typed(value) for name, value in form.items()})
        assert answer.status_code in (201, 400), text
        assert page.status_code in (200, 302), text


def test_hostile_strings_in_details_and_links(pages, own_api, api, naughty):
    for text in naughty:
        form = {"first_name": text, "last_name": text}
        assert pages.post("/account/details/", {**form, "phone": typed(text)}).status_code in (200, 302), text
        assert send(own_api, "users/me/", form, "patch").status_code in (200, 400), text
        for path in ("activation/", "reset_password_confirm/", "email_confirm/"):
            body = {"uid": text, "token": text, "new_password": PASSWORD}
            assert send(api, f"users/{path}", body).status_code == 400, text


def test_hostile_strings_in_addresses(pages, own_api, naughty, monkeypatch):
    monkeypatch.setattr("customers.address_book.LIMIT", 10_000)
    fields = ("first_name", "line1", "city", "region", "postcode", "country", "phone")
    for number, text in enumerate(naughty):
        on_page, in_api = fields[number % len(fields)], fields[(number + 3) % len(fields)]
        page = pages.post("/account/addresses/add/", {**BRITISH, on_page: typed(text)})
        answer = send(own_api, "users/me/addresses/", {**BRITISH, in_api: text})
        assert page.status_code in (200, 302), (on_page, text)
        assert answer.status_code in (201, 400), (in_api, text)
    assert pages.get("/account/addresses/").status_code == 200


@pytest.mark.parametrize(
    "text", ["\x00", "a\x00b", "\ud800", "x" * 200_000, "\u202e", "😀" * 300, "1" * 5000]
)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("users/", ("email", "password", "first_name", "phone")),
        ("token/login/", ("email", "password")),
        ("users/activation/", ("uid", "token")),
        ("users/email_confirm/", ("token",)),
        ("users/reset_password/", ("email",)),
        ("users/reset_password_confirm/", ("uid", "token", "new_password")),
        ("users/set_password/", ("current_password", "new_password")),
        ("users/me/addresses/", ("first_name", "country", "postcode", "phone", "region")),
    ],
)
def test_what_no_field_can_hold_is_answered_400(own_api, path, fields, text):
    good = {"email": "x@example.com", "password": PASSWORD, "current_password": PASSWORD, **BRITISH}
    for field in fields:
        answer = send(own_api, path, {**good, field: text})
        assert answer.status_code in (400, 201), (field, text[:20])


@pytest.mark.parametrize("body", ["null", "[]", "1", '"x"', "{", "", '{"email": {}}', '{"email": [1]}', "{}"])
@pytest.mark.parametrize("path", ["users/", "token/login/", "users/reset_password/", "users/me/addresses/"])
def test_what_is_no_object_is_answered_400(own_api, path, body):
    answer = own_api.post(f"/api/v1/auth/{path}", body, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.parametrize("token", ["x", "é", "\x00", "a" * 5000, "Token", "a b c", "%00"])
def test_a_nonsense_token_is_answered_401(api, token):
    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")

    assert api.get(f"{AUTH}me/").status_code == 401


@pytest.mark.parametrize("pk", ["0", "-1", "x", "1.5", "%00", "99999999999999999999999999", "9" * 400])
def test_an_address_nobody_has_is_answered_404(own_api, pages, pk):
    answer = own_api.get(f"{AUTH}me/addresses/{pk}/")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["code"] == "not_found"
    assert pages.get(f"/account/addresses/{pk}/").status_code == 404
