"""The address book, on the pages and by the API."""

import pytest

from customers import address_book
from customers.models import Address
from tests.customers.conftest import PASSWORD
from tests.customers.test_addresses import AMERICAN, BRITISH
from tests.factories import CustomerFactory
from tests.races import at_once, errors

pytestmark = pytest.mark.django_db
API = "/api/v1/auth/users/me/addresses/"


@pytest.fixture
def others() -> Address:
    return address_book.add_address(customer=CustomerFactory(), address=BRITISH)


def defaults(customer) -> list[str]:
    return [entry.city for entry in customer.addresses.filter(is_default=True)]


def test_an_address_is_added_edited_and_removed(pages, customer):
    pages.post("/account/addresses/add/", BRITISH)
    entry = customer.addresses.get()
    pages.post(
        f"/account/addresses/{entry.pk}/",
        {**BRITISH, "line1": "13 St James's Square", "phone": "02079460958"},
    )
    listed = pages.get("/account/addresses/").content.decode()
    entry.refresh_from_db()

    assert entry.line1 == "13 St James's Square"
    assert "13 St James&#x27;s Square" in listed
    assert "+44 20 7946 0958" in listed
    assert pages.get(f"/account/addresses/{entry.pk}/remove/").status_code == 200
    pages.post(f"/account/addresses/{entry.pk}/remove/")
    assert not customer.addresses.exists()


def test_another_country_shows_its_fields_without_losing_what_was_typed(pages):
    page = pages.post("/account/addresses/add/", {**BRITISH, "country": "US", "update_country": "1"})

    form = page.context["form"]
    assert not form.errors
    assert form["line1"].value() == BRITISH["line1"]
    assert "region" in form.fields
    assert not Address.objects.exists()


def test_the_first_address_is_the_default_and_another_can_take_its_place(pages, customer):
    pages.post("/account/addresses/add/", BRITISH)
    pages.post("/account/addresses/add/", AMERICAN)
    assert defaults(customer) == ["London"]

    pages.post(f"/account/addresses/{customer.addresses.get(city='New York').pk}/default/")

    assert defaults(customer) == ["New York"]


def test_when_the_default_goes_the_newest_takes_its_place(customer):
    first = address_book.add_address(customer=customer, address=BRITISH)
    address_book.add_address(customer=customer, address={**BRITISH, "city": "Leeds"})
    address_book.add_address(customer=customer, address=AMERICAN)

    address_book.remove_address(entry=first)

    assert defaults(customer) == ["New York"]


def test_the_addresses_of_others_are_not_there(pages, own_api, others):
    for path in ("", "remove/"):
        assert pages.get(f"/account/addresses/{others.pk}/{path}").status_code == 404
        assert pages.post(f"/account/addresses/{others.pk}/{path}", BRITISH).status_code == 404
    assert pages.post(f"/account/addresses/{others.pk}/default/").status_code == 404
    for method in (own_api.get, own_api.put, own_api.patch, own_api.delete):
        assert method(f"{API}{others.pk}/").status_code == 404
    assert own_api.get(API).json() == []


def test_the_api_keeps_addresses_by_the_same_rules(own_api, customer):
    made = own_api.post(API, {**BRITISH, "postcode": "sw1y 4jh", "phone": "020 7946 0958"})
    path = f"{API}{made.json()['id']}/"
    wrong = own_api.patch(path, {"postcode": "10969"})
    moved = own_api.patch(path, {"country": "DE", "city": "Berlin", "postcode": "10969"})

    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        **BRITISH,
        "company": "",
        "line2": "",
        "region": "",
        "phone": "+442079460958",
        "is_default": True,
    }
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["attr"] == "postcode"
    assert moved.status_code == 200
    assert (moved.json()["country"], moved.json()["line1"]) == ("DE", BRITISH["line1"])
    assert own_api.delete(path).status_code == 204
    assert not customer.addresses.exists()


def test_the_api_can_move_the_default(own_api, customer):
    own_api.post(API, BRITISH)
    second = own_api.post(API, AMERICAN).json()

    own_api.patch(f"{API}{second['id']}/", {"is_default": True})

    assert defaults(customer) == ["New York"]
    assert [entry["city"] for entry in own_api.get(API).json()] == ["New York", "London"]


def test_a_book_has_an_end(own_api, customer, monkeypatch):
    monkeypatch.setattr(address_book, "LIMIT", 1)
    own_api.post(API, BRITISH)

    answer = own_api.post(API, AMERICAN)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "address_book_full"


def test_the_book_costs_the_same_however_many_are_in_it(own_api, customer, django_assert_num_queries):
    for number in range(3):
        address_book.add_address(customer=customer, address={**BRITISH, "line1": f"{number} Square"})
    for _round in range(2):
        with django_assert_num_queries(2):
            own_api.get(API)
        address_book.add_address(customer=customer, address=BRITISH)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_addresses_added_at_once_leave_one_default():
    customer = CustomerFactory(password=PASSWORD)

    results = at_once(
        *(
            lambda: address_book.add_address(customer=customer, address=BRITISH, default=True)
            for _n in range(6)
        )
    )

    assert errors(results) == []
    assert customer.addresses.count() == 6
    assert customer.addresses.filter(is_default=True).count() == 1
