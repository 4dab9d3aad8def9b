"""Lists and facet counts against a count by hand, one product after the other, over goods of every kind."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from catalog_pages.listing import Facet, ProductFilters, ProductList, facets, list_products
from catalog_pages.models import Attribute, AttributeChoice, Brand, Category, Product, ProductAttribute
from tests.factories import BrandFactory, CategoryFactory, ProductFactory, StockItemFactory
from tests.storefront import choice, show, the_site, variant_of

pytestmark = pytest.mark.usefixtures("committed")

COMBINATIONS = 200
PRODUCTS = 120
SIZES, COLOURS, PAPERS = ("s", "m", "l"), ("red", "blue", "ink"), ("rag", "laid")


@dataclass
class Wanted:
    """What a query string asks for, read once more and otherwise."""

    category: str = ""
    brands: set[str] = field(default_factory=set)
    attributes: dict[str, set[str]] = field(default_factory=dict)
    low: Decimal | None = None
    high: Decimal | None = None
    in_stock: bool | None = None

    @property
    def query(self) -> str:
        asked = [f"brand={brand}" for brand in sorted(self.brands)]
        asked += [
            f"attr_{code}={value}"
            for code, values in sorted(self.attributes.items())
            for value in sorted(values)
        ]
        asked += [f"category={self.category}"] if self.category else []
        asked += [f"min_price={self.low}"] if self.low is not None else []
        asked += [f"max_price={self.high}"] if self.high is not None else []
        asked += [f"in_stock={int(self.in_stock)}"] if self.in_stock is not None else []
        return "&".join(asked)

    def without(self, name: str) -> Wanted:
        """The same with one filter left out."""
        return Wanted(
            category=self.category,
            brands=set() if name == "brand" else self.brands,
            attributes={code: values for code, values in self.attributes.items() if code != name},
            low=None if name == "price" else self.low,
            high=None if name == "price" else self.high,
            in_stock=None if name == "in_stock" else self.in_stock,
        )

    def with_only(self, name: str, value: str) -> Wanted:
        """The same with this value as the only one of its facet."""
        one = self.without(name)
        if name == "brand":
            one.brands = {value}
        else:
            one.attributes = {**one.attributes, name: {value}}
        return one


def a_shop(dice: random.Random) -> None:
    """Goods that differ in everything lists are narrowed by, sold and unsold, in some categories and in several."""
    roots = [CategoryFactory(name=name) for name in ("Prints", "Pottery")]
    shelves = [*roots, *(CategoryFactory(name=f"Shelf {n}", parent=roots[n % 2]) for n in range(4))]
    shelves += [CategoryFactory(name=f"Corner {n}", parent=shelves[2 + n]) for n in range(3)]
    brands = [BrandFactory(name=name) for name in ("Hay", "Muji", "Leach", "Nest")]
    height = Attribute.objects.create(code="height", name="Height", kind="number", unit="cm", is_facet=True)
    glazed = Attribute.objects.create(code="glazed", name="Glazed", kind="boolean", is_facet=True)
    secret = Attribute.objects.create(code="artist", name="Artist", kind="text")
    for code, values in (("size", SIZES), ("colour", COLOURS), ("paper", PAPERS)):
        for value in values:
            choice(code, value)
    Attribute.objects.filter(code__in=["size", "colour", "paper"]).update(is_facet=True)
    for number in range(PRODUCTS):
        product = ProductFactory(
            name=f"Thing {number}",
            category=dice.choice(shelves),
            brand=dice.choice([*brands, None]),
            is_active=dice.random() > 0.05,
        )
        product.further_categories.set(dice.sample(shelves, dice.choice((0, 0, 1, 2))))
        for size in dice.sample(SIZES, dice.choice((1, 1, 2, 3))):
            options = [choice("size", size)]
            if dice.random() < 0.5:
                options.append(choice("colour", dice.choice(COLOURS)))
            price = Decimal(dice.randrange(100, 9000)) / 100
            variant = variant_of(product, *options, price=str(price), on_hand=None)
            variant.price = price
            variant.is_active = dice.random() > 0.1
            if dice.random() < 0.3:
                variant.sale_price = variant.price / 2
                variant.sale_ends_at = timezone.now() + timedelta(days=dice.choice((-1, 1)))
            variant.save()
            if dice.random() < 0.8:
                StockItemFactory(
                    variant=variant, on_hand=dice.choice((0, 0, 1, 9)), backorder=dice.random() < 0.1
                )
        for value in dice.sample(PAPERS, dice.choice((0, 1, 2))):
            fact = choice("paper", value)
            ProductAttribute.objects.create(product=product, attribute=fact.attribute, choice=fact)
        if dice.random() < 0.3:
            colour = choice("colour", dice.choice(COLOURS))
            ProductAttribute.objects.create(product=product, attribute=colour.attribute, choice=colour)
        if dice.random() < 0.7:
            number_of_cm = Decimal(dice.randrange(10, 900)) / 10
            ProductAttribute.objects.create(product=product, attribute=height, number=number_of_cm)
        if dice.random() < 0.6:
            ProductAttribute.objects.create(product=product, attribute=glazed, boolean=dice.random() < 0.5)
        ProductAttribute.objects.create(product=product, attribute=secret, text=dice.choice(("Ada", "Bob")))
        if dice.random() > 0.05:
            show(product)


class ByHand:
    """The goods as objects, and every question answered by looking at each of them."""

    def __init__(self) -> None:
        self.products = list(
            Product.objects.filter(is_active=True, pages__live=True)
            .distinct()
            .select_related("brand", "category")
            .prefetch_related(
                "further_categories",
                "attributes__attribute",
                "attributes__choice",
                "variants__options__attribute",
                "variants__options__choice",
                "variants__stock",
            )
        )
        self.above: dict[int, set[str]] = {
            category.pk: {each.slug for each in category.get_ancestors(include_self=True)}
            for category in Category.objects.all()
        }

    def found(self, wanted: Wanted) -> set[int]:
        return {product.pk for product in self.products if self._meets(product, wanted)}

    def _meets(self, product: Any, wanted: Wanted) -> bool:
        sold = [variant for variant in product.variants.all() if variant.is_active]
        if not sold:
            return False
        if wanted.category and not any(
            wanted.category in self.above[category.pk]
            for category in (product.category, *product.further_categories.all())
        ):
            return False
        if wanted.brands and (product.brand is None or product.brand.slug not in wanted.brands):
            return False
        price = min(variant.price_at() for variant in sold)
        if (wanted.low is not None and price < wanted.low) or (
            wanted.high is not None and price > wanted.high
        ):
            return False
        if wanted.in_stock is False and any(self._can_be_had(variant) for variant in sold):
            return False
        return any(self._variant_meets(product, variant, wanted) for variant in sold)

    def _variant_meets(self, product: Any, variant: Any, wanted: Wanted) -> bool:
        if wanted.in_stock and not self._can_be_had(variant):
            return False
        options = {(each.attribute.code, each.choice.code) for each in variant.options.all()}
        return all(
            any((code, value) in options or self._fact_meets(product, code, value) for value in values)
            for code, values in wanted.attributes.items()
        )

    @staticmethod
    def _fact_meets(product: Any, code: str, value: str) -> bool:
        for fact in product.attributes.all():
            if fact.attribute.code != code:
                continue
            if fact.choice is not None and fact.choice.code == value:
                return True
            if fact.boolean is not None and fact.boolean == (value == "yes"):
                return True
            if fact.text is not None and fact.text.lower() == value.lower():
                return True
            if fact.number is not None:
                low, _dash, high = value.partition("-")
                if Decimal(low) <= fact.number <= Decimal(high or low):
                    return True
        return False

    @staticmethod
    def _can_be_had(variant: Any) -> bool:
        stock = getattr(variant, "stock", None)
        return stock is None or stock.backorder or stock.on_hand > stock.reserved


def questions(dice: random.Random) -> Iterator[Wanted]:
    categories = [*Category.objects.values_list("slug", flat=True)]
    brands = [*Brand.objects.values_list("slug", flat=True)]
    codes: dict[str, list[str]] = defaultdict(list)
    for attribute, code in AttributeChoice.objects.values_list("attribute__code", "code"):
        codes[attribute].append(code)
    codes |= {"glazed": ["yes", "no"], "height": ["10-20", "15.5-40", "40", "0-90"], "artist": ["Ada", "bob"]}
    for _number in range(COMBINATIONS):
        prices = sorted(Decimal(dice.randrange(0, 9000)) / 100 for _ in range(2))
        yield Wanted(
            category=dice.choice([*categories, "", ""]),
            brands=set(dice.sample(brands, dice.choice((0, 0, 1, 2)))),
            attributes={
                code: set(dice.sample(codes[code], dice.choice((1, 1, 2))))
                for code in dice.sample(sorted(codes), dice.choice((0, 0, 1, 1, 2, 3)))
            },
            low=dice.choice((None, None, prices[0])),
            high=dice.choice((None, None, prices[1])),
            in_stock=dice.choice((None, None, True, False)),
        )


def listed(wanted: Wanted) -> ProductList:
    filters = ProductFilters.from_query(QueryDict(wanted.query), strict=True)
    return list_products(filters=filters, site=the_site(), page_size=PRODUCTS)


def counted(facet: Facet) -> dict[str, int]:
    return {each.value: each.count for each in facet.choices}


def test_200_random_combinations_of_filters_list_and_count_what_a_count_by_hand_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facets, "LONG", PRODUCTS // 5)  # counts of some are kept
    dice = random.Random(20261126)
    a_shop(dice)
    by_hand = ByHand()
    sizes = Counter[bool]()
    for wanted in questions(dice):
        found = listed(wanted)
        expected = by_hand.found(wanted)
        assert {card.pk for card in found.cards} == expected, wanted
        assert found.count == len(expected)
        assert found.counts is not None
        for facet in found.facets:
            name = facet.code.removeprefix("attr_")
            for value, count in counted(facet).items():
                assert count == len(by_hand.found(wanted.with_only(name, value))), (wanted, facet.code, value)
        in_stock = wanted.without("in_stock")
        in_stock.in_stock = True
        assert found.counts.available == len(by_hand.found(in_stock)), wanted
        for shelf in found.counts.below:
            deeper = wanted.without("")
            deeper.category = shelf.slug
            assert shelf.count == len(by_hand.found(deeper)), (wanted, shelf.slug)
        for each in found.counts.prices.ranges:
            dear = wanted.without("price")
            dear.low, dear.high = each.low, each.high
            assert each.count == len(by_hand.found(dear)), (wanted, each)
        sizes[bool(expected)] += 1
    assert min(sizes.values()) > COMBINATIONS // 5, "the questions tell nothing: all or none find anything"
