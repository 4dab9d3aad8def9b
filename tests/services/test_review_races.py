"""Reviews written and moderated by several at once: one a buyer, each counted once."""

import pytest

from catalog_pages import reviews
from catalog_pages.models import Product, Review
from tests.factories import CustomerFactory, ProductFactory
from tests.races import at_once, errors

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("races"), pytest.mark.once]

REPEATS = 25


def rating(product: Product) -> tuple[int, int]:
    product.refresh_from_db()
    return product.rating_count, product.rating_sum


def test_one_buyer_in_four_windows_writes_one_review() -> None:
    for _repeat in range(REPEATS):
        product, author = ProductFactory(), CustomerFactory()

        def write(product: Product = product, author: object = author) -> Review:
            return reviews.write(product=product, author=author, shown_name="A", rating=4, text="Good")  # type: ignore[arg-type]

        assert errors(at_once(*[write] * 4)) == []
        assert product.reviews.count() == 1


def test_moderators_at_once_count_every_review_once() -> None:
    for _repeat in range(REPEATS):
        product = ProductFactory()
        written = [
            reviews.write(
                product=product, author=CustomerFactory(), shown_name="A", rating=stars, text="Good"
            )
            for stars in (5, 3, 1)
        ]
        jobs = [lambda review=review: reviews.publish(review=review) for review in [*written, *written]]
        jobs.append(lambda review=written[0]: reviews.delete(review=review))
        assert errors(at_once(*jobs)) == []
        assert rating(product) == (2, 4)
    assert list(reviews.miscounted()) == []
