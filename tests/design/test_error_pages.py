"""What a shopper reads when something went wrong."""

import pytest
from django.test import Client

from tests.storefront import front_page


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_says_so_and_leads_on() -> None:
    front_page()
    response = Client().get("/there-never-was-such-a-page/")
    assert response.status_code == 404
    text = response.content.decode()
    assert "We cannot find that page" in text
    assert 'class="button" href="/"' in text


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_shops_own_words() -> None:
    front_page()
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"username": "ada@example.com"})
    assert response.status_code == 403
    assert "Nothing has been ordered or paid." in response.content.decode()
