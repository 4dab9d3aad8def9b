"""What shoppers and apps are told while the database cannot be had: 503, and when to come back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from catalog_pages.models import ShopSettings, Variant
from config.errors import server_error
from config.outages import is_outage
from orders.models import Item
from tests.services.file_database import in_a_file
from tests.services.shop_processes import environment_of, in_a_web_worker
from tests.services.stripe_stand_in import free_port
from tests.shops import open_shop, stocked

pytestmark = pytest.mark.xdist_group("races")


@pytest.fixture
def shop(transactional_db: None, tmp_path: Path) -> Iterator[ShopSettings]:
    with in_a_file(tmp_path):
        yield open_shop()


@pytest.fixture
def goods(shop: ShopSettings) -> Variant:
    return stocked()


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """PostgreSQL is down; on SQLite somebody else writes for longer than a shopper is made to wait."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
            other.execute("BEGIN IMMEDIATE")
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout = 100")
            yield
            other.rollback()
        return
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = str(free_port())
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["PORT"] = port


def add_on_a_page(goods: Variant) -> Any:
    return Client(raise_request_exception=False).post("/cart/add/", {"sku": goods.sku, "quantity": 1})


def add_by_the_api(goods: Variant) -> Any:
    api = APIClient(raise_request_exception=False)
    return api.post("/api/v1/cart/items/", {"sku": goods.sku, "quantity": 1}, format="json")


@pytest.mark.parametrize("add", [add_on_a_page, add_by_the_api])
def test_who_cannot_be_served_is_told_to_come_back_and_then_is_served(
    goods: Variant, add: Callable[[Variant], Any]
) -> None:
    with nothing_can_be_written():
        answer = add(goods)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    if add is add_by_the_api:
        assert answer.json() == {
            "type": "server_error",
            "errors": [
                {
                    "code": "unavailable",
                    "detail": "The shop cannot answer at this moment. Please try again in a few seconds.",
                    "attr": None,
                }
            ],
        }
    else:
        assert "no-store" in answer["Cache-Control"]
        assert "One moment, please" in answer.content.decode()
    assert not Item.objects.exists()
    assert add(goods).status_code in (201, 302)
    assert Item.objects.get().quantity == 1


@pytest.mark.postgres
def test_no_address_answers_500_while_postgresql_is_down(shop: ShopSettings) -> None:
    browser = Client(raise_request_exception=False)
    browser.cookies["sessionid"] = "0123456789abcdef0123456789abcdef"
    with nothing_can_be_written():
        answers = {
            path: browser.get(path)
            for path in (
                "/",
                "/cart/",
                "/account/",
                "/admin/",
                "/cms/",
                "/api/v1/products/",
                "/api/v1/orders/",
            )
        }
    for path, answer in answers.items():
        kind = "application/json" if path.startswith("/api/") else "text/html; charset=utf-8"
        assert (answer.status_code, answer["Content-Type"]) == (503, kind), path


def test_a_question_that_is_wrong_in_itself_is_no_outage(db: None) -> None:
    with pytest.raises(DatabaseError) as wrong, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert not is_outage(wrong.value)
    assert not is_outage(ValueError())
    assert not is_outage(None)


@pytest.mark.parametrize(
    ("path", "kind"), [("/cart/", "text/html; charset=utf-8"), ("/api/v1/cart/", "application/json")]
)
def test_a_fault_of_ours_stays_a_500(path: str, kind: str) -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError:
        answer = server_error(RequestFactory().get(path))
    assert (answer.status_code, answer["Content-Type"]) == (500, kind)
    assert "Retry-After" not in answer


@pytest.mark.postgres
@pytest.mark.service
def test_the_first_shopper_after_a_restart_of_postgresql_notices_nothing(shop: ShopSettings) -> None:
    """It ended the connections that the shop's processes keep."""
    connection.close()
    said = in_a_web_worker(environment_of(broker="", smtp_port=free_port()), RESTARTED)
    assert said.split() == ["200", "True", "200"]


RESTARTED = """
import os, psycopg
from django.db import close_old_connections
from django.test import Client
shopper = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
print(shopper.get("/cart/").status_code)
close_old_connections()  # back into the pool
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
    kept = other.execute(
        "SELECT pid, pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid != pg_backend_pid()"
    ).fetchall()
    alive = {pid for pid, in other.execute("SELECT pid FROM pg_stat_activity")}
print(bool(kept) and alive.isdisjoint(pid for pid, _ in kept))
print(shopper.get("/cart/").status_code)
"""
