"""What can go wrong with goods. Each carries the data a view needs to say it in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_pages.models import Category, Product, Variant


class CatalogueError(Exception):
    """The base of everything this app raises."""


class OutOfStock(CatalogueError):
    """Fewer than asked for can be promised. `available` is what could be, in pieces (0 when sold out)."""

    def __init__(self, variant: Variant, available: int) -> None:
        self.variant = variant
        self.available = available
        super().__init__(f"{variant.sku}: {available} available")


class StockConflict(CatalogueError):
    """A change of stock that would leave the shelf in an impossible state, such as fewer than none."""


class InvalidOptions(CatalogueError):
    """A variant's options clash with another variant's of the same product, or name one attribute twice."""


class ImpossibleMove(CatalogueError):
    """A category cannot be moved to a place below itself."""

    def __init__(self, category: Category, target: Category | None) -> None:
        self.category = category
        self.target = target
        super().__init__(f"{category} cannot be moved to {target}, which is it or lies below it")


class NoPlaceForPage(CatalogueError):
    """There is neither a page of the product's category, nor of one above it, nor a home page to put a page under."""

    def __init__(self, product: Product) -> None:
        self.product = product
        super().__init__(f"no page to put a page of {product} under")


class BrokenTree(CatalogueError):
    """A tree fails its own check and could not be mended. `problems` says how, one line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(problems))


class InvalidFilter(CatalogueError):
    """A question about the catalogue that makes no sense. `errors` says why, by name of the query parameter."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        self.errors = dict(errors)
        super().__init__("; ".join(f"{name}: {message}" for name, message in errors.items()))
