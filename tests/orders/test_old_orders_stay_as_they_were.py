"""A fault of the system this one grows from: old orders changed their totals and lost their lines."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import Value
from django.db.models.functions import Concat

from catalog_pages.models import Product, ShopSettings, TaxClass, Variant
from customers.models import Customer
from orders import carts
from orders.books import differences
from orders.models import Item, Order, Promotion, ShippingMethod, ShippingZone, TaxRate, Voucher
from tests.factories import CustomerFactory, VoucherFactory
from tests.shops import filled_cart, order_of, stocked

pytestmark = pytest.mark.django_db


def raise_prices() -> None:
    Variant.objects.update(price=Decimal("99.00"), sale_price=Decimal("1.00"))


def rename_and_renumber() -> None:
    Product.objects.update(name="Something else")
    Variant.objects.update(sku=Concat(Value("OTHER-"), "sku"))


def delete_products() -> None:
    Product.objects.all().delete()


def delete_variants() -> None:
    Variant.objects.all().delete()


def change_tax_rates() -> None:
    TaxRate.objects.update(rate=Decimal("0.05"))


def delete_tax_rates_and_move_classes() -> None:
    TaxRate.objects.all().delete()
    Product.objects.update(tax_class=TaxClass.objects.create(code="other", name="Other"))


def change_the_shops_basis_and_currency() -> None:
    ShopSettings.objects.update(prices_include_tax=False, currency="GBP")


def delete_shipping() -> None:
    ShippingMethod.objects.all().delete()
    ShippingZone.objects.all().delete()


def change_the_voucher() -> None:
    Voucher.objects.update(is_active=False, code="OTHER")
    Promotion.objects.update(value=Decimal(90), name="Another")


def delete_the_customer() -> None:
    Customer.objects.all().delete()


def fill_and_clear_the_cart_again() -> None:
    for cart in {item.owner.customer.cart for item in Item.objects.all() if item.owner.customer}:
        carts.add(cart=cart, variant=Variant.objects.first())
        carts.clear(cart=cart)


@pytest.mark.parametrize(
    "change",
    [
        raise_prices,
        rename_and_renumber,
        delete_products,
        delete_variants,
        change_tax_rates,
        delete_tax_rates_and_move_classes,
        change_the_shops_basis_and_currency,
        delete_shipping,
        change_the_voucher,
        delete_the_customer,
        fill_and_clear_the_cart_again,
    ],
)
@pytest.mark.parametrize("prices_include_tax", [True, False])
def test_no_figure_and_no_line_of_an_order_changes(
    shop: ShopSettings, change: Callable[[], None], prices_include_tax: bool
) -> None:
    shop.prices_include_tax = prices_include_tax
    shop.save()
    customer = CustomerFactory()
    cart = filled_cart(stocked(), stocked(price=Decimal("3.33")), quantity=3, customer=customer)
    order = order_of(cart, customer=customer, voucher=VoucherFactory().code)

    before = figures_of(order)
    change()
    assert figures_of(order) == before
    assert [difference for difference in differences() if order.number in difference] == []


def figures_of(order: Order) -> tuple[object, ...]:
    personal = {"customer_id", "email", "note", "token", "anonymised_at"}
    row = Order.objects.filter(pk=order.pk).values().get()
    lines = [
        {field: value for field, value in line.items() if field != "variant_id"}
        for line in order.items.values()
    ]
    assert len(lines) == 2
    return ({field: value for field, value in row.items() if field not in personal}, lines)
