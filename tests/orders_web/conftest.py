"""What the tests of the cart's, the checkout's and the orders' pages start from."""

import pytest
from django.test import Client

from catalog_pages.models import Product, ShopSettings
from tests.factories import ProductFactory
from tests.orders_web.shopper import Shopper
from tests.shops import open_shop
from tests.storefront import choice, front_page, show, variant_of


@pytest.fixture
def shop(db: None) -> ShopSettings:
    """Euro, prices with VAT, home in Germany, posts to Germany and Britain for 4.90; with a front page."""
    front_page()
    return open_shop()


@pytest.fixture
def shopper(shop: ShopSettings) -> Shopper:
    """Somebody with a browser that runs no scripts, checked for forged requests as any browser is."""
    return Shopper(Client(enforce_csrf_checks=True))


@pytest.fixture
def mug(shop: ShopSettings) -> Product:
    """In two sizes and two colours, but no small one in ink; one large one in ink is left."""
    product = ProductFactory(name="Mug", slug="mug")
    small, large = choice("size", "small"), choice("size", "large")
    clay, ink = choice("colour", "clay"), choice("colour", "ink")
    variant_of(product, small, clay, sku="MUG-S-CLAY")
    variant_of(product, large, clay, sku="MUG-L-CLAY", price="15.00")
    variant_of(product, large, ink, sku="MUG-L-INK", price="15.00", on_hand=1)
    show(product, pictures=1)
    return product
