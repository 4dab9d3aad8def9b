"""Customers in the Django admin: lists of fixed cost, and rights that only superusers deal out."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.authtoken.models import Token

from customers import address_book
from customers.models import Address, Customer
from tests.customers.conftest import PASSWORD
from tests.customers.test_addresses import BRITISH
from tests.factories import CustomerFactory
from tests.shops import open_shop, placed_order

pytestmark = pytest.mark.django_db
LIST = "/admin/customers/customer/"


@pytest.fixture
def clerk(client: Client) -> Client:
    """Staff who may do everything with customers, and are no superuser."""
    staff = CustomerFactory(email="clerk@example.com", is_staff=True)
    models = ["customer", "address", "cart", "userprofile", "logentry"]
    staff.user_permissions.set(Permission.objects.filter(content_type__model__in=models))
    client.force_login(staff, backend="customers.backends.EmailBackend")
    return client


def form_of(customer: Customer, **changes) -> dict[str, object]:
    lists = ("addresses", "log_ins")
    inline = {f"{name}-{part}_FORMS": 0 for name in lists for part in ("TOTAL", "INITIAL")}
    return {"email": customer.email, "first_name": "Eve", "is_active": "on", **inline, **changes}


@pytest.mark.parametrize("path", ["customer/", "address/"])
def test_lists_cost_the_same_however_long(admin_client, path):
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(f"/admin/customers/{path}").status_code == 200
        return len(queries)

    for _number in range(3):
        address_book.add_address(customer=CustomerFactory(), address=BRITISH)
    cost()
    few = cost()
    for _number in range(20):
        address_book.add_address(customer=CustomerFactory(), address=BRITISH)

    assert cost() == few <= 12


def test_customers_are_found_by_email_name_and_phone(admin_client, customer):
    CustomerFactory(email="eve@example.com", first_name="Eve", last_name="Doe")
    for words in ("ada@EXAMPLE", "byron", "Ada Byron"):
        page = admin_client.get(LIST, {"q": words}).content.decode()
        assert "Ada@example.com" in page
        assert "eve@example.com" not in page


def test_a_customer_is_added_without_a_password_and_with_one(admin_client, mailbox):
    admin_client.post(f"{LIST}add/", {"email": "a@example.com", "usable_password": "false"})
    both = {"password1": PASSWORD, "password2": PASSWORD}
    admin_client.post(f"{LIST}add/", {"email": "b@example.com", "usable_password": "true", **both})

    assert not Customer.objects.get(email="a@example.com").has_usable_password()
    assert Customer.objects.get(email="b@example.com").check_password(PASSWORD)


def test_a_customer_is_edited_with_addresses(admin_client, customer):
    page = admin_client.get(f"{LIST}{customer.pk}/change/")
    inline = {
        "addresses-TOTAL_FORMS": 1,
        "addresses-0-customer": customer.pk,
        **{f"addresses-0-{name}": value for name, value in BRITISH.items()},
        "addresses-0-phone": "020 7946 0958",
    }
    wrong = admin_client.post(
        f"{LIST}{customer.pk}/change/", form_of(customer, **{**inline, "addresses-0-postcode": "1"})
    )
    done = admin_client.post(f"{LIST}{customer.pk}/change/", form_of(customer, **inline))

    assert page.status_code == 200
    assert "postcode" in str(wrong.context["errors"])
    assert done.status_code == 302
    assert Address.objects.get().phone.as_e164 == "+442079460958"


def test_deleting_a_customer_in_the_back_office_works_one_by_one_and_many_at_once(
    admin_client, customer, mailbox
):
    address_book.add_address(customer=customer, address=BRITISH)
    Token.objects.create(user=customer)
    others = [CustomerFactory().pk for _number in range(3)]

    admin_client.post(f"{LIST}{customer.pk}/delete/", {"post": "yes"})
    admin_client.post(LIST, {"action": "delete_selected", "_selected_action": others, "post": "yes"})

    assert not Customer.objects.filter(pk__in=[customer.pk, *others]).exists()
    assert not Address.objects.exists()


def test_deleting_a_customer_with_orders_keeps_the_books(pages, customer, mailbox):
    open_shop()
    at_the_desk, on_the_page = placed_order(customer=CustomerFactory()), placed_order(customer=customer)

    pages.post("/account/delete/", {"current_password": PASSWORD})
    admin = Client()
    admin.force_login(
        CustomerFactory(is_staff=True, is_superuser=True), backend="customers.backends.EmailBackend"
    )
    admin.post(f"{LIST}{at_the_desk.customer_id}/delete/", {"post": "yes"})

    for order in (at_the_desk, on_the_page):
        total = order.total
        order.refresh_from_db()
        assert order.customer is None
        assert (order.email, order.total, order.items.count()) == ("", total, 1)


def test_a_clerk_may_change_and_delete_customers(clerk, customer):
    assert clerk.post(f"{LIST}{customer.pk}/change/", form_of(customer)).status_code == 302
    customer.refresh_from_db()
    assert customer.first_name == "Eve"

    clerk.post(f"{LIST}{customer.pk}/delete/", {"post": "yes"})
    assert not Customer.objects.filter(pk=customer.pk).exists()


def test_a_clerk_deals_out_no_rights(clerk, customer):
    rights = {"is_staff": "on", "is_superuser": "on", "user_permissions": [1], "groups": []}

    clerk.post(f"{LIST}{customer.pk}/change/", form_of(customer, **rights))

    customer.refresh_from_db()
    assert (customer.is_staff, customer.is_superuser) == (False, False)
    assert not customer.user_permissions.exists()


def test_a_clerk_cannot_touch_the_account_of_staff(clerk, admin_user):
    path = f"{LIST}{admin_user.pk}/"

    assert clerk.post(f"{path}change/", form_of(admin_user, email="mine@example.com")).status_code == 403
    assert clerk.post(f"{path}password/", {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
    assert clerk.post(f"{path}delete/", {"post": "yes"}).status_code == 403
    clerk.post(LIST, {"action": "delete_selected", "_selected_action": [admin_user.pk], "post": "yes"})
    assert Customer.objects.filter(pk=admin_user.pk, email=admin_user.email).exists()


def test_nobody_deletes_themselves(admin_client, admin_user):
    assert admin_client.post(f"{LIST}{admin_user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_password_set_by_staff_ends_tokens_and_tells_the_owner(admin_client, customer, mailbox):
    Token.objects.create(user=customer)
    both = {"password1": "another good one", "password2": "another good one", "usable_password": "true"}

    admin_client.post(f"{LIST}{customer.pk}/password/", both)

    customer.refresh_from_db()
    assert customer.check_password("another good one")
    assert not Token.objects.exists()
    assert mailbox.topics() == [("Ada@example.com", "account_password_changed")]


def test_tokens_are_ended_and_never_shown(admin_client, customer):
    token = Token.objects.create(user=customer)

    page = admin_client.get(f"{LIST}{customer.pk}/change/").content.decode()
    assert "API token since" in page
    assert token.key not in page
    assert admin_client.get("/admin/authtoken/tokenproxy/").status_code == 404

    admin_client.post(LIST, {"action": "end_api_tokens", "_selected_action": [customer.pk]})
    assert not Token.objects.exists()
