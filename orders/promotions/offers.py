"""Which offers a cart may have now: the promotions in force, and the one its voucher unlocks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog_pages.models import Product
from orders.exceptions import VoucherProblem
from orders.models import Order, PersonalUse, Promotion, PromotionTier, Voucher
from orders.promotions.engine import (
    Amount,
    BuyAndGet,
    FreeShipping,
    Offer,
    Percentage,
    Rule,
    Step,
    Steps,
)
from orders.promotions.people import Person

Kind = Promotion.Kind
Covered = dict[int, frozenset[int]]
"""Product keys by promotion key."""


@dataclass(frozen=True, slots=True)
class Unlocked:
    """A promotion that may be used, with the voucher that unlocks it; None where it needs no code."""

    promotion: Promotion
    voucher: Voucher | None
    offer: Offer


@dataclass(frozen=True, slots=True)
class Offers:
    """What a cart may use. `voucher_problem` says why its voucher's promotion is not among them."""

    unlocked: tuple[Unlocked, ...] = ()
    voucher: Voucher | None = None
    voucher_problem: VoucherProblem | None = None

    def of_key(self, key: int) -> Unlocked:
        return next(unlocked for unlocked in self.unlocked if unlocked.offer.key == key)

    @property
    def by_voucher(self) -> Unlocked | None:
        return next((unlocked for unlocked in self.unlocked if unlocked.voucher is not None), None)


def offers_for(*, products: Iterable[int], voucher: Voucher | None, person: Person, at: datetime) -> Offers:
    """What goods of these products may have, bought by `person` (an empty one: nobody knows yet) at `at`.

    One query; where there are promotions at most four more for steps and scopes, and three for limits per customer.
    """
    found = list(
        Promotion.objects.offered(unlocked=voucher.promotion_id if voucher else None, at=at).order_by("pk")
    )
    problem = _problem_with(voucher, found, at)
    promotions = [
        each for each in found if problem is None or voucher is None or each.pk != voucher.promotion_id
    ]
    spent = _spent(promotions, person)
    if problem is None and voucher is not None:
        problem = spent.get(voucher.promotion_id)
    promotions = [promotion for promotion in promotions if promotion.pk not in spent]
    covered = _covered(promotions, frozenset(products))
    steps = _steps(promotions)
    unlocked = (
        Unlocked(
            promotion=promotion,
            voucher=voucher if voucher and voucher.promotion_id == promotion.pk else None,
            offer=Offer(
                key=promotion.pk,
                rule=_rule(promotion, steps),
                products=covered.get(promotion.pk),
                minimum=promotion.minimum_subtotal,
                is_exclusive=promotion.is_exclusive,
                with_code=voucher is not None and voucher.promotion_id == promotion.pk,
            ),
        )
        for promotion in promotions
    )
    return Offers(tuple(unlocked), voucher, problem)


def _problem_with(voucher: Voucher | None, found: Sequence[Promotion], at: datetime) -> VoucherProblem | None:
    """Why the voucher unlocks nothing, whoever has it and whatever is bought. No query."""
    if voucher is None:
        return None
    promotion = next((each for each in found if each.pk == voucher.promotion_id), None)
    if promotion is None or not voucher.is_active or not promotion.is_active:
        return VoucherProblem.INACTIVE
    if promotion.starts_at is not None and promotion.starts_at > at:
        return VoucherProblem.NOT_STARTED
    if promotion.ends_at is not None and promotion.ends_at <= at:
        return VoucherProblem.ENDED
    if any(row.usage_limit is not None and row.times_used >= row.usage_limit for row in (voucher, promotion)):
        return VoucherProblem.USED_UP
    return None


