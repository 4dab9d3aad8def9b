"""Forty baskets priced by hand, with paper and pencil: three VAT countries, both price bases, each kind of offer.

The sums stand in the comments. Net of a gross amount: divided by 1 + rate; gross of a net one: times it; halves of a
cent go up. "VAT" names it line by line, delivery last, which is taxed at the country's standard rate.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from orders.promotions.basket import Basket, BasketLine
from orders.promotions.engine import Amount, BuyAndGet, FreeShipping, Offer, Percentage, Rule, Step, Steps

D = Decimal
GROSS, NET = True, False
STANDARD, BOOKS = "standard", "books"
VAT = {
    "DE": {STANDARD: D("0.19"), BOOKS: D("0.07")},
    "FR": {STANDARD: D("0.20"), BOOKS: D("0.055")},
    "GB": {STANDARD: D("0.20"), BOOKS: D("0")},
}
POST = {"DE": "4.90", "FR": "9.90", "GB": "6.00"}


@dataclass(frozen=True)
class Goods:
    product: int
    price: str
    tax_class: str


PRINT, BOOK, MUG = Goods(1, "29.00", STANDARD), Goods(2, "12.00", BOOKS), Goods(3, "15.50", STANDARD)


@dataclass(frozen=True)
class Example:
    """`expected`: subtotal, discount and delivery in the shop's basis, then VAT and total."""

    country: str
    gross: bool
    goods: list[tuple[int, Goods]]
    expected: str
    offers: list[Offer] = field(default_factory=list)
    post: str = ""
    currency: str = "EUR"
    business: bool = False


def off(rule: Rule, key: int = 1, **more: object) -> Offer:
    return Offer(key, rule, **more)  # type: ignore[arg-type]


def percent(value: str, key: int = 1, **more: object) -> Offer:
    return off(Percentage(D(value)), key, **more)


def amount(value: str, key: int = 1, **more: object) -> Offer:
    return off(Amount(D(value)), key, **more)


POST_FREE = off(FreeShipping())
THREE_FOR_TWO = off(BuyAndGet(2, 1))
MORE_IS_LESS = off(Steps((Step(D(50), Percentage(D(5))), Step(D(100), Percentage(D(10))))))
ONLY_BOOKS = frozenset({BOOK.product})

