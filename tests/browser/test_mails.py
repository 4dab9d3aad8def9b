"""Every mail of the shop at the width of a phone, light and dark: nothing is cut off, everything can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from playwright.sync_api import Browser

from customers import accounts, email_change, newsletter, passwords
from customers.links import sign_email_change
from customers.models import Customer
from orders import fulfilment, returns
from orders.models import OutboxMessage
from orders.returns import PiecesBack
from tests.factories import CustomerFactory
from tests.orders.test_parcels import packed_order
from tests.shops import open_shop, placed_order, stocked
from tests.storefront import front_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("browser"),
]
SHOTS = os.environ.get("SCREENSHOTS", "")
"""A folder to leave pictures in, for people to look at."""
# Mail programs show a mail in a page of their own, which has the landmarks.
OF_PAGES = {
    "rules": {name: {"enabled": False} for name in ("region", "landmark-one-main", "page-has-heading-one")}
}
TOPICS = {
    "account_activation",
    "account_deleted",
    "account_email_changed",
    "account_email_confirm",
    "account_exists",
    "account_password_changed",
    "account_password_reset",
    "account_unknown",
    "newsletter_confirm",
    "order.cancelled",
    "order.delivered",
    "order.expired",
    "order.paid",
    "order.partly_cancelled",
    "order.placed",
    "order.refunded",
    "order.return_announced",
    "order.shipped",
}


def written() -> dict[str, str]:
    """One of each mail, by topic."""
    front_page()
    shop = open_shop()
    shop.postal_address = "Pipit Press\nSetzergasse 7\n10119 Berlin"
    shop.contact_email, shop.contact_phone = "hello@example.com", "+49 30 5550 0142"
    shop.save()
    _about_orders(shop)
    _about_accounts()
    about_orders = OutboxMessage.objects.exclude(order=None).values_list("topic", "html")
    about_accounts = {
        each.extra_headers["X-Pipit-Topic"]: str(each.alternatives[0][0])  # type: ignore[attr-defined]
        for each in mail.outbox
        if "X-Pipit-Topic" in each.extra_headers
    }
    return {**dict(about_orders), **about_accounts}


def _about_orders(shop: object) -> None:
    long_name = "Shoal wrapping paper, printed in three colours on both sides, three sheets of 70 × 100 cm"
    goods = stocked(sku="A-VERY-LONG-SKU-WITHOUT-ANY-PLACE-TO-BREAK-IT", product__name=long_name)
    sent = packed_order(goods)
    item = sent.items.get()
    fulfilment.ship(
        order=sent,
        lines={item.pk: 1},
        carrier="DHL",
        tracking_number="JD0141234567890123456789",
        tracking_url="https://dhl.example.com/track/JD0141234567890123456789",
    )
    fulfilment.cancel_rest(order=sent, reason="The press is broken.")
    fulfilment.deliver(order=sent)
    item.refresh_from_db()
    returns.announce(order=sent, pieces=[PiecesBack(item=item, quantity=1)], shop=shop, returns_seen=0)  # type: ignore[arg-type]
    fulfilment.refund(order=sent)
    fulfilment.cancel(order=placed_order(), reason="Sold to somebody else a moment before.")
    fulfilment.expire(order=placed_order())


def _about_accounts() -> None:
    customer: Customer = CustomerFactory(email="ada@example.com", password="a heron in the reeds")
    accounts.sign_up(email="new@example.com", password="a heron in the reeds")
    accounts.sign_up(email=customer.email, password="a heron in the reeds")
    accounts.resend_activation(email="unknown@example.com")
    passwords.ask_password_reset(email=customer.email)
    passwords.change_password(customer=customer, new_password="another heron in the reeds")
    email_change.ask_email_change(customer=customer, email="other@example.com")
    email_change.confirm_email_change(token=sign_email_change(customer, "other@example.com"))
    newsletter.ask(email="reader@example.com")
    accounts.delete_account(customer=Customer.objects.get(email="other@example.com"))


def test_every_mail_is_whole_and_readable_on_a_phone(transactional_db: None, chromium: Browser) -> None:
    mails = written()
    assert set(mails) == TOPICS
    axe, faults = Axe(), []
    for scheme in ("light", "dark"):
        with chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme) as context:  # type: ignore[arg-type]
            page = context.new_page()
            for topic, html in mails.items():
                page.set_content(html)
                if SHOTS:
                    page.screenshot(path=str(Path(SHOTS) / f"mail-{topic}-{scheme}.png"), full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > 390:
                    faults.append(f"{topic} {scheme}: {wide} pixels wide")
                for rule in axe.run(page, options=OF_PAGES).response["violations"]:
                    faults += [
                        f"{topic} {scheme}: {rule['id']} {node['html'][:100]}" for node in rule["nodes"]
                    ]
    assert faults == []
