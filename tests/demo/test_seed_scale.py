"""`manage.py seed_scale`: a shop of any size that is sound to the last row, however often it was interrupted."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, ClassVar

import pytest
from django.core.management import call_command
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision, Site

from catalog_pages import stock, trees
from catalog_pages.bulk import searching
from catalog_pages.bulk.pages import NewPage, write_pages
from catalog_pages.listing.filters import ProductFilters
from catalog_pages.listing.results import list_products
from catalog_pages.models import (
    Attribute,
    Brand,
    Category,
    CategoryPage,
    Product,
    ProductAttribute,
    ProductPage,
    StockItem,
    StockMovement,
    Variant,
)
from customers.models import Customer
from demo.scale import goods
from demo.scale.ground import prepare
from demo.scale.plan import planned
from orders import books
from orders.models import Order
from search import checking

PRODUCTS = 240
ORDERS = 6
SCALE = "0.04"
"""Pictures of 48 x 60: they are drawn in seconds."""

MANY = 1_300
"""More than one batch, so that a kill finds the work half done."""

ROOT = Path(__file__).resolve().parents[2]


class PowerCut(Exception):
    """What befalls a run in the middle of its work."""


def seed(folder: str, products: int = PRODUCTS, **options: Any) -> str:
    said = StringIO()
    with override_settings(VAR_DIR=Path(folder), DEBUG=True):
        call_command("seed_scale", products=products, scale=float(SCALE), stdout=said, **options)
    return said.getvalue()


def references() -> set[tuple[Any, ...]]:
    return set(
        ReferenceIndex.objects.values_list(
            "content_type", "base_content_type", "object_id", "to_content_type", "to_object_id", "model_path",
            "content_path", "content_path_hash",
        )
    )  # fmt: skip


@pytest.mark.xdist_group("demo")
class TestTheSeededShop(TestCase):
    """A class, because the shop is seeded once for all of these; each test rolls back what it did to it."""

    folder: ClassVar[str]
    said: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.said = seed(cls.folder)

    def page(self) -> ProductPage:
        return ProductPage.objects.select_related("product").order_by("pk")[17]

    def test_there_are_exactly_as_many_products_as_were_asked_for(self) -> None:
        assert Product.objects.count() == ProductPage.objects.live().count() == PRODUCTS
        assert Category.objects.count() == CategoryPage.objects.live().count() == 10 + 60 + 300
        assert Brand.objects.count() > 150
        assert set(Attribute.objects.values_list("kind", flat=True)) == {
            "text",
            "number",
            "boolean",
            "choice",
        }
        assert f"{PRODUCTS} products" in self.said

    def test_both_trees_hold(self) -> None:
        assert trees.category_problems() == []
        assert trees.page_problems() == []
        assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]
        for page in ProductPage.objects.select_related("product")[:20]:
            assert page.get_parent().specific.category_id == page.product.category_id
            assert page.url_path == f"{page.get_parent().url_path}{page.slug}/"

    def test_a_category_moves_in_a_seeded_tree(self) -> None:
        moved = Category.objects.get(name="Lighting", level=1)
        trees.move_category(category=moved, target=Category.objects.get(name="Garden", level=0))
        assert trees.category_problems() == []

    def test_the_ledger_sums_to_the_levels(self) -> None:
        assert list(stock.verify()) == []
        assert list(books.differences()) == []
        assert StockMovement.objects.count() == StockItem.objects.filter(on_hand__gt=0).count()

    def test_some_goods_are_reduced_and_some_are_gone(self) -> None:
        sold_out = Product.objects.exclude(variants__stock__on_hand__gt=0).count()
        on_sale = Product.objects.filter(variants__sale_price__isnull=False).distinct().count()
        assert PRODUCTS * 0.04 < sold_out < PRODUCTS * 0.18
        assert PRODUCTS * 0.02 < on_sale < PRODUCTS * 0.16
        for variant in Variant.objects.filter(sale_price__isnull=False):
            assert variant.is_on_sale()
            variant.full_clean()

    def test_every_row_passes_the_validation_that_staff_would_meet(self) -> None:
        for product in Product.objects.prefetch_related("variants__options", "attributes__attribute")[:40]:
            product.full_clean()
            for variant in product.variants.all():
                variant.full_clean()
                options = {option.attribute: option.choice for option in variant.options.all()}
                assert variant.options_key == Variant.key_of(options)
        for fact in ProductAttribute.objects.select_related("attribute", "choice")[:60]:
            fact.full_clean()

    def test_references_are_those_that_wagtail_would_find(self) -> None:
        before = references()
        call_command("rebuild_references_index", stdout=StringIO())
        assert references() == before
        assert len(before) >= 2 * PRODUCTS

    def test_each_page_has_a_history_and_a_first_revision(self) -> None:
        page = self.page()
        assert page.live_revision == page.latest_revision is not None
        actions = PageLogEntry.objects.filter(page=page.pk).order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["wagtail.create", "wagtail.publish"]
        assert (
            Revision.objects.page_revisions().count()
            == Page.objects.filter(latest_revision__isnull=False).count()
        )

    def test_the_first_revision_is_what_wagtail_would_have_saved(self) -> None:
        page = self.page()
        written = page.latest_revision.content
        saved = page.save_revision().content
        dates = {"first_published_at", "last_published_at", "latest_revision_created_at"}
        keys = {"latest_revision", "live_revision"}  # a page has these only once it is saved
        assert written.keys() == saved.keys()
        assert {name for name in saved if saved[name] != written[name]} <= dates | keys
        assert [picture["image"] for picture in written["gallery"]]

    def test_a_seeded_page_is_edited_and_published_in_wagtail(self) -> None:
        page = self.page()
        editor = Customer.objects.get(email="editor@example.com")
        client = Client()
        client.force_login(editor)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = client.get(address)
        assert form.status_code == 200
        page.title = "A new name"
        page.save_revision(user=editor).publish(user=editor)
        page.refresh_from_db()
        assert page.title == "A new name" and page.gallery.count() == 1
        assert client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
        assert trees.page_problems() == []

    def test_a_page_is_added_by_hand_after_the_seeded_ones(self) -> None:
        page = self.page()
        new = ProductPage(title="By hand", slug="by-hand", product=page.product)
        page.get_parent().add_child(instance=new)
        assert new.path > page.path
        assert trees.page_problems() == []

    def test_bulk_written_pages_come_after_those_that_are_there(self) -> None:
        parent = self.page().get_parent()
        before = parent.get_children().count()
        new = NewPage(
            parent=parent.pk,
            shows=self.page().product_id,
            title="Twin",
            slug=self.page().slug,
            at=timezone.now(),
        )
        keys = write_pages(ProductPage, [new, new])
        slugs = Page.objects.filter(pk__in=keys).order_by("path").values_list("slug", flat=True)
        assert list(slugs) == [f"{self.page().slug}-2", f"{self.page().slug}-3"]
        assert parent.get_children().count() == before + 2
        assert trees.page_problems() == []

    def test_shoppers_find_them_on_pages_in_lists_by_api_and_by_search(self) -> None:
        client, page = Client(), self.page()
        product = page.product
        shown = client.get(page.url)
        assert shown.status_code == 200
        assert product.name.encode() in shown.content
        listed = client.get(page.get_parent().url)
        assert listed.status_code == 200
        detail = client.get(f"/api/v1/products/{product.slug}/").json()
        assert [each["sku"] for each in detail["variants"]] == list(
            product.variants.values_list("sku", flat=True)
        )
        found = list_products(
            filters=ProductFilters(q=product.name), site=Site.objects.get(is_default_site=True)
        )
        assert checking.check() == []
        assert product.pk in [card.pk for card in found.cards]

    def test_running_it_again_writes_nothing(self) -> None:
        before = (Page.objects.count(), Revision.objects.count(), StockMovement.objects.count())
        assert "0 products" in seed(self.folder)
        assert (Page.objects.count(), Revision.objects.count(), StockMovement.objects.count()) == before

    def test_a_larger_number_adds_the_difference(self) -> None:
        before = set(Product.objects.values_list("pk", flat=True))
        seed(self.folder, PRODUCTS + 30)
        after = set(Product.objects.values_list("pk", flat=True))
        assert before < after
        assert len(after) == PRODUCTS + 30
        assert trees.page_problems() == []

    def test_what_was_deleted_meanwhile_comes_back(self) -> None:
        page = self.page()
        name = page.product.name
        page.product.delete()
        page.refresh_from_db()
        page.delete()
        seed(self.folder)
        assert Product.objects.count() == PRODUCTS
        assert Product.objects.filter(name=name).exists()

    def test_an_interruption_after_any_batch_is_made_good(self) -> None:
        def cut(done: int) -> None:
            raise PowerCut

        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        numbers = goods.missing(PRODUCTS + 60)
        pictures = Path(self.folder) / "demo" / f"pictures-{SCALE}"
        site = Site.objects.get(is_default_site=True)
        ground = prepare(site, folder=pictures, scale=float(SCALE), at=today)
        with pytest.raises(PowerCut):  # written, not indexed
            goods.write_goods(numbers[:25], ground, seed=1, today=today, progress=cut)
        assert Product.objects.count() == PRODUCTS + 25
        seed(self.folder, PRODUCTS + 60)
        assert Product.objects.count() == PRODUCTS + 60
        assert searching.catch_up() == 0
        assert trees.page_problems() == []
        assert list(books.differences()) == []

    def test_orders_are_placed_and_the_books_agree(self) -> None:
        seed(self.folder, orders=ORDERS)
        assert Order.objects.count() == ORDERS
        assert list(books.differences()) == []
        seed(self.folder, orders=ORDERS)
        assert Order.objects.count() == ORDERS


def test_a_product_is_the_same_whenever_it_is_planned() -> None:
    today = timezone.localtime()
    assert [planned(number, seed=7, today=today) for number in range(50)] == [
        planned(number, seed=7, today=today) for number in range(50)
    ]
    assert planned(4, seed=7, today=today) != planned(4, seed=8, today=today)


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """The environment of a process with a database file and a folder of its own."""
    folder = tempfile.mkdtemp()
    yield {
        **os.environ,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{folder}/shop.sqlite3",
        "MEDIA_ROOT": f"{folder}/media",
    }
    shutil.rmtree(folder)


def manage(*arguments: str, env: dict[str, str]) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout


def rows(env: dict[str, str], table: str) -> int:
    with sqlite3.connect(env["DATABASE_URL"].removeprefix("sqlite:///"), timeout=30) as database:
        count: int = database.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0]  # noqa: S608 - ours
        return count


@pytest.mark.once
def test_a_run_that_is_killed_is_finished_by_the_next(own_database: dict[str, str]) -> None:
    manage("migrate", "--verbosity", "0", env=own_database)
    arguments = ("seed_scale", "--products", str(MANY), "--scale", SCALE)
    running = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *arguments], env=own_database, stdout=subprocess.DEVNULL
    )
    for _moment in range(3000):
        if rows(own_database, "catalog_pages_product") or running.poll() is not None:
            break
        time.sleep(0.1)
    running.kill()
    running.wait(timeout=30)
    written = rows(own_database, "catalog_pages_product")
    assert written in (goods.BATCH, MANY)  # whole batches
    assert rows(own_database, "catalog_pages_productpage") == written
    assert "made" in manage(*arguments, env=own_database)
    assert rows(own_database, "catalog_pages_product") == MANY
    assert rows(own_database, "catalog_pages_productpage") == MANY
    assert "sound" in manage("check_trees", env=own_database)
    assert "The books agree." in manage("audit_books", env=own_database)
