"""Facets: what a list can be narrowed by, and how many products each value would leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Exists, F, IntegerField, OuterRef, QuerySet, Value
from django.utils.translation import gettext as _
from wagtail.models import Site

from catalog_pages.listing.attributes import PREFIX
from catalog_pages.listing.filters import ProductFilters
from catalog_pages.listing.matching import BRAND, matching_products, matching_variants
from catalog_pages.models import Attribute, ProductAttribute, VariantOption

COLUMNS = (
    "facet",
    "facet_name",
    "facet_place",
    "chosen",
    "chosen_name",
    "chosen_place",
    "chosen_swatch",
    "found",
)


@dataclass(frozen=True)
class FacetChoice:
    """One value and the number of products that the list would hold if it were the only one chosen."""

    value: str
    label: str
    count: int
    selected: bool = False
    swatch: str = ""


@dataclass(frozen=True)
class Facet:
    """Brands, or an attribute, to narrow by. `code` is its name in the query string."""

    code: str
    label: str
    choices: tuple[FacetChoice, ...]

    @property
    def is_used(self) -> bool:
        return any(choice.selected for choice in self.choices)


@dataclass(frozen=True)
class PriceSpan:
    """The lowest and highest price in the list, whatever price range is asked for; None in an empty list."""

    low: Decimal | None
    high: Decimal | None


def facets(filters: ProductFilters, *, site: Site) -> tuple[Facet, ...]:
    """Brands, choices and yes-or-no attributes with counts, in one query.

    A facet's counts leave out its own filter, so that a shopper sees what a second choice would add. A facet with
    nothing to choose between is left out, unless it is in use.
    """
    parts = list(_parts(filters, site))
    rows = parts[0].union(*parts[1:], all=True).values_list(*COLUMNS)
    return tuple(_group(rows, filters))


def _parts(filters: ProductFilters, site: Site) -> Iterator[QuerySet[Any, Any]]:
    """The SELECTs of the one query: brands, and for each filter in use, and for all others, facts and options."""
    yield _brands(filters, site)
    used = [wanted.parameter for wanted in filters.attributes]
    for parameter in ["", *used]:
        products = matching_products(filters, site=site, leaving_out=parameter).order_by().values("pk")
        variants = matching_variants(filters, leaving_out=parameter)
        codes = [name.removeprefix(PREFIX) for name in used]
        facts = ProductAttribute.objects.filter(product__in=products, attribute__is_facet=True).order_by()
        options = VariantOption.objects.filter(
            variant__product__in=products, variant__in=variants, attribute__is_facet=True
        ).order_by()
        if parameter:
            code = parameter.removeprefix(PREFIX)
            facts, options = facts.filter(attribute__code=code), options.filter(attribute__code=code)
        elif codes:
            facts = facts.exclude(attribute__code__in=codes)
            options = options.exclude(attribute__code__in=codes)
        yield from _counted(facts, options, variants)


def _brands(filters: ProductFilters, site: Site) -> QuerySet[Any, Any]:
    products = matching_products(filters, site=site, leaving_out=BRAND).order_by()
    return (
        products.model.objects.filter(pk__in=products.values("pk"), brand__isnull=False)
        .order_by()
        .values(
            facet=Value(BRAND),
            facet_name=Value(""),
            facet_place=Value(-1),
            chosen=F("brand__slug"),
            chosen_name=F("brand__name"),
            chosen_place=Value(0),
            chosen_swatch=Value(""),
        )
        .annotate(found=Count("pk"))
        .values(*COLUMNS)
    )


def _counted(
    facts: QuerySet[Any], options: QuerySet[Any], variants: QuerySet[Any]
) -> Iterator[QuerySet[Any, Any]]:
    """Choices as facts, choices as options, and yes or no.

    A product that has a choice both as a fact and as the option of a variant that counts is counted by the option.
    """
    also_option = Exists(
        VariantOption.objects.filter(
            choice=OuterRef("choice"), variant__product=OuterRef("product"), variant__in=variants
        )
    )
    attribute = {
        "facet": F("attribute__code"),
        "facet_name": F("attribute__name"),
        "facet_place": F("attribute__position"),
    }
    choice = {
        "chosen": F("choice__code"),
        "chosen_name": F("choice__name"),
        "chosen_place": F("choice__position"),
        "chosen_swatch": F("choice__swatch"),
    }
    by_fact = facts.filter(~also_option, choice__isnull=False)
    yield (
        by_fact.values(**attribute, **choice).annotate(found=Count("product", distinct=True)).values(*COLUMNS)
    )
    yield (
        options.values(**attribute, **choice)
        .annotate(found=Count("variant__product", distinct=True))
        .values(*COLUMNS)
    )
    flag = {
        "chosen": Value("yes", output_field=CharField()),
        "chosen_name": Value("", output_field=CharField()),
        "chosen_place": Value(0, output_field=IntegerField()),
        "chosen_swatch": Value("", output_field=CharField()),
    }
    yield (
        facts.filter(attribute__kind=Attribute.Kind.BOOLEAN, boolean=True)
        .values(**attribute, **flag)
        .annotate(found=Count("product", distinct=True))
        .values(*COLUMNS)
    )


def _group(rows: Any, filters: ProductFilters) -> Iterator[Facet]:
    chosen = {wanted.parameter: {value.code for value in wanted.values} for wanted in filters.attributes}
    chosen[BRAND] = {brand.slug for brand in filters.brands}
    found: dict[tuple[int, str, str], dict[str, tuple[int, str, str, int]]] = {}
    for parameter, name, place, code, label, rank, swatch, count in rows:
        values = found.setdefault((place, name, parameter), {})
        before = values[code][3] if code in values else 0
        values[code] = (rank, label, swatch, before + count)
    for (place, name, code), values in sorted(found.items()):
        parameter = code if place < 0 else PREFIX + code
        wanted = chosen.get(parameter, set())
        if len(values) > 1 or wanted or "yes" in values:
            yield Facet(
                parameter,
                name or _("Brand"),
                tuple(
                    FacetChoice(value, label or _("Yes"), count, value in wanted, swatch)
                    for value, (_rank, label, swatch, count) in sorted(
                        values.items(), key=lambda item: (item[1][0], item[1][1].casefold(), item[0])
                    )
                ),
            )
