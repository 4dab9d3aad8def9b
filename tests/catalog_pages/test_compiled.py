"""A compiled query gives what its queryset would, and asks once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import DateTimeField, DecimalField, F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from catalog_pages.models import Brand, Product, Variant
from tests.factories import VariantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods() -> list[Variant]:
    return [VariantFactory(product__name=name) for name in ("Jug", "Bowl", "Lamp")]


def test_objects_come_with_what_is_selected_with_them(
    goods: list[Variant], django_assert_num_queries: Any
) -> None:
    query = CompiledQuery(
        lambda: Variant.objects.filter(sku=Parameter("sku")).select_related("product", "stock")[:1]
    )
    for variant in goods:
        with django_assert_num_queries(1):
            found = query.first(sku=variant.sku)
            assert found is not None and found.product.name == variant.product.name
        assert found == variant and found.price == variant.price
    assert query.first(sku="no such") is None


def test_a_list_may_be_of_any_length_and_an_empty_one_asks_nothing(
    goods: list[Variant], django_assert_num_queries: Any
) -> None:
    query = CompiledQuery(
        lambda: (
            Variant.objects.filter(pk__in=Parameters("pks"), price__gte=Parameter("least", DecimalField()))
            .order_by("-pk")
            .values_list("pk", flat=True)
        )
    )
    pks = sorted((variant.pk for variant in goods), reverse=True)
    assert query.rows(pks=pks, least=Decimal(0)) == pks
    assert query.rows(pks=pks[:1], least=Decimal(0)) == pks[:1]
    assert query.rows(pks=pks, least=Decimal(100_000)) == []
    with django_assert_num_queries(0):
        assert query.rows(pks=[], least=Decimal(0)) == []


@pytest.mark.parametrize("is_left_out", [False, True])
def test_a_long_list_is_in_the_text_as_one_array_on_postgresql(
    goods: list[Variant], django_assert_num_queries: Any, is_left_out: bool
) -> None:
    variants = Variant.objects.order_by("pk").values_list("pk", flat=True)
    some = {"pk__in": Parameters("pks")}
    query = CompiledQuery(lambda: variants.exclude(**some) if is_left_out else variants.filter(**some))
    pks = [variant.pk for variant in goods]
    more = range(max(pks) + 1, max(pks) + 1_000)
    with django_assert_num_queries(1) as asked:
        assert query.rows(pks=[pks[0], *more]) == (pks[1:] if is_left_out else pks[:1])
    (said,) = [each["sql"] for each in asked.captured_queries]
    assert (" = ANY('{" in said) is (connection.vendor == "postgresql")


def test_moments_and_annotations_are_read_and_written_as_the_queryset_does(goods: list[Variant]) -> None:
    def since(moment: Any) -> QuerySet[Product, Any]:
        return (
            Product.objects.filter(created_at__gt=moment)
            .annotate(again=F("created_at"))
            .order_by("pk")
            .values_list("pk", "again")
        )

    query = CompiledQuery(lambda: since(Parameter("moment", DateTimeField())))
    before, after = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    assert query.rows(moment=before) == list(since(before)) and len(query.rows(moment=before)) == 3
    assert query.rows(moment=after) == []


def test_what_is_deferred_is_read_when_it_is_asked_for(
    goods: list[Variant], django_assert_num_queries: Any
) -> None:
    query = CompiledQuery(lambda: Product.objects.filter(pk=Parameter("pk")).only("slug"))
    product = query.rows(pk=goods[0].product_id)[0]
    with django_assert_num_queries(1):
        assert product.name == goods[0].product.name


def test_a_value_is_never_read_as_sql(goods: list[Variant]) -> None:
    query = CompiledQuery(
        lambda: Variant.objects.filter(sku=Parameter("sku"), product__in=Parameters("products"))
    )
    for typed in ("' OR 1=1 --", "%s", "100%", "\\", "?"):
        assert query.rows(sku=typed, products=[goods[0].product_id]) == []
        Variant.objects.filter(pk=goods[0].pk).update(sku=typed)
        assert query.rows(sku=typed, products=[goods[0].product_id]) == [goods[0]]


def test_percent_signs_of_the_query_itself_stay_what_they_are(goods: list[Variant]) -> None:
    Brand.objects.create(name="100%s wool", slug="wool")
    query = CompiledQuery(
        lambda: Brand.objects.filter(name="100%s wool", slug__in=Parameters("slugs")).values_list(
            "name", flat=True
        )
    )
    assert query.rows(slugs=["wool", "silk"]) == ["100%s wool"]
    like = CompiledQuery(lambda: Brand.objects.filter(name__contains="%s", slug=Parameter("slug")))
    assert [brand.slug for brand in like.rows(slug="wool")] == ["wool"]


def test_none_is_refused_for_it_would_find_nothing_without_a_word(goods: list[Variant]) -> None:
    query = CompiledQuery(lambda: Variant.objects.filter(sku=Parameter("sku")))
    with pytest.raises(ValueError, match="sku is None"):
        query.rows(sku=None)
    with pytest.raises(KeyError):
        query.rows()


def test_a_prefetch_is_refused_for_it_would_be_lost(goods: list[Variant]) -> None:
    query = CompiledQuery(lambda: Variant.objects.filter(sku=Parameter("sku")).prefetch_related("options"))
    with pytest.raises(TypeError, match="prefetched"):
        query.rows(sku="JUG")


def test_rows_are_locked_where_the_queryset_locks(goods: list[Variant]) -> None:
    query = CompiledQuery(lambda: Product.objects.filter(pk=Parameter("pk")).select_for_update(no_key=True))
    assert query._statement is None
    assert query.rows(pk=goods[0].product_id) == [goods[0].product]
    assert query._statement is not None
    is_locking = "FOR NO KEY UPDATE" in "".join(query._statement.pieces)
    assert is_locking == (connection.vendor == "postgresql")


@pytest.mark.postgres
def test_what_is_asked_again_is_planned_once(goods: list[Variant]) -> None:
    query = CompiledQuery(
        lambda: Variant.objects.filter(product__in=Parameters("products")).order_by("pk").values_list("pk")
    )
    keys = [each.product_id for each in goods]
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    for number in (1, 2, 3, 3, 2, 1):
        assert query.rows(products=keys[:number]) == [(each.pk,) for each in goods[:number]]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%product_id%"]
        )
        # Of one key, of two, and of four, which three are filled up to.
        assert cursor.fetchone() == (3,)


@pytest.mark.postgres
def test_a_log_of_queries_shows_what_was_prepared(goods: list[Variant]) -> None:
    query = CompiledQuery(lambda: Variant.objects.filter(sku=Parameter("sku"))[:1])
    query.first(sku=goods[0].sku)
    with CaptureQueriesContext(connection) as asked:
        assert query.first(sku=goods[0].sku) == goods[0]
    assert "catalog_pages_variant" in asked.captured_queries[0]["sql"]


@pytest.mark.postgres
def test_nothing_is_prepared_where_a_pooler_does_not_know_of_it(
    goods: list[Variant], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "prepare_threshold", None)
    query = CompiledQuery(lambda: Variant.objects.filter(barcode=Parameter("barcode")).values_list("pk"))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert query.rows(barcode="none") == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements WHERE statement LIKE %s", ["%barcode%"])
        assert cursor.fetchone() == (0,)
