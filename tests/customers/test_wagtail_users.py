"""Wagtail's own management of users, with ours."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from customers.models import Customer
from tests.customers.conftest import PASSWORD
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db
FORM = {"first_name": "Eda", "last_name": "Itor", "password1": PASSWORD, "password2": PASSWORD}


def test_users_are_listed_and_searched(admin_client, customer):
    assert "Ada@example.com" in admin_client.get("/cms/users/").content.decode()
    assert "Ada@example.com" in admin_client.get("/cms/users/?q=byron").content.decode()


def test_an_editor_is_added_and_logs_in(admin_client):
    assert admin_client.get("/cms/users/new/").status_code == 200

    editors = Group.objects.get(name="Editors")
    answer = admin_client.post(
        "/cms/users/new/", {**FORM, "email": "Editor@example.com", "groups": [editors.pk]}
    )

    assert answer.status_code == 302
    assert Customer.objects.get(email="Editor@example.com").groups.get() == editors
    client = Client()
    client.post("/cms/login/", {"username": "editor@example.com", "password": PASSWORD})
    assert client.get("/cms/").status_code == 200


def test_an_address_that_has_an_account_in_another_case_is_refused_with_a_message(admin_client, customer):
    answer = admin_client.post("/cms/users/new/", {**FORM, "email": "aDA@example.com"})

    assert answer.status_code == 200
    assert "already" in str(answer.context["form"].errors["email"])


def test_a_user_is_edited_and_deleted(admin_client, customer):
    path = f"/cms/users/edit/{customer.pk}/"
    assert admin_client.get(path).status_code == 200

    form = {"email": "Ada@example.com", "first_name": "Augusta", "last_name": "King", "is_active": "on"}
    assert admin_client.post(path, form).status_code == 302
    customer.refresh_from_db()
    assert customer.first_name == "Augusta"
    assert customer.check_password(PASSWORD)

    admin_client.post(f"/cms/users/delete/{customer.pk}/")
    assert not Customer.objects.filter(pk=customer.pk).exists()


@pytest.fixture
def manager(client: Client) -> Client:
    """Somebody who manages Wagtail's users and is no superuser."""
    manager = CustomerFactory(email="manager@example.com")
    permissions = ["access_admin", "add_customer", "change_customer", "delete_customer"]
    manager.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(manager, backend="customers.backends.EmailBackend")
    return client


def test_who_manages_users_makes_no_superuser(manager, customer):
    form = {
        "email": "Ada@example.com",
        "first_name": "A",
        "last_name": "B",
        "is_active": "on",
        "is_superuser": "on",
    }
    manager.post(f"/cms/users/edit/{customer.pk}/", form)
    manager.post("/cms/users/new/", {**FORM, "email": "x@example.com", "is_superuser": "on"})

    assert not Customer.objects.filter(is_superuser=True).exists()
    assert Customer.objects.filter(email="x@example.com").exists()


def test_who_manages_users_cannot_take_over_a_superuser(manager, admin_user):
    form = {
        "email": "mine@example.com",
        "first_name": "A",
        "last_name": "B",
        "password1": "",
        "password2": "",
    }

    answer = manager.post(f"/cms/users/edit/{admin_user.pk}/", form)

    assert answer.status_code in (302, 403)
    admin_user.refresh_from_db()
    assert admin_user.email != "mine@example.com"
