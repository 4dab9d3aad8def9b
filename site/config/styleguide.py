"""The living page of the design: every component in each of its states, from the templates that the shop uses.

Only where DEBUG is on. A component that is new belongs here too: tests/design/test_styleguide.py asks for it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog_pages.availability import Availability
from catalog_pages.listing.cards import CardName, ProductCard
from catalog_pages.models.review import stars
from catalog_pages.options import OptionChoice
from catalog_pages.storefront.reviews import Bar, Rating

CURRENCY = "EUR"
D = Decimal
COLOURS = ("paper", "raised", "well", "ink", "quiet", "accent", "good", "alert", "line", "edge")
SIZES = ("xs", "s", "m", "l", "xl", "2xl", "3xl", "4xl")
SPACES = range(1, 10)


class SampleForm(forms.Form):
    """A field of each kind."""

    email = forms.EmailField(label="E-mail address", help_text="For the confirmation. Nothing else.")
    country = forms.ChoiceField(label="Country", choices=[("DE", "Germany"), ("GB", "United Kingdom")])
    note = forms.CharField(label="Anything we should know?", required=False, widget=forms.Textarea)
    way = forms.ChoiceField(
        label="Delivery", choices=[("post", "Parcel"), ("fast", "Express")], widget=forms.RadioSelect
    )
    same = forms.BooleanField(label="The bill goes to the same address")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", samples())


def samples() -> dict[str, Any]:
    """What the components are shown with."""
    return {
        "colours": COLOURS,
        "sizes": SIZES,
        "spaces": SPACES,
        "currency": CURRENCY,
        "form": SampleForm(initial={"email": "ada@example.com", "way": "post"}),
        "refused": SampleForm({"refused-email": "ada", "refused-country": "DE"}, prefix="refused"),
        "prices": [
            {"price": D("24.00"), "price_before": None, "has_range": False},
            {"price": D("24.00"), "price_before": None, "has_range": True},
            {"price": D("17.00"), "price_before": D("22.00"), "has_range": False},
        ],
        "cards": list(_cards()),
        "choices": [
            OptionChoice("a4", "A4", selected=True, available=True),
            OptionChoice("a3", "A3", selected=False, available=True),
            OptionChoice("a2", "A2", selected=False, available=False),
            OptionChoice("moss", "Moss", selected=False, available=True, swatch="#5d6b47"),
        ],
        "levels": ("info", "success", "warning", "error"),
        "icons": ("search", "cart", "menu", "close", "down", "left", "right"),
        "statuses": (
            ("pending", "Awaiting payment"),
            ("paid", "Paid"),
            ("shipped", "Shipped"),
            ("delivered", "Delivered"),
            ("cancelled", "Cancelled"),
            ("refunded", "Refunded"),
        ),
        "chips": [{"label": "Blue", "url": "#"}, {"label": "Up to €20.00", "url": "#"}],
        "trail": [{"title": "Home", "url": "#"}, {"title": "Pottery", "url": "#"}],
        "totals": SimpleNamespace(
            subtotal=D("46.00"), discount=D("4.60"), shipping=D("4.90"), tax_total=D("7.39"), total=D("46.30")
        ),
        "discounts": [
            SimpleNamespace(name="Welcome", code="WELCOME10", amount=D("4.60"), is_free_shipping=False)
        ],
        "rating": Rating(D("4.6"), 12),
        "bars": [Bar(5, 8, 67), Bar(4, 3, 25), Bar(3, 1, 8), Bar(2, 0, 0), Bar(1, 0, 0)],
        "review": SimpleNamespace(
            rating=4,
            stars=stars(4),
            title="Heavy, in a good way",
            text="It keeps tea warm for a chapter and a half.",
            shown_name="Ada B.",
            created_at=datetime(2026, 11, 3, tzinfo=UTC),
            answer="We are glad. Two chapters need the lid.",
        ),
        "address": SimpleNamespace(
            lines=["Ada Byron", "Torstraße 88", "10119 Berlin"],
            country=SimpleNamespace(name="Germany"),
            phone="+49 30 1234567",
        ),
        "sort_choices": [{"label": "Recommended", "value": ""}, {"label": "Newest", "value": "newest"}],
    }


def _cards() -> list[ProductCard]:
    def card(pk: int, name: str, left: int | None, **more: Any) -> ProductCard:
        return ProductCard(
            **{
                "pk": -pk,
                "slug": "sample",
                "name": name,
                "brand": CardName("kiln", "Salt Kiln"),
                "category": CardName("mugs", "Mugs"),
                "url": "#",
                "price": D("24.00"),
                "price_before": None,
                "has_price_range": False,
                "availability": Availability.of_levels(left=left, low_from=3),
                "pictures": (),
                **more,
            }
        )

    return [
        card(1, "Plenty of it", 40),
        card(2, "On sale", 40, price=D("17.00"), price_before=D("22.00")),
        card(3, "Nearly gone, and with a name that takes two lines of a card", 2),
        card(4, "Sold out", 0, has_price_range=True),
    ]
