"""The link and the picture of each line."""

from typing import Any

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, Site

from catalog_pages.models import GalleryImage, HomePage, ProductPage, ShopSettings
from orders import carts
from tests.shops import filled_cart, stocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(shop: ShopSettings) -> Page:
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Home", slug="shop"))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    return home


def page_of(product: Any, home: Page, *, live: bool = True, pictures: int = 2) -> ProductPage:
    page = home.add_child(instance=ProductPage(title=product.name, product=product, live=live))
    for number in range(pictures):
        image = get_image_model().objects.create(title=f"{product} {number}", file=get_test_image_file())
        GalleryImage.objects.create(page=page, image=image, sort_order=number, alt_text=f"picture {number}")
    return page


def test_a_line_links_to_its_live_page_and_shows_its_first_picture(home: Page) -> None:
    shown, hidden, bare = stocked(), stocked(), stocked()
    page = page_of(shown.product, home)
    page_of(hidden.product, home, live=False)
    plain = page_of(bare.product, home, pictures=0)
    lines = carts.view(cart=filled_cart(shown, hidden, bare)).lines
    assert [line.url for line in lines] == [page.url, "", plain.url]
    assert [line.image.alt_text if line.image else None for line in lines] == ["picture 0", None, None]


def test_pictures_cost_the_same_for_one_line_and_for_ten(home: Page, django_assert_num_queries: Any) -> None:
    shop = ShopSettings.default()
    variants = [stocked() for _ in range(10)]
    for variant in variants:
        page_of(variant.product, home)
    one, ten = filled_cart(variants[0]), filled_cart(*variants)
    [line.url for line in carts.view(cart=one).lines]  # content types, root paths
    for cart in (one, ten):
        with django_assert_num_queries(6):
            for line in carts.view(cart=cart, shop=shop).lines:
                assert line.image is not None
                assert line.image.image.renditions.all() is not None