def _spent(promotions: Sequence[Promotion], person: Person) -> dict[int, VoucherProblem]:
    """The promotions that this person may not use any more, and why. At most three queries."""
    limited = [each for each in promotions if each.per_customer_limit is not None]
    for_firsts = [each for each in promotions if each.first_order_only]
    if not person or not (limited or for_firsts):
        return {}
    spent: dict[int, VoucherProblem] = {}
    if limited:
        uses = PersonalUse.objects.filter(promotion__in=limited, who__in=person.keys)
        most: dict[int | None, int] = defaultdict(int)
        for promotion_id, times_used in uses.values_list("promotion_id", "times_used"):
            most[promotion_id] = max(most[promotion_id], times_used)
        spent |= {
            each.pk: VoucherProblem.ALREADY_USED
            for each in limited
            if each.per_customer_limit is not None and most[each.pk] >= each.per_customer_limit
        }
    if for_firsts:
        orders = Order.objects.of_person(customer_id=person.customer_id, emails=person.emails)
        if orders.that_came_to_something().exists():
            spent |= {each.pk: VoucherProblem.NOT_FIRST_ORDER for each in for_firsts}
    return spent


def _rule(promotion: Promotion, steps: dict[int, tuple[Step, ...]]) -> Rule:
    match Kind(promotion.kind):
        case Kind.PERCENTAGE:
            return Percentage(promotion.value)
        case Kind.AMOUNT:
            return Amount(promotion.value)
        case Kind.FREE_SHIPPING:
            return FreeShipping()
        case Kind.BUY_X_GET_Y:
            return BuyAndGet(promotion.buy_quantity or 1, promotion.get_quantity or 1, promotion.value)
        case Kind.TIERS:
            return Steps(steps.get(promotion.pk, ()))


def _steps(promotions: Sequence[Promotion]) -> dict[int, tuple[Step, ...]]:
    """The steps of those that have any. One query, none where none has."""
    by_promotion: dict[int, tuple[Step, ...]] = {}
    stepped = [each.pk for each in promotions if each.kind == Kind.TIERS]
    for tier in PromotionTier.objects.filter(promotion__in=stepped) if stepped else ():
        percentage = tier.kind == PromotionTier.Kind.PERCENTAGE
        step = Step(tier.from_subtotal, Percentage(tier.value) if percentage else Amount(tier.value))
        by_promotion[tier.promotion_id] = (*by_promotion.get(tier.promotion_id, ()), step)
    return by_promotion


def _covered(promotions: Sequence[Promotion], products: frozenset[int]) -> Covered:
    """Which of these products each promotion with a scope is for. At most three queries."""
    covered: dict[int, set[int]] = {
        each.pk: set() for each in promotions if _has(each, "has_categories") or _has(each, "has_products")
    }
    by_product = [each.pk for each in promotions if _has(each, "has_products")]
    if by_product:
        named = Promotion.products.through.objects.filter(promotion__in=by_product, product__in=products)
        for promotion_id, product_id in named.values_list("promotion_id", "product_id"):
            covered[promotion_id].add(product_id)
    by_category = [each.pk for each in promotions if _has(each, "has_categories")]
    if by_category:
        subtrees = Promotion.categories.through.objects.filter(promotion__in=by_category).values_list(
            "promotion_id", "category__tree_id", "category__lft", "category__rght"
        )
        places = _places(products)
        for promotion_id, tree, left, right in subtrees:
            covered[promotion_id].update(
                product for product, at_tree, at in places if at_tree == tree and left <= at <= right
            )
    return {promotion: frozenset(found) for promotion, found in covered.items()}


def _places(products: frozenset[int]) -> list[tuple[int, int, int]]:
    """Where in the tree each product stands, by its main and further categories: product, tree, left. One query."""
    main = Product.objects.filter(pk__in=products).order_by()
    further = Product.further_categories.through.objects.filter(product__in=products).order_by()
    return list(
        main.values_list("pk", "category__tree_id", "category__lft").union(
            further.values_list("product_id", "category__tree_id", "category__lft")
        )
    )


def _has(promotion: Promotion, name: str) -> bool:
    """What `Promotion.objects.offered` adds."""
    return bool(getattr(promotion, name))
