"""Short ways to write down the variants that many products share."""

from collections.abc import Sequence
from decimal import Decimal

from demo.catalogue.shape import Variant, shop_barcode

PRINT_PRICES = (("A4", "A4", "28.00", 120), ("A3", "A3", "46.00", 210), ("50 × 70 cm", "5070", "78.00", 420))
FRAME_COSTS = {"A4": ("38.00", 900), "A3": ("54.00", 1600), "50 × 70 cm": ("89.00", 3200)}
PAPERS = (("Cotton rag", "R", "0.00"), ("Japanese kozo", "K", "14.00"))


def print_sizes(
    prefix: str, stock: Sequence[int], *, less: str | None = None, add: str = "0.00"
) -> tuple[Variant, ...]:
    """A4, A3 and 50 x 70 cm. ``less``: what is taken off each price while the sale lasts, in EUR."""
    variants = []
    for (size, code, price, weight), level in zip(PRINT_PRICES, stock, strict=True):
        sku, full = f"{prefix}-{code}", Decimal(price) + Decimal(add)
        reduced = full - Decimal(less) if less else None
        variants.append(Variant(sku, (("size", size),), full, weight, level, reduced, shop_barcode(sku)))
    return tuple(variants)


def framed_sizes(prefix: str, stock: Sequence[int]) -> tuple[Variant, ...]:
    """Every size by itself and in an oak frame: six variants, stock in that order."""
    variants = []
    levels = iter(stock)
    for size, code, price, weight in PRINT_PRICES:
        extra, heavier = FRAME_COSTS[size]
        for framing, letter, cost, more in (("Unframed", "", "0.00", 0), ("Oak frame", "F", extra, heavier)):
            sku = f"{prefix}-{code}{letter}"
            options = (("size", size), ("framing", framing))
            total = Decimal(price) + Decimal(cost)
            variants.append(Variant(sku, options, total, weight + more, next(levels)))
    return tuple(variants)


def paper_sizes(prefix: str, stock: Sequence[int]) -> tuple[Variant, ...]:
    """Every size on two papers: six variants, stock in that order."""
    variants = []
    levels = iter(stock)
    for size, code, price, weight in PRINT_PRICES:
        for paper, letter, cost in PAPERS:
            options = (("size", size), ("paper", paper))
            total = Decimal(price) + Decimal(cost)
            variants.append(Variant(f"{prefix}-{code}-{letter}", options, total, weight, next(levels)))
    return tuple(variants)


def choices(
    prefix: str,
    attribute: str,
    rows: Sequence[tuple[str, str, str, int]],
    *,
    weight: int,
    sale: str | None = None,
    coded: bool = True,
    to_order: bool = False,
) -> tuple[Variant, ...]:
    """One option. Rows: choice, SKU suffix, price, stock. ``sale``: the price while the sale lasts.

    ``to_order``: made anew for whoever wants one when they are sold out.
    """
    return tuple(
        Variant(
            f"{prefix}-{code}",
            ((attribute, choice),),
            Decimal(price),
            weight,
            level,
            Decimal(sale) if sale else None,
            shop_barcode(f"{prefix}-{code}") if coded else "",
            to_order,
        )
        for choice, code, price, level in rows
    )


def single(
    sku: str, price: str, *, weight: int, stock: int | None, sale: str | None = None
) -> tuple[Variant, ...]:
    """A product without options."""
    barcode = shop_barcode(sku) if stock is not None else ""
    return (Variant(sku, (), Decimal(price), weight, stock, Decimal(sale) if sale else None, barcode),)
