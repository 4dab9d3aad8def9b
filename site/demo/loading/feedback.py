"""The demo shop's reviews: by people of its history, of what was sent to them. Some wait to be looked at."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from catalog_pages import reviews
from catalog_pages.models import Product, Review
from customers.models import Customer
from demo.catalogue.reviews import REVIEWS, Said
from demo.loading.accounts import SHOPPER, STAFF
from orders import reviewing
from orders.models import Item, Order


def load_reviews() -> None:
    """Write them where none is there yet: all or none."""
    if Review.objects.exists():
        return
    staff = Customer.objects.with_email(STAFF).first()
    with transaction.atomic():
        for number, said in enumerate(REVIEWS):
            _write(said, age=timedelta(days=2 + number * 5 % 61, hours=number), staff=staff)


def _write(said: Said, *, age: timedelta, staff: Customer | None) -> None:
    product = Product.objects.filter(slug=said.product).first()
    author = _buyer_without_review(product) if product else None
    if product is None or author is None:
        return
    review = reviewing.write(
        customer=author,
        product=product,
        shown_name=reviewing.shown_name_of(author),
        rating=said.rating,
        title=said.title,
        text=said.text,
    )
    when = timezone.now() - age
    Review.objects.filter(pk=review.pk).update(created_at=when)
    if not said.waits:
        reviews.publish(review=review, by=staff)
        Review.objects.filter(pk=review.pk).update(decided_at=when + timedelta(hours=9))
    if said.answer:
        reviews.answer(review=review, text=said.answer)


def _buyer_without_review(product: Product) -> Customer | None:
    """Who received it first and has not spoken; the demo's own customer last, to have something left to review."""
    sent = Item.objects.filter(order__isnull=False, variant__product=product, quantity_shipped__gt=0)
    orders = Order.objects.filter(pk__in=sent.values("object_id"), customer__isnull=False)
    spoken = product.reviews.values("author")
    buyers = [order.customer for order in orders.exclude(customer__in=spoken).order_by("placed_at")]
    buyers.sort(key=lambda buyer: buyer is not None and buyer.email == SHOPPER)
    return next(iter(buyers), None)
