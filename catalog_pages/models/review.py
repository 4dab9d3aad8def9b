from __future__ import annotations

from hashlib import blake2b

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog_pages.models.product import Product

BEST, WORST = 5, 1


def stars(rating: int) -> str:
    """Full and empty stars, for the eye; whoever shows them says the rating in words too."""
    return "★" * rating + "☆" * (BEST - rating)


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> ReviewQuerySet:
        """What shoppers see, the newest first."""
        return self.filter(status=Review.Status.PUBLISHED).order_by("-created_at", "-pk")


class Review(models.Model):
    """What somebody who bought a product says of it. Written and moderated by catalog_pages.reviews alone.

    `author` is None once the account is deleted; what was published stays, without the name.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("to be looked at")
        PUBLISHED = "published", _("published")
        REFUSED = "refused", _("refused")

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="reviews", verbose_name=_("product")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reviews",
        verbose_name=_("author"),
    )
    shown_name = models.CharField(_("name shown"), max_length=80, blank=True)
    rating = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(WORST), MaxValueValidator(BEST)]
    )
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=4_000)
    status = models.CharField(
        _("status"), max_length=10, choices=Status, default=Status.PENDING, editable=False
    )
    refusal = models.CharField(
        _("why it is refused"), max_length=400, blank=True, help_text=_("Its author reads this.")
    )
    answer = models.TextField(
        _("answer of the shop"),
        max_length=2_000,
        blank=True,
        help_text=_("Everybody reads this under the review."),
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    decided_at = models.DateTimeField(_("published or refused"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )

    objects = models.Manager.from_queryset(ReviewQuerySet)()

    class Meta:
        # What waits to be looked at comes first.
        ordering = [F("decided_at").desc(nulls_first=True), "-created_at", "-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["product", "author"], name="review_once_a_product_and_author"),
            models.CheckConstraint(
                condition=Q(rating__gte=WORST, rating__lte=BEST), name="review_rating_in_range"
            ),
            models.CheckConstraint(
                condition=Q(status="pending", decided_at__isnull=True)
                | (~Q(status="pending") & Q(decided_at__isnull=False)),
                name="review_is_decided_or_pending",
            ),
        ]
        indexes = [
            models.Index(
                fields=["product", "-created_at"], condition=Q(status="published"), name="review_published"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rating}/{BEST} {self.title or self.text[:40]}"

    @property
    def stars(self) -> str:
        return stars(self.rating)

    @property
    def digest(self) -> str:
        """Of what its author wrote: another one once that is changed."""
        written = "\x00".join((str(self.rating), self.title, self.text, self.shown_name))
        return blake2b(written.encode(), digest_size=8).hexdigest()
