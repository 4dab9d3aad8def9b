"""Promotions and vouchers in the back-office: made, watched, switched off, and never lost once used."""

from typing import Any

import pytest
from django.test import Client

from catalog_pages.models import ShopSettings
from orders import fulfilment
from orders.models import Promotion, Redemption, Voucher
from tests.factories import VoucherFactory
from tests.orders_admin.pages import said, soup, text
from tests.shops import placed_order

pytestmark = pytest.mark.django_db

PROMOTIONS, VOUCHERS = "/admin/orders/promotion/", "/admin/orders/voucher/"
NO_STEPS = {"tiers-TOTAL_FORMS": "0", "tiers-INITIAL_FORMS": "0"}


def send(client: Client, promotion: Promotion | None = None, **fields: object) -> Any:
    data = {"name": "Spring", "kind": "percentage", "value": "10", "is_active": "on", **NO_STEPS, **fields}
    address = f"{PROMOTIONS}{promotion.pk}/change/" if promotion else f"{PROMOTIONS}add/"
    return client.post(address, data, follow=True)


def send_voucher(client: Client, voucher: Voucher, **fields: object) -> Any:
    data = {"code": voucher.code, "promotion": voucher.promotion_id, "is_active": "on", **fields}
    return client.post(f"{VOUCHERS}{voucher.pk}/change/", data, follow=True)


def test_a_promotion_is_made_and_listed_in_words(admin_client: Client, shop: ShopSettings) -> None:
    assert "has no codes yet" in said(send(admin_client))
    send(admin_client, name="Fiver", kind="amount", value="5", minimum_subtotal="20", usage_limit="3")
    send(admin_client, name="Post", kind="free_shipping", value="0", is_automatic="on")
    words = text(soup(admin_client.get(PROMOTIONS)).select_one("#result_list"))
    for part in ("Spring 10 %", "Fiver €5.00 needs one €20.00 0 of 3", "Post free delivery needs none"):
        assert part in words


def test_a_percentage_may_have_more_decimals_than_the_currency(
    admin_client: Client, shop: ShopSettings
) -> None:
    send(admin_client, value="12.125")
    assert "12.125 %" in text(soup(admin_client.get(PROMOTIONS)).select_one("#result_list"))


def test_a_voucher_shows_who_used_it_and_keeps_its_code(admin_client: Client, shop: ShopSettings) -> None:
    voucher = VoucherFactory(code="TEN")
    order = placed_order(voucher="TEN")
    for address in (f"{VOUCHERS}{voucher.pk}/change/", f"{PROMOTIONS}{voucher.promotion_id}/change/"):
        page = text(soup(admin_client.get(address)))
        for part in (order.number, "ada@example.com", "€2.40", "so it stays"):
            assert part in page
    for which in ({"voucher__id__exact": voucher.pk}, {"promotion__id__exact": voucher.promotion_id}):
        assert order.number in text(soup(admin_client.get("/admin/orders/redemption/", which)))
    send_voucher(admin_client, voucher, code="OTHER", times_used="0")
    voucher.refresh_from_db()
    assert (voucher.code, voucher.times_used) == ("TEN", 1)


def test_a_use_while_the_form_is_open_is_not_lost(admin_client: Client, shop: ShopSettings) -> None:
    voucher = VoucherFactory(code="TEN")
    admin_client.get(f"{VOUCHERS}{voucher.pk}/change/")
    placed_order(voucher="TEN")
    send(admin_client, voucher.promotion, value="15")
    send_voucher(admin_client, voucher, usage_limit="7")
    voucher = Voucher.objects.select_related("promotion").get()
    assert (voucher.promotion.value, voucher.promotion.times_used) == (15, 1)
    assert (voucher.usage_limit, voucher.times_used) == (7, 1)


def test_fewer_uses_than_there_were_cannot_be_allowed(admin_client: Client, shop: ShopSettings) -> None:
    voucher = VoucherFactory(code="TEN")
    for _number in range(2):
        placed_order(voucher="TEN")
    assert "It has been used 2 times" in said(send(admin_client, voucher.promotion, usage_limit="1"))
    assert "It has been used 2 times" in said(send_voucher(admin_client, voucher, usage_limit="1"))
    send_voucher(admin_client, voucher, usage_limit="2")
    voucher.refresh_from_db()
    assert voucher.usage_limit == 2


def test_a_voucher_that_was_used_stays_and_says_so(admin_client: Client, shop: ShopSettings) -> None:
    used, unused = VoucherFactory(code="TEN"), VoucherFactory(code="NEVER")
    order = placed_order(voucher="TEN")
    assert admin_client.post(f"{VOUCHERS}{used.pk}/delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [used.pk, unused.pk], "post": "yes"}
    answer = admin_client.post(VOUCHERS, chosen)
    assert "“TEN” has been redeemed, so it stays: switch it off instead." in answer.content.decode()
    assert Voucher.objects.count() == 2
    admin_client.post(VOUCHERS, {**chosen, "_selected_action": [unused.pk]})
    assert Voucher.objects.get() == used
    fulfilment.cancel(order=order)  # the use is given back, but the order still says what it saved
    assert admin_client.post(f"{VOUCHERS}{used.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_promotion_with_codes_stays_until_they_are_gone(admin_client: Client, shop: ShopSettings) -> None:
    voucher = VoucherFactory(code="TEN")
    chosen = {"action": "delete_selected", "_selected_action": [voucher.promotion_id], "post": "yes"}
    assert "TEN" in admin_client.post(PROMOTIONS, chosen).content.decode()
    assert Promotion.objects.exists()
    voucher.delete()
    admin_client.post(PROMOTIONS, chosen)
    assert not Promotion.objects.exists()


def test_redemptions_are_only_read(admin_client: Client, shop: ShopSettings) -> None:
    VoucherFactory(code="TEN")
    placed_order(voucher="TEN")
    address = f"/admin/orders/redemption/{Redemption.objects.get().pk}/"
    assert admin_client.get(f"{address}change/").status_code == 200
    assert admin_client.post(f"{address}change/", {"amount_gross": "0"}).status_code == 403
    assert admin_client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
