"""Bulk work done by several processes, and told to processes that are running."""

from __future__ import annotations

from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Site

from catalog_pages.bulk import aside, processes
from catalog_pages.bulk.aside import filling
from catalog_pages.bulk.processes import in_processes
from catalog_pages.columns.keeping import keeper
from catalog_pages.models import Change, Product, ProductPage, Variant
from catalog_pages.page_cache.listening import one_request
from demo.scale import goods
from search import checking, statistics, writing
from search.models import Document
from tests.services.keys import keys_and_indexes
from tests.services.shop_processes import environment_of, in_the_shop
from tests.storefront import for_sale

pytestmark = [pytest.mark.postgres, pytest.mark.usefixtures("committed")]


def names_changed() -> int:
    return Product.objects.filter(name__endswith=" renamed").count()


def rename(pks: list[int]) -> None:
    """Run in another process: it finds the goods of the test's database."""
    if not pks:
        raise LookupError("nothing to rename")
    for product in Product.objects.filter(pk__in=pks):
        product.name = f"{product.name} renamed"
        product.save()


@pytest.fixture
def batches() -> list[list[int]]:
    return [[for_sale(f"Mug {number}").pk] for number in range(processes.FEWEST["spawn"])]


def test_each_batch_is_done_once_in_the_same_database(batches: list[list[int]]) -> None:
    done: list[list[int]] = []
    in_processes(rename, batches, done.append)
    assert sorted(done) == sorted(batches)
    assert names_changed() == len(batches)
    assert not Product.objects.filter(name__contains="renamed renamed").exists()


def test_processes_that_are_forked_leave_the_connection_and_its_locks_to_the_one_that_began_them() -> None:
    code = (
        "from django.db import connection\n"
        "from catalog_pages.bulk import processes\n"
        "from catalog_pages.importing.lock import only_import\n"
        "from search import writing\n"
        "with only_import():\n"
        "    way = processes._way_to_start()\n"
        "    before = connection.connection\n"
        "    processes.in_processes(writing.renew, [[], [], [], []])\n"
        "    with connection.cursor() as cursor:\n"
        "        cursor.execute('SELECT COUNT(*) FROM pg_locks WHERE locktype = %s AND pid = pg_backend_pid()', "
        "['advisory'])\n"
        "        held = cursor.fetchone()[0]\n"
        "print(way, connection.connection is before, held)\n"
    )
    said = in_the_shop(environment_of(broker="memory://", smtp_port=25), code)
    assert said.split() == ["fork", "True", "1"]


def test_a_process_that_forked_may_fork_again_at_once() -> None:
    code = (
        "from catalog_pages.bulk import processes\n"
        "from search import writing\n"
        "ways = set()\n"
        "for _time in range(40):\n"
        "    processes.in_processes(writing.renew, [[], [], [], []])\n"
        "    ways.add(processes._way_to_start())\n"
        "print(*ways)\n"
    )
    assert in_the_shop(environment_of(broker="memory://", smtp_port=25), code).split() == ["fork"]


def test_an_error_ends_it_and_is_raised_here(batches: list[list[int]]) -> None:
    with pytest.raises(LookupError, match="nothing to rename"):
        in_processes(rename, [[], *batches])
    assert not active_children(), "nobody is still at work on it"


def test_within_a_transaction_it_is_done_here(batches: list[list[int]]) -> None:
    with transaction.atomic():
        in_processes(rename, batches)
        assert names_changed() == len(batches)
        transaction.set_rollback(True)
    assert names_changed() == 0


def test_the_index_is_sound_after_several_processes_wrote_it(batches: list[list[int]]) -> None:
    writing.forget(Product.objects.values_list("pk", flat=True))
    in_processes(writing.renew, batches)
    statistics.measure()
    assert Document.objects.count() == len(batches)
    assert checking.check() == []


def test_a_running_process_lists_what_was_written_in_bulk_and_the_journal_has_one_key_a_product(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path
    monkeypatch.setattr(goods, "BATCH", 5)
    monkeypatch.setattr(aside, "FEW", 10)
    keys_before = keys_and_indexes()
    killed = filling(*goods.TABLES)
    killed.__enter__()
    for_sale("There before")

    def listed() -> int:
        with one_request():
            site = Site.objects.get(is_default_site=True)
            return len(keeper.goods(site).columns.rows())

    assert listed() == 1
    before = set(Change.objects.values_list("key", flat=True))
    writing.forget(Product.objects.values_list("pk", flat=True))  # nothing is searched for: no key is needed
    call_command("seed_scale", products=60, scale=0.1, verbosity=0)
    assert Variant.objects.filter(sku__startswith="SC").exists()
    assert listed() == 61
    assert keys_and_indexes() == keys_before
    assert checking.check() == []
    written = set(Change.objects.values_list("key", flat=True)) - before
    pks = set(ProductPage.objects.exclude(title="There before").values_list("product_id", flat=True))
    assert {key for key in written if key.startswith("product:")} >= {f"product:{pk}" for pk in pks}
    assert not {key for key in written if key.startswith("page:")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pipit.journal_is_written_by_hand', true)")
        assert not cursor.fetchone()[0]
    for_sale("Written after")  # the triggers write again
    assert listed() == 62


SQUARES = """
import os
from catalog_pages.bulk import processes

def square(number):
    if number == {bad}:
        raise LookupError("no square")
    return os.getpid(), number * number

def numbers():
    for number in range({count}):
        taken.append(number)
        yield number
    {then}

taken, squares, writers, most_ahead, failure = [], [], set(), 0, ""
try:
    for writer, found in processes.in_order(square, numbers()):
        squares.append(found)
        writers.add(writer)
        most_ahead = max(most_ahead, len(taken) - len(squares))
except (LookupError, OSError) as error:
    failure = str(error)
print(squares == [number * number for number in range(len(squares))], len(squares), len(writers - {{os.getpid()}}))
print(most_ahead <= (os.cpu_count() or 1) + 2, failure)
"""


def said_of_squares(count: int, bad: int = -1, then: str = "") -> list[str]:
    code = SQUARES.format(count=count, bad=bad, then=then)
    return in_the_shop(environment_of(broker="memory://", smtp_port=25), code).splitlines()


def test_results_come_in_order_from_other_processes_and_no_more_is_read_than_they_can_do() -> None:
    first, second = said_of_squares(200)
    in_order, done, writers = first.split()
    assert (in_order, done) == ("True", "200") and int(writers) > 1
    assert second.split() == ["True"]


def test_a_few_batches_are_done_where_they_are() -> None:
    assert said_of_squares(2)[0].split() == ["True", "2", "0"]


def test_an_error_in_the_work_or_in_what_is_read_ends_it_after_what_came_before() -> None:
    first, second = said_of_squares(50, bad=20)
    assert first.startswith("True 20 ") and second.endswith("no square")
    first, second = said_of_squares(30, then="raise OSError('the disk is gone')")
    assert first.startswith("True ") and second.endswith("the disk is gone")
