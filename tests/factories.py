"""Factories of the rows that tests start from."""

from decimal import Decimal

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from catalog_pages.models import Brand, Category, Product, StockItem, TaxClass, Variant
from customers.models import Customer
from orders.models import (
    Cart,
    Promotion,
    ShippingMethod,
    ShippingZone,
    TaxRate,
    Topic,
    Voucher,
    WebhookEndpoint,
)


class TaxClassFactory(DjangoModelFactory):
    class Meta:
        model = TaxClass
        django_get_or_create = ("code",)

    code = "standard"
    name = "Standard"
    is_default = True


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category

    name = factory.Sequence(lambda n: f"Category {n}")


class BrandFactory(DjangoModelFactory):
    class Meta:
        model = Brand

    name = factory.Sequence(lambda n: f"Brand {n}")


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    name = factory.Sequence(lambda n: f"Product {n}")
    category = factory.SubFactory(CategoryFactory)
    tax_class = factory.SubFactory(TaxClassFactory)


class VariantFactory(DjangoModelFactory):
    class Meta:
        model = Variant

    product = factory.SubFactory(ProductFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n}")
    options_key = factory.Sequence(lambda n: f"option={n}")
    price = Decimal("12.00")
    weight_grams = 250


class StockItemFactory(DjangoModelFactory):
    """Stock on the shelf, without a ledger: for tests that do not look at the ledger."""

    class Meta:
        model = StockItem

    variant = factory.SubFactory(VariantFactory)
    on_hand = 20
    low_since = factory.LazyAttribute(lambda item: timezone.now() if item.on_hand <= 3 else None)


class CustomerFactory(DjangoModelFactory):
    class Meta:
        model = Customer

    email = factory.Sequence(lambda n: f"customer{n}@example.com")
    first_name = "Ada"
    last_name = "Byron"

    @classmethod
    def _create(cls, model_class: type[Customer], *args: object, **kwargs: object) -> Customer:
        password = kwargs.pop("password", None)
        return model_class.objects.create_user(password=password, **kwargs)


class CartFactory(DjangoModelFactory):
    """A guest's cart. A customer's is made by the signal."""

    class Meta:
        model = Cart


class TaxRateFactory(DjangoModelFactory):
    class Meta:
        model = TaxRate

    country = "DE"
    tax_class = factory.SubFactory(TaxClassFactory)
    rate = Decimal("0.19")


class ShippingZoneFactory(DjangoModelFactory):
    class Meta:
        model = ShippingZone

    name = factory.Sequence(lambda n: f"Zone {n}")
    countries = factory.LazyFunction(list)


class ShippingMethodFactory(DjangoModelFactory):
    class Meta:
        model = ShippingMethod

    zone = factory.SubFactory(ShippingZoneFactory)
    code = "standard"
    name = "Standard post"
    price = Decimal("4.90")


class PromotionFactory(DjangoModelFactory):
    class Meta:
        model = Promotion

    name = factory.Sequence(lambda n: f"Promotion {n}")
    kind = Promotion.Kind.PERCENTAGE
    value = Decimal(10)


class VoucherFactory(DjangoModelFactory):
    class Meta:
        model = Voucher

    code = factory.Sequence(lambda n: f"VOUCHER{n}")
    promotion = factory.SubFactory(PromotionFactory)


class WebhookEndpointFactory(DjangoModelFactory):
    """An endpoint that is told everything, at an address where nobody is."""

    class Meta:
        model = WebhookEndpoint

    url = "https://hooks.example.com/pipit"
    topics = factory.LazyFunction(lambda: list(Topic.values))
