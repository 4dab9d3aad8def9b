"""Three ways to buy from a merchant's real catalogue, in a shop served as in production, and what they leave behind.

The shop is a process of its own, on this test's database. Three families of Magento's export with all their
variants and photographs come in by `import_catalogue`; mails go out over SMTP.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlparse
from uuid import uuid4

import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Browser, Page, expect
from wagtail.models import Collection

from catalog_pages.models import Product, StockItem, StockMovement, Variant
from orders import books, fulfilment, outbox
from orders.models import Order, OutboxMessage
from tests.benchmarks.server import environment, manage, running
from tests.browser.checkout_form import fill_in
from tests.mail_server import Mailbox, mail_server, words_of
from tests.services.file_database import database_url, in_a_file
from tests.shops import BRITISH_ADDRESS, open_shop
from tests.storefront import front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.realdata,
    pytest.mark.service,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]

FAMILIES = ("MH01", "MH02", "WT01")
"""Two hoodies for men and a top for women, each in five sizes and three colours."""
PASSWORD = "a long enough one"
DELIVERY = Decimal("4.90")


@dataclass(frozen=True)
class Shop:
    url: str
    mailbox: Mailbox
    mail_port: int


def families_of(export: Path, folder: Path) -> Path:
    """The rows of FAMILIES, as Magento wrote them, in a file of their own."""
    path = folder / "products.csv"
    with (
        export.open(newline="", encoding="utf-8") as read,
        path.open("w", newline="", encoding="utf-8") as write,
    ):
        rows = csv.DictReader(read)
        file = csv.DictWriter(write, rows.fieldnames or [])
        file.writeheader()
        file.writerows(row for row in rows if row["sku"].partition("-")[0] in FAMILIES)
    return path


@pytest.fixture
def shop(
    transactional_db: None, shared_data: Path, tmp_path: Path, settings: Any, chromium: Browser
) -> Iterator[Shop]:
    with in_a_file(tmp_path), mail_server() as (mailbox, port):
        front_page()
        open_shop()
        Collection.get_first_root_node() or Collection.add_root(name="Root")
        env = {
            **environment(database_url()),
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "MEDIA_ROOT": str(tmp_path / "media"),
        }
        media = shared_data / "magento" / "media"
        file = families_of(shared_data / "magento" / "products.csv", tmp_path)
        manage("import_catalogue", str(file), "--images", str(media), env=env)
        manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
        with running(env=env, workers=1) as url:
            yield Shop(url, mailbox, port)


@pytest.fixture
def app(shop: Shop, chromium: Browser) -> Iterator[Callable[..., APIRequestContext]]:
    """Makes HTTP clients, each with cookies and headers of its own."""
    contexts = []

    def make(**headers: str) -> APIRequestContext:
        contexts.append(chromium.new_context(base_url=f"{shop.url}/api/v1/", extra_http_headers=headers))
        return contexts[-1].request

    yield make
    for context in contexts:
        context.close()


def answered(answer: APIResponse, status: int = 200) -> Any:
    assert answer.status == status, f"{answer.status} {answer.url} {answer.text()[:300]}"
    return answer.json() if status != 204 else None


def sku_of(client: APIRequestContext, *, product: str, **options: str) -> str:
    """What an app does to find a size and a colour: search, look, choose."""
    (found,) = [
        each
        for each in answered(client.get("products/", params={"q": product}))["results"]
        if each["name"] == product
    ]
    detail = answered(client.get(f"products/{found['slug']}/"))
    assert detail["gallery"] and found["image"]["url"] in str(detail["gallery"])
    (variant,) = [each for each in detail["variants"] if each["options"] == options]
    assert variant["in_stock"]
    return str(variant["sku"])


def order_by_api(client: APIRequestContext, *, email: str, headers: dict[str, str]) -> Any:
    """The cart's owner asks what there is to choose, orders, and loses the answer: the repeat gives it again."""
    options = answered(client.get("checkout/options/", params={"country": "GB"}, headers=headers))
    cart = answered(client.get("cart/", headers=headers))
    body = {
        "email": email,
        "shipping_address": BRITISH_ADDRESS,
        "shipping_method": options["shipping_methods"][0]["code"],
        "payment_method": "bank_transfer",
        "expected_total": str(Decimal(cart["totals"]["subtotal"]["amount"]) + DELIVERY),
    }
    headers = {**headers, "Idempotency-Key": str(uuid4())}
    order = answered(client.post("checkout/", data=body, headers=headers), 201)
    again = answered(client.post("checkout/", data=body, headers=headers), 201)
    assert again["number"] == order["number"]
    return order


def waited_for(found: Callable[[], Any], what: str) -> Any:
    """What `found` gives, once it gives something."""
    until = time.monotonic() + 60
    while not (result := found()):
        assert time.monotonic() < until, f"{what}: not within a minute"
        time.sleep(0.1)
    return result


