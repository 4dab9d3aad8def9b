"""Reviews: by those who bought, looked at before they are shown, counted exactly, without a name once that is gone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog_pages import reviews
from catalog_pages.models import Product, Review, ShopSettings
from customers.accounts import delete_account
from customers.models import Customer
from orders import fulfilment, reviewing
from orders.exceptions import NotBought
from tests.factories import CustomerFactory
from tests.orders.test_parcels import packed_order
from tests.orders_web.shopper import Shopper
from tests.storefront import for_sale

pytestmark = pytest.mark.django_db
WORDS = {"rating": "4", "title": "Heavy, in a good way", "text": "It keeps tea warm.", "shown_name": "Ada B."}


def buyer_of(product: Product, *, is_sent: bool = True, **fields: Any) -> Customer:
    customer = CustomerFactory(**fields)
    variant = product.variants.get()
    order = packed_order(variant, customer=customer)
    if is_sent:
        fulfilment.ship(order=order)
    return customer


def published(product: Product, rating: int = 4, **fields: Any) -> Review:
    review = reviewing.write(
        customer=buyer_of(product),
        product=product,
        **{"shown_name": "Ada B.", "text": "It keeps tea warm.", "rating": rating, **fields},
    )
    reviews.publish(review=review)
    return review


@pytest.fixture
def jug(shop: ShopSettings) -> Product:
    return for_sale("Jug", on_hand=50)


def test_a_buyer_writes_it_is_looked_at_and_then_everybody_reads_it(shopper: Shopper, jug: Product) -> None:
    shopper.client.force_login(buyer_of(jug))
    assert "Jug" in shopper.visit("/account/reviews/").select_one("main").text  # type: ignore[union-attr]
    shopper.visit(f"/account/reviews/{jug.slug}/")
    shopper.send("form.form", **WORDS)
    assert "We look at every review before it is shown." in shopper.text
    assert "To be looked at" in shopper.text
    visitor = Client()
    assert "It keeps tea warm." not in visitor.get(f"/{jug.slug}/").content.decode()
    reviews.publish(review=Review.objects.get())
    page = visitor.get(f"/{jug.slug}/").content.decode()
    assert "It keeps tea warm." in page
    assert "4.0 of 5, 1 review" in page
    assert '"ratingValue": "4.0"' in page
    reviews.answer(review=Review.objects.get(), text="We are glad.")
    assert "We are glad." in visitor.get(f"/{jug.slug}/").content.decode()
    reviews.refuse(review=Review.objects.get(), reason="Not about the jug.")
    assert "It keeps tea warm." not in visitor.get(f"/{jug.slug}/").content.decode()
    assert "Not about the jug." in shopper.visit("/account/reviews/").text


def test_only_who_received_it_may_write(shopper: Shopper, jug: Product) -> None:
    waiting = buyer_of(jug, is_sent=False)
    for customer in (waiting, CustomerFactory()):
        with pytest.raises(NotBought):
            reviewing.write(customer=customer, product=jug, shown_name="A", rating=5, text="Good")
        shopper.client.force_login(customer)
        shopper.visit(f"/account/reviews/{jug.slug}/")
        assert "by those who bought it here and have received it" in shopper.text
    assert not Review.objects.exists()
    assert Client().get(f"/account/reviews/{jug.slug}/").url.startswith("/account/login/")  # type: ignore[attr-defined]


def test_a_review_changed_waits_again_and_no_longer_counts(shopper: Shopper, jug: Product) -> None:
    first, second = published(jug, 5), published(jug, 2)
    jug.refresh_from_db()
    assert (jug.rating_count, jug.rating_sum) == (2, 7)
    assert second.author is not None
    shopper.client.force_login(second.author)
    shopper.visit(f"/account/reviews/{jug.slug}/")
    shopper.send("form.form", rating="3")
    jug.refresh_from_db()
    assert (jug.rating_count, jug.rating_sum) == (1, 5)
    shopper.send(f'form[action="/account/reviews/{jug.slug}/delete/"]')
    assert list(Review.objects.all()) == [first]
    assert list(reviews.miscounted()) == []
    Product.objects.filter(pk=jug.pk).update(rating_sum=99)
    assert list(reviews.miscounted()) == [jug.slug]


def test_nobody_changes_or_deletes_the_review_of_another(client: Client, jug: Product) -> None:
    published(jug)
    client.force_login(buyer_of(jug))
    assert client.post(f"/account/reviews/{jug.slug}/delete/").status_code == 404
    assert Review.objects.count() == 1


def test_an_account_that_goes_takes_its_name_along(jug: Product) -> None:
    review = published(jug)
    assert review.author is not None
    delete_account(customer=review.author)
    review.refresh_from_db()
    assert (review.author, review.shown_name, review.text) == (None, "", "It keeps tea warm.")
    assert "A customer" in Client().get(f"/{jug.slug}/").content.decode()


def test_what_is_left_out_is_said_and_nothing_typed_is_lost(shopper: Shopper, jug: Product) -> None:
    shopper.client.force_login(buyer_of(jug, first_name="Ada", last_name="Byron"))
    shopper.visit(f"/account/reviews/{jug.slug}/")
    assert shopper.page.select_one("#id_shown_name")["value"] == "Ada B."  # type: ignore[index]
    shopper.send("form.form", text="Good, but")
    assert "Choose how you like it." in shopper.text
    assert shopper.page.select_one("#id_text").text.strip() == "Good, but"  # type: ignore[union-attr]


def test_many_reviews_are_paged(jug: Product, client: Client) -> None:
    for number in range(12):
        published(jug, text=f"Number {number}.", rating=number % 5 + 1)
    first = client.get(f"/{jug.slug}/").content.decode()
    assert "Number 11." in first
    assert "Number 1." not in first
    assert "All 12 reviews" in first
    second = client.get(f"/reviews/{jug.slug}/?page=2").content.decode()
    assert "Number 1." in second
    assert "Number 11." not in second
    answer = client.get(f"/api/v1/products/{jug.slug}/reviews/?page_size=5&page=3").json()
    assert (answer["count"], [each["text"] for each in answer["results"]]) == (12, ["Number 1.", "Number 0."])
    assert client.get(f"/api/v1/products/{jug.slug}/").json()["rating"] == {"average": "2.8", "count": 12}
    assert client.get("/reviews/nothing/").status_code == 404


def test_reviews_cost_two_queries_however_many_there_are(jug: Product) -> None:
    def asked() -> int:
        Client().get(f"/{jug.slug}/")
        Product.objects.filter(pk=jug.pk).update(name=f"Jug {Product.objects.get(pk=jug.pk).rating_count}")
        with CaptureQueriesContext(connection) as queries:
            Client().get(f"/{jug.slug}/")
        return len(queries)

    without = asked()
    published(jug)
    one = asked()
    for _ in range(4):
        published(jug)
    assert (one - without, asked() - one) == (2, 0)


def test_the_database_refuses_a_second_review_and_a_rating_of_six(jug: Product) -> None:
    review = published(jug)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(product=jug, author=review.author, rating=1, text="Again")
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(product=jug, author=CustomerFactory(), rating=6, text="Six")


@pytest.mark.realdata
def test_hostile_words_run_nowhere_and_break_nothing(
    shopper: Shopper, jug: Product, shared_data: Path
) -> None:
    shopper.client.force_login(buyer_of(jug))
    strings = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    for string in [*strings[::8], "\x00", "<script>alert(1)</script>", "9" * 5_000]:
        shopper.visit(f"/account/reviews/{jug.slug}/")
        shopper.send(
            "form.form", **{**WORDS, "text": string, "title": string[:120], "shown_name": string[:80]}
        )
        assert shopper.response.status_code == 200
        review = Review.objects.first()
        if review is not None:
            reviews.publish(review=review)
            page = Client().get(f"/{jug.slug}/")
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()


def test_a_form_that_was_open_meanwhile_brings_no_old_rating_back(jug: Product) -> None:
    stale = Product.objects.get(pk=jug.pk)
    published(jug)
    stale.name = "Jug, large"
    stale.save()
    jug.refresh_from_db()
    assert (jug.name, jug.rating_count, jug.rating_sum) == ("Jug, large", 1, 4)


def test_staff_publish_refuse_and_answer_what_they_have_read(jug: Product, admin_client: Client) -> None:
    author = buyer_of(jug)
    review = reviewing.write(customer=author, product=jug, shown_name="A", rating=4, text="It pours.")
    url = f"/admin/catalog_pages/review/{review.pk}/change/"
    assert "It pours." in admin_client.get("/admin/catalog_pages/review/").content.decode()
    seen = review.digest
    reviewing.write(customer=author, product=jug, shown_name="A", rating=1, text="It leaks.")
    stale = admin_client.post(url, {"decision": "publish", "seen": seen})
    assert "read it once more" in stale.content.decode()
    review.refresh_from_db()
    assert review.status == Review.Status.PENDING
    unexplained = admin_client.post(url, {"decision": "refuse", "seen": review.digest})
    assert "Say why, for its author." in unexplained.content.decode()
    admin_client.post(url, {"decision": "publish", "seen": review.digest, "answer": "We send another."})
    review.refresh_from_db()
    assert (review.status, review.answer) == (Review.Status.PUBLISHED, "We send another.")
    action = {"action": "publish_all", "_selected_action": [review.pk]}
    reviews.refuse(review=review, reason="A try")
    admin_client.post("/admin/catalog_pages/review/", action)
    review.refresh_from_db()
    assert review.status == Review.Status.PUBLISHED
