"""Components as a shopper, or a screen reader, meets them."""

import re
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog_pages.templatetags.storefront import form_problems, page_window


class Form(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="For the confirmation.")
    way = forms.ChoiceField(label="How", widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    note = forms.CharField(label="Note", required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


def render(component: str, **context: Any) -> str:
    return re.sub(r"\s+", " ", render_to_string(f"components/{component}.html", context))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_sale_is_told_in_words_and_not_by_colour_alone() -> None:
    html = render("price", price=Decimal("48"), price_before=Decimal("64"), currency="GBP")
    assert words(html) == "Now £48.00 Before £64.00"
    assert "<del>" in html


def test_the_lowest_of_several_prices_says_from() -> None:
    assert words(render("price", price=Decimal("48"), has_range=True, currency="GBP")) == "from £48.00"


def test_a_price_without_a_sale_says_only_itself() -> None:
    assert words(render("price", price=Decimal("48"), price_before=None, currency="GBP")) == "£48.00"


def test_pagination_shows_the_ends_and_the_neighbours() -> None:
    assert page_window(5, 9) == [1, None, 4, 5, 6, None, 9]
    assert page_window(1, 3) == [1, 2, 3]
    assert page_window(4, 9) == [1, 2, 3, 4, 5, None, 9]
    assert page_window(9, 9) == [1, None, 8, 9]
    assert page_window(1, 1) == [1]


def test_pagination_is_links_and_says_where_one_is() -> None:
    html = render("pagination", number=2, pages=3, query_prefix="?brand=x&page=")
    assert 'href="?brand=x&amp;page=1" rel="prev"' in html
    assert 'href="?brand=x&amp;page=3" rel="next"' in html
    assert re.search(r'<span aria-current="page">.*Page</span> 2</span>', html)


def test_one_page_needs_no_pagination() -> None:
    assert words(render("pagination", number=1, pages=1, query_prefix="?page=")) == ""


def test_a_field_is_labelled_and_its_help_and_error_are_tied_to_it() -> None:
    html = render("field", field=Form({"email": "no"})["email"])
    assert '<label class="field__label" for="id_email">' in html
    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_may_be_left_out_says_so() -> None:
    assert "(optional)" in render("field", field=Form()["note"])
    assert "(optional)" not in render("field", field=Form()["email"])


def test_the_error_summary_leads_to_each_field() -> None:
    html = render("error_summary", form=Form({}))
    assert 'href="#id_email"' in html
    assert 'href="#id_way_0"' in html
    assert "autofocus" in html
    assert words(html).startswith("There is a problem E-mail – This field is required.")


def test_an_error_of_a_hidden_field_is_told_without_a_link() -> None:
    hidden = [problem for problem in form_problems(Form({})) if problem.label == "Secret"]
    assert [problem.target for problem in hidden] == [""]


def test_several_forms_share_one_summary() -> None:
    shipping, billing = Form({}, prefix="shipping"), Form({}, prefix="billing")
    html = render("error_summary", form=shipping, forms=[billing])
    assert 'href="#id_shipping-email"' in html
    assert 'href="#id_billing-email"' in html


def test_no_error_makes_no_summary() -> None:
    assert words(render("error_summary", form=Form())) == ""


def test_an_option_that_is_sold_out_says_so() -> None:
    choices = [
        {"value": "a3", "label": "A3", "selected": True, "available": True},
        {"value": "a2", "label": "A2", "selected": False, "available": False},
    ]
    html = render("option_pills", legend="Size", name="size", choices=choices)
    assert words(html) == "Size A3 A2 sold out"
    assert re.search(r'value="a3"\s+checked', html)


def test_a_stepper_is_a_number_input_underneath() -> None:
    html = render("stepper", name="quantity", value=2, id="q", label="Quantity", max=5)
    assert re.search(r'<input [^>]*type="number" name="quantity" value="2" min="1" max="5"', html)
    assert html.count("needs-script") == 2


def test_a_summary_without_vat_in_its_prices_adds_it_as_a_line() -> None:
    totals = SimpleNamespace(
        subtotal=Decimal(100),
        discount=Decimal(10),
        shipping=Decimal(0),
        tax_total=Decimal(18),
        total=Decimal(108),
    )
    added = words(
        render(
            "totals",
            totals=totals,
            currency="GBP",
            prices_include_tax=False,
            discounts=[
                SimpleNamespace(name="Spring sale", code="TEN", amount=Decimal(10)),
                SimpleNamespace(name="Post for nothing", code="", amount=Decimal(0)),
            ],
        )
    )
    assert added == (
        "Subtotal £100.00 Spring sale TEN −£10.00 Post for nothing free delivery "
        "Delivery Free VAT £18.00 Total £108.00"
    )
    within = words(
        render("totals", totals=totals, currency="GBP", prices_include_tax=True, shipping_pending=True)
    )
    assert within.endswith("Delivery at the checkout Total so far £108.00 of which VAT £18.00")


@pytest.mark.django_db
def test_the_menu_opens_without_a_script() -> None:
    navigation = [
        {"title": "Prints", "url": "/prints/", "children": [{"title": "Maps", "url": "/prints/maps/"}]}
    ]
    request = RequestFactory().get("/prints/maps/")
    html = render("header", shop={"name": "Pipit"}, navigation=navigation, cart_count=2, request=request)
    assert re.search(r"<details class=\"menu\"", html)
    assert re.search(r"<details name=\"navigation\"[^>]*> <summary", html)
    assert 'href="/prints/maps/" aria-current="page"' in html
    assert "2 pieces" in words(html)


def test_an_empty_cart_shows_no_count() -> None:
    assert words(render("cart_count", cart_count=0)) == ""


def test_the_page_of_last_resort_asks_for_no_database_and_no_context() -> None:
    # Without the django_db mark, pytest-django fails this test if anything touches the database.
    assert "Something broke on our side" in render_to_string("500.html")
