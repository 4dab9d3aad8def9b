"""Customers as a spreadsheet: no passwords out, no rights in, no formula run."""

import csv
import io

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from customers.importing import CustomerResource
from customers.models import Customer
from tests.customers.conftest import PASSWORD
from tests.factories import CustomerFactory

pytestmark = pytest.mark.django_db


def run(*rows: dict[str, object], user: Customer | None = None):
    headers = list({name: None for row in rows for name in row})
    data = tablib.Dataset(*[[row.get(name, "") for name in headers] for row in rows], headers=headers)
    return CustomerResource().import_data(data, user=user)


def test_an_export_has_no_secrets(customer):
    exported = CustomerResource().export()

    assert exported.headers == [
        "email",
        "first_name",
        "last_name",
        "phone",
        "is_active",
        "date_joined",
        "last_login",
    ]
    assert customer.password not in exported.csv


@pytest.mark.realdata
def test_formulas_are_defused_on_the_way_out_and_whole_again_on_the_way_in(admin_client, shared_data):
    lines = (shared_data / "hostile" / "csv-formulas.txt").read_text().splitlines()
    formulas = [line for line in lines if line[:1] in "=+-@"] + ["@SUM(1)", "+1+1", "-2+3"]
    for number, formula in enumerate(formulas):
        CustomerFactory(email=f"c{number}@example.com", first_name=formula)

    exported = export(admin_client, "email", "first_name").content
    cells = {row["email"]: row["first_name"] for row in csv.DictReader(io.StringIO(exported.decode()))}
    Customer.objects.exclude(is_superuser=True).update(first_name="changed")
    import_file(admin_client, exported)

    for number, formula in enumerate(formulas):
        assert cells[f"c{number}@example.com"] == f"'{formula}"
        assert Customer.objects.get(email=f"c{number}@example.com").first_name == formula


def test_new_customers_come_in_without_a_password_and_known_ones_are_changed_whatever_the_case(customer):
    result = run(
        {"email": "ADA@example.com", "first_name": "Augusta", "phone": "+442079460958"},
        {"email": "new@example.com", "first_name": "New", "phone": ""},
    )

    assert not result.has_errors()
    assert not result.has_validation_errors()
    customer.refresh_from_db()
    assert (customer.email, customer.first_name) == ("Ada@example.com", "Augusta")
    assert customer.check_password(PASSWORD)
    new = Customer.objects.get(email="new@example.com")
    assert not new.has_usable_password()
    assert new.is_active


def test_rights_do_not_come_in(customer):
    run(
        {
            "email": "ada@example.com",
            "is_staff": 1,
            "is_superuser": 1,
            "is_active": 0,
            "password": "x",
            "groups": "1",
        }
    )

    customer.refresh_from_db()
    assert (customer.is_staff, customer.is_superuser, customer.is_active) == (False, False, True)
    assert customer.check_password(PASSWORD)


def test_a_clerk_changes_no_account_of_staff_by_import(admin_user, customer):
    result = run({"email": admin_user.email, "first_name": "Mallory"}, user=customer)

    assert result.has_validation_errors() or result.has_errors()
    admin_user.refresh_from_db()
    assert admin_user.first_name == ""


@pytest.mark.parametrize(
    "row",
    [
        {"email": "no address"},
        {"email": "", "first_name": "Nobody"},
        {"email": "x@example.com", "phone": "nonsense"},
        {"email": "x@example.com", "first_name": "x" * 200},
    ],
)
def test_a_bad_row_is_named_and_nothing_comes_in(row):
    result = run(row)

    assert result.has_validation_errors() or result.has_errors()
    assert not Customer.objects.exists()


def import_file(client: Client, content: bytes):
    upload = SimpleUploadedFile("customers.csv", content, "text/csv")
    shown = client.post("/admin/customers/customer/import/", {"import_file": upload, "format": "0"})
    return client.post("/admin/customers/customer/process_import/", shown.context["confirm_form"].initial)


def export(client: Client, *names: str):
    fields = {f"customerresource_{name}": "on" for name in names}
    return client.post("/admin/customers/customer/export/", {"format": "0", "resource": "", **fields})


def test_the_back_office_imports_a_file_in_two_steps(admin_client):
    assert import_file(admin_client, b"email,first_name\nnew@example.com,New\n").status_code == 302
    assert Customer.objects.get(email="new@example.com").first_name == "New"


def test_the_back_office_exports_a_file(admin_client, customer):
    answer = export(admin_client, "email", "first_name")

    assert answer.headers["Content-Type"] == "text/csv"
    assert b"Ada@example.com,Ada" in answer.content
