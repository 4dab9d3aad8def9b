"""The goods in the back-office."""

import re
from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from wagtail.models import Page

from catalog_pages import stock
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Brand,
    Category,
    CategoryPage,
    HomePage,
    Product,
    ProductAttribute,
    ProductPage,
    StockItem,
    StockMovement,
    TaxClass,
    Variant,
)
from tests.factories import BrandFactory, CategoryFactory, ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db

GOODS = [Attribute, AttributeChoice, Brand, Category, Product, StockItem, StockMovement, TaxClass, Variant]


def url(model: type, view: str = "changelist", *args: object) -> str:
    return reverse(f"admin:catalog_pages_{model._meta.model_name}_{view}", args=args)


def options(**names: str) -> dict[Attribute, AttributeChoice]:
    """Choices by attribute code, made where they are not there."""
    chosen = {}
    for code, name in names.items():
        attribute, _made = Attribute.objects.get_or_create(code=code, defaults={"name": code.title()})
        chosen[attribute] = AttributeChoice.objects.get_or_create(
            attribute=attribute, code=name.lower(), defaults={"name": name}
        )[0]
    return chosen


def fill(rows: int) -> None:
    """That many of everything the lists show, each beside the next."""
    for number in range(rows):
        parent = Category.objects.order_by("pk").last() if number % 3 else None
        product = ProductFactory(category=CategoryFactory(parent=parent), brand=BrandFactory())
        product.further_categories.add(CategoryFactory())
        variant = VariantFactory(product=product, sale_price=Decimal("9.00"))
        variant.set_options(options(size=f"Size{number}"))
        stock.receive(variant=variant, quantity=5)
        ProductAttribute.objects.create(
            product=product, attribute=next(iter(options(size="x"))), choice=variant.options.get().choice
        )
        TaxClass.objects.create(code=f"class-{product.slug}", name=f"Class {product.name}")


