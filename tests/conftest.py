"""Fixtures that every folder of tests uses, and the rule that CI skips nothing for want of a service."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from wagtail.models import Collection

from catalog_pages.models import ShopSettings
from catalog_pages.page_cache.dependencies import ALL, REREAD
from catalog_pages.page_cache.journal import Moment
from catalog_pages.page_cache.listening import pages
from search.keeping import WORDS
from tests.emptying import empty
from tests.services.stripe_stand_in import gate, localstripe, open_gate  # noqa: F401 - fixtures
from tests.storefront import the_site

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# What is the same whatever the database: where the suite runs on two of them, these run on PostgreSQL alone.
ONCE = (
    "api/",
    "browser/",
    "design/",
    "project/",
    "catalog_pages/test_api_hostile_input.py",
    "customers/test_hostile_input.py",
    "demo/test_pictures.py",
    "importing/test_hostile_files.py",
    "importing/test_pictures.py",
    "orders/test_invoice_pdfs.py",
    "orders/test_promotion_properties.py",
    "orders/test_refund_properties.py",
    "orders/test_totals.py",
    "orders/test_webhook_addresses.py",
    "orders/test_worked_examples.py",
    "orders_admin/test_other_lists.py",
    "orders_api/test_hostile_input.py",
    "orders_api/test_paying.py",
    "orders_web/test_every_form.py",
    "orders_web/test_hostile_input.py",
    "orders_web/test_paying_by_card.py",
    "services/test_killed_workers.py",
    "services/test_lost_broker.py",
    "services/test_mail_over_brokers.py",
    "services/test_webhooks_over_brokers.py",
)
NOW = Moment(0, 0)
IN_CI = os.environ.get("CI", "").lower() in ("1", "true")
RACES = Path(tempfile.gettempdir()) / f"races-of-{os.getuid()}.lock"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what `tests/run` need not run on a second database."""
    here = Path(__file__).resolve().parent
    for item in items:
        if item.path.is_relative_to(here) and item.path.relative_to(here).as_posix().startswith(ONCE):
            item.add_marker("once")


@pytest.hookimpl(wrapper=True, tryfirst=True)  # around the time limit: waiting does not count
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """One test of the group "races" at a time, whichever processes run them.

    Together they would ask for more connections than PostgreSQL gives. pytest-xdist 3.8 should keep a group in one
    process, and does not with pytest 9.2, where it cannot write the group into a test's name.
    """
    if not any("races" in mark.args for mark in item.iter_markers("xdist_group")):
        return (yield)
    with RACES.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
        return (yield)


def unavailable(reason: str) -> None:
    """Skip the running test because something outside is missing; in CI that is a failure."""
    if IN_CI:
        pytest.fail(f"In CI nothing may be missing: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the checkout, read and never copied into the project."""
    if not SHARED_DATA.is_dir():
        unavailable("Needs the real exports of shops in ../shared/data beside the checkout.")
    return SHARED_DATA


@pytest.fixture(scope="session", autouse=True)
def _emptied_quickly() -> Iterator[None]:
    """After a test that commits, what it wrote is deleted; `flush` would take a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty)
        yield


@pytest.fixture(autouse=True)
def _only_on_postgres(request: pytest.FixtureRequest) -> None:
    """A test marked `postgres` runs on PostgreSQL; the suite runs on SQLite too, so this is no missing service."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip(
            "Needs PostgreSQL: run with DATABASE_URL=postgres://user@127.0.0.1:5432/pipit (make test does)."
        )


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rows go after a test but caches do not: they would hand out what was made of rows that are gone."""
    cache.clear()
    pages.clear()
    for hear in pages.listeners:
        hear(NOW, [(0, REREAD), (0, ALL), (0, WORDS)])


@pytest.fixture
def committed(transactional_db: None) -> None:
    """A shop whose changes are committed, so that what a process keeps between requests is kept."""
    # Tests that commit are followed by a flush, which leaves no place for pictures.
    Collection.get_first_root_node() or Collection.add_root(name="Root")
    ShopSettings.for_site(the_site())