def letter_to(shop: Shop, address: str, subject: str) -> Message:
    """The one letter to this address with these words in its subject; waits for it."""

    def letters() -> list[Message]:
        to_them = [letter for letter in list(shop.mailbox.letters) if letter["X-Envelope-To"] == address]
        return [letter for letter in to_them if subject in str(letter["Subject"])]

    (letter,) = waited_for(letters, f"A letter about {subject!r} to {address}")
    return letter


def link_in(letter: Message) -> str:
    found = re.search(r"https?://\S+", words_of(letter))
    assert found
    return found.group()


def a_guest_orders(app: Callable[..., APIRequestContext]) -> Order:
    """Two of a medium hoodie in grey, the cart known by its token alone."""
    client = app()
    sku = sku_of(client, product="Chaz Kangeroo Hoodie", size="M", color="Gray")
    added = client.post("cart/items/", data={"sku": sku, "quantity": 2})
    assert answered(added, 201)["items"][0]["name"].startswith("Chaz Kangeroo Hoodie")
    stranger = app()
    assert answered(stranger.get("cart/"))["items"] == []
    headers = {"X-Cart-Token": added.headers["x-cart-token"]}
    order = order_by_api(stranger, email="guest@example.com", headers=headers)
    assert answered(stranger.get("cart/", headers=headers))["items"] == []
    assert stranger.get(f"orders/{order['number']}/").status == 404
    shown = answered(stranger.get(f"orders/{order['number']}/", params={"token": order["token"]}))
    assert (shown["status"], shown["items"][0]["sku"]) == ("pending", sku)
    return Order.objects.get(number=order["number"])


def a_customer_orders(shop: Shop, app: Callable[..., APIRequestContext]) -> Order:
    """Signs up, opens the account by the mail's link, logs in, and orders a small top in orange."""
    client = app()
    account = {"email": "customer@example.com", "password": PASSWORD, "first_name": "Grace"}
    answered(client.post("auth/users/", data=account), 201)
    log_in = {"email": account["email"], "password": PASSWORD}
    assert client.post("auth/token/login/", data=log_in).status == 400
    link = urlparse(link_in(letter_to(shop, account["email"], "Open your account")))
    uid, token = link.path.strip("/").split("/")[-2:]
    answered(client.post("auth/users/activation/", data={"uid": uid, "token": token}), 204)
    key = answered(client.post("auth/token/login/", data=log_in))["auth_token"]
    client = app(Authorization=f"Token {key}")
    product = Product.objects.get(variants__sku="WT01-S-Orange").name
    sku = sku_of(client, product=product, size="S", color="Orange")
    answered(client.post("cart/items/", data={"sku": sku, "quantity": 1}), 201)
    order = order_by_api(client, email=account["email"], headers={})
    (listed,) = answered(client.get("orders/"))["results"]
    assert listed["number"] == order["number"]
    return Order.objects.get(number=order["number"], customer__email=account["email"])


def choose(page: Page, **options: str) -> None:
    for legend, choice in options.items():
        group = page.get_by_role("group", name=legend, exact=True)
        group.get_by_role("radio", name=choice, exact=True).check()


def only(page: Page, attribute: str, choice: str) -> None:
    """Filter the listing, on a phone: the filters are a sheet, what is far down in it is folded."""
    page.get_by_role("link", name="Filter").first.click()
    facet = page.locator(f"#facet-attr_{attribute}")
    if facet.get_attribute("open") is None:
        facet.locator("summary").click()
    facet.get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="Show matches").click()


def every_picture_is_there(page: Page) -> None:
    pictures = page.locator("main img")
    assert pictures.count() > 0
    for source in {str(each.get_attribute("src")) for each in pictures.all()}:
        assert page.request.get(source).headers["content-type"].startswith("image/")


