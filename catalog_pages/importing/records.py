"""What every format's reader makes of its rows, and all that the writer knows of a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from catalog_pages.models import Attribute


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not imported, and why. Line 0 concerns the file as a whole."""

    line: int
    sku: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing about a row that is imported all the same. Line 0 concerns the file as a whole."""

    line: int
    sku: str
    message: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as the file names it (a path below the folder of pictures, or an address), and what it shows."""

    name: str
    alt: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What a file says a product is made of or for. A choice may have several values, any other kind has one."""

    code: str
    name: str
    kind: Attribute.Kind
    values: tuple[str, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices that tell a variant from its siblings: size = M."""

    code: str
    name: str
    choice: str


@dataclass(frozen=True, slots=True)
class VariantRecord:
    """One SKU. Prices in the shop's currency and price basis, not yet rounded; the weight in grams."""

    line: int
    sku: str
    price: Decimal
    options: tuple[Option, ...] = ()
    sale_price: Decimal | None = None
    sale_starts_at: datetime | None = None
    sale_ends_at: datetime | None = None
    barcode: str = ""
    weight_grams: int = 0
    requires_shipping: bool = True
    is_active: bool = True
    stock: int | None = None
    """Pieces on the shelf; None: not tracked."""
    backorder: bool = False

    @property
    def key(self) -> str:
        """SKUs are one whatever their case."""
        return self.sku.upper()


@dataclass(frozen=True, slots=True)
class ProductRecord:
    """One product with its variants, in the order of the file."""

    line: int
    sku: str
    """What the file calls the product: a parent's own SKU, or the only variant's."""
    name: str
    variants: tuple[VariantRecord, ...]
    slug: str = ""
    categories: tuple[tuple[str, ...], ...] = ()
    """Paths from the top of the tree; the first is the main category."""
    brand: str = ""
    tax_class: str = ""
    """Empty: the shop's default."""
    description: str = ""
    """HTML as the file has it: not yet sanitised."""
    standfirst: str = ""
    """Plain text."""
    search_title: str = ""
    search_description: str = ""
    facts: tuple[Fact, ...] = ()
    pictures: tuple[Picture, ...] = ()
    is_active: bool = True
    is_listed: bool = True
    """Whether shoppers find it: its page is live, not a draft."""

    @property
    def key(self) -> str:
        """SKUs are one whatever their case."""
        return self.sku.upper()


Record = ProductRecord | Refusal | Notice
"""What a reader yields."""
