"""Codes by the hundred, and the back-office where they are made."""

import csv
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from catalog_pages.models import ShopSettings
from orders import voucher_batches
from orders.models import Promotion, Voucher
from orders.models.order import CROCKFORD
from tests.factories import CategoryFactory, CustomerFactory, PromotionFactory, VoucherFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(shop: ShopSettings, client: Client) -> Client:
    client.force_login(CustomerFactory(is_staff=True, is_superuser=True))
    return client


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(StringIO(text)))


def test_each_code_of_a_batch_is_another_and_cannot_be_guessed(shop: ShopSettings) -> None:
    promotion = PromotionFactory()
    batch = voucher_batches.generate(promotion=promotion, count=500, prefix="xmas-", name="Christmas")
    codes = list(Voucher.objects.filter(batch=batch).values_list("code", flat=True))
    assert len(set(codes)) == 500
    drawn = [code.removeprefix("XMAS-") for code in codes]
    assert all(len(each) == 10 and set(each) <= set(CROCKFORD) for each in drawn)
    assert len({each[0] for each in drawn}) > 25
    order = order_of(filled_cart(stocked()), voucher=codes[0].lower())
    assert order.voucher_code == codes[0]


def test_a_code_drawn_twice_is_drawn_again(shop: ShopSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    VoucherFactory(code="TAKEN")
    drawn = iter(["TAKEN", "A", "A", "B", "C"])
    monkeypatch.setattr(voucher_batches, "new_code", lambda prefix: next(drawn))
    batch = voucher_batches.generate(promotion=PromotionFactory(), count=3, name="Three")
    assert set(Voucher.objects.filter(batch=batch).values_list("code", flat=True)) == {"A", "B", "C"}


def test_a_name_that_is_taken_makes_another_batch(shop: ShopSettings) -> None:
    promotion = PromotionFactory()
    names = {voucher_batches.generate(promotion=promotion, count=1, name="Spring") for _ in range(2)}
    assert len(names) == 2


@pytest.mark.parametrize("count", [0, -1, 20_001])
def test_a_batch_has_an_end(shop: ShopSettings, count: int) -> None:
    with pytest.raises(ValueError, match="is not between"):
        voucher_batches.generate(promotion=PromotionFactory(), count=count, name="Many")


def test_a_thousand_codes_take_a_few_queries(shop: ShopSettings, django_assert_max_num_queries: Any) -> None:
    promotion = PromotionFactory()
    with django_assert_max_num_queries(20):
        voucher_batches.generate(promotion=promotion, count=1_000, name="Many")


def test_staff_make_a_batch_and_export_it(staff: Client) -> None:
    promotion = PromotionFactory(name="=HYPERLINK(1)")
    page = staff.get(reverse("admin:orders_promotion_codes", args=[promotion.pk]))
    assert page.status_code == 200
    made = staff.post(
        reverse("admin:orders_promotion_codes", args=[promotion.pk]),
        {"count": 25, "begins_with": "-MAY", "usage_limit": 3, "name": "@May"},
    )
    assert made.status_code == 302
    shown = staff.get(made["Location"]).content.decode()
    assert "25 codes are in “@May”." in shown
    exported = rows_of(
        staff.get(reverse("admin:orders_promotion_export", args=[promotion.pk]) + "?batch=@May")
    )
    assert len(exported) == 25
    first = exported[0]
    # A spreadsheet would run what begins with = - or @.
    assert first["code"].startswith("'-MAY")
    assert (first["batch"], first["promotion"]) == ("'@May", "'=HYPERLINK(1)")
    assert (first["uses_allowed"], first["uses"], first["active"]) == ("3", "0", "yes")


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": 99_999}, {"begins_with": "a b"}, {"usage_limit": 0}, {"name": ""}]
)
def test_a_batch_that_makes_no_sense_is_refused_at_its_field(staff: Client, wrong: dict[str, Any]) -> None:
    promotion = PromotionFactory()
    data = {"count": 5, "begins_with": "", "usage_limit": 1, "name": "Five", **wrong}
    answer = staff.post(reverse("admin:orders_promotion_codes", args=[promotion.pk]), data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == list(wrong)
    assert not Voucher.objects.exists()


def test_who_may_not_make_codes_makes_none(shop: ShopSettings, client: Client) -> None:
    client.force_login(CustomerFactory(is_staff=True))
    promotion = PromotionFactory()
    for name in ("codes", "export"):
        url = reverse(f"admin:orders_promotion_{name}", args=[promotion.pk])
        assert client.get(url).status_code == 403


PROMOTION = {
    "name": "Three for two",
    "kind": "buy_x_get_y",
    "value": "100",
    "buy_quantity": "2",
    "get_quantity": "1",
    "is_active": "on",
    "is_automatic": "on",
    "tiers-TOTAL_FORMS": "0",
    "tiers-INITIAL_FORMS": "0",
}


def test_staff_make_a_promotion_that_works(staff: Client) -> None:
    category = CategoryFactory()
    answer = staff.post(
        reverse("admin:orders_promotion_add"), {**PROMOTION, "categories": [category.pk]}, follow=True
    )
    assert answer.status_code == 200
    promotion = Promotion.objects.get()
    assert list(promotion.categories.all()) == [category]
    order = order_of(filled_cart(stocked(product__category=category), quantity=3))
    assert order.discount_gross == 12
    page = staff.get(reverse("admin:orders_promotion_change", args=[promotion.pk])).content.decode()
    assert order.number in page
    assert staff.get(reverse("admin:orders_promotion_changelist")).status_code == 200
    listed = staff.get(reverse("admin:orders_redemption_changelist")).content.decode()
    assert order.number in listed


def test_steps_are_typed_below(staff: Client) -> None:
    steps = {
        "tiers-TOTAL_FORMS": "1",
        "tiers-0-from_subtotal": "20",
        "tiers-0-kind": "percentage",
        "tiers-0-value": "5",
    }
    staff.post(reverse("admin:orders_promotion_add"), {**PROMOTION, "kind": "tiers", "value": "0", **steps})
    assert order_of(filled_cart(stocked(), quantity=2)).discount_gross == Decimal("1.20")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"value": "0"}, "value"),
        ({"value": "101"}, "value"),
        ({"buy_quantity": ""}, "buy_quantity"),
        ({"get_quantity": "0"}, "get_quantity"),
        ({"kind": "amount", "value": "0"}, "value"),
        ({"kind": "amount", "value": "1.005"}, "value"),
        ({"kind": "percentage", "value": "-5"}, "value"),
        ({"minimum_subtotal": "1.005"}, "minimum_subtotal"),
        (
            {
                "starts_at_0": "2026-05-02",
                "starts_at_1": "10:00",
                "ends_at_0": "2026-05-01",
                "ends_at_1": "10:00",
            },
            "ends_at",
        ),
    ],
)
def test_what_would_never_work_is_said_at_its_field(staff: Client, wrong: dict[str, str], field: str) -> None:
    answer = staff.post(reverse("admin:orders_promotion_add"), {**PROMOTION, **wrong})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]


