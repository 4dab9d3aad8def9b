"""Variants: their SKUs, options, prices of the moment and what can be had."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog_pages import stock
from catalog_pages.exceptions import InvalidOptions
from catalog_pages.models import Attribute, AttributeChoice, Product, ProductAttribute, StockItem, Variant
from tests.factories import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db


def choice(attribute: str, name: str) -> AttributeChoice:
    kind, _made = Attribute.objects.get_or_create(code=attribute, defaults={"name": attribute.title()})
    return AttributeChoice.objects.get_or_create(attribute=kind, code=name.lower(), defaults={"name": name})[
        0
    ]


def options(**names: str) -> dict[Attribute, AttributeChoice]:
    chosen = [choice(attribute, name) for attribute, name in names.items()]
    return {each.attribute: each for each in chosen}


# --- SKUs --------------------------------------------------------------------------------------


def test_a_sku_is_unique_whatever_its_case() -> None:
    VariantFactory(sku="Mug-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        VariantFactory(sku="MUG-1")
    with pytest.raises(ValidationError, match="whatever its case"):
        Variant(sku="mug-1", product=ProductFactory(), price=1).full_clean()
    assert Variant.objects.with_sku("mUG-1").get().sku == "Mug-1"
    assert not Variant.objects.with_sku("mug").exists()


def test_a_variant_has_a_sku_and_a_price_that_can_be_paid() -> None:
    product = ProductFactory()
    for broken in ({"sku": ""}, {"price": -1}, {"sale_price": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            VariantFactory(product=product, **broken)


# --- Options -----------------------------------------------------------------------------------


def test_options_are_replaced_as_a_whole() -> None:
    variant = VariantFactory()
    variant.set_options(options(size="M", color="Black"))
    assert (variant.options_key, variant.label) == ("color=black;size=m", "Black, M")
    assert variant.full_name == f"{variant.product.name}, Black, M"
    variant.set_options(options(size="L"))
    variant = Variant.objects.get()
    assert (variant.options_key, variant.label) == ("size=l", "L")


def test_options_read_before_are_read_again_after() -> None:
    VariantFactory().set_options(options(size="M"))
    variant = Variant.objects.prefetch_related("options__choice").get()
    assert variant.label == "M"
    variant.set_options(options(size="L"))
    assert variant.label == "L"


def test_siblings_differ_in_their_options() -> None:
    product = ProductFactory()
    first, second = VariantFactory(product=product), VariantFactory(product=product)
    first.set_options(options(size="M"))
    second.set_options(options(size="L"))
    with pytest.raises(InvalidOptions):
        second.set_options(options(size="M"))
    assert Variant.objects.get(pk=second.pk).label == "L"
    VariantFactory().set_options(options(size="M"))


def test_a_product_without_options_has_one_variant() -> None:
    product = ProductFactory()
    variant = VariantFactory(product=product, options_key="")
    assert (variant.label, variant.full_name) == ("", product.name)
    with pytest.raises(IntegrityError), transaction.atomic():
        VariantFactory(product=product, options_key="")


def test_a_choice_belongs_to_its_attribute() -> None:
    variant, size, black = VariantFactory(), choice("size", "M"), choice("color", "Black")
    with pytest.raises(InvalidOptions):
        variant.set_options({size.attribute: black})
    width = Attribute.objects.create(code="width", name="Width", kind="number")
    with pytest.raises(InvalidOptions):
        variant.set_options({width: AttributeChoice(attribute=width, code="3", name="3")})


# --- Prices ------------------------------------------------------------------------------------

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("starts", "ends", "on_sale"),
    [
        (None, None, True),
        (-HOUR, None, True),
        (timedelta(0), None, True),
        (HOUR, None, False),
        (None, HOUR, True),
        (None, timedelta(0), False),
        (None, -HOUR, False),
        (-HOUR, HOUR, True),
    ],
)
def test_a_sale_holds_within_its_window(
    starts: timedelta | None, ends: timedelta | None, on_sale: bool
) -> None:
    now = timezone.now()
    variant = VariantFactory(
        price=Decimal("12.00"),
        sale_price=Decimal("9.00"),
        sale_starts_at=now + starts if starts is not None else None,
        sale_ends_at=now + ends if ends is not None else None,
    )
    expected = (Decimal("9.00"), Decimal("12.00")) if on_sale else (Decimal("12.00"), None)
    in_sql = Variant.objects.with_current_price(now).get()
    assert (in_sql.current_price, in_sql.price_before) == expected
    assert (variant.is_on_sale(now), variant.price_at(now)) == (on_sale, expected[0])
    product = Product.objects.with_current_price(now).get()
    assert (product.price, product.price_before) == expected


def test_a_sale_ends_after_it_starts() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        VariantFactory(sale_starts_at=now, sale_ends_at=now)


def test_a_product_costs_what_its_cheapest_variant_on_sale_costs() -> None:
    product = ProductFactory()
    VariantFactory(product=product, price=Decimal(20))
    VariantFactory(product=product, price=Decimal(30), sale_price=Decimal(15))
    VariantFactory(product=product, price=Decimal(5), is_active=False)
    priced = Product.objects.with_current_price().with_highest_price().get()
    assert (priced.price, priced.price_before, priced.highest_price) == (
        Decimal(15),
        Decimal(30),
        Decimal(20),
    )
    assert not ProductFactory().variants.exists()
    assert Product.objects.with_current_price().latest("pk").price is None


# --- What can be had ---------------------------------------------------------------------------


def test_what_is_available() -> None:
    untracked, shelf, empty, backorder = (VariantFactory() for _ in range(4))
    stock.receive(variant=shelf, quantity=3)
    stock.reserve(lines={shelf.pk: 1}, reference="ORDER1")
    for variant in (empty, backorder):
        stock.adjust(variant=variant, on_hand=0, reason="none")
    StockItem.objects.filter(variant=backorder).update(backorder=True)

    def available(variant: Variant) -> int | None:
        return Variant.objects.select_related("stock").get(pk=variant.pk).available

    assert [available(variant) for variant in (untracked, shelf, empty, backorder)] == [None, 2, 0, None]
    assert set(Variant.objects.available()) == {untracked, shelf, backorder}
    in_stock = {product.pk: product.in_stock for product in Product.objects.with_stock()}
    assert [in_stock[variant.product_id] for variant in (untracked, shelf, empty, backorder)] == [
        True,
        True,
        False,
        True,
    ]
    Variant.objects.filter(pk=shelf.pk).update(is_active=False)
    assert not Product.objects.with_stock().get(pk=shelf.product_id).in_stock


# --- Attributes --------------------------------------------------------------------------------


def test_a_product_has_one_value_of_an_attribute() -> None:
    product = ProductFactory()
    width = Attribute.objects.create(code="width", name="Width", kind="number", unit="cm")
    value = ProductAttribute.objects.create(product=product, attribute=width, number=Decimal(3))
    assert (value.value, str(value)) == (Decimal(3), "Width: 3")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductAttribute.objects.create(product=product, attribute=width, number=Decimal(4))
    ProductAttribute.objects.create(product=ProductFactory(), attribute=width, number=Decimal(3))


def test_a_product_has_several_choices_of_an_attribute_each_once() -> None:
    product, oak, brass = ProductFactory(), choice("material", "Oak"), choice("material", "Brass")
    for each in (oak, brass):
        value = ProductAttribute.objects.create(product=product, attribute=each.attribute, choice=each)
    assert (value.value, str(value)) == (brass, "Material: Brass")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductAttribute.objects.create(product=product, attribute=oak.attribute, choice=oak)


def test_a_value_is_of_exactly_one_kind() -> None:
    product, fact = ProductFactory(), Attribute.objects.create(code="fact", name="Fact", kind="text")
    for values in ({}, {"text": "a", "number": 1}, {"boolean": True, "choice": choice("size", "M")}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ProductAttribute.objects.create(product=product, attribute=fact, **values)
    strange = ProductAttribute(
        product=product, attribute=choice("size", "M").attribute, choice=choice("color", "Red")
    )
    with pytest.raises(ValidationError, match="not a choice of"):
        strange.full_clean()


def test_only_a_number_has_a_unit() -> None:
    with pytest.raises(ValidationError, match="Only a number"):
        Attribute(code="a", name="A", kind="text", unit="cm").full_clean()
    with pytest.raises(ValidationError, match="six digits"):
        AttributeChoice(
            attribute=choice("color", "Red").attribute, code="x", name="X", swatch="red"
        ).full_clean()


# --- Deletion ----------------------------------------------------------------------------------


def test_deleting_a_product_leaves_nothing_of_it_but_other_goods() -> None:
    kept = VariantFactory()
    stock.receive(variant=kept, quantity=1)
    gone = VariantFactory()
    stock.receive(variant=gone, quantity=1)
    gone.product.delete()
    assert list(Variant.objects.all()) == [kept]
    assert stock.verify() == []
