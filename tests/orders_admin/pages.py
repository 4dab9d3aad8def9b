"""Pages of the back-office as tests read them."""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.urls import reverse

from orders.models import Order

ORDERS = "/admin/orders/order/"


def url(order: Order, view: str = "change") -> str:
    return reverse(f"admin:orders_order_{view}", args=[order.pk])


def soup(answer: Any) -> BeautifulSoup:
    assert answer.status_code == 200, answer
    return BeautifulSoup(answer.content, "html.parser")


def text(tag: Tag | BeautifulSoup | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def page_of(client: Client, order: Order) -> BeautifulSoup:
    return soup(client.get(url(order)))


def words_of(client: Client, order: Order) -> str:
    return text(page_of(client, order).select_one("#content"))


def said(answer: Any) -> str:
    """The messages of a page, and the errors of its form."""
    page = soup(answer)
    return " ".join(text(part) for part in page.select(".messagelist, .errorlist"))


def buttons(client: Client, order: Order) -> set[str]:
    """The last part of the address of every move the order's page offers."""
    page = page_of(client, order)
    found = [form["action"] for form in page.select(".order__moves form[method=post]")]
    found += [link["href"] for link in page.select(".order__moves a.button")]
    return {address.rstrip("/").rsplit("/", 1)[1].replace("-", "_") for address in found}