def test_what_was_redeemed_stays_and_keeps_its_uses(staff: Client) -> None:
    voucher = VoucherFactory(code="SPRING")
    order_of(filled_cart(stocked()), voucher="SPRING")
    for name, row in (("promotion", voucher.promotion), ("voucher", voucher)):
        url = reverse(f"admin:orders_{name}_delete", args=[row.pk])
        assert staff.post(url, {"post": "yes"}).status_code == 403
        listed = reverse(f"admin:orders_{name}_changelist")
        staff.post(listed, {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"})
    assert Voucher.objects.get().times_used == 1
    change = reverse("admin:orders_voucher_change", args=[voucher.pk])
    staff.post(change, {"code": "OTHER", "usage_limit": "0"})
    assert Voucher.objects.get().usage_limit is None
    staff.post(change, {"code": "OTHER", "usage_limit": "1"})
    voucher = Voucher.objects.get()
    assert (voucher.code, voucher.usage_limit, voucher.times_used, voucher.is_active) == (
        "SPRING",
        1,
        1,
        False,
    )


def test_a_code_that_differs_in_case_alone_is_refused_at_its_field(staff: Client) -> None:
    voucher = VoucherFactory(code="Spring")
    answer = staff.post(
        reverse("admin:orders_voucher_add"), {"code": "sPRING", "promotion": voucher.promotion_id}
    )
    assert answer.status_code == 200
    assert "There is a voucher with this code already." in answer.content.decode()


def test_chosen_vouchers_are_exported_and_switched_off(staff: Client) -> None:
    first, _second = VoucherFactory(code="A"), VoucherFactory(code="B")
    listed = reverse("admin:orders_voucher_changelist")
    exported = staff.post(listed, {"action": "export", "_selected_action": [first.pk]})
    assert [row["code"] for row in rows_of(exported)] == ["A"]
    staff.post(listed, {"action": "switch_off", "_selected_action": [first.pk]})
    assert list(Voucher.objects.filter(is_active=True).values_list("code", flat=True)) == ["B"]