@pytest.mark.parametrize("model", GOODS)
def test_a_list_costs_the_same_queries_however_many_rows(
    admin_client, model, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    fill(5)
    admin_client.get(url(model))
    with django_assert_max_num_queries(14) as few:
        assert admin_client.get(url(model)).status_code == 200
    fill(25)
    with django_assert_num_queries(len(few)):
        assert admin_client.get(url(model)).status_code == 200


@pytest.mark.parametrize("model", GOODS)
def test_every_list_can_be_searched_and_every_form_opens(admin_client, model) -> None:
    fill(2)
    assert admin_client.get(url(model), {"q": "size"}).status_code == 200
    row = model.objects.first()
    assert admin_client.get(url(model, "change", row.pk)).status_code == 200
    if model is not StockMovement:
        assert admin_client.get(url(model, "add")).status_code == 200


def test_the_back_office_has_a_name_and_a_way_to_the_pages(admin_client) -> None:
    html = admin_client.get(reverse("admin:index")).content.decode()
    assert "Pipit back-office" in html
    assert reverse("wagtailadmin_home") in html
    assert str(admin.site.site_header) == "Pipit back-office"


# --- Categories --------------------------------------------------------------------------------


def drag(client, category: Category, target: Category, position: str) -> list[str]:
    answer = client.post(
        url(Category),
        {"cmd": "move_node", "position": position, "cut_item": category.pk, "pasted_on": target.pk},
    )
    assert answer.status_code == 200
    page = client.get(url(Category))
    return [str(message) for message in page.context["messages"]]


def test_categories_are_dragged(admin_client) -> None:
    prints, maps = CategoryFactory(name="Prints"), CategoryFactory(name="Maps")
    assert drag(admin_client, maps, prints, "last-child") == ["Maps has been successfully moved."]
    maps.refresh_from_db()
    assert maps.parent == prints


def test_dragging_a_category_below_itself_says_why_not(admin_client) -> None:
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    (message,) = drag(admin_client, prints, maps, "last-child")
    assert message == "“Prints” cannot be moved there: a category cannot stand beside or below itself."
    prints.refresh_from_db()
    assert prints.parent is None


def test_choosing_a_parent_below_itself_says_why_not(admin_client) -> None:
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    answer = admin_client.post(
        url(Category, "change", prints.pk), {"name": "Prints", "slug": "prints", "parent": maps.pk}
    )
    assert "cannot stand below itself" in answer.content.decode()


def test_a_category_named_in_chinese_is_saved(admin_client) -> None:
    admin_client.post(
        url(Category, "add"), {"name": "茶碗", "slug": "", "description": "", "is_active": "on"}
    )
    assert Category.objects.get(name="茶碗").slug


def test_categories_in_use_cannot_be_deleted_from_the_list(admin_client) -> None:
    used, free = ProductFactory().category, CategoryFactory()
    keys = {"action": "delete_selected", "_selected_action": [used.pk, free.pk], "post": "yes"}
    answer = admin_client.post(url(Category), keys)
    assert "protected" in answer.content.decode()
    assert Category.objects.count() == 2
    admin_client.post(url(Category), {**keys, "_selected_action": [free.pk]})
    assert Category.objects.get() == used


# --- Products ----------------------------------------------------------------------------------


def inlines(**extra: object) -> dict[str, object]:
    counts = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    forms = {
        f"{prefix}-{name}": value for prefix in ("variants", "attributes") for name, value in counts.items()
    }
    return {**forms, **extra}


def test_a_product_is_made_with_its_first_variant(admin_client) -> None:
    data = inlines(
        **{
            "name": "Чашка",
            "category": CategoryFactory().pk,
            "description": "<p>Blue<script>alert(1)</script></p>",
            "is_active": "on",
            "variants-TOTAL_FORMS": 1,
            "variants-0-sku": "CUP-1",
            "variants-0-price": "12.50",
            "variants-0-position": "0",
            "variants-0-is_active": "on",
        }
    )
    answer = admin_client.post(url(Product, "add"), data)
    assert answer.status_code == 302, answer.context["errors"]
    product = Product.objects.get()
    assert product.slug == "chashka"
    assert product.tax_class.is_default
    assert product.description == "<p>Blue</p>"
    assert product.variants.get().price == Decimal("12.50")


@pytest.mark.parametrize(
    ("price", "sale_price", "message"),
    [
        ("-1", "", "A price is 0 or more."),
        ("12.345", "", "EUR has 2 decimals."),
        ("NaN", "", "Enter a number."),
        ("12", "12", "A sale price is below the price."),
        ("12", "-3", "A price is 0 or more."),
    ],
)
def test_prices_nobody_could_pay_are_refused(admin_client, price: str, sale_price: str, message: str) -> None:
    variant = VariantFactory()
    data = {
        "product": variant.product_id,
        "sku": "NEW",
        "price": price,
        "sale_price": sale_price,
        "weight_grams": 0,
        "position": 0,
    }
    answer = admin_client.post(url(Variant, "add"), data)
    assert message in answer.content.decode()
    assert Variant.objects.count() == 1


def test_filters_of_the_product_list(admin_client) -> None:
    top = CategoryFactory()
    below, beside = CategoryFactory(parent=top), CategoryFactory()
    in_stock = VariantFactory(product=ProductFactory(name="In stock", category=below)).product
    stock.receive(variant=in_stock.variants.get(), quantity=1)
    sold_out = VariantFactory(product=ProductFactory(name="Sold out", category=beside)).product
    stock.adjust(variant=sold_out.variants.get(), on_hand=0, reason="none left")
    bare = ProductFactory(name="Bare", category=beside)
    bare.further_categories.add(below)

    def listed(**query: object) -> set[str]:
        return {product.name for product in admin_client.get(url(Product), query).context["cl"].result_list}

    assert listed(category=top.pk) == {"In stock", "Bare"}
    assert listed(category="nonsense") == set()
    assert listed(availability="available") == {"In stock"}
    assert listed(availability="sold-out") == {"Sold out"}
    assert listed(availability="no-variants") == {"Bare"}
    assert listed(page="none") == {"In stock", "Sold out", "Bare"}
    assert listed(q=sold_out.variants.get().sku) == {"Sold out"}
    levels = {
        level: admin_client.get(url(Variant), {"level": level})
        for level in ("available", "low", "out", "promised")
    }
    found = {
        level: [variant.product for variant in answer.context["cl"].result_list]
        for level, answer in levels.items()
    }
    assert found == {"available": [in_stock], "low": [in_stock], "out": [sold_out], "promised": []}


def test_deleting_a_product_says_what_stays_and_what_is_lost(admin_client) -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=5)
    stock.reserve(lines={variant.pk: 2}, reference="ORDER1")
    page = ProductPage(title="A page of its own", product=variant.product, live=False)
    Page.objects.get(depth=1).add_child(instance=page)
    html = admin_client.get(url(Product, "delete", variant.product_id)).content.decode()
    assert "This page stays, with nothing to sell: A page of its own." in html
    assert "2 pieces are promised to orders" in html
    assert "Orders keep their lines" in html
    admin_client.post(url(Product, "delete", variant.product_id), {"post": "yes"})
    assert not Product.objects.exists()
    page.refresh_from_db()
    assert page.product is None


