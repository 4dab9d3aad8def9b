"""Which product stands at which number: drawn by dice that fall alike for the same seed, number and day."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate

from catalog_pages.slugs import slug_for
from demo.scale import facts, words
from demo.scale.assortment import SHELVES, Shelf

Value = str | Decimal | bool
SKU_PREFIX = "SC"
YEARS = 3
MOST_VARIANTS = 4
ON_SALE, SOLD_OUT, LOW, ELSEWHERE_TOO = 0.08, 0.10, 0.05, 0.15
"""Shares of the products: reduced, with empty shelves, with three pieces or fewer, listed in a second category."""
CENT, FLAT_ABOVE = Decimal("0.01"), 80
"""Above FLAT_ABOVE prices are whole; below they end in .99."""


@dataclass(frozen=True, slots=True)
class PlannedVariant:
    sku: str
    price: Decimal
    sale_price: Decimal | None
    options: tuple[tuple[str, str], ...]
    """Codes of attributes and names of choices."""
    stock: int
    barcode: str
    weight_grams: int


@dataclass(frozen=True, slots=True)
class PlannedProduct:
    """A product in words; prices in the shop's currency and price basis, rounded to cents."""

    name: str
    slug: str
    shelf: Shelf
    also_on: Shelf | None
    brand: str
    at: datetime
    standfirst: str
    description: str
    facts: tuple[tuple[str, Value], ...]
    variants: tuple[PlannedVariant, ...]
    picture: int
    """A number to choose a picture by."""


def zipf(count: int, exponent: float) -> list[float]:
    """What `bisect` needs to draw from `count` ranks of which the first is the likeliest: rising to 1."""
    rising = list(accumulate(1 / rank**exponent for rank in range(1, count + 1)))
    return [share / rising[-1] for share in rising]


_SHELF_SHARES = zipf(len(SHELVES), 0.5)
_SHELF_RANKS = random.Random(1).sample(SHELVES, len(SHELVES))  # which shelves are the full ones
_BRAND_SHARES = zipf(len(words.BRANDS), 1.0)
_MATERIAL_WORDS = {
    word for materials in facts.MATERIALS.values() for each in materials for word in each.lower().split()
} | {"wooden"}
_SLUGS: dict[str, str] = {}


def sku_of(number: int) -> str:
    """What the SKUs of product `number`, counted from 0, begin with."""
    return f"{SKU_PREFIX}{number + 1:07}"


def number_of(sku: str) -> int | None:
    """The number of the product a SKU belongs to; None where it is none of these."""
    digits = sku.removeprefix(SKU_PREFIX).partition("-")[0]
    return int(digits) - 1 if sku.startswith(SKU_PREFIX) and len(digits) == 7 and digits.isdigit() else None


def planned(number: int, *, seed: int, today: datetime) -> PlannedProduct:
    """Product `number`, the same whenever it is planned; its age is counted from `today`."""
    dice = random.Random(seed * 1_000_003 + number)
    shelf = _SHELF_RANKS[bisect(_SHELF_SHARES, dice.random())]
    material = dice.choice(facts.MATERIALS[shelf.kind])
    range_name = dice.choice(words.RANGES)
    quality = dice.choice(words.QUALITIES)
    origin = dice.choice(facts.ORIGINS)
    name = " ".join(filter(None, (range_name, quality.lower(), shelf.noun)))
    if dice.random() < 0.5 and shelf.kind != "clothes" and not _MATERIAL_WORDS & set(shelf.noun.split()):
        name = f"{name} in {material.lower()}"
    middle, closing = dice.choice(words.MIDDLES), dice.choice(words.CLOSINGS)
    told = {
        "material": material.lower(),
        "origin": f"the {origin}" if origin in facts.WITH_ARTICLE else origin,
        "range": range_name,
    }
    body = middle.format(**told)
    return PlannedProduct(
        name=name,
        slug=f"{_slug(name)}-{number + 1}",
        shelf=shelf,
        also_on=dice.choice(SHELVES) if dice.random() < ELSEWHERE_TOO else None,
        brand=words.BRANDS[bisect(_BRAND_SHARES, dice.random())],
        at=today - timedelta(minutes=dice.randrange(YEARS * 365 * 24 * 60)),
        standfirst=dice.choice(words.OPENINGS),
        description=f"<p>{body[0].upper()}{body[1:]} {closing.format(**told)}</p>",
        facts=_facts(dice, shelf, material, origin),
        variants=_variants(dice, shelf, number),
        picture=dice.randrange(1 << 16),
    )