EXAMPLES = {
    # ---- Germany, prices with VAT -----------------------------------------------------------------
    # 29.00 / 1.19 = 24.37, post 4.90 / 1.19 = 4.12. VAT 4.63 + 0.78 = 5.41. Total 29.00 + 4.90.
    "01 one print": Example("DE", GROSS, [(1, PRINT)], "29.00 0 4.90 5.41 33.90"),
    # 24.00 / 1.07 = 22.43. VAT 1.57 + 0.78 = 2.35. Total 24.00 + 4.90.
    "02 two books": Example("DE", GROSS, [(2, BOOK)], "24.00 0 4.90 2.35 28.90"),
    # 10 % of 53.00 = 5.30: 2.90 of the print, 2.40 of the books. 26.10 / 1.19 = 21.93, 21.60 / 1.07 = 20.19.
    # VAT 4.17 + 1.41 + 0.78 = 6.36. Total 47.70 + 4.90.
    "03 a tenth off two classes": Example(
        "DE", GROSS, [(1, PRINT), (2, BOOK)], "53.00 5.30 4.90 6.36 52.60", [percent("10")]
    ),
    # 10.00 x 29/53 = 5.4717, x 24/53 = 4.5283: 5.47 and 4.52, the cent left goes to the larger rest: 4.53.
    # 23.53 / 1.19 = 19.77, 19.47 / 1.07 = 18.20. VAT 3.76 + 1.27 + 0.78 = 5.81. Total 43.00 + 4.90.
    "04 ten off two classes": Example(
        "DE", GROSS, [(1, PRINT), (2, BOOK)], "53.00 10.00 4.90 5.81 47.90", [amount("10")]
    ),
    # Post costs nothing. VAT 4.63.
    "05 post free": Example("DE", GROSS, [(1, PRINT)], "29.00 0 0 4.63 29.00", [POST_FREE]),
    # 46.50 less one mug: 31.00 / 1.19 = 26.05. VAT 4.95 + 0.78 = 5.73. Total 31.00 + 4.90.
    "06 three mugs for two": Example("DE", GROSS, [(3, MUG)], "46.50 15.50 4.90 5.73 35.90", [THREE_FOR_TWO]),
    # Mixed: the book is the cheapest of three and free. VAT of the mugs 4.95, of the book 0, post 0.78.
    "07 three for two, mixed": Example(
        "DE", GROSS, [(2, MUG), (1, BOOK)], "43.00 12.00 4.90 5.73 35.90", [THREE_FOR_TWO]
    ),
    # 116.00 reaches 100: 10 % = 11.60. 104.40 / 1.19 = 87.73. VAT 16.67 + 0.78 = 17.45. Total 104.40 + 4.90.
    "08 the upper step": Example("DE", GROSS, [(4, PRINT)], "116.00 11.60 4.90 17.45 109.30", [MORE_IS_LESS]),
    # 58.00 reaches 50: 5 % = 2.90. 55.10 / 1.19 = 46.30. VAT 8.80 + 0.78 = 9.58. Total 55.10 + 4.90.
    "09 the lower step": Example("DE", GROSS, [(2, PRINT)], "58.00 2.90 4.90 9.58 60.00", [MORE_IS_LESS]),
    # 29.00 reaches no step: as the first example.
    "10 no step reached": Example("DE", GROSS, [(1, PRINT)], "29.00 0 4.90 5.41 33.90", [MORE_IS_LESS]),
    # 44.50 is below the minimum of 50. 15.50 / 1.19 = 13.03. VAT 4.63 + 2.47 + 0.78 = 7.88. Total 44.50 + 4.90.
    "11 below the minimum": Example(
        "DE", GROSS, [(1, PRINT), (1, MUG)], "44.50 0 4.90 7.88 49.40", [percent("10", minimum=D(50))]
    ),
    # 20 % of the books alone: 4.80. 19.20 / 1.07 = 17.94. VAT 4.63 + 1.26 + 0.78 = 6.67. Total 48.20 + 4.90.
    "12 off the books alone": Example(
        "DE",
        GROSS,
        [(1, PRINT), (2, BOOK)],
        "53.00 4.80 4.90 6.67 53.10",
        [percent("20", products=ONLY_BOOKS)],
    ),
    # ---- France, prices with VAT ------------------------------------------------------------------
    # 29.00 / 1.2 = 24.17, post 9.90 / 1.2 = 8.25. VAT 4.83 + 1.65 = 6.48. Total 29.00 + 9.90.
    "13 one print": Example("FR", GROSS, [(1, PRINT)], "29.00 0 9.90 6.48 38.90"),
    # 36.00 / 1.055 = 34.12. VAT 1.88 + 1.65 = 3.53. Total 36.00 + 9.90.
    "14 three books": Example("FR", GROSS, [(3, BOOK)], "36.00 0 9.90 3.53 45.90"),
    # 15 % of 41.00 = 6.15: 4.35 of the print, 1.80 of the book. 24.65 / 1.2 = 20.54, 10.20 / 1.055 = 9.67.
    # VAT 4.11 + 0.53 + 1.65 = 6.29. Total 34.85 + 9.90.
    "15 percentage over two classes": Example(
        "FR", GROSS, [(1, PRINT), (1, BOOK)], "41.00 6.15 9.90 6.29 44.75", [percent("15")]
    ),
    # 50.00 ends at the 41.00 that the goods cost. VAT of the post alone.
    "16 more off than they cost": Example(
        "FR", GROSS, [(1, PRINT), (1, BOOK)], "41.00 41.00 9.90 1.65 9.90", [amount("50")]
    ),
    # 10 % = 2.90 and no post: 26.10 / 1.2 = 21.75. VAT 4.35.
    "17 a tenth off, and post free": Example(
        "FR", GROSS, [(1, PRINT)], "29.00 2.90 0 4.35 26.10", [POST_FREE, percent("10", 2)]
    ),
    # One of two mugs at half: 7.75 off. 23.25 / 1.2 = 19.375, the half up: 19.38. VAT 3.87 + 1.65 = 5.52.
    # Total 23.25 + 9.90.
    "18 the second at half": Example(
        "FR", GROSS, [(2, MUG)], "31.00 7.75 9.90 5.52 33.15", [off(BuyAndGet(1, 1, D(50)))]
    ),
    # Seven are two threes and one: two free, 24.00. 60.00 / 1.055 = 56.87. VAT 3.13 + 1.65 = 4.78.
    "19 three for two of seven": Example(
        "FR", GROSS, [(7, BOOK)], "84.00 24.00 9.90 4.78 69.90", [THREE_FOR_TWO]
    ),
    # ---- Britain, prices with VAT, in pounds ------------------------------------------------------
    # VAT of the print 4.83, of books none, post 6.00 / 1.2 = 5.00: 1.00. Total 53.00 + 6.00.
    "20 books bear no VAT": Example(
        "GB", GROSS, [(1, PRINT), (2, BOOK)], "53.00 0 6.00 5.83 59.00", currency="GBP"
    ),
    # 5.30 off: 2.90 and 2.40. 26.10 / 1.2 = 21.75. VAT 4.35 + 0 + 1.00 = 5.35. Total 47.70 + 6.00.
    "21 a tenth off with books": Example(
        "GB", GROSS, [(1, PRINT), (2, BOOK)], "53.00 5.30 6.00 5.35 53.70", [percent("10")], currency="GBP"
    ),
    # A penny off two lines of 10.00: the lower product key has it. 9.99 / 1.2 = 8.325, the half up: 8.33.
    # VAT 1.66 + 0 + 1.00 = 2.66. Total 19.99 + 6.00.
    "22 a single penny": Example(
        "GB",
        GROSS,
        [(1, Goods(1, "10.00", STANDARD)), (1, Goods(2, "10.00", BOOKS))],
        "20.00 0.01 6.00 2.66 25.99",
        [amount("0.01")],
        currency="GBP",
    ),
    # Alone 20 % = 5.80, the others together 2.90 + 1.00 = 3.90: the first. 23.20 / 1.2 = 19.33.
    # VAT 3.87 + 1.00 = 4.87. Total 23.20 + 6.00.
    "23 the exclusive one is better": Example(
        "GB",
        GROSS,
        [(1, PRINT)],
        "29.00 5.80 6.00 4.87 29.20",
        [percent("10"), amount("1", 2), percent("20", 3, is_exclusive=True)],
        currency="GBP",
    ),
    # Alone 10 % = 2.90, post free = 6.00: the post. VAT 4.83.
    "24 post free is better": Example(
        "GB",
        GROSS,
        [(1, PRINT)],
        "29.00 0 0 4.83 29.00",
        [POST_FREE, percent("10", 2, is_exclusive=True)],
        currency="GBP",
    ),
    # First 10 % = 2.90, then 5.00 of the 26.10 left: 21.10 / 1.2 = 17.58. VAT 3.52 + 1.00 = 4.52.
    # Total 21.10 + 6.00.
    "25 percentages go before amounts": Example(
        "GB",
        GROSS,
        [(1, PRINT)],
        "29.00 7.90 6.00 4.52 27.10",
        [amount("5"), percent("10", 2)],
        currency="GBP",
    ),
    # ---- Germany, prices without VAT --------------------------------------------------------------
    # 29.00 x 1.19 = 34.51, post 4.90 x 1.19 = 5.831: 5.83. VAT 5.51 + 0.93 = 6.44. Total 33.90 + 6.44.
    "26 one print, net": Example("DE", NET, [(1, PRINT)], "29.00 0 4.90 6.44 40.34"),
    # 24.00 x 1.07 = 25.68. VAT 1.68 + 0.93 = 2.61. Total 28.90 + 2.61.
    "27 two books, net": Example("DE", NET, [(2, BOOK)], "24.00 0 4.90 2.61 31.51"),
    # 26.10 x 1.19 = 31.059: 31.06, 21.60 x 1.07 = 23.112: 23.11. VAT 4.96 + 1.51 + 0.93 = 7.40.
    # Total 47.70 + 4.90 + 7.40.
    "28 a tenth off, net": Example(
        "DE", NET, [(1, PRINT), (2, BOOK)], "53.00 5.30 4.90 7.40 60.00", [percent("10")]
    ),
    # 5.47 and 4.53 off: 23.53 x 1.19 = 28.0007: 28.00, 19.47 x 1.07 = 20.8329: 20.83.
    # VAT 4.47 + 1.36 + 0.93 = 6.76. Total 43.00 + 4.90 + 6.76.
    "29 ten off, net": Example(
        "DE", NET, [(1, PRINT), (2, BOOK)], "53.00 10.00 4.90 6.76 54.66", [amount("10")]
    ),
    # ---- France, prices without VAT ---------------------------------------------------------------
    # 29.00 x 1.2 = 34.80, post 9.90 x 1.2 = 11.88. VAT 5.80 + 1.98 = 7.78. Total 38.90 + 7.78.
    "30 one print, net": Example("FR", NET, [(1, PRINT)], "29.00 0 9.90 7.78 46.68"),
    # 36.00 x 1.055 = 37.98. VAT 1.98 + 1.98 = 3.96. Total 45.90 + 3.96.
    "31 three books, net": Example("FR", NET, [(3, BOOK)], "36.00 0 9.90 3.96 49.86"),
    # 34.80 and 12.00 x 1.055 = 12.66. VAT 5.80 + 0.66 = 6.46. Total 41.00 + 6.46.
    "32 post free, net": Example("FR", NET, [(1, PRINT), (1, BOOK)], "41.00 0 0 6.46 47.46", [POST_FREE]),
    # 31.00 x 1.2 = 37.20. VAT 6.20 + 1.98 = 8.18. Total 31.00 + 9.90 + 8.18.
    "33 three mugs for two, net": Example(
        "FR", NET, [(3, MUG)], "46.50 15.50 9.90 8.18 49.08", [THREE_FOR_TWO]
    ),
    # ---- Britain, prices without VAT --------------------------------------------------------------
    # 44.50 reaches 40: 5.00 off, x 29/44.5 = 3.2584, x 15.5/44.5 = 1.7416: 3.25 and 1.74, the penny to the print.
    # 25.74 x 1.2 = 30.888: 30.89, 13.76 x 1.2 = 16.512: 16.51. VAT 5.15 + 2.75 + 1.20 = 9.10.
    # Total 39.50 + 6.00 + 9.10.
    "34 a step of an amount, net": Example(
        "GB",
        NET,
        [(1, PRINT), (1, MUG)],
        "44.50 5.00 6.00 9.10 54.60",
        [off(Steps((Step(D(40), Amount(D(5))),)))],
        currency="GBP",
    ),
    # 25 % = 6.00. No VAT but the post's 1.20. Total 18.00 + 6.00 + 1.20.
    "35 a quarter off books, net": Example(
        "GB", NET, [(2, BOOK)], "24.00 6.00 6.00 1.20 25.20", [percent("25")], currency="GBP"
    ),
    # ---- Businesses in another country of the EU: reverse charge ---------------------------------
    # The gross prices without the VAT of France: 24.17 and 8.25.
    "36 a business buys from a gross shop": Example(
        "FR", GROSS, [(1, PRINT)], "24.17 0 8.25 0 32.42", business=True
    ),
    # 12.00 / 1.055 = 11.37: goods 35.54. 4.10 off the gross: 26.10 / 1.2 = 21.75, 10.80 / 1.055 = 10.24:
    # 31.99, so 3.55 less. Total 31.99 + 8.25.
    "37 a business and a tenth off": Example(
        "FR", GROSS, [(1, PRINT), (1, BOOK)], "35.54 3.55 8.25 0 40.24", [percent("10")], business=True
    ),
    # Net prices as they are. Total 29.00 + 9.90.
    "38 a business buys from a net shop": Example(
        "FR", NET, [(1, PRINT)], "29.00 0 9.90 0 38.90", business=True
    ),
    # ---- Currencies without decimals, and with three ----------------------------------------------
    # 33 % of 3,000 = 990. 2,010 / 1.19 = 1,689, post 500 / 1.19 = 420. VAT 321 + 80 = 401. Total 2,010 + 500.
    "39 yen": Example(
        "DE",
        GROSS,
        [(3, Goods(1, "1000", STANDARD))],
        "3000 990 500 401 2510",
        [percent("33")],
        post="500",
        currency="JPY",
    ),
    # 3 x 0.333 = 0.999, 15 % = 0.14985: 0.150. 0.849 x 1.2 = 1.0188: 1.019, post 1.250 x 1.2 = 1.500.
    # VAT 0.170 + 0.250 = 0.420. Total 0.849 + 1.250 + 0.420.
    "40 dinars": Example(
        "GB",
        NET,
        [(3, Goods(1, "0.333", STANDARD))],
        "0.999 0.150 1.250 0.420 2.519",
        [percent("15")],
        post="1.250",
        currency="KWD",
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES.keys())
def test_it_comes_to_what_was_worked_out_by_hand(example: Example) -> None:
    vat = VAT[example.country]
    basket = Basket(
        lines=tuple(
            BasketLine(key, goods.product, D(goods.price), quantity, vat[goods.tax_class])
            for key, (quantity, goods) in enumerate(example.goods)
        ),
        offers=tuple(example.offers),
        shipping_tax_rate=vat[STANDARD],
        prices_include_tax=example.gross,
        currency=example.currency,
        reverse_charge=example.business,
    )
    best = basket.best(lambda _subtotal: D(example.post or POST[example.country]))
    assert best is not None
    totals = best.totals
    worked = (totals.subtotal, totals.discount, totals.shipping, totals.tax_total, totals.total)
    assert worked == tuple(map(D, example.expected.split()))


def test_there_are_forty() -> None:
    assert len(EXAMPLES) == 40
