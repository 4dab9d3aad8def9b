"""The account's own pages: details, deletion, limits on what sends mail."""

import pytest
from django.core.cache import cache
from rest_framework.authtoken.models import Token

from customers.models import Address, Customer
from orders.models import Cart
from tests.customers.conftest import PASSWORD
from tests.customers.test_addresses import BRITISH
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
ME = "/api/v1/auth/users/me/"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "details/",
        "email/",
        "password/",
        "addresses/",
        "addresses/add/",
        "delete/",
    ],
)
def test_every_page_is_there_and_leads_to_the_orders(pages, path):
    answer = pages.get(f"/account/{path}")

    assert answer.status_code == 200
    assert 'href="/orders/"' in answer.content.decode()
    assert (
        answer.headers["Cache-Control"] == "private, no-store"
        or "no-store" in answer.headers["Cache-Control"]
    )


@pytest.mark.parametrize("path", ["login/", "signup/", "mail/", "password/reset/", "activate/again/"])
def test_every_page_for_strangers_is_there(client, path):
    assert client.get(f"/account/{path}").status_code == 200


def test_details_are_saved_as_typed(pages, customer):
    pages.post(
        "/account/details/", {"first_name": "ada", "last_name": "BYRON king", "phone": "+44 20 7946 0958"}
    )

    customer.refresh_from_db()
    assert (customer.first_name, customer.last_name) == ("ada", "BYRON king")
    assert customer.phone.as_e164 == "+442079460958"
    assert pages.post("/account/details/", {"phone": "nonsense"}).context["form"].errors["phone"]


@pytest.mark.parametrize("name", ["a\x1bb", "two\nlines", "\x07"])
def test_a_name_that_cannot_be_printed_is_refused_by_page_and_api_alike(pages, own_api, customer, name):
    page = pages.post("/account/details/", {"first_name": name})
    answer = own_api.patch(ME, {"first_name": name})

    assert page.context["form"].errors["first_name"]
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, "first_name")


def test_the_api_shows_and_changes_the_same_details(own_api, customer):
    changed = own_api.patch(ME, {"phone": "+44 20 7946 0958"})
    wrong = own_api.patch(ME, {"phone": "nonsense"})

    assert changed.json() == own_api.get(ME).json()
    assert changed.json()["phone"] == "+442079460958"
    assert changed.json()["first_name"] == "Ada"
    assert wrong.status_code == 400


def test_the_api_gives_no_rights(own_api, customer):
    own_api.patch(ME, {"is_staff": True, "is_superuser": True, "is_active": False, "groups": [1]})

    customer.refresh_from_db()
    assert (customer.is_staff, customer.is_superuser, customer.is_active) == (False, False, True)


def test_nobody_can_list_or_reach_others_by_the_api(own_api, customer):
    other = CustomerFactory()

    assert own_api.get("/api/v1/auth/users/").status_code == 405
    for method in (own_api.get, own_api.patch, own_api.delete):
        assert method(f"/api/v1/auth/users/{other.pk}/").status_code == 404


def test_deleting_an_account_takes_the_password_and_everything_personal(pages, customer, mailbox):
    pages.post("/account/addresses/add/", BRITISH)
    Token.objects.create(user=customer)
    refused = pages.post("/account/delete/", {"current_password": "wrong"})
    assert refused.context["form"].errors["current_password"]

    pages.post("/account/delete/", {"current_password": PASSWORD})

    assert not Customer.objects.filter(pk=customer.pk).exists()
    assert not Address.objects.exists()
    assert not Token.objects.exists()
    assert not Cart.objects.filter(customer_id=customer.pk).exists()
    assert mailbox.topics() == [("Ada@example.com", "account_deleted")]
    assert pages.get("/account/").status_code == 302


def test_the_api_deletes_an_account_for_the_password_only(own_api, customer):
    assert own_api.delete(ME).status_code == 400
    assert own_api.delete(ME, {"current_password": "wrong"}).status_code == 400
    assert own_api.delete(ME, {"current_password": PASSWORD}).status_code == 204
    assert not Customer.objects.exists()


def test_an_email_is_free_again_after_its_account_is_deleted(own_api, api, customer, mailbox):
    own_api.delete(ME, {"current_password": PASSWORD})

    api.post("/api/v1/auth/users/", {"email": "ada@example.com", "password": "another good one"})

    assert mailbox.topics()[-1] == ("ada@example.com", "account_activation")


def test_staff_do_not_delete_themselves_on_the_shops_pages(pages, own_api, customer):
    Customer.objects.update(is_staff=True)

    page = pages.post("/account/delete/", {"current_password": PASSWORD})
    answer = own_api.delete(ME, {"current_password": PASSWORD})

    assert "back office" in str(page.context["form"].non_field_errors())
    assert answer.json()["errors"][0]["code"] == "staff_account"
    assert Customer.objects.exists()


@pytest.fixture
def strict(monkeypatch):
    """The API's limits, off in tests, here on: three a minute."""
    from rest_framework.views import APIView

    from config.throttles import ScopedThrottle

    class Strict(ScopedThrottle):
        THROTTLE_RATES = {"auth": "3/min", "read": "99/min", "write": "99/min"}

    monkeypatch.setattr(APIView, "throttle_classes", [Strict])
    cache.clear()
    yield
    cache.clear()


def test_pages_that_send_mail_are_limited_together_with_the_api(client, mailbox, strict, monkeypatch):
    for path in ("signup/", "password/reset/", "activate/again/"):
        answer = client.post(f"/account/{path}", {"email": "a@example.com", "password": PASSWORD})
        assert answer.status_code == 302

    refused = client.post("/account/password/reset/", {"email": "a@example.com"})

    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert len(mailbox.topics()) == 3
    assert client.get("/account/password/reset/").status_code == 200