def _slug(name: str) -> str:
    return "-".join(_SLUGS.get(word) or _SLUGS.setdefault(word, slug_for(word)) for word in name.split())


def _facts(dice: random.Random, shelf: Shelf, material: str, origin: str) -> tuple[tuple[str, Value], ...]:
    found: list[tuple[str, Value]] = [
        ("material", material),
        ("made-in", origin),
        ("style", dice.choice(facts.STYLES)),
        ("recycled", dice.random() < 0.3),
    ]
    if dice.random() < 0.6:
        found.append(("care", dice.choice(facts.CARE)))
    if dice.random() < 0.25:
        found.append(("handmade", True))
    if shelf.kind in ("furniture", "ware", "cloth"):
        found.append(("width", Decimal(dice.randrange(8, 200))))
    if shelf.kind in ("furniture", "tools"):
        found.append(("warranty", Decimal(dice.choice(facts.WARRANTIES))))
    if "colour" not in facts.OPTIONS[shelf.kind]:
        found.append(("colour", dice.choice(tuple(facts.COLOURS))))
    return tuple(found)


def _variants(dice: random.Random, shelf: Shelf, number: int) -> tuple[PlannedVariant, ...]:
    options = _options(dice, shelf)
    price = shelf.typical_price * dice.lognormvariate(0, 0.5)
    reduced = dice.choice((0.9, 0.85, 0.8, 0.75, 0.7, 0.5)) if dice.random() < ON_SALE else None
    supply = dice.random()
    grams = int(price * dice.uniform(8, 40))
    found = []
    for place, chosen in enumerate(options):
        full = _ending(price * (1 + 0.08 * place if shelf.kind in ("cloth", "tools") else 1))
        found.append(
            PlannedVariant(
                sku=f"{sku_of(number)}-{place + 1}" if len(options) > 1 else sku_of(number),
                price=full,
                sale_price=None if reduced is None else _below(full, reduced),
                options=chosen,
                stock=_pieces(dice, supply),
                barcode=_barcode(number * MOST_VARIANTS + place),
                weight_grams=grams,
            )
        )
    return tuple(found)


def _options(dice: random.Random, shelf: Shelf) -> Sequence[tuple[tuple[str, str], ...]]:
    """The options of one to four variants."""
    codes = facts.OPTIONS[shelf.kind]
    count = dice.choice((1, 1, 2, 3, MOST_VARIANTS))
    if not codes or count == 1:
        return [()]
    if codes == ("colour",):
        return [(("colour", colour),) for colour in dice.sample(tuple(facts.COLOURS), count)]
    sizes = facts.CLOTHES_SIZES if shelf.kind == "clothes" else facts.SIZES
    first = dice.randrange(len(sizes) - count + 1)
    return [(("size", size),) for size in sizes[first : first + count]]


def _pieces(dice: random.Random, supply: float) -> int:
    if supply < SOLD_OUT:
        return 0
    return dice.randrange(1, 4) if supply < SOLD_OUT + LOW else dice.randrange(8, 240)


def _ending(price: float) -> Decimal:
    """The price as shops write it: 23.99, or 124.00."""
    whole = Decimal(max(2, round(price)))
    return whole.quantize(CENT) if whole > FLAT_ABOVE else whole - CENT


def _below(price: Decimal, share: float) -> Decimal:
    """The reduced price, ending alike and always below."""
    return min(_ending(float(price) * share), price - CENT)


def _barcode(count: int) -> str:
    """An EAN-13 of the numbers that GS1 leaves to shops' own use: 200 to 299."""
    digits = f"2{count:011}"
    signs = digits.encode()
    nought = ord("0") * len(signs)  # for each of them, half of which count three times: twice as often in all
    return f"{digits}{-(sum(signs[::2]) + 3 * sum(signs[1::2]) - 2 * nought) % 10}"
