"""The rendered pages: what they show, what they cost, what they tell other programs."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import PageViewRestriction

from catalog_pages import renditions
from catalog_pages.models import (
    Attribute,
    CategoryPick,
    HomePick,
    ProductAttribute,
    ShopSettings,
    StandardPage,
    Variant,
)
from tests.factories import BrandFactory, CategoryFactory, ProductFactory
from tests.storefront import (
    category_page,
    choice,
    for_sale,
    front_page,
    picture,
    show,
    the_site,
    variant_of,
    with_sizes,
)

pytestmark = pytest.mark.django_db


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def data_of(html: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    return {data["@type"]: data for data in map(json.loads, blocks)}


def a_full_category(rows: int) -> str:
    """A category three levels down with so many products of two sizes and two pictures; returns its address."""
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    seas = CategoryFactory(name="Seas", parent=maps)
    parent = category_page(maps, category_page(prints))
    page = category_page(seas, parent, hero_image=picture("hero"))
    renditions.prepare(page)
    brand = BrandFactory(name="Hay")
    for number in range(rows):
        product = ProductFactory(category=seas, brand=brand)
        for size in ("s", "m"):
            variant_of(product, choice("size", size), choice("colour", f"c{number % 3}"))
        fact = choice("paper", "rag" if number % 2 else "wove")
        ProductAttribute.objects.create(product=product, attribute=fact.attribute, choice=fact)
        show(product, page, pictures=2)
        CategoryPick.objects.create(page=page, product=product, sort_order=number)
    return "/prints/maps/seas/"


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("rows", [5, 48])
def test_a_category_page_costs_at_most_five_queries_whatever_the_rows(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    url = a_full_category(rows)
    client.get(url)
    with django_assert_max_num_queries(5):
        assert text_of(client, url).count("product-card__name") == min(rows, 24)
    query = "?brand=hay&attr_size=m&attr_colour=c1&attr_paper=rag&min_price=1&in_stock=1&ordering=price"
    with django_assert_max_num_queries(
        10
    ):  # brand, choices and attributes asked for, and cards not seen before
        text_of(client, url + query)


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize("rows", [5, 48])
def test_a_product_page_costs_at_most_twelve_queries_whatever_the_rows(
    rows: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    url = a_full_category(rows)
    product = ProductFactory(name="Sea chart")
    for number in range(rows):
        variant_of(product, choice("size", f"s{number}"), position=number)
    product.category = CategoryPick.objects.first().page.category
    product.brand = BrandFactory()
    product.save()
    show(product, CategoryPick.objects.first().page, pictures=6)
    client.get(f"{url}sea-chart/")
    with django_assert_max_num_queries(12):
        html = text_of(client, f"{url}sea-chart/")
    assert html.count("pill__input") == rows
    assert html.count("product-card__name") == 4
    assert html.count("data-zoom ") == 6


def test_a_page_view_makes_no_rendition_when_they_are_prepared(client: Client) -> None:
    url = a_full_category(3)
    made = get_image_model().get_rendition_model().objects
    before = made.count()
    for address in ("/", url, f"{url}{CategoryPick.objects.first().product.slug}/"):
        text_of(client, address)
    assert made.count() == before > 0


def test_the_category_page_shows_copy_count_filters_and_a_way_through_its_pages(client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    page = category_page(prints, standfirst="On paper that lasts.", search_description="Prints of maps")
    category_page(CategoryFactory(name="Maps", parent=prints), page)
    for _ in range(30):
        for_sale(category=prints, price="10")
    html = text_of(client, "/prints/")
    assert "On paper that lasts." in html
    assert "30 products" in html
    assert 'href="/prints/maps/"' in html
    assert html.count("product-card__name") == 24
    assert 'href="?page=2"' in html
    assert '<meta name="description" content="Prints of maps">' in html
    assert '<link rel="canonical" href="http://testserver/prints/">' in html
    second = text_of(client, "/prints/?page=2")
    assert second.count("product-card__name") == 6
    assert '<link rel="canonical" href="http://testserver/prints/?page=2">' in second


def test_filters_in_use_are_chips_that_take_themselves_away_and_keep_crawlers_out(client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    category_page(prints)
    for name, price in (("Hay", "10"), ("Muji", "20")):
        for_sale(category=prints, brand=BrandFactory(name=name), price=price)
    html = text_of(client, "/prints/?brand=hay&min_price=5&ordering=price")
    assert 'href="/prints/?min_price=5&amp;ordering=price"' in html
    assert 'href="/prints/?brand=hay&amp;ordering=price"' in html
    assert "From €5.00" in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert "noindex" not in text_of(client, "/prints/")


def test_a_list_that_filters_leave_empty_offers_the_way_back(client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    category_page(prints)
    for_sale(category=prints, price="10")
    html = text_of(client, "/prints/?min_price=500")
    assert "0 products" in html
    assert 'class="button" href="/prints/"' in html


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=1" + "0" * 30,
        "?page=x",
        "?min_price=cheap",
        "?brand=%00",
        "?attr_size=%00&attr_x=1",
        "?q=%00",
    ],
)
def test_nonsense_in_the_address_never_breaks_a_page(query: str, client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    category_page(prints)
    for_sale("Sea chart", category=prints)
    for path in ("/prints/", "/search/", "/", "/sea-chart/"):
        assert "Sea chart" in text_of(client, path + query) or path == "/"


@pytest.mark.parametrize("path", ["/nothing/", "/prints/nothing/", "/prints/%00/", "/" + "a/" * 200])
def test_an_address_where_nothing_is_answers_404(path: str, client: Client) -> None:
    category_page(CategoryFactory(name="Prints"))
    assert client.get(path).status_code == 404


def test_drafts_and_private_pages_are_not_served(client: Client) -> None:
    draft = show(ProductFactory(name="Draft"))
    draft.unpublish()
    private = show(ProductFactory(name="Private"))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/draft/").status_code == 404
    assert client.get("/private/").status_code == 302


def test_hand_picked_products_come_first(client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    page = category_page(prints)
    names = ["Alpha", "Beta", "Gamma"]
    products = [for_sale(name, category=prints) for name in names]
    CategoryPick.objects.create(page=page, product=products[0])
    html = text_of(client, "/prints/")
    places = [html.index(f">{name}</a>") for name in ("Alpha", "Gamma", "Beta")]
    assert places == sorted(places)


def test_the_product_page_asks_for_each_option_and_says_which_choice_is_sold_out(client: Client) -> None:
    with_sizes("Shirt", s=0, m=3)
    html = text_of(client, "/shirt/")
    assert 'name="product" value="shirt"' in html
    assert re.search(r'name="option_size" value="m"[^>]*required', html)
    pills = dict(re.findall(r'<span class="pill([^"]*)">\s*<input[^>]*value="(\w)"', html))
    assert {size: kind for kind, size in pills.items()} == {"s": " pill--unavailable", "m": ""}
    choices = json.loads(re.search(r'<script id="choices" type="application/json">(.*?)</script>', html)[1])
    assert [(each["options"], each["wording"]) for each in choices] == [
        ({"size": "s"}, "Sold out"),
        ({"size": "m"}, "3 left"),
    ]


def test_an_address_may_name_the_variant(client: Client) -> None:
    shirt = with_sizes("Shirt", s=0, m=3)
    Variant.objects.filter(options__choice__code="m").update(price=30, sku="Shirt-M")
    html = text_of(client, "/shirt/?sku=SHIRT-m")
    assert re.search(r'value="m"[^>]* checked', html)
    assert "3 left" in html
    assert "€30.00" in html
    assert f'<link rel="canonical" href="http://testserver/{shirt.slug}/">' in html


@pytest.mark.parametrize(
    ("stock", "words"),
    [
        ({"on_hand": 20}, "In stock"),
        ({"on_hand": 3}, "3 left"),
        ({"on_hand": 3, "reserved": 2}, "1 left"),
        ({"on_hand": 0}, "Sold out"),
        ({"on_hand": 0, "backorder": True}, "On backorder"),
        (None, "In stock"),
    ],
)
def test_stock_is_told_in_words(stock: dict[str, Any] | None, words: str, client: Client) -> None:
    variant = for_sale("Vase", on_hand=None if stock is None else 1).variants.get()
    if stock is not None:
        type(variant.stock).objects.filter(variant=variant).update(**stock)
    html = text_of(client, "/vase/")
    assert f">{words}</span>" in html
    assert ("disabled" in html) == (words == "Sold out")


def test_the_price_is_told_with_its_basis_and_what_it_was_before_a_sale(client: Client) -> None:
    for_sale("Vase", price="40", sale_price="30")
    shop = ShopSettings.for_site(the_site())
    html = text_of(client, "/vase/")
    assert "€30.00" in html
    assert re.search(r"<del>.*€40\.00", html, re.DOTALL)
    assert "VAT included" in html
    shop.prices_include_tax = False
    shop.currency = "JPY"
    shop.save()
    html = text_of(client, "/vase/")
    assert "VAT not included" in html
    assert "JP¥30<" in html


def test_details_are_listed_with_their_units(client: Client) -> None:
    vase = for_sale("Vase")
    height = Attribute.objects.create(code="height", name="Height", kind=Attribute.Kind.NUMBER, unit="cm")
    glazed = Attribute.objects.create(code="glazed", name="Glazed", kind=Attribute.Kind.BOOLEAN)
    ProductAttribute.objects.create(product=vase, attribute=height, number="12.5000")
    ProductAttribute.objects.create(product=vase, attribute=glazed, boolean=True)
    html = text_of(client, "/vase/")
    assert "<dt>Height</dt> <dd> 12.5 cm </dd>" in html
    assert "<dt>Glazed</dt> <dd> yes </dd>" in html


def test_a_page_whose_product_is_not_sold_says_so_and_has_no_form(client: Client) -> None:
    for_sale("Vase", is_active=False)
    show(ProductFactory(name="No variants"))
    for path in ("/vase/", "/no-variants/"):
        html = text_of(client, path)
        assert "not on sale at the moment" in html
        assert "data-product-form" not in html


def test_the_breadcrumb_of_a_product_follows_its_main_category_wherever_its_page_stands(
    client: Client,
) -> None:
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    category_page(maps, category_page(prints))
    for_sale("Sea chart", category=maps)
    html = text_of(client, "/sea-chart/")
    steps = data_of(html)["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step["item"]) for step in steps] == [
        ("Home", "http://testserver/"),
        ("Prints", "http://testserver/prints/"),
        ("Maps", "http://testserver/prints/maps/"),
        ("Sea chart", "http://testserver/sea-chart/"),
    ]


def test_linked_data_tells_programs_of_the_product_and_each_offer(client: Client) -> None:
    shirt = with_sizes("Shirt", s=0, m=30)
    shirt.brand = BrandFactory(name="Hay")
    shirt.save()
    html = text_of(client, "/shirt/")
    data = data_of(html)["Product"]
    assert (data["name"], data["brand"]["name"], data["url"]) == ("Shirt", "Hay", "http://testserver/shirt/")
    assert [(offer["availability"], offer["price"], offer["priceCurrency"]) for offer in data["offers"]] == [
        ("https://schema.org/OutOfStock", "12.00", "EUR"),
        ("https://schema.org/InStock", "12.00", "EUR"),
    ]


NASTY = "5\" <b>Cable</b> & 'Co' </script><script>alert(1)</script>"


def test_a_title_with_markup_in_it_stays_words_everywhere(client: Client) -> None:
    category = CategoryFactory(name=NASTY)
    page = category_page(category)
    product = for_sale(NASTY, category=category, brand=BrandFactory(name=NASTY), parent=page, pictures=1)
    size = choice("size", "m", name=NASTY)
    variant_of(product, size)
    for url in ("/", page.url, product.pages.get().url, "/search/?q=cable", "/search/?q=" + NASTY):
        html = text_of(client, url)
        assert "<b>Cable" not in html
        assert "<script>alert" not in html
    data = data_of(text_of(client, product.pages.get().url))
    assert data["Product"]["name"] == NASTY


def test_markup_in_a_description_is_shown_but_never_runs(client: Client) -> None:
    for_sale("Vase", description='<p onclick="x()">Thrown <em>by hand</em></p><script>alert(1)</script>')
    html = text_of(client, "/vase/")
    assert "<p>Thrown <em>by hand</em></p>" in html
    assert "alert(1)" not in html


def test_nothing_on_a_page_needs_an_inline_script_or_style(client: Client) -> None:
    url = a_full_category(2)
    product = CategoryPick.objects.first().product
    for address in ("/", url, f"{url}{product.slug}/", "/search/?q=x"):
        html = text_of(client, address)
        for attributes in re.findall(r"<script([^>]*)>", html):
            assert "src=" in attributes or 'type="application/' in attributes
        assert not re.search(r"<[^>]+\s(style|on\w+)=", html)
        assert "<style" not in html


def test_every_picture_has_its_size_and_says_what_it_shows(client: Client) -> None:
    url = a_full_category(2)
    for address in (url, f"{url}{CategoryPick.objects.first().product.slug}/"):
        pictures = re.findall(r"<img[^>]*>", text_of(client, address))
        assert pictures
        for each in pictures:
            assert re.search(r'\swidth="\d+"', each)
            assert re.search(r'\sheight="\d+"', each)
            assert " alt=" in each
            assert " srcset=" in each


@pytest.mark.usefixtures("committed")
def test_the_front_page_shows_picks_shelves_and_tiles_at_the_same_cost_whatever_the_rows(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    home = front_page()
    story = home.add_child(instance=StandardPage(title="How we fire", slug="firing"))
    pottery = CategoryFactory(name="Pottery")
    names = [f"Bowl {number}" for number in range(6)]
    bowls = [for_sale(name, category=pottery, pictures=1) for name in names]
    home.hero_image = picture("hero")
    home.hero_page = story
    for bowl in bowls[:4]:
        home.picks.add(HomePick(product=bowl))
    shelf = {"heading": "By hand", "products": [bowls[5].pk], "category": None, "link": story.pk}
    newest = {"heading": "Newest pots", "products": [], "category": pottery.pk, "link": None}
    tile = {"page": story.pk, "image": home.hero_image.pk, "title": "", "text": "Slowly."}
    home.body = json.dumps(
        [
            {"type": "shelf", "value": shelf},
            {"type": "shelf", "value": newest},
            {"type": "tiles", "value": {"heading": "Stories", "tiles": [tile]}},
            {"type": "text", "value": "<p>We are small.</p>"},
        ]
    )
    home.save_revision().publish()
    renditions.prepare(home)
    client.get("/")
    with django_assert_max_num_queries(24):
        html = text_of(client, "/")
    for words in ("By hand", "Newest pots", "Stories", "How we fire", "Slowly.", "We are small."):
        assert words in html
    assert html.count("product-card__name") == 4 + 1 + 4


def test_a_front_page_that_nobody_has_written_shows_what_is_newest(client: Client) -> None:
    front_page()
    for number in range(10):
        for_sale(f"Bowl {number}")
    html = text_of(client, "/")
    assert "New in the shop" in html
    assert re.findall(r">(Bowl \d)</a>", html) == [f"Bowl {number}" for number in range(9, 1, -1)]


def test_a_standard_page_lists_the_stories_below_it(client: Client) -> None:
    journal = front_page().add_child(instance=StandardPage(title="Journal", slug="journal"))
    journal.add_child(instance=StandardPage(title="Glazes", slug="glazes", standfirst="Ash and iron."))
    html = text_of(client, "/journal/")
    assert 'href="/journal/glazes/"' in html
    assert "Ash and iron." in html


def test_the_menu_holds_two_levels_of_category_pages_in_their_order(client: Client) -> None:
    prints = CategoryFactory(name="Prints")
    top = category_page(prints)
    maps = category_page(CategoryFactory(name="Maps", parent=prints), top)
    category_page(CategoryFactory(name="Too deep", parent=maps.category), maps)
    category_page(CategoryFactory(name="Not in menus"), show_in_menus=False)
    html = text_of(client, "/")
    assert 'href="/prints/maps/"' in html
    assert "Too deep" not in html
    assert "Not in menus" not in html
