from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from catalog_pages.models import Category, Product

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from orders.models.redemption import Redemption
    from orders.models.voucher import Voucher


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def not_used_up(self) -> PromotionQuerySet:
        """Promotions with a use left, whatever else holds of them."""
        return self.filter(Q(usage_limit__isnull=True) | Q(times_used__lt=F("usage_limit")))

    def redeemable(self, at: datetime) -> PromotionQuerySet:
        """Promotions that are switched on, in their time and not used up."""
        return self.not_used_up().filter(
            Q(starts_at__isnull=True) | Q(starts_at__lte=at),
            Q(ends_at__isnull=True) | Q(ends_at__gt=at),
            is_active=True,
        )

    def offered(self, *, unlocked: int | None, at: datetime) -> PromotionQuerySet:
        """Those that need no code and can be used at `at`, and the one that a code unlocks, whatever its state.

        Adds `has_categories` and `has_products`: whether its scope names any.
        """
        of_this = OuterRef("pk")
        found: QuerySet[Any] = self.filter(
            Q(pk=unlocked) | Q(pk__in=Promotion.objects.redeemable(at).filter(is_automatic=True).values("pk"))
        )
        return found.annotate(
            has_categories=Exists(Promotion.categories.through.objects.filter(promotion=of_this)),
            has_products=Exists(Promotion.products.through.objects.filter(promotion=of_this)),
        )


class Promotion(models.Model):
    """A rule that makes orders cheaper: for everybody, or for those who have one of its voucher codes."""

    class Kind(models.TextChoices):
        PERCENTAGE = "percentage", _("percentage")
        AMOUNT = "amount", _("amount")
        FREE_SHIPPING = "free_shipping", _("free delivery")
        BUY_X_GET_Y = "buy_x_get_y", _("buy some, get some")
        TIERS = "tiers", _("the more, the cheaper")

    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("Shoppers read it beside what it saves them: “Spring sale”, “Three for two”."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=14,
        choices=Kind,
        help_text=_(
            "Percentage and amount come off the goods. Buy some, get some: of so many pieces the cheapest are "
            "free or cheaper. The more, the cheaper: steps by the goods total, given below."
        ),
    )
    value = models.DecimalField(
        _("value"),
        max_digits=14,
        decimal_places=3,
        default=0,
        help_text=_(
            "A percentage (10 is 10 %), or an amount in the shop's currency, with VAT if the shop's prices have "
            "it. Buy some, get some: how much the pieces got are off, 100 for free. Otherwise 0."
        ),
    )
    buy_quantity = models.PositiveSmallIntegerField(
        _("pieces to buy"), null=True, blank=True, help_text=_("Three for two: buy 2, get 1.")
    )
    get_quantity = models.PositiveSmallIntegerField(
        _("pieces to get"),
        null=True,
        blank=True,
        help_text=_("The cheapest ones. Different goods count together."),
    )
    minimum_subtotal = models.DecimalField(
        _("minimum goods total"),
        max_digits=14,
        decimal_places=3,
        null=True,
        blank=True,
        help_text=_("Of the goods it is for, before any discount."),
    )
    categories = models.ManyToManyField(
        Category,
        blank=True,
        related_name="+",
        verbose_name=_("categories"),
        help_text=_("With everything below them. Neither categories nor products: it is for all goods."),
    )
    products = models.ManyToManyField(
        Product,
        blank=True,
        related_name="+",
        verbose_name=_("products"),
        help_text=_("Besides those in the categories."),
    )
    first_order_only = models.BooleanField(
        _("first order only"),
        default=False,
        help_text=_(
            "For who has no order yet, by account and e-mail. Cancelled, expired and refunded ones do not count."
        ),
    )
    usage_limit = models.PositiveIntegerField(
        _("uses allowed"), null=True, blank=True, help_text=_("All codes together. Empty: no limit.")
    )
    times_used = models.PositiveIntegerField(_("uses"), default=0, editable=False)
    per_customer_limit = models.PositiveIntegerField(
        _("uses per customer"),
        null=True,
        blank=True,
        help_text=_("By account and e-mail, counted from when this is first set. Empty: no limit."),
    )
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Take the mark away to end it now; orders keep what they saved."),
    )
    is_automatic = models.BooleanField(
        _("needs no code"), default=False, help_text=_("Every cart that fits gets it by itself.")
    )
    is_exclusive = models.BooleanField(
        _("does not combine"),
        default=False,
        help_text=_(
            "Never used together with another: the shopper gets this one alone or all that combine, whichever "
            "saves more."
        ),
    )

    objects = models.Manager.from_queryset(PromotionQuerySet)()

    if TYPE_CHECKING:
        tiers: RelatedManager[PromotionTier]
        vouchers: RelatedManager[Voucher]
        redemptions: RelatedManager[Redemption]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        constraints = [
            models.CheckConstraint(
                condition=Q(usage_limit__isnull=True) | Q(times_used__lte=F("usage_limit")),
                name="promotion_used_within_its_limit",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["percentage", "buy_x_get_y"]) | Q(value__lte=100),
                name="promotion_percentage_at_most_100",
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="promotion_value_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="buy_x_get_y") | Q(buy_quantity__gte=1, get_quantity__gte=1),
                name="promotion_says_how_many_to_buy_and_get",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromotionTier(models.Model):
    """A step of a promotion that saves more the more is bought; only the highest one reached counts."""

    class Kind(models.TextChoices):
        PERCENTAGE = "percentage", _("percentage")
        AMOUNT = "amount", _("amount")

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="tiers")
    from_subtotal = models.DecimalField(_("from a goods total of"), max_digits=14, decimal_places=3)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PERCENTAGE)
    value = models.DecimalField(_("takes off"), max_digits=14, decimal_places=3)

    class Meta:
        ordering = ["promotion", "from_subtotal"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["promotion", "from_subtotal"], name="tier_once_per_subtotal"),
            models.CheckConstraint(
                condition=Q(value__gt=0, from_subtotal__gte=0) & (~Q(kind="percentage") | Q(value__lte=100)),
                name="tier_value_in_range",
                violation_error_message=_("A step takes something off, and at most 100 per cent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_subtotal.normalize():f}: {self.value.normalize():f}"