def test_deleting_several_products_from_the_list_warns_too(admin_client) -> None:
    variants = [VariantFactory(), VariantFactory()]
    for variant in variants:
        stock.receive(variant=variant, quantity=5)
    keys = [variant.product_id for variant in variants]
    answer = admin_client.post(url(Product), {"action": "delete_selected", "_selected_action": keys})
    assert "Orders keep their lines" in answer.content.decode()
    admin_client.post(url(Product), {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
    assert not Product.objects.exists()


@pytest.fixture
def home() -> HomePage:
    home = HomePage(title="Home", slug="shop")
    Page.objects.get(depth=1).add_child(instance=home)
    return home


def test_a_page_is_created_below_the_page_of_the_nearest_category(admin_client, home) -> None:
    prints = CategoryFactory(name="Prints")
    maps = CategoryFactory(name="Maps", parent=prints)
    prints_page = CategoryPage(title="Prints", category=prints)
    home.add_child(instance=prints_page)
    product = ProductFactory(name="Sea chart", category=maps)
    change = admin_client.get(url(Product, "change", product.pk)).content.decode()
    assert url(Product, "create_page", product.pk) in change
    answer = admin_client.post(url(Product, "create_page", product.pk))
    page = ProductPage.objects.get(product=product)
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert page.get_parent().specific == prints_page
    assert (page.title, page.slug, page.live) == ("Sea chart", "sea-chart", False)
    assert page.latest_revision is not None
    change = admin_client.get(url(Product, "change", product.pk)).content.decode()
    assert answer.url in change
    assert url(Product, "create_page", product.pk) not in change


def test_pages_are_created_for_a_whole_selection(admin_client, home) -> None:
    products = [ProductFactory(name="Mug") for _ in range(3)]
    data = {"action": "create_pages", "_selected_action": [product.pk for product in products]}
    for expected in ("3 draft pages were created.", "0 draft pages were created."):
        page = admin_client.post(url(Product), data, follow=True)
        assert [str(message) for message in page.context["messages"]] == [expected]
    assert {page.slug for page in ProductPage.objects.all()} == {"mug", "mug-2", "mug-3"}


def test_without_a_home_page_the_clerk_is_told(admin_client) -> None:
    product = ProductFactory()
    page = admin_client.post(url(Product, "create_page", product.pk), follow=True)
    assert "There is no home page" in str(next(iter(page.context["messages"])))


def test_creating_a_page_needs_the_right_to_add_pages(client, django_user_model, home) -> None:
    from django.contrib.auth.models import Permission

    clerk = django_user_model.objects.create_user("clerk@example.com", "secret", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__in=["view_product", "change_product"]))
    client.force_login(clerk)
    product = ProductFactory()
    page = client.post(url(Product, "create_page", product.pk), follow=True)
    assert "may not add pages" in str(next(iter(page.context["messages"])))
    assert not ProductPage.objects.exists()


# --- Variants ----------------------------------------------------------------------------------


def variant_data(
    product: Product, chosen: dict[Attribute, AttributeChoice], **values: object
) -> dict[str, object]:
    return {
        "product": product.pk,
        "choices": [choice.pk for choice in chosen.values()],
        "price": "12.00",
        "weight_grams": 0,
        "position": 0,
        **values,
    }


def test_a_variant_gets_its_options(admin_client) -> None:
    product, chosen = ProductFactory(), options(size="M", color="Black")
    answer = admin_client.post(url(Variant, "add"), variant_data(product, chosen, sku="T-M-BLACK"))
    assert answer.status_code == 302, answer.context["errors"]
    variant = Variant.objects.get()
    assert variant.options_key == "color=black;size=m"
    assert variant.label == "Black, M"
    change = admin_client.get(url(Variant, "change", variant.pk)).content.decode()
    assert change.count("selected") >= 2
    data = variant_data(product, options(size="L"), sku="T-L")
    admin_client.post(url(Variant, "change", variant.pk), data)
    variant = Variant.objects.get()
    assert (variant.sku, variant.options_key, variant.label) == ("T-L", "size=l", "L")


def test_clashes_between_variants_are_named(admin_client) -> None:
    product, chosen = ProductFactory(), options(size="M")
    sibling = VariantFactory(product=product, sku="T-M")
    sibling.set_options(chosen)

    def refused(**data: object) -> str:
        answer = admin_client.post(url(Variant, "add"), variant_data(product, **data))
        assert answer.status_code == 200
        return answer.content.decode()

    assert "T-M has the same options already." in refused(chosen=chosen, sku="OTHER")
    assert "Another variant has this SKU, whatever its case." in refused(chosen=options(size="L"), sku="t-m")
    both = {**options(size="L")}
    two_sizes = variant_data(product, both, sku="TWO")
    two_sizes["choices"] = [*two_sizes["choices"], next(iter(chosen.values())).pk]
    answer = admin_client.post(url(Variant, "add"), two_sizes)
    assert "Choose one of each attribute" in answer.content.decode()
    sibling.set_options({})
    assert "T-M has no options either" in refused(chosen={}, sku="OTHER")


def test_choices_are_offered_with_their_attribute(admin_client) -> None:
    options(size="M", color="Mint")
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "catalog_pages", "model_name": "variantoption", "field_name": "choice", "term": "m"},
    )
    assert [result["text"] for result in answer.json()["results"]] == ["Color: Mint", "Size: M"]


