"""Carts, payments, parcels: to be looked at; and what every list of the back-office's orders costs."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog_pages.models import ShopSettings
from orders import carts, fulfilment, returns
from orders.models import (
    Cart,
    Order,
    OutboxMessage,
    Payment,
    Promotion,
    Redemption,
    Return,
    Shipment,
    ShippingMethod,
    ShippingZone,
    TaxRate,
    Voucher,
    WebhookDelivery,
    WebhookEndpoint,
)
from orders.returns import PiecesBack
from tests.factories import (
    CustomerFactory,
    ShippingMethodFactory,
    ShippingZoneFactory,
    TaxRateFactory,
    VoucherFactory,
    WebhookEndpointFactory,
)
from tests.orders_admin.pages import said, soup, text
from tests.shops import filled_cart, placed_order, stocked

pytestmark = pytest.mark.django_db

MODELS = [
    Cart,
    Order,
    OutboxMessage,
    Payment,
    Promotion,
    Redemption,
    Return,
    Shipment,
    ShippingMethod,
    ShippingZone,
    TaxRate,
    Voucher,
    WebhookDelivery,
    WebhookEndpoint,
]
WRITTEN_BY_THE_SHOP = [Cart, Order, OutboxMessage, Payment, Shipment, Redemption, Return, WebhookDelivery]
BOOKS = [Order, OutboxMessage, Payment, Shipment, Redemption, Return, WebhookDelivery, WebhookEndpoint]


def place(model: type, view: str = "changelist", *args: object) -> str:
    return reverse(f"admin:orders_{model._meta.model_name}_{view}", args=args)


def fill(rows: int) -> None:
    """That many rows of everything the lists show."""
    for number in range(rows):
        WebhookEndpointFactory()
        order = placed_order(voucher=VoucherFactory().code, customer=CustomerFactory())
        for move in (fulfilment.mark_paid, fulfilment.pack, fulfilment.ship):
            move(order=order)
        returns.take_back(order=order, pieces=[PiecesBack(item=order.items.get(), quantity=1)], refund=True)
        filled_cart(stocked(), stocked(), customer=CustomerFactory())
        zone = ShippingZoneFactory(countries=["AT", "CH", "FR"])
        method = ShippingMethodFactory(zone=zone, kind=ShippingMethod.Kind.WEIGHT)
        method.weight_bands.create(up_to_grams=1000, price=5)
        TaxRateFactory(region=f"R{TaxRate.objects.count()}{number}")


@pytest.mark.parametrize("model", MODELS)
def test_every_list_costs_the_same_however_long(
    admin_client: Client, shop: ShopSettings, model: type
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(place(model)).status_code == 200
        return len(queries)

    fill(3)
    cost()
    few = cost()
    fill(9)
    assert cost() == few <= 12


@pytest.mark.parametrize("model", MODELS)
def test_every_list_can_be_searched_and_every_page_opens(
    admin_client: Client, shop: ShopSettings, model: type
) -> None:
    fill(1)
    assert admin_client.get(place(model), {"q": "ada@example.com 1"}).status_code == 200
    row = model.objects.first()  # type: ignore[attr-defined]
    for view in ("change", "history"):
        assert admin_client.get(place(model, view, row.pk)).status_code == 200
    assert admin_client.get(place(model, "add")).status_code == (403 if model in WRITTEN_BY_THE_SHOP else 200)
    may_be_deleted = model not in BOOKS and not (model in (Promotion, Voucher) and row.times_used)
    assert admin_client.get(place(model, "delete", row.pk)).status_code == (200 if may_be_deleted else 403)


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_the_right_get_to_no_list(
    staff: Callable[..., Client], shop: ShopSettings, model: type
) -> None:
    fill(1)
    stranger = staff()
    row = model.objects.first()  # type: ignore[attr-defined]
    for address in (place(model), place(model, "change", row.pk), place(model, "delete", row.pk)):
        assert stranger.get(address).status_code == 403


def test_the_index_names_what_staff_do(admin_client: Client) -> None:
    words = text(soup(admin_client.get("/admin/orders/")))
    for name in (
        "Carts", "Orders", "Outgoing mails", "Payments", "Returns", "Shipments", "Shipping methods", "Shipping zones",
        "VAT rates", "Promotions", "Redemptions", "Vouchers", "Webhooks", "Webhook deliveries",
    ):  # fmt: skip
        assert name in words


# --- Carts -----------------------------------------------------------------------------------------


def test_a_cart_shows_whose_it_is_and_what_lies_in_it_but_not_its_token(
    admin_client: Client, shop: ShopSettings
) -> None:
    eve = CustomerFactory(email="eve@example.com")
    mine = filled_cart(stocked(sku="MUG-7"), stocked(sku="PRT-1"), quantity=2, customer=eve)
    guest = filled_cart(stocked(sku="BOWL-2"))
    found = soup(admin_client.get(place(Cart), {"q": "EVE@example"}))
    rows = [text(row) for row in found.select("#result_list tbody tr")]
    assert len(rows) == 1
    assert "eve@example.com 2 4" in rows[0]
    for cart, words in ((mine, "MUG-7"), (guest, "BOWL-2")):
        html = admin_client.get(place(Cart, "change", cart.pk)).content.decode()
        assert words in html
        assert "€12.00" in html
        assert cart.token not in html
        assert cart.token not in admin_client.get(place(Cart)).content.decode()
        assert cart.token not in admin_client.get(place(Cart, "delete", cart.pk)).content.decode()


def test_carts_are_told_apart_by_whose_they_are(admin_client: Client, shop: ShopSettings) -> None:
    filled_cart(stocked(), customer=CustomerFactory(email="eve@example.com"))
    filled_cart(stocked())
    guests = text(soup(admin_client.get(place(Cart), {"whose": "guests"})).select_one("#result_list"))
    assert "a guest" in guests
    assert "eve@example.com" not in guests


def test_a_cart_is_not_changed_and_deleted_only_with_the_right(
    staff: Callable[..., Client], shop: ShopSettings
) -> None:
    eve = CustomerFactory(email="eve@example.com")
    cart = filled_cart(stocked(), customer=eve)
    clerk = staff("view_cart", "change_cart", "delete_cart")
    assert clerk.post(place(Cart, "change", cart.pk), {"voucher": ""}).status_code == 403
    clerk.post(place(Cart, "delete", cart.pk), {"post": "yes"})
    assert not Cart.objects.filter(pk=cart.pk).exists()
    assert carts.cart_for_customer(customer=eve).items.count() == 0


# --- Payments --------------------------------------------------------------------------------------


def test_payments_are_read_and_lead_to_their_order(admin_client: Client, shop: ShopSettings) -> None:
    order = placed_order()
    fulfilment.mark_paid(order=order, reference="Statement 12")
    payment = Payment.objects.get()
    Payment.objects.update(data={"client_secret": "pi_secret"}, next_action={"client_secret": "pi_secret"})
    page = admin_client.get(place(Payment, "change", payment.pk))
    words = text(soup(page))
    for part in (order.number, "Bank transfer", "€28.90", "Statement 12"):
        assert part in words
    assert "pi_secret" not in page.content.decode()
    assert not soup(page).select("#content input[type=text], #content [type=submit]")
    assert admin_client.post(place(Payment, "change", payment.pk), {"status": "paid"}).status_code == 403
    for query in (order.number, "statement", order.email):
        assert order.number in text(soup(admin_client.get(place(Payment), {"q": query})))
    assert order.number not in text(
        soup(admin_client.get(place(Payment), {"method": "cash_on_delivery"})).select_one("#content-main")
    )


# --- Parcels ---------------------------------------------------------------------------------------


def test_how_a_parcel_is_followed_can_be_put_right_and_the_timeline_says_so(
    staff: Callable[..., Client], shop: ShopSettings
) -> None:
    order = placed_order()
    fulfilment.mark_paid(order=order)
    fulfilment.pack(order=order)
    fulfilment.ship(order=order, carrier="DHL", tracking_number="WRONG")
    shipment, clerk = Shipment.objects.get(), staff("view_shipment", "change_shipment")
    fields = {"carrier": "DHL", "tracking_number": "RIGHT", "tracking_url": "https://dhl.example/RIGHT"}
    clerk.post(place(Shipment, "change", shipment.pk), {**fields, "delivered_at_0": "2020-01-01"})
    clerk.post(place(Shipment, "change", shipment.pk), fields)
    shipment.refresh_from_db()
    assert (shipment.tracking_number, shipment.delivered_at) == ("RIGHT", None)
    note = order.events.get(kind="note")
    assert note.message == "Tracking corrected: DHL RIGHT https://dhl.example/RIGHT (before: DHL WRONG)"
    assert str(note.actor) == "clerk@example.com"


def test_a_tracking_link_that_is_a_script_is_not_kept(admin_client: Client, shop: ShopSettings) -> None:
    fill(1)
    shipment = Shipment.objects.get()
    answer = admin_client.post(
        place(Shipment, "change", shipment.pk), {"carrier": "", "tracking_url": "javascript:alert(1)"}
    )
    assert "Enter a valid URL." in said(answer)
    shipment.refresh_from_db()
    assert shipment.tracking_url == ""
