"""`manage.py load_demo`: a whole shop, the same after a second run, and nothing in it leads nowhere."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import ClassVar
from unittest import SkipTest

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client, TestCase, override_settings
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page

from catalog_pages import stock
from catalog_pages.models import (
    Category,
    CategoryPage,
    GalleryImage,
    Product,
    ProductPage,
    StockItem,
    StockMovement,
    Variant,
)
from customers.models import Customer
from demo.catalogue import PRODUCTS
from demo.loading import history
from demo.loading.accounts import EDITOR, PASSWORD, SHOPPER, STAFF
from orders import books, carts, checkout
from orders.models import Item, Order, OrderEvent, OutboxMessage, Return
from tests.demo.walk import walk

SCALE = "0.04"
"""Pictures of 48 x 60: they are drawn in seconds."""


def load(folder: str) -> str:
    """Run the command as `make demo` does, its pictures kept in `folder`; what it says."""
    said = StringIO()
    with override_settings(VAR_DIR=Path(folder), DEBUG=True):
        call_command("load_demo", scale=SCALE, stdout=said)
    return said.getvalue()


@pytest.mark.xdist_group("demo")  # one process loads it
class TestTheDemoShop(TestCase):
    """A class, because the shop is loaded once for all of these; each test rolls back what it did to it."""

    folder: ClassVar[str]
    said: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        if connection.vendor != "sqlite":
            raise SkipTest(
                "The demo runs on SQLite: run with DATABASE_URL=sqlite:///:memory: (make test does)."
            )
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        with cls.captureOnCommitCallbacks(execute=True):
            cls.said = load(cls.folder)

    def test_everything_is_there(self) -> None:
        assert Product.objects.count() == len(PRODUCTS) >= 60
        assert Variant.objects.count() == sum(len(product.variants) for product in PRODUCTS)
        assert ProductPage.objects.live().count() == len(PRODUCTS)
        assert GalleryImage.objects.count() >= 180
        assert set(Category.objects.values_list("level", flat=True)) == {0, 1, 2}
        assert CategoryPage.objects.live().count() == Category.objects.count()
        assert not Page.objects.filter(live=True, has_unpublished_changes=True).exists()
        assert "127.0.0.1:8000/cms/" in self.said

    def test_some_goods_are_reduced_some_sold_out_some_nearly_and_some_made_to_order(self) -> None:
        reduced = Variant.objects.with_current_price().filter(price_before__isnull=False)
        assert reduced.count() >= 8
        assert not reduced.filter(sale_ends_at=None).exists()
        in_sale = Product.objects.filter(further_categories__slug="sale")
        assert {product.pk for product in in_sale} == set(reduced.values_list("product_id", flat=True))
        levels = list(StockItem.objects.values_list("on_hand", "reserved", "backorder"))
        assert any(on_hand == reserved and not backorder for on_hand, reserved, backorder in levels)
        assert any(0 < on_hand - reserved <= 3 for on_hand, reserved, _backorder in levels)
        assert any(backorder and on_hand <= reserved for on_hand, reserved, backorder in levels)

    def test_there_are_orders_in_every_state_spread_over_ninety_days(self) -> None:
        assert Order.objects.count() == history.ORDERS
        assert set(Order.objects.values_list("status", flat=True)) == set(Order.Status.values)
        days = {
            (timezone.now() - placed).days for placed in Order.objects.values_list("placed_at", flat=True)
        }
        assert min(days) < 3 and 85 <= max(days) <= 90
        assert len(days) >= 30

    def test_some_orders_came_in_two_parcels_and_some_goods_came_back(self) -> None:
        parcels = Order.objects.annotate(parcels=Count("shipments")).filter(parcels=2)
        assert set(parcels.values_list("status", flat=True)) == {Order.Status.DELIVERED}
        assert Return.objects.filter(status=Return.Status.RECEIVED, refund__isnull=False).exists()

    def test_the_dates_of_an_order_follow_each_other_and_lie_in_the_past(self) -> None:
        now = timezone.now()
        for order in Order.objects.prefetch_related("events", "payments", "shipments", "messages"):
            happened = [
                event.created_at for event in order.events.all() if event.kind != OrderEvent.Kind.NOTE
            ]
            assert happened[0] == order.placed_at
            assert happened == sorted(happened) and happened[-1] < now
            at = {event.kind: event.created_at for event in order.events.all()}
            assert order.paid_at == at.get(OrderEvent.Kind.PAID)
            shipped = [event.created_at for event in order.events.all() if event.kind == "shipped"]
            assert [shipment.shipped_at for shipment in order.shipments.all()] == shipped
            for shipment in order.shipments.all():
                assert shipment.delivered_at == at.get(OrderEvent.Kind.DELIVERED)
            for movement in StockMovement.objects.filter(reference=order.number):
                assert order.placed_at <= movement.created_at <= happened[-1]
        first = Order.objects.order_by("placed_at").values_list("placed_at", flat=True)[0]
        assert not StockMovement.objects.filter(
            kind=StockMovement.Kind.RECEIVE, created_at__gt=first
        ).exists()
        assert not Customer.objects.filter(orders__isnull=False, date_joined__gt=first).exists()

    def test_the_books_and_the_trees_agree(self) -> None:
        assert list(books.differences()) == []
        assert stock.verify() == []
        call_command("check_trees", stdout=StringIO())

    def test_the_mails_of_the_past_count_as_sent_and_nobody_got_one(self) -> None:
        assert OutboxMessage.objects.count() > history.ORDERS
        assert not OutboxMessage.objects.filter(sent_at=None).exists()
        assert not OutboxMessage.objects.filter(sent_at__gt=timezone.now()).exists()
        assert mail.outbox == []

    def test_staff_editor_and_customer_can_log_in(self) -> None:
        for email, area in ((STAFF, "/admin/"), (EDITOR, "/cms/"), (SHOPPER, "/account/")):
            client = Client()
            assert client.login(username=email, password=PASSWORD)
            assert client.get(area).status_code == 200

    def test_the_customer_has_orders_addresses_and_a_cart(self) -> None:
        shopper = Customer.objects.get(email=SHOPPER)
        assert len(set(shopper.orders.values_list("status", flat=True))) >= 3  # type: ignore[attr-defined]
        assert shopper.addresses.count() == 2
        assert len(carts.view(cart=carts.cart_for_customer(customer=shopper)).lines) == 3

    def test_the_voucher_works(self) -> None:
        shopper = Customer.objects.get(email=SHOPPER)
        cart = carts.cart_for_customer(customer=shopper)
        carts.apply_voucher(cart=cart, code="welcome10")
        assert carts.view(cart=cart).totals.discount > 0

    def test_no_link_and_no_picture_of_the_shop_is_broken_and_none_is_made_while_a_guest_waits(self) -> None:
        renditions = get_image_model().get_rendition_model().objects
        made = renditions.count()

        found = walk(Client())

        assert found.broken == []
        assert found.unsized == []
        assert len(found.pages) > len(PRODUCTS) + Category.objects.count()
        assert {
            "/about/",
            "/delivery/",
            "/stories/",
            "/sale/",
            "/cart/",
            "/account/signup/",
        } <= found.pages.keys()
        assert [name for name in found.pictures if not _is_stored(name)] == []
        assert renditions.count() == made

    def test_no_link_of_the_customers_own_pages_leads_nowhere(self) -> None:
        client = Client()
        client.login(username=SHOPPER, password=PASSWORD)

        found = walk(client, "/account/", within=("/account/", "/orders/", "/cart/", "/checkout/"))

        assert found.broken == []
        assert found.unsized == []
        orders = Customer.objects.get(email=SHOPPER).orders.values_list("number", flat=True)  # type: ignore[attr-defined]
        assert {f"/orders/{number}/" for number in orders} <= found.pages.keys()
        assert {"/account/addresses/", "/cart/", "/checkout/"} <= found.pages.keys()

    def test_a_second_run_keeps_orders_placed_and_prices_changed_since(self) -> None:
        shopper = Customer.objects.get(email=SHOPPER)
        cart = carts.cart_for_customer(customer=shopper)
        address = shopper.addresses.get(is_default=True).parts
        ways = checkout.checkout_options(cart=cart, country=address["country"])
        order = checkout.place_order(
            cart=cart,
            email=SHOPPER,
            shipping_address=address,
            billing_address=None,
            shipping_method=ways.shipping_methods[0].code,
            payment_method=ways.payment_methods[0].code,
            idempotency_key="a person",
        )
        changed = Variant.objects.order_by("pk")[5]
        Variant.objects.filter(pk=changed.pk).update(price=Decimal("111.00"))
        Product.objects.filter(pk=changed.product_id).update(name="Renamed")
        ProductPage.objects.first().delete()  # type: ignore[union-attr]
        before = _counts()

        said = load(self.folder)

        assert "Filling the shelves" not in said and "Placing" not in said
        assert _counts() == before
        assert Order.objects.filter(pk=order.pk, status=Order.Status.PENDING).exists()
        changed.refresh_from_db()
        assert changed.price == Decimal("111.00")
        assert Product.objects.get(pk=changed.product_id).name == "Renamed"
        assert carts.view(cart=cart).lines == ()

    def test_an_order_that_a_stopped_run_left_behind_is_finished_and_not_placed_again(self) -> None:
        """As a run leaves it that is killed between placing an order and writing its story: the last, still unpaid."""
        left = Order.objects.get(events__message=history.NOTE % history.ORDERS)
        left.events.filter(kind=OrderEvent.Kind.NOTE).delete()
        Order.objects.filter(pk=left.pk).update(placed_at=timezone.now())
        left.messages.update(sent_at=None)  # type: ignore[attr-defined]
        before = _counts()

        load(self.folder)

        left.refresh_from_db()
        assert left.events.filter(kind=OrderEvent.Kind.NOTE).count() == 1
        assert left.placed_at < timezone.now() - timedelta(hours=1)
        assert not OutboxMessage.objects.filter(sent_at=None).exists()
        assert _counts() == before
        assert list(books.differences()) == []


def _is_stored(address: str) -> bool:
    name = address.removeprefix("/media/")
    return name == address or default_storage.exists(name)


def _counts() -> list[int]:
    models = (Product, Variant, Page, GalleryImage, Order, Item, StockMovement, OutboxMessage, Customer)
    return [model._default_manager.count() for model in models]