# --- Attributes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "values", "message"),
    [
        ("text", {"number": "3"}, "takes its value here"),
        ("number", {"text": "three"}, "takes its value here"),
        ("boolean", {}, "takes its value here"),
        ("text", {"text": "x", "number": "3"}, "exactly one value"),
    ],
)
def test_a_value_of_another_kind_is_refused(
    admin_client, kind: str, values: dict[str, str], message: str
) -> None:
    product, attribute = ProductFactory(), Attribute.objects.create(code="fact", name="Fact", kind=kind)
    data = inlines(
        **{
            "name": product.name,
            "slug": product.slug,
            "category": product.category_id,
            "tax_class": product.tax_class_id,
            "attributes-TOTAL_FORMS": 1,
            "attributes-0-attribute": attribute.pk,
            **{f"attributes-0-{name}": value for name, value in values.items()},
        }
    )
    html = admin_client.post(url(Product, "change", product.pk), data).content.decode()
    assert re.search(message, html)
    assert not ProductAttribute.objects.exists()


def test_the_kind_of_an_attribute_in_use_stays(admin_client) -> None:
    fill(1)
    attribute = Attribute.objects.get(code="size")
    data = {
        "name": "Size",
        "kind": "text",
        "position": 0,
        "choices-TOTAL_FORMS": 0,
        "choices-INITIAL_FORMS": 0,
    }
    answer = admin_client.post(url(Attribute, "change", attribute.pk), data)
    assert "it cannot be changed" in answer.content.decode()


# --- Stock -------------------------------------------------------------------------------------


