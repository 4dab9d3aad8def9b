"""The demo shop's data hangs together and leaves nothing of a shop's life out."""

from collections import Counter
from decimal import Decimal

import pytest

from demo.catalogue import ATTRIBUTES, BRANDS, CATEGORIES, PAGES, PEOPLE, PRODUCTS, STORIES, SWATCHES
from demo.catalogue.shape import ean13
from demo.drawing.heroes import HEROES

VARIANTS = [variant for product in PRODUCTS for variant in product.variants]
PARENTS = {category.key: category.parent for category in CATEGORIES}
KINDS = {attribute.code: attribute for attribute in ATTRIBUTES}


def level(key: str) -> int:
    parent = PARENTS[key]
    return 1 if parent is None else 1 + level(parent)


def test_there_are_some_sixty_products_each_with_its_own_key_and_name() -> None:
    assert 58 <= len(PRODUCTS) <= 70
    assert len({product.key for product in PRODUCTS}) == len(PRODUCTS)
    assert len({product.name.casefold() for product in PRODUCTS}) == len(PRODUCTS)


def test_skus_are_unique_whatever_their_case_and_tidy() -> None:
    counted = Counter(variant.sku.upper() for variant in VARIANTS)

    assert [sku for sku, times in counted.items() if times > 1] == []
    for variant in VARIANTS:
        assert variant.sku.startswith("PP-")
        assert variant.sku.replace("-", "").isalnum() and variant.sku == variant.sku.upper()


def test_barcodes_are_valid_unique_and_nobody_elses() -> None:
    barcodes = [variant.barcode for variant in VARIANTS if variant.barcode]

    assert len(barcodes) > 40
    assert len(set(barcodes)) == len(barcodes)
    for barcode in barcodes:
        digits = [int(digit) for digit in barcode]
        assert len(digits) == 13 and barcode.startswith("29")
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_the_check_digit_is_that_of_the_standards_example() -> None:
    assert ean13("629104150021") == "6291041500213"
    with pytest.raises(ValueError, match="Twelve digits"):
        ean13("12345")


def test_prices_are_whole_cents_and_a_sale_is_lower() -> None:
    for variant in VARIANTS:
        assert variant.price > 0
        assert variant.price == variant.price.quantize(Decimal("0.01"))
        if variant.sale_price is not None:
            assert 0 < variant.sale_price < variant.price, variant.sku
    on_sale = {product.key for product in PRODUCTS if any(v.sale_price for v in product.variants)}
    assert 6 <= len(on_sale) <= 15


def test_some_are_sold_out_some_nearly_most_in_stock_and_a_download_is_not_counted() -> None:
    levels = [variant.stock for variant in VARIANTS if variant.stock is not None]

    assert 8 <= sum(level == 0 for level in levels) <= 20
    assert sum(1 <= level <= 3 for level in levels) >= 15
    assert sum(level >= 4 for level in levels) > len(levels) * 0.65
    wholly_out = [p.key for p in PRODUCTS if all(v.stock == 0 for v in p.variants)]
    assert wholly_out
    downloads = [product for product in PRODUCTS if product.is_download]
    assert downloads
    for product in PRODUCTS:
        for variant in product.variants:
            assert (variant.stock is None) == product.is_download, variant.sku
            assert (variant.weight == 0) == product.is_download, variant.sku


def test_categories_are_three_levels_deep_parents_first_and_all_in_use() -> None:
    seen: set[str] = set()
    for category in CATEGORIES:
        assert category.parent is None or category.parent in seen, category.key
        assert category.key not in seen
        seen.add(category.key)
    assert {level(key) for key in PARENTS} == {1, 2, 3}
    used = {key for product in PRODUCTS for key in product.places}
    assert used <= seen
    leaves = seen - {parent for parent in PARENTS.values() if parent}
    assert leaves == used & leaves, f"nothing in {leaves - used}"


def test_a_product_is_not_listed_twice_in_one_place() -> None:
    for product in PRODUCTS:
        places = [product.category, *product.also]
        assert len(set(places)) == len(places), product.key


def test_brands_attributes_and_options_are_all_declared_and_of_their_kind() -> None:
    brands = {brand.key for brand in BRANDS}
    types = {"text": str, "choice": str, "number": Decimal, "boolean": bool}
    for product in PRODUCTS:
        assert product.brand in brands
        codes = [code for code, _ in product.attributes]
        assert len(set(codes)) == len(codes), product.key
        for code, value in product.attributes:
            assert isinstance(value, types[KINDS[code].kind]), (product.key, code)
        for variant in product.variants:
            assert all(KINDS[code].kind == "choice" for code, _ in variant.options)
    assert {product.brand for product in PRODUCTS} == brands
    used = {code for product in PRODUCTS for code, _ in product.attributes}
    used |= {code for variant in VARIANTS for code, _ in variant.options}
    assert used == set(KINDS), f"never used: {set(KINDS) - used}"


def test_the_variants_of_a_product_have_the_same_options_and_no_two_the_same_choices() -> None:
    for product in PRODUCTS:
        axes = {tuple(code for code, _ in variant.options) for variant in product.variants}
        assert len(axes) == 1, product.key
        chosen = [variant.options for variant in product.variants]
        assert len(set(chosen)) == len(chosen), product.key


def test_every_glaze_on_offer_has_a_swatch() -> None:
    glazes = {choice for variant in VARIANTS for code, choice in variant.options if code == "glaze"}

    assert glazes <= {choice for code, choice in SWATCHES if code == "glaze"}


def test_only_what_is_read_is_taxed_as_a_book() -> None:
    books = [product for product in PRODUCTS if product.tax_class == "books"]

    assert books
    assert {product.category for product in books} == {"booklets"}


def test_copy_is_written_for_each_and_never_filled_in() -> None:
    descriptions = [product.description for product in PRODUCTS]
    stories = [paragraph for product in PRODUCTS for paragraph in product.story]

    assert len(set(descriptions)) == len(descriptions)
    assert len(set(stories)) == len(stories)
    for text in (*descriptions, *stories):
        assert 40 <= len(text) <= 420, text
        assert text.endswith((".", "?")), text
        assert "!" not in text and "lorem" not in text.casefold(), text


def test_stories_and_pages_lead_with_pictures_and_goods_that_exist() -> None:
    keys = {product.key for product in PRODUCTS}
    assert 4 <= len(STORIES) <= 8
    for article in (*STORIES, *PAGES):
        assert article.lead is None or article.lead in HEROES
        assert set(article.related) <= keys
        assert article.body
    assert {"about", "delivery", "returns"} <= {page.key for page in PAGES}
    for category in CATEGORIES:
        assert category.hero is None or category.hero in HEROES


def test_customers_come_from_many_countries_and_scripts_and_from_nobodys_mailbox() -> None:
    assert len(PEOPLE) >= 25
    assert len({person.email.casefold() for person in PEOPLE}) == len(PEOPLE)
    assert all(person.email.endswith("@example.com") for person in PEOPLE)
    assert len({person.country for person in PEOPLE}) >= 15
    names = "".join(person.first_name + person.last_name for person in PEOPLE)
    for first, last in (("α", "ω"), ("а", "я"), ("一", "龯"), ("À", "ÿ")):
        assert any(first <= letter <= last for letter in names)
