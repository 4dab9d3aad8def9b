"""The options a product comes in, as a shopper is asked to choose them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog_pages import at_hand
from catalog_pages.availability import Availability
from catalog_pages.compiled import CompiledQuery, Parameter, Parameters
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Product,
    ProductAttribute,
    Variant,
    VariantOption,
)
from catalog_pages.page_cache.frame import frame

PREFIX = "option_"
SKU = "sku"


@dataclass(frozen=True)
class OptionChoice:
    """One pill. `available` is whether any variant with it can be bought; `value` is what the form posts."""

    value: str
    label: str
    selected: bool
    available: bool
    swatch: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """The pills of one option. `name` is the form's: `option_<attribute code>`, or `sku` where variants have none."""

    name: str
    legend: str
    choices: list[OptionChoice] = field(default_factory=list)


def loaded_variants(product: Product) -> list[Variant]:
    """The product's active variants in the merchant's order, with stock, options and names. Two queries."""
    found = _ON_SALE.rows(product=product.pk)
    options = _OF_VARIANTS.rows(variants=[variant.pk for variant in found])
    in_words(options)
    _tell(found, options)
    for variant in found:
        variant.product = product
    return found


def load_options(variants: Iterable[Variant]) -> None:
    """Let the variants have their options, in order and with choices, as prefetching would. One query, none for none.

    Reads what stands in the database, not what is kept: for buying.
    """
    found = list(variants)
    _tell(found, _OF_VARIANTS_WITH_CHOICES.rows(variants=[variant.pk for variant in found]))


def _tell(variants: Iterable[Variant], options: Iterable[VariantOption]) -> None:
    by_variant = defaultdict(list)
    for option in options:
        by_variant[option.variant_id].append(option)
    for variant in variants:
        at_hand.tell(variant, options=by_variant[variant.pk])


def loaded_facts(product: Product) -> list[ProductAttribute]:
    """What the product is described by, with names, in order. One query."""
    facts = _FACTS.rows(product=product.pk)
    in_words(facts)
    return facts


def in_words(rows: Iterable[VariantOption | ProductAttribute]) -> None:
    """Give the rows their attributes and choices, of which a shop has few: they are kept, and nobody may change them.

    No query where they are; what is not among them is read when it is asked for.
    """
    attributes, choices = frame.kept("attributes", _words)
    for row in rows:
        if row.attribute_id in attributes:
            row.attribute = attributes[row.attribute_id]
        if row.choice_id in choices:
            row.choice = choices[row.choice_id]


def _words() -> tuple[dict[int, Attribute], dict[int, AttributeChoice]]:
    return Attribute.objects.in_bulk(), AttributeChoice.objects.in_bulk()


_ON_SALE: CompiledQuery[Variant] = CompiledQuery(
    lambda: Variant.objects.filter(product=Parameter("product"), is_active=True).select_related("stock")
)
_OF_VARIANTS: CompiledQuery[VariantOption] = CompiledQuery(
    lambda: VariantOption.objects.filter(variant__in=Parameters("variants"))
)
_OF_VARIANTS_WITH_CHOICES: CompiledQuery[VariantOption] = CompiledQuery(
    lambda: VariantOption.objects.filter(variant__in=Parameters("variants")).select_related("choice")
)
_FACTS: CompiledQuery[ProductAttribute] = CompiledQuery(
    lambda: ProductAttribute.objects.filter(product=Parameter("product"))
)


def option_groups(variants: Sequence[Variant], selected: Variant | None = None) -> list[OptionGroup]:
    """What a shopper has to choose, in the attributes' order; nothing for a single variant.

    An option with one choice is chosen already. Reads the options and the stock of loaded variants; no query.
    """
    if len(variants) < 2:
        return []
    if not _told_apart(variants):
        return [_by_sku(variants, selected)]
    chosen = codes_of(selected) if selected else {}
    attributes = {option.attribute for variant in variants for option in variant.options.all()}
    groups = []
    for attribute in sorted(attributes, key=lambda each: (each.position, each.name, each.pk)):
        choices = {}
        bought = set()
        for variant in variants:
            for option in variant.options.all():
                if option.attribute_id == attribute.pk:
                    choices[option.choice.code] = option.choice
                    if Availability.of(variant).can_be_bought:
                        bought.add(option.choice.code)
        groups.append(
            OptionGroup(
                PREFIX + attribute.code,
                attribute.name,
                [
                    OptionChoice(
                        value=choice.code,
                        label=choice.name,
                        selected=chosen.get(attribute.code) == choice.code or len(choices) == 1,
                        available=choice.code in bought,
                        swatch=choice.swatch,
                    )
                    for choice in sorted(choices.values(), key=lambda each: (each.position, each.pk))
                ],
            )
        )
    return groups


def codes_of(variant: Variant) -> dict[str, str]:
    """The variant's options by codes: {"size": "m"}. Reads loaded options."""
    return {option.attribute.code: option.choice.code for option in variant.options.all()}


def _told_apart(variants: Sequence[Variant]) -> bool:
    keys = [frozenset(codes_of(variant).items()) for variant in variants]
    names = {frozenset(codes_of(variant)) for variant in variants}
    return len(set(keys)) == len(keys) and len(names) == 1 and frozenset() not in names


def _by_sku(variants: Sequence[Variant], selected: Variant | None) -> OptionGroup:
    return OptionGroup(
        SKU,
        _("Version"),
        [
            OptionChoice(
                value=variant.sku,
                label=variant.label or variant.sku,
                selected=selected is not None and selected.pk == variant.pk,
                available=Availability.of(variant).can_be_bought,
            )
            for variant in variants
        ],
    )
