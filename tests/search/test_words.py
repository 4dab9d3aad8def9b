"""Which words find which goods: stems, accents, compounds, codes, slips of the keyboard."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from wagtail.models import Locale

from catalog_pages.models import ProductAttribute
from search.models import Term
from search.text import codes_in, fold, language_of, words_in
from tests.factories import BrandFactory, CategoryFactory
from tests.search.conftest import Found
from tests.storefront import choice, for_sale, variant_of

pytestmark = pytest.mark.django_db


def test_every_part_of_a_product_finds_it(found: Found) -> None:
    vase = for_sale(
        "Tall vase",
        brand=BrandFactory(name="Leach"),
        category=CategoryFactory(name="Stoneware", parent=CategoryFactory(name="Pottery")),
        description="<p>Fired with <b>ash</b> &amp; salt.</p>",
    )
    vase.further_categories.add(CategoryFactory(name="Gifts"))
    glaze = choice("glaze", "tenmoku", name="Tenmoku")
    ProductAttribute.objects.create(product=vase, attribute=glaze.attribute, choice=glaze)
    variant_of(vase, choice("size", "giant", name="Giant"), sku="VASE-XXL", barcode="4006381333931")
    vase.pages.update(standfirst="Made for peonies.")
    for_sale("Notebook")
    for words in (
        "vase",
        "leach",
        "stoneware",
        "pottery",
        "gifts",
        "ash salt",
        "tenmoku",
        "giant",
        "peonies",
        "xxl",
    ):
        assert found(words) == ["Tall vase"], words


@pytest.mark.parametrize(
    ("name", "q"),
    [
        ("Headphones", "headphone"),
        ("Headphone", "HEADPHONES"),
        ("Café crème bowl", "cafe creme"),
        ("Cafe bowl", "café"),
        ("Laptop sleeve", "lap top sleeve"),
        ("Wi-Fi clock", "wifi clock"),
        ("Wifi clock", "wi fi clock"),
        ("Toner TN-2110", "tn2110"),
        ("Toner TN2110", "TN-2110"),
        ("Toner TN 2110", "tn2110"),
        ("Toner TN-2110", "tn 2110"),
        ("Leder Hose", "lederhose"),
        ("Jug 1.5 litre", "1.5 litre jug"),
        ("Jug for the milk", "jug milk"),
        ("Jug, milk", "a jug for the milk"),
        ("茶碗", "茶碗"),
        ("Чашка", "чашки"),
    ],
)
def test_it_is_found_however_it_is_written(name: str, q: str, found: Found) -> None:
    for_sale(name)
    for_sale("Something else")
    assert found(q) == [name]


def test_a_word_that_is_known_is_not_taken_apart(found: Found) -> None:
    for_sale("Notebook")
    for_sale("Book of a note")
    assert found("notebook") == ["Notebook"]


@pytest.mark.parametrize("q", ["headphnoes", "hedphones", "headphonse", "haedphones"])
def test_a_slip_of_the_keyboard_finds_what_was_meant_and_the_page_says_so(
    q: str, found: Found, client: Client
) -> None:
    for_sale("Headphones, wireless")
    for_sale("Heading")
    assert found(f"wireless {q}") == ["Headphones, wireless"]
    html = client.get("/search/", {"q": q}).content.decode()
    assert "These are the results for “headphones”" in html


@pytest.mark.parametrize("q", ["tn2111", "mgu", "1972"])
def test_numbers_codes_and_short_words_are_not_corrected(q: str, found: Found) -> None:
    for_sale("Toner TN2110")
    for_sale("Mug")
    for_sale("Poster 1971")
    assert found(q) == []


def test_a_rare_spelling_finds_its_product_and_the_common_one_is_suggested(
    found: Found, client: Client
) -> None:
    for number in range(21):
        for_sale(f"Keyboard {number}")
    for_sale("Keybord of the old stock")
    assert found("keybord") == ["Keybord of the old stock"]
    html = client.get("/search/?q=keybord").content.decode()
    assert "Did you mean" in html
    assert 'href="/search/?q=keyboard"' in html
    assert "Did you mean" not in client.get("/search/?q=keyboard").content.decode()


def test_where_nothing_has_all_words_the_most_words_come_first(found: Found, client: Client) -> None:
    for_sale("Blue mug")
    for_sale("Red bowl")
    for_sale("Large red mug")
    assert found("large red mug spoon") == ["Large red mug", "Blue mug", "Red bowl"]
    assert "Nothing has all of these words" in client.get("/search/?q=large red bowl").content.decode()
    assert "Nothing has all of these words" not in client.get("/search/?q=red mug").content.decode()


def test_words_that_name_nothing_are_asked_for_only_by_themselves(found: Found) -> None:
    for_sale("Mug")
    for_sale("The The on vinyl")
    assert found("the mug") == ["Mug"]
    assert found("the") == ["The The on vinyl"]


@pytest.mark.parametrize(
    "q", ["", " ", "\x00", "!!!", "🦆", "a" * 10_000, "mug " * 2500, "' OR 1=1 --", "%", "_"]
)
def test_whatever_is_typed_is_answered(q: str, client: Client, found: Found) -> None:
    for_sale("Mug")
    found("mug")
    assert client.get("/search/", {"q": q}).status_code == 200
    assert client.get("/api/v1/products/", {"q": q}).status_code == 200
    assert client.get("/api/v1/suggestions/", {"q": q}).status_code == 200


def test_text_is_read_the_same_for_goods_and_questions() -> None:
    assert fold("ÀÉÎ Straße ŁÓDŹ") == "aei strasse łodz"
    words = [(word.written, word.is_joined) for word in words_in("TN-2110, 35,6 cm HD/SD", "en-gb")]
    assert words == [
        ("tn", False),
        ("2110", False),
        ("tn2110", True),
        ("35,6", False),
        ("cm", False),
        ("hd", False),
        ("sd", False),
    ]
    assert codes_in(" tn-2110/a ") == "TN2110A"


@pytest.mark.parametrize(
    ("code", "language"),
    [("en-gb", "english"), ("de-at", "german"), ("nb", "norwegian"), ("ja", ""), ("?", "")],
)
def test_the_language_of_a_locale_is_known(code: str, language: str) -> None:
    assert language_of(code) == language


def test_the_stems_are_those_of_the_pages_language(indexed: Callable[[], None]) -> None:
    for_sale("Häuser am Meer")
    indexed()
    assert Term.objects.filter(stem="hauser").exists()
    Locale.objects.filter(language_code="en-gb").update(language_code="de")
    indexed()
    assert Term.objects.filter(language="de", stem="haus", documents=1).exists()
    assert Term.objects.get(stem="hauser").documents == 0