def a_shopper_without_javascript_orders(shop: Shop, chromium: Browser, width: int) -> Order:
    """From a category by a filter to a large hoodie in purple, and to the order's page."""
    with chromium.new_context(
        base_url=shop.url, java_script_enabled=False, viewport={"width": width, "height": 900}
    ) as context:
        page = context.new_page()
        page.goto("/men/tops/hoodies-sweatshirts/")
        every_picture_is_there(page)
        expect(page.locator("#listing article")).to_have_count(2)
        only(page, "color", "Purple")
        expect(page.locator("#listing article")).to_have_count(1)
        page.get_by_role("link", name="Teton Pullover Hoodie").click()
        every_picture_is_there(page)
        trail = page.get_by_role("navigation", name="You are here")
        for above in ("Men", "Tops", "Hoodies & Sweatshirts"):
            expect(trail.get_by_role("link", name=above, exact=True)).to_be_visible()
        choose(page, Size="L", Color="Purple")
        page.get_by_role("button", name="Put into the cart").click()
        expect(page.locator("main")).to_contain_text("is in your cart")
        page.get_by_role("link", name="Go to the checkout").click()
        page.get_by_label("Country").first.select_option("GB")
        page.get_by_role("button", name="Change the country").first.click()
        fill_in(page, email="shopper@example.com")
        page.get_by_role("button", name="Place the order").click()
        expect(page.get_by_role("heading", name="Thank you, Ada.")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    order = Order.objects.get(email="shopper@example.com")
    # Another browser, that knows nothing but the link in the mail.
    with chromium.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(link_in(letter_to(shop, order.email, order.number)))
        expect(page.locator("main")).to_contain_text(order.number)
        expect(page.locator("main")).to_contain_text("12 St James's Square")
    return order


def ledger(order: Order) -> list[tuple[str, str, int, int]]:
    """The order's lines in the stock's ledger, the oldest first: SKU, kind, change on hand, change reserved."""
    rows = StockMovement.objects.filter(reference=order.number).order_by("pk")
    return list(rows.values_list("stock_item__variant__sku", "kind", "on_hand_change", "reserved_change"))


def timeline(order: Order) -> list[str]:
    return list(order.events.order_by("pk").values_list("kind", flat=True))


def mails(order: Order) -> list[str]:
    return list(order.messages.order_by("created_at").values_list("topic", flat=True))


def levels(sku: str) -> tuple[int, int]:
    return StockItem.objects.values_list("on_hand", "reserved").get(variant__sku=sku)


def every_mail_was_sent_once(shop: Shop) -> None:
    """What the outbox says was sent is what the mail server got, by Message-ID."""
    waited_for(lambda: not OutboxMessage.objects.filter(sent_at=None).exists(), "Every mail sent")
    written = {f"<{row.pk}@example.com>": row for row in OutboxMessage.objects.all()}
    assert sorted(str(letter["Message-ID"]) for letter in shop.mailbox.letters) == sorted(written)
    for letter in shop.mailbox.letters:
        assert written[str(letter["Message-ID"])].recipients == [letter["X-Envelope-To"]]


def test_a_guest_a_customer_and_a_shopper_without_javascript_buy_and_the_books_agree(
    shop: Shop, app: Callable[..., APIRequestContext], chromium: Browser, settings: Any
) -> None:
    assert (Product.objects.count(), Variant.objects.count()) == (3, 45)
    guest = a_guest_orders(app)
    customer = a_customer_orders(shop, app)
    shopper = a_shopper_without_javascript_orders(shop, chromium, width=390)

    bought = {guest: ("MH01-M-Gray", 2), customer: ("WT01-S-Orange", 1), shopper: ("MH02-L-Purple", 1)}
    for order, (sku, quantity) in bought.items():
        letter_to(shop, order.email, order.number)
        variant = Variant.objects.get(sku=sku)
        assert [(item.sku, item.quantity) for item in order.items.all()] == [(sku, quantity)]
        assert order.total == variant.price * quantity + DELIVERY
        assert levels(sku) == (100, quantity)
        assert ledger(order) == [(sku, "reserve", 0, quantity)]
        assert (timeline(order), mails(order)) == (["placed"], ["order.placed"])
    assert [order.customer_id is None for order in bought] == [True, False, True]
    others = StockItem.objects.exclude(variant__sku__in=dict(bought.values()))
    assert set(others.values_list("on_hand", "reserved")) == {(100, 0)}
    every_mail_was_sent_once(shop)
    assert list(books.differences()) == []

    # The guest thinks better of it; the shopper's money comes, and the parcel leaves.
    cancelled = app().post(f"orders/{guest.number}/cancel/", params={"token": guest.token})
    assert answered(cancelled)["status"] == "cancelled"
    letter_to(shop, guest.email, "Cancelled")
    settings.DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", shop.mail_port
    fulfilment.mark_paid(order=shopper)
    fulfilment.pack(order=shopper)
    fulfilment.ship(order=shopper)
    outbox.sweep()
    assert levels("MH01-M-Gray") == (100, 0)
    assert ledger(guest)[1:] == [("MH01-M-Gray", "release", 0, -2)]
    assert (timeline(guest), mails(guest)) == (["placed", "cancelled"], ["order.placed", "order.cancelled"])
    assert levels("MH02-L-Purple") == (99, 0)
    assert ledger(shopper)[1:] == [("MH02-L-Purple", "ship", -1, -1)]
    assert timeline(shopper) == ["placed", "paid", "packed", "shipped"]
    assert mails(shopper) == ["order.placed", "order.paid", "order.shipped"]
    every_mail_was_sent_once(shop)
    assert list(books.differences()) == []
