"""The demo shop's own settings: its name, where it sends and for how much, the VAT it owes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from wagtail.models import Site

from catalog_pages.models import Category, ShopSettings, TaxClass
from orders.models import Promotion, ShippingMethod, ShippingWeightBand, ShippingZone, TaxRate, Voucher

# Standard rate and the rate of printed books, in per cent: the rates of 2026 as the countries publish them.
VAT = {
    "AT": ("20", "10"),
    "BE": ("21", "6"),
    "BG": ("20", "9"),
    "CH": ("8.1", "2.6"),
    "CZ": ("21", "0"),
    "DE": ("19", "7"),
    "DK": ("25", "25"),
    "ES": ("21", "4"),
    "FI": ("25.5", "13.5"),
    "FR": ("20", "5.5"),
    "GB": ("20", "0"),
    "GR": ("24", "6"),
    "IE": ("23", "0"),
    "IT": ("22", "4"),
    "NL": ("21", "9"),
    "PL": ("23", "5"),
    "PT": ("23", "6"),
    "RO": ("21", "11"),
    "SE": ("25", "6"),
    "SK": ("23", "5"),
}
EUROPE = [country for country in VAT if country not in ("CH", "DE", "GB")]


def load_settings(site: Site) -> None:
    """Name, address, bank. A shop that has been given another name is left alone."""
    shop = ShopSettings.for_site(site)
    if shop.name == "Pipit":
        shop.name = "Pipit Press"
        shop.tagline = "Prints, paper and pottery"
        shop.contact_email = "hello@pipit-press.example.com"
        shop.contact_phone = "+49 30 5550 0142"
        shop.postal_address = "Pipit Press\nSetzergasse 7\n10119 Berlin\nGermany"
        shop.bank_details = "Pipit Press\nIBAN DE02 1203 0000 0000 2020 51\nBIC BYLADEM1001"
        shop.vat_number = "DE123456788"
        shop.invoice_footer = "Pipit Press, registered in Berlin, HRA 00000. Owner: Ada Pipit."
        shop.save()
    site.site_name = site.site_name or "Pipit Press"
    site.save()


def load_rates() -> None:
    """VAT by country, shipping by zone and weight, two vouchers."""
    classes = {"standard": TaxClass.default(), "books": TaxClass.objects.get(code="books")}
    for country, (standard, books) in VAT.items():
        for code, percent in (("standard", standard), ("books", books)):
            TaxRate.objects.get_or_create(
                country=country, tax_class=classes[code], defaults={"rate": Decimal(percent) / 100}
            )
    home = _zone("Germany", "DE")
    europe = _zone("European Union", *EUROPE)
    near = _zone("United Kingdom and Switzerland", "GB", "CH")
    world = _zone("Everywhere else")
    _flat(home, "parcel", "Parcel", "4.90", (1, 2), free_above="60")
    _flat(home, "express", "Express, next working day", "12.90", (1, 1))
    _flat(europe, "parcel", "Parcel", "9.90", (3, 5), free_above="120")
    _by_weight(near, "parcel", "Parcel, duties paid", {1000: "11.90", 5000: "16.90", 20000: "29.90"}, (4, 7))
    _by_weight(world, "air", "Air parcel", {1000: "18.90", 5000: "34.90", 20000: "79.00"}, (7, 14))
    _voucher("WELCOME10", "A tenth off, to say hello", kind="percentage", value=10)
    _voucher("POSTFREE", "Free post from 30", kind="free_shipping", minimum_subtotal=Decimal(30))


def load_promotions() -> None:
    """What every cart gets that fits: three cards for two."""
    if not Promotion.objects.filter(name="Three cards for two").exists():
        cards = Promotion.objects.create(
            name="Three cards for two",
            kind="buy_x_get_y",
            value=100,
            buy_quantity=2,
            get_quantity=1,
            is_automatic=True,
        )
        cards.categories.add(Category.objects.get(name="Cards"))


def _voucher(code: str, name: str, **rule: Any) -> None:
    if not Voucher.objects.with_code(code).exists():
        promotion = Promotion.objects.create(name=name, **rule)
        Voucher.objects.create(code=code, promotion=promotion)


def _zone(name: str, *countries: str) -> ShippingZone:
    zone, _new = ShippingZone.objects.get_or_create(name=name, defaults={"countries": ",".join(countries)})
    return zone


def _flat(
    zone: ShippingZone, code: str, name: str, price: str, days: tuple[int, int], free_above: str | None = None
) -> None:
    ShippingMethod.objects.get_or_create(
        zone=zone,
        code=code,
        defaults={
            "name": name,
            "price": Decimal(price),
            "free_above": Decimal(free_above) if free_above else None,
            "days_min": days[0],
            "days_max": days[1],
        },
    )


def _by_weight(
    zone: ShippingZone, code: str, name: str, bands: dict[int, str], days: tuple[int, int]
) -> None:
    method, _new = ShippingMethod.objects.get_or_create(
        zone=zone,
        code=code,
        defaults={"name": name, "kind": "weight", "days_min": days[0], "days_max": days[1]},
    )
    for grams, price in bands.items():
        ShippingWeightBand.objects.get_or_create(
            method=method, up_to_grams=grams, defaults={"price": Decimal(price)}
        )