def test_stock_is_received_and_counted_by_name(admin_client, admin_user) -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=5)
    item = StockItem.objects.get()
    answer = admin_client.post(
        url(StockItem, "receive", item.pk), {"quantity": 3, "reference": "DN-7", "reason": "from the kiln"}
    )
    assert answer.url == url(StockItem, "change", item.pk)
    admin_client.post(url(StockItem, "adjust", item.pk), {"on_hand": 6, "reason": "two broke"})
    adjusted, received, _first = StockMovement.objects.all()
    assert (received.on_hand_change, received.reference, received.actor) == (3, "DN-7", admin_user)
    assert (adjusted.on_hand_change, adjusted.reason, adjusted.actor) == (-2, "two broke", admin_user)
    assert stock.verify() == []
    html = admin_client.get(url(StockItem, "change", item.pk)).content.decode()
    assert "from the kiln" in html
    assert "two broke" in html
    assert LogEntry.objects.filter(object_id=str(item.pk)).count() == 2


def test_counting_less_than_is_promised_is_explained(admin_client) -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=5)
    stock.reserve(lines={variant.pk: 4}, reference="ORDER1")
    item = StockItem.objects.get()
    answer = admin_client.post(url(StockItem, "adjust", item.pk), {"on_hand": 1, "reason": "counted"})
    assert "4 are promised to orders: 1 is too few." in answer.content.decode()
    answer = admin_client.post(url(StockItem, "receive", item.pk), {"quantity": stock.MOST_PIECES})
    assert "No shelf holds that many." in answer.content.decode()


def test_a_form_open_while_goods_are_sold_does_not_set_levels_back(admin_client) -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=5)
    item = StockItem.objects.get()
    data = {"on_hand": 500, "reserved": 0, "low_stock_threshold": 2}
    answer = admin_client.post(url(StockItem, "change", item.pk), data)
    assert answer.status_code == 302
    item.refresh_from_db()
    assert (item.on_hand, item.low_stock_threshold) == (5, 2)


def test_backorders_cannot_end_while_more_is_promised_than_is_there(admin_client) -> None:
    variant = VariantFactory()
    stock.receive(variant=variant, quantity=1)
    StockItem.objects.update(backorder=True)
    stock.reserve(lines={variant.pk: 3}, reference="ORDER1")
    answer = admin_client.post(
        url(StockItem, "change", StockItem.objects.get().pk), {"low_stock_threshold": 2}
    )
    assert "3 are promised and 1 are there" in answer.content.decode()


def test_a_variant_is_tracked_from_a_first_count(admin_client, admin_user) -> None:
    variant = VariantFactory()
    html = admin_client.get(url(Variant, "change", variant.pk)).content.decode()
    assert f"{url(StockItem, 'add')}?variant={variant.pk}" in html
    answer = admin_client.post(
        url(StockItem, "add"), {"variant": variant.pk, "counted": 8, "low_stock_threshold": 3}
    )
    assert answer.status_code == 302
    assert StockItem.objects.get().on_hand == 8
    assert StockMovement.objects.get().actor == admin_user


def test_the_ledger_cannot_be_written_by_hand(admin_client) -> None:
    stock.receive(variant=VariantFactory(), quantity=5)
    movement = StockMovement.objects.get()
    assert admin_client.get(url(StockMovement, "add")).status_code == 403
    assert admin_client.post(url(StockMovement, "delete", movement.pk), {"post": "yes"}).status_code == 403
    assert admin_client.post(url(StockMovement, "change", movement.pk), {"reason": "x"}).status_code == 403
    assert StockMovement.objects.get().reason == ""


def test_receiving_needs_the_right_to_change_stock(client, django_user_model) -> None:
    from django.contrib.auth.models import Permission

    clerk = django_user_model.objects.create_user("clerk@example.com", "secret", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename="view_stockitem"))
    client.force_login(clerk)
    stock.receive(variant=VariantFactory(), quantity=5)
    item = StockItem.objects.get()
    assert client.get(url(StockItem, "change", item.pk)).status_code == 200
    assert client.post(url(StockItem, "receive", item.pk), {"quantity": 3}).status_code == 403
    item.refresh_from_db()
    assert item.on_hand == 5
