"""Every form of the shop, found by walking it, so that a new one is found too; and strings that break software."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client

from customers.models import Customer
from orders import fulfilment
from tests.factories import CategoryFactory, CustomerFactory
from tests.orders_web.shopper import Shopper
from tests.shops import placed_order
from tests.storefront import category_page, for_sale, show

TYPED = ("text", "email", "tel", "search", "number", "url", "")
LEFT_ALONE = frozenset({"csrfmiddlewaretoken"})
# What ends the visit is no form to go on from.
ENDS = ("/account/logout/", "/account/delete/")


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page."""

    page: str
    action: str
    method: str
    typed: tuple[str, ...]
    given: tuple[tuple[str, str], ...]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """What tells it from others: forms of many lines of a list are one."""
        path = "/".join("*" if part.isdecimal() else part for part in urlsplit(self.action).path.split("/"))
        return path, self.method, self.typed


def a_customer_with_orders() -> Customer:
    """Somebody with an order sent, an address to write and something to review, in an open shop."""
    customer: Customer = CustomerFactory(email="ada@example.com")
    mugs = CategoryFactory(name="Mugs")
    category_page(mugs)
    for_sale("Mug", category=mugs)
    order = placed_order(customer=customer)
    fulfilment.ship(order=fulfilment.pack(order=fulfilment.mark_paid(order=order)))
    bought = order.items.get().variant
    assert bought is not None
    show(bought.product)
    placed_order(customer=customer)
    return customer


def hostile_strings(shared_data: Path) -> list[str]:
    """The big list of naughty strings, e-mail addresses good and bad, and some of our own."""
    naughty = json.loads((shared_data / "hostile" / "naughty-strings.json").read_text())
    addresses = json.loads((shared_data / "hostile" / "email-addresses.json").read_text())
    emails = [email for email, _verdict in addresses]
    # Half a surrogate pair cannot be sent in UTF-8.
    sendable = [text.encode(errors="ignore").decode() for text in (*naughty, *emails)]
    return [*sendable, "\x00", "a\x00b", "\u202e", "9" * 5_000, "<script>alert(1)</script>"]


def forms_of(client: Client, start: str = "/") -> list[Form]:
    """Every form that links lead to from here, each kind of it once."""
    found: dict[object, Form] = {}
    waiting, seen = [start, "/search/", "/account/newsletter/"], set()
    while waiting:
        url = waiting.pop()
        if url in seen or len(seen) > 150:
            continue
        seen.add(url)
        answer = client.get(url, follow=True)
        assert answer.status_code < 500, url
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        soup = BeautifulSoup(answer.content, "html.parser")
        for form in _forms_on(soup, url):
            found.setdefault(form.key, form)
        links = (urljoin(url, str(link["href"])) for link in soup.select("a[href]"))
        waiting += [link for link in links if link.startswith("/") and not link.startswith(("//", "/media/"))]
    return [form for form in found.values() if not form.action.startswith(ENDS)]


def _forms_on(soup: BeautifulSoup, url: str) -> Iterator[Form]:
    for form in soup.select("form"):
        controls = form.select("input, textarea, select")
        named = [each for each in controls if each.get("name") and each["name"] not in LEFT_ALONE]
        typed = tuple(str(each["name"]) for each in named if _is_typed(each))
        given = Shopper(Client()).filled(form)
        yield Form(
            page=url,
            action=urljoin(url, str(form.get("action") or url)),
            method=str(form.get("method", "get")).lower(),
            typed=typed,
            given=tuple((name, str(value)) for name, value in given.items() if name not in LEFT_ALONE),
        )


def _is_typed(control: Tag) -> bool:
    return control.name == "textarea" or (control.name == "input" and control.get("type", "") in TYPED)
