"""Writing and moderating reviews; the only writer of them and of the ratings that products carry.

Who may write one, `orders.reviewing` knows: somebody who bought the product. Each function holds the product's row
while it counts, so that two moderators at once count everything once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog_pages.models import Product, Review
from catalog_pages.models.review import BEST, WORST

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

Status = Review.Status


def write(
    *, product: Product, author: AbstractBaseUser, shown_name: str, rating: int, text: str, title: str = ""
) -> Review:
    """The author's review of the product, new or in place of the one there is; it waits to be looked at again.

    Raises ValidationError for a rating out of range or words that are missing or too long.
    """
    with _counting(product.pk):
        review = Review.objects.filter(product=product, author=author.pk).first() or Review(
            product=product, author_id=author.pk
        )
        review.shown_name, review.rating, review.title, review.text = shown_name, rating, title, text
        review.status, review.refusal, review.decided_at, review.decided_by = Status.PENDING, "", None, None
        review.full_clean()
        review.save()
    return review


def publish(*, review: Review, by: AbstractBaseUser | None = None) -> None:
    """Show it to everybody. Nothing happens to one that is deleted meanwhile."""
    _decide(review, Status.PUBLISHED, by=by)


def refuse(*, review: Review, reason: str, by: AbstractBaseUser | None = None) -> None:
    """Show it to nobody, or to nobody any more; its author reads why."""
    _decide(review, Status.REFUSED, by=by, reason=reason)


def answer(*, review: Review, text: str) -> None:
    """What the shop says to it, for everybody to read; empty takes it back."""
    Review.objects.filter(pk=review.pk).update(answer=text)


def delete(*, review: Review) -> None:
    with _counting(review.product_id):
        Review.objects.filter(pk=review.pk).delete()


def forget_author(*, author: AbstractBaseUser) -> None:
    """Before the account goes: what was published stays without a name, the rest goes along."""
    with transaction.atomic():
        own = Review.objects.filter(author=author.pk)
        own.exclude(status=Status.PUBLISHED).delete()
        own.update(author=None, shown_name="")


def average(product: Product) -> Decimal | None:
    """Of the published ratings, to one decimal; None where there are none. No query."""
    if not product.rating_count:
        return None
    return (Decimal(product.rating_sum) / product.rating_count).quantize(Decimal("0.1"))


def distribution(product: Product) -> dict[int, int]:
    """How often each rating was given, the best first. One query."""
    found = dict(
        Review.objects.filter(product=product, status=Status.PUBLISHED)
        .order_by()
        .values_list("rating")
        .annotate(count=Count("pk"))
    )
    return {rating: found.get(rating, 0) for rating in range(BEST, WORST - 1, -1)}


def miscounted() -> Iterator[str]:
    """The slugs of products whose rating is not the sum of their reviews: none, unless somebody wrote by hand."""
    there = {
        product: (count, total)
        for product, count, total in Review.objects.filter(status=Status.PUBLISHED)
        .order_by()
        .values_list("product")
        .annotate(count=Count("pk"), total=Sum("rating"))
    }
    rated = Product.objects.exclude(rating_count=0, rating_sum=0) | Product.objects.filter(pk__in=there)
    for pk, slug, count, total in rated.order_by("slug").values_list(
        "pk", "slug", "rating_count", "rating_sum"
    ):
        if (count, total) != there.get(pk, (0, 0)):
            yield slug


def _decide(review: Review, status: Status, *, by: AbstractBaseUser | None, reason: str = "") -> None:
    with _counting(review.product_id):
        Review.objects.filter(pk=review.pk).update(
            status=status,
            refusal=reason[:400],
            decided_at=timezone.now(),
            decided_by=by.pk if by is not None else None,
        )


@contextmanager
def _counting(product: int) -> Iterator[None]:
    """Hold the product's row, and count its published reviews anew in the end."""
    with transaction.atomic():
        list(Product.objects.select_for_update(no_key=True).filter(pk=product).values_list("pk"))
        yield
        counted = Review.objects.filter(product=product, status=Status.PUBLISHED).aggregate(
            count=Count("pk"), sum=Coalesce(Sum("rating"), 0)
        )
        changed = Product.objects.filter(pk=product).exclude(
            rating_count=counted["count"], rating_sum=counted["sum"]
        )
        changed.update(rating_count=counted["count"], rating_sum=counted["sum"])
