"""Each change that shoppers can see makes the pages that show it anew, and no others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from catalog_pages import reviews, stock
from catalog_pages.models import (
    Brand,
    Category,
    CategoryPage,
    GalleryImage,
    HomePick,
    Product,
    ProductAttribute,
    ProductPage,
    Review,
    ShopSettings,
    StandardPage,
    StockItem,
    Variant,
)
from catalog_pages.page_cache import journal
from catalog_pages.page_cache.listening import pages
from tests.factories import BrandFactory, CategoryFactory, CustomerFactory, ProductFactory, VariantFactory
from tests.storefront import category_page, choice, for_sale, front_page, picture, show

HOME, PRINTS, CHART, MAP, POTTERY, BOWL = (
    "/",
    "/prints/",
    "/prints/sea-chart/",
    "/prints/moon-map/",
    "/pottery/",
    "/pottery/bowl/",
)
STORY, SEARCH = "/firing/", "/search/"
EVERYWHERE = {HOME, PRINTS, CHART, MAP, POTTERY, BOWL, STORY, SEARCH}


@pytest.fixture(autouse=True)
def _shop(_page_cache: None) -> None:
    prints, pottery = CategoryFactory(name="Prints"), CategoryFactory(name="Pottery")
    on_prints, on_pottery = category_page(prints), category_page(pottery)
    brand = BrandFactory(name="Hay")
    chart = for_sale("Sea chart", category=prints, parent=on_prints, brand=brand, pictures=1)
    for_sale("Moon map", category=prints, parent=on_prints)
    for_sale("Bowl", category=pottery, parent=on_pottery)
    home = front_page()
    home.picks.add(HomePick(product=chart))
    home.save_revision().publish()
    publish(on_prints)
    front_page().add_child(instance=StandardPage(title="Firing", slug="firing"))


def chart() -> Product:
    return Product.objects.get(slug="sea-chart")


def variant() -> Variant:
    return Variant.objects.get(product=chart())


def chart_page() -> ProductPage:
    return ProductPage.objects.get(product=chart())


def made_anew(client: Client, change: Callable[[], Any]) -> set[str]:
    """The addresses whose kept pages are gone after the change."""
    for url in EVERYWHERE:
        client.get(url)
    asked = {f"http://testserver{url}? ": url for url in EVERYWHERE}
    assert set(asked) <= set(pages._pages), "all of them are kept"
    change()
    pages.look_at_journal()
    return {url for address, url in asked.items() if address not in pages._pages}


def sell(pieces: int) -> None:
    stock.reserve(lines={variant().pk: pieces}, reference="A")


def publish(page: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


# The related products of the map show the chart.
OF_THE_CHART = {HOME, PRINTS, CHART, MAP, SEARCH}


def _review() -> Review:
    return reviews.write(product=chart(), author=CustomerFactory(), shown_name="Ada", rating=4, text="Good")


def _answered() -> None:
    review = _review()
    reviews.publish(review=review)
    reviews.answer(review=review, text="Thank you")


CHANGES: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "a price": (lambda: Variant.objects.filter(pk=variant().pk).update(price=99), OF_THE_CHART),
    "a price, saved": (lambda: VariantFactory._meta.model.save(_priced(variant())), OF_THE_CHART),
    "a name": (lambda: Product.objects.filter(pk=chart().pk).update(name="Chart"), OF_THE_CHART),
    "a new variant": (lambda: VariantFactory(product=chart()), OF_THE_CHART),
    "a variant deleted": (lambda: variant().delete(), OF_THE_CHART),
    "a fact": (lambda: _fact(), OF_THE_CHART),
    "off sale": (lambda: Product.objects.filter(pk=chart().pk).update(is_active=False), OF_THE_CHART),
    "a picture more": (
        lambda: GalleryImage.objects.create(page=chart_page(), image=picture("new"), sort_order=9),
        OF_THE_CHART,
    ),
    "the last but three sold": (lambda: sell(17), OF_THE_CHART),
    "all sold": (lambda: sell(20), OF_THE_CHART),
    "one of twenty sold": (lambda: sell(1), set()),
    "many more in stock": (lambda: stock.receive(variant=variant(), quantity=50), set()),
    "low from twenty": (
        lambda: StockItem.objects.filter(variant=variant()).update(low_stock_threshold=20),
        OF_THE_CHART,
    ),
    "stock no longer counted": (lambda: StockItem.objects.filter(variant=variant()).delete(), OF_THE_CHART),
    "saved as it was": (lambda: (variant().save(), chart().save()), set()),
    "product copy published": (lambda: publish(chart_page(), standfirst="New words"), OF_THE_CHART),
    "a product's page unpublished": (lambda: chart_page().unpublish(), OF_THE_CHART),
    "a draft": (lambda: _draft(chart_page()), set()),
    "a draft of a new page": (lambda: _new_draft(), set()),
    "a new product": (
        lambda: for_sale("Star map", category=chart().category),
        {PRINTS, CHART, MAP, SEARCH},
    ),
    "a further category": (
        lambda: chart().further_categories.add(Category.objects.get(slug="pottery")),
        OF_THE_CHART | {POTTERY, BOWL},
    ),
    "a brand renamed": (lambda: Brand.objects.update(name="Muji"), EVERYWHERE),
    "a category renamed": (lambda: Category.objects.filter(slug="prints").update(name="Paper"), EVERYWHERE),
    "a setting": (lambda: ShopSettings.objects.update(tagline="On paper"), EVERYWHERE),
    "a category's copy": (lambda: publish(_prints_page(), standfirst="Lasting"), {PRINTS}),
    "a category's title": (lambda: publish(_prints_page(), title="On paper"), EVERYWHERE),
    "a category's page moved": (
        lambda: _prints_page().move(front_page(), pos="last-child"),
        EVERYWHERE,
    ),
    "a product's page moved": (
        lambda: chart_page().move(CategoryPage.objects.get(slug="pottery"), pos="last-child"),
        OF_THE_CHART,
    ),
    "a product's page deleted": (lambda: chart_page().delete(), EVERYWHERE),
    "the front page's copy": (lambda: publish(front_page(), standfirst="Welcome"), {HOME}),
    "a restriction": (
        lambda: PageViewRestriction.objects.create(page=chart_page(), restriction_type="login"),
        EVERYWHERE,
    ),
    "a review that waits": (lambda: _review(), set()),
    "a review published": (lambda: reviews.publish(review=_review()), {CHART}),
    "a review refused": (lambda: reviews.refuse(review=_review(), reason="No"), set()),
    "a published review answered": (lambda: _answered(), {CHART}),
    "a new picture in the library": (lambda: picture("Unused"), set()),
    "a picture's title": (lambda: _retitle_picture(), EVERYWHERE),
}


def _priced(found: Variant) -> Variant:
    found.price = Decimal(77)
    return found


def _fact() -> None:
    paper = choice("paper", "rag")
    ProductAttribute.objects.create(product=chart(), attribute=paper.attribute, choice=paper)


def _draft(page: ProductPage) -> None:
    page.title = "Not yet"
    page.save_revision()


def _new_draft() -> None:
    _prints_page().add_child(instance=ProductPage(title="New", slug="new", live=False))


def _prints_page() -> CategoryPage:
    return CategoryPage.objects.get(slug="prints")


def _retitle_picture() -> None:
    image = GalleryImage.objects.first().image
    image.title = "Another"
    image.save()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_on_every_page_that_shows_it_and_costs_no_other(
    name: str, client: Client, settings: Any
) -> None:
    change, expected = CHANGES[name]
    assert made_anew(client, change) == expected
    kept = {url: client.get(url).content for url in EVERYWHERE}
    settings.PAGE_CACHE = False
    for url in EVERYWHERE:
        assert kept[url] == client.get(url).content, f"{url} is as it would be without the cache"


def test_a_page_that_another_links_to_takes_that_along(client: Client) -> None:
    publish(front_page(), hero_page=chart_page().page_ptr, hero_label="")
    assert HOME in made_anew(client, lambda: publish(chart_page(), title="Chart of seas"))
    assert "Chart of seas" in client.get("/").content.decode()


def test_a_sale_is_seen_from_the_moment_it_begins_to_the_moment_it_ends(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = timezone.now() + timedelta(minutes=10)
    Variant.objects.filter(pk=variant().pk).update(
        sale_price=Decimal(5), sale_starts_at=start, sale_ends_at=start + timedelta(minutes=10)
    )
    seen = []
    for minutes in (-10, -1, 0, 9, 10, 11):
        moment = start + timedelta(minutes=minutes)
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        monkeypatch.setattr("time.time", lambda moment=moment: moment.timestamp())
        seen.append("€5.00" in client.get(CHART).content.decode())
        assert seen[-1] == ("€5.00" in client.get(PRINTS).content.decode())
    assert seen == [False, False, True, True, False, False]


def test_a_change_rolled_back_was_none(client: Client) -> None:
    from django.db import transaction

    def change() -> None:
        with transaction.atomic():
            Variant.objects.update(price=1)
            transaction.set_rollback(True)

    assert made_anew(client, change) == set()


def test_the_journal_forgets_what_no_kept_page_needs(client: Client) -> None:
    from catalog_pages.models import Change

    Variant.objects.update(price=1)
    assert Change.objects.exists()
    assert journal.forget_old_changes() == 0
    Change.objects.update(at=timezone.now() - timedelta(days=2))
    assert journal.forget_old_changes() > 0
    client.get(CHART)
    assert CHART in made_anew(client, lambda: Variant.objects.update(price=2))


def test_a_product_deleted_is_gone_from_everywhere(client: Client) -> None:
    product = ProductFactory(name="Brief", category=chart().category)
    VariantFactory(product=product)
    show(product, _prints_page())
    assert "Brief" in client.get(PRINTS).content.decode()
    product.delete()
    assert "Brief" not in client.get(PRINTS).content.decode()
