"""Logging in and out, on the pages and by the API, and what happens to guessers."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_logged_in
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from tests.customers.conftest import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/api/v1/auth/token/login/"


@pytest.fixture
def guarded(settings):
    """The guard against guessing is off in tests; here it is on."""
    settings.AXES_ENABLED = True


def test_the_page_logs_in_and_goes_where_it_was_asked(client, customer):
    answer = client.post(
        "/account/login/", {"username": "ADA@example.com", "password": PASSWORD, "next": "/account/details/"}
    )

    assert answer.headers["Location"] == "/account/details/"


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"]
)
def test_log_in_never_leads_out_of_the_shop(client, customer, next_url):
    answer = client.post(
        "/account/login/", {"username": "ada@example.com", "password": PASSWORD, "next": next_url}
    )

    assert answer.headers["Location"] == "/account/"


def test_log_out_asks_for_a_post(pages):
    assert pages.get("/account/logout/").status_code == 405
    assert pages.post("/account/logout/").status_code == 302
    assert pages.get("/account/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "path", ["", "details/", "email/", "password/", "addresses/", "addresses/add/", "addresses/1/", "delete/"]
)
def test_the_account_is_for_who_is_logged_in(client, db, path):
    answer = client.get(f"/account/{path}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/account/login/?next=/account/{path}"


def test_a_token_is_got_whatever_the_case_and_works(api, customer):
    token = api.post(LOGIN, {"email": "aDA@example.com", "password": PASSWORD}).json()["auth_token"]

    api.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    assert api.get("/api/v1/auth/users/me/").json()["email"] == "Ada@example.com"


def test_the_api_log_in_tells_others_with_the_request(api, customer):
    heard = []

    def listen(request, user, **kwargs):
        heard.append((request.headers["X-Cart-Token"], user))

    user_logged_in.connect(listen)
    try:
        api.post(LOGIN, {"email": "ada@example.com", "password": PASSWORD}, headers={"X-Cart-Token": "abc"})
    finally:
        user_logged_in.disconnect(listen)

    assert heard == [("abc", customer)]


def test_a_token_ends_after_its_lifetime(own_api, customer, settings):
    Token.objects.update(created=timezone.now() - timedelta(days=settings.TOKEN_LIFETIME_DAYS, seconds=1))

    assert own_api.get("/api/v1/auth/users/me/").status_code == 401
    assert not Token.objects.exists()


def test_a_new_log_in_gives_a_new_key_for_an_expired_token(api, customer, settings):
    old = Token.objects.create(user=customer).key
    Token.objects.update(created=timezone.now() - timedelta(days=settings.TOKEN_LIFETIME_DAYS, seconds=1))

    new = api.post(LOGIN, {"email": "ada@example.com", "password": PASSWORD}).json()["auth_token"]

    assert new != old


def test_a_stale_token_in_the_header_does_not_hinder_a_log_in(own_api, customer):
    Token.objects.all().delete()

    assert own_api.post(LOGIN, {"email": "ada@example.com", "password": PASSWORD}).status_code == 200


def test_logging_out_ends_the_token(own_api):
    assert own_api.post("/api/v1/auth/token/logout/").status_code == 204
    assert own_api.get("/api/v1/auth/users/me/").status_code == 401


def test_wrong_unknown_waiting_and_closed_are_answered_alike(api, customer, waiting):
    waiting()
    answers = [
        api.post(LOGIN, {"email": email, "password": password})
        for email, password in [
            ("ada@example.com", "wrong"),
            ("nobody@example.com", PASSWORD),
            ("new@example.com", PASSWORD),
        ]
    ]

    assert {answer.status_code for answer in answers} == {400}
    assert len({str(answer.json()) for answer in answers}) == 1
    assert answers[0].json()["errors"][0]["code"] == "invalid_credentials"


def guess(client: Client, email: str, times: int) -> list[int]:
    return [
        client.post("/account/login/", {"username": email, "password": f"guess {n}"}).status_code
        for n in range(times)
    ]


def test_guessers_are_stopped_with_a_page(client, customer, guarded):
    codes = guess(client, "ada@example.com", 8)
    answer = client.post("/account/login/", {"username": "ada@example.com", "password": PASSWORD})

    assert codes == [200] * 7 + [429]
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Wait 15 minutes" in answer.content.decode()


def test_guesses_by_the_api_count_with_those_on_the_page_and_case_buys_none(client, api, customer, guarded):
    guess(client, "ADA@example.com", 4)
    for n in range(3):
        api.post(LOGIN, {"email": "ada@example.com", "password": f"guess {n}"})
    answer = api.post(LOGIN, {"email": "aDa@example.com", "password": "guess"})

    assert answer.status_code == 429
    assert answer.json()["type"] == "client_error"
    assert answer.json()["errors"][0]["code"] == "throttled"
    assert api.post(LOGIN, {"email": "Ada@example.com", "password": PASSWORD}).status_code == 429


def test_guessing_at_one_account_locks_no_other(client, api, customer, guarded, waiting):
    guess(client, "somebody@example.com", 9)

    assert api.post(LOGIN, {"email": "ada@example.com", "password": PASSWORD}).status_code == 200


def test_a_log_in_forgives_the_guesses_before(client, api, customer, guarded):
    guess(client, "aDa@example.com", 7)

    assert api.post(LOGIN, {"email": "ada@example.com", "password": PASSWORD}).status_code == 200
    assert not AccessAttempt.objects.exists()


def test_an_endless_email_does_not_break_the_guard(client, guarded):
    """Django's own log-in form lets any length through; the back-office uses it."""
    answer = client.post("/admin/login/", {"username": "a" * 5000 + "@example.com", "password": "x"})

    assert answer.status_code == 200


def test_the_back_office_logs_in_by_email(client, db, admin_user):
    admin_user.set_password(PASSWORD)
    admin_user.save()

    answer = client.post("/admin/login/", {"username": admin_user.email.upper(), "password": PASSWORD})

    assert answer.status_code == 302
