"""Finding a voucher by its code; using promotions up, and giving them back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from orders.discounts import Discount
from orders.exceptions import OfferGone, VoucherNotUsable, VoucherProblem
from orders.models import Order, PersonalUse, Promotion, Redemption, Voucher
from orders.promotions.people import Person


def find(code: str) -> Voucher:
    """The voucher with this code, whatever its case. Raises VoucherNotUsable. One query."""
    code = code.replace("\x00", "").strip()  # PostgreSQL refuses the null character even in a question
    voucher = Voucher.objects.with_code(code).first() if code else None
    if voucher is None:
        raise VoucherNotUsable(code, VoucherProblem.UNKNOWN)
    return voucher


def record(*, order: Order, discounts: Sequence[Discount]) -> list[Redemption]:
    """Write down what each promotion saved the order. One query, none without discounts."""
    return Redemption.objects.bulk_create(
        Redemption(
            order=order,
            promotion=discount.promotion,
            voucher=discount.voucher,
            name=discount.name,
            code=discount.code,
            amount_net=discount.amount_net,
            amount_gross=discount.amount_gross,
            is_free_shipping=discount.is_free_shipping,
            shipping_net=discount.shipping_net,
            shipping_gross=discount.shipping_gross,
        )
        for discount in discounts
    )


def use(*, redemptions: Sequence[Redemption], person: Person) -> None:
    """Use up once what the order redeemed, by conditional UPDATEs: every limit holds however many do so at once.

    Call at the end of the order's transaction, since every order with the same promotion waits here for the one
    before it. Raises, when the last use has just gone, VoucherNotUsable, or OfferGone where there is no code.
    """
    _use_each(redemptions, Promotion.objects.redeemable(timezone.now()), Voucher.objects.redeemable())
    limited = [
        each for each in redemptions if each.promotion.per_customer_limit or each.promotion.first_order_only
    ]
    if limited and person:
        _count(limited, person)


def give_back(*, order: Order) -> None:
    """Undo the order's redemptions: it came to nothing. Call inside the order's transaction, its row held."""
    standing = list(Redemption.objects.standing().filter(order=order).order_by("promotion_id"))
    for redemption in standing:
        _less(Promotion.objects.filter(pk=redemption.promotion_id))
    for redemption in standing:
        if redemption.voucher_id is not None:
            _less(Voucher.objects.filter(pk=redemption.voucher_id))
    if standing:
        counted = (
            PersonalUse.objects.filter(redemptions__in=standing).order_by("pk").values_list("pk", flat=True)
        )
        for pk in counted:
            _less(PersonalUse.objects.filter(pk=pk))
        Redemption.objects.filter(pk__in=[each.pk for each in standing]).update(given_back_at=timezone.now())


def use_again(*, order: Order) -> None:
    """Use once more what the order redeemed and gave back when it was given up.

    Limits hold, dates and switches do not matter: it was good when the order was placed. Call inside the order's
    transaction, its row held. Raises VoucherNotUsable or OfferGone when the last use has gone to somebody else.
    """
    returned = list(
        order.redemptions.exclude(given_back_at=None).select_related("promotion").order_by("promotion_id")
    )
    _use_each(returned, Promotion.objects.not_used_up(), Voucher.objects.not_used_up())
    for redemption in returned:
        _count_again(redemption)
    Redemption.objects.filter(pk__in=[each.pk for each in returned]).update(given_back_at=None)


def _count_again(redemption: Redemption) -> None:
    """Count the use under the same names as the first time, where the limits per customer still allow it."""
    counted = Redemption.counted.through.objects.filter(redemption=redemption).values("personaluse")
    for row in PersonalUse.objects.filter(pk__in=counted).order_by("pk").select_for_update(no_key=True):
        most = 1 if row.promotion_id is None else redemption.promotion.per_customer_limit
        if most and row.times_used >= most:
            raise _gone(redemption, VoucherProblem.ALREADY_USED)
        PersonalUse.objects.filter(pk=row.pk).update(times_used=F("times_used") + 1)


def _use_each(
    redemptions: Sequence[Redemption], promotions: QuerySet[Promotion], vouchers: QuerySet[Voucher]
) -> None:
    """Count a use of each promotion and code that is among those allowed; promotions first, in key order."""
    one_more = F("times_used") + 1
    for redemption in sorted(redemptions, key=lambda each: each.promotion_id):
        if not promotions.filter(pk=redemption.promotion_id).update(times_used=one_more):
            raise _gone(redemption, VoucherProblem.USED_UP)
    for redemption in redemptions:
        if redemption.voucher_id is None:
            continue
        if not vouchers.filter(pk=redemption.voucher_id).update(times_used=one_more):
            raise _gone(redemption, VoucherProblem.USED_UP)


def _count(redemptions: Sequence[Redemption], person: Person) -> None:
    """Count the uses of promotions that limit them per customer, under everything known of the buyer.

    Rows are made, then locked in one order for everybody, then looked at: whoever is second sees the first one's.
    """
    wanted: dict[tuple[int | None, str], tuple[Redemption, int, VoucherProblem]] = {}
    for redemption in redemptions:
        promotion = redemption.promotion
        for who in person.keys:
            if promotion.per_customer_limit:
                most = promotion.per_customer_limit
                wanted[promotion.pk, who] = (redemption, most, VoucherProblem.ALREADY_USED)
            if promotion.first_order_only:
                # Shared by all of them, and by all that one order redeems: somebody has one first order.
                wanted[None, who] = (redemption, 1, VoucherProblem.NOT_FIRST_ORDER)
    in_turn = sorted(wanted, key=lambda key: (key[0] or 0, key[1]))
    PersonalUse.objects.bulk_create(
        [PersonalUse(promotion_id=promotion, who=who) for promotion, who in in_turn], ignore_conflicts=True
    )
    rows = [
        row
        for row in PersonalUse.objects.filter(who__in=person.keys)
        .order_by("pk")
        .select_for_update(no_key=True)
        if (row.promotion_id, row.who) in wanted
    ]
    for row in rows:
        redemption, most, problem = wanted[row.promotion_id, row.who]
        if row.times_used >= most:
            raise _gone(redemption, problem)
    PersonalUse.objects.filter(pk__in=[row.pk for row in rows]).update(times_used=F("times_used") + 1)
    Redemption.counted.through.objects.bulk_create(
        Redemption.counted.through(
            redemption_id=wanted[row.promotion_id, row.who][0].pk, personaluse_id=row.pk
        )
        for row in rows
    )


def _gone(redemption: Redemption, problem: VoucherProblem) -> VoucherNotUsable | OfferGone:
    if redemption.voucher_id is not None:
        return VoucherNotUsable(redemption.code, problem)
    return OfferGone(redemption.name)


def _less(rows: QuerySet[Any]) -> None:
    rows.filter(times_used__gt=0).update(times_used=F("times_used") - 1)
