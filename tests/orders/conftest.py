"""What the tests of carts and orders start from."""

import pytest

from catalog_pages.models import ShopSettings
from tests.shops import open_shop


@pytest.fixture
def shop(db: None) -> ShopSettings:
    """Euro, prices with VAT, home in Germany, 19 % there and 20 % in Britain, posts to both for 4.90."""
    return open_shop()
