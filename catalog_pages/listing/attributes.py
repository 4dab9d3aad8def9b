"""Wishes about attributes: `attr_size=m&attr_size=l`, `attr_organic=yes`, `attr_height=10-20`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from catalog_pages.listing.reading import CODE, FLAGS, QueryReader, parse_number
from catalog_pages.models import Attribute, AttributeChoice, ProductAttribute, VariantOption

PREFIX = "attr_"
MOST_ATTRIBUTES = 12
RANGE = re.compile(r"(?P<low>-?[\d.,]+)?\s*(?:-|\.\.)\s*(?P<high>-?[\d.,]+)?")


@dataclass(frozen=True)
class AttributeValue:
    """One wanted value: a choice, yes or no, a number or a range of numbers (both ends included), or a text.

    `code` is how the query string writes it, `label` how a shopper reads it.
    """

    code: str
    label: str
    choice: int | None = None
    boolean: bool | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    text: str | None = None

    def as_fact(self) -> Q:
        """The condition on a ProductAttribute."""
        if self.choice is not None:
            return Q(choice=self.choice)
        if self.boolean is not None:
            return Q(boolean=self.boolean)
        if self.text is not None:
            return Q(text__iexact=self.text)
        condition = Q(number__isnull=False)
        if self.low is not None:
            condition &= Q(number__gte=self.low)
        if self.high is not None:
            condition &= Q(number__lte=self.high)
        return condition


@dataclass(frozen=True)
class AttributeFilter:
    """Wanted values of one attribute. At least one of them must hold."""

    pk: int
    code: str
    name: str
    values: tuple[AttributeValue, ...]

    @property
    def parameter(self) -> str:
        return PREFIX + self.code

    @property
    def choices(self) -> list[int]:
        return [value.choice for value in self.values if value.choice is not None]

    def as_fact(self) -> Q:
        """The condition on a ProductAttribute: any of the values."""
        condition = Q(pk__in=[])
        for value in self.values:
            condition |= value.as_fact()
        return Q(attribute=self.pk) & condition

    def facts(self) -> QuerySet[ProductAttribute]:
        """The facts about products that meet it."""
        return ProductAttribute.objects.filter(self.as_fact())

    def options(self) -> QuerySet[VariantOption]:
        """The options of variants that meet it."""
        return VariantOption.objects.filter(attribute=self.pk, choice__in=self.choices)


def read_attributes(reader: QueryReader) -> tuple[AttributeFilter, ...]:
    """The wishes about attributes in a query string. One query for choices, one more for other kinds, as asked for."""
    asked = _asked(reader)
    choices, attributes = _named(asked)
    found = []
    for name, values in asked.items():
        attribute = attributes.get(name)
        if attribute is None:
            reader.refuse(name, _("There is no such attribute."))
            continue
        wanted = [_wanted(attribute, value, choices) for value in values]
        if None in wanted:
            reader.refuse(name, _("“%(name)s” does not have this value.") % {"name": attribute.name})
        if any(wanted):
            found.append(
                AttributeFilter(attribute.pk, attribute.code, attribute.name, tuple(filter(None, wanted)))
            )
    return tuple(found)


def _asked(reader: QueryReader) -> dict[str, list[str]]:
    names = sorted({name for name in reader.query if name.startswith(PREFIX)})
    for name in names[MOST_ATTRIBUTES:]:
        reader.refuse(name, _("Too many attributes."))
    found = {}
    for name in names[:MOST_ATTRIBUTES]:
        if CODE.fullmatch(name):
            values = reader.values(name)
            found.update({name: values} if values else {})
        else:
            reader.refuse(name, _("There is no such attribute."))
    return found


def _named(
    asked: dict[str, list[str]],
) -> tuple[dict[tuple[int, str], AttributeChoice], dict[str, Attribute]]:
    """The choices that the values name, by attribute and code, and the attributes by parameter."""
    if not asked:
        return {}, {}
    codes = {value for values in asked.values() for value in values if CODE.fullmatch(value)}
    named = AttributeChoice.objects.filter(
        attribute__code__in=[name.removeprefix(PREFIX) for name in asked], code__in=codes
    ).select_related("attribute")
    choices = {
        (choice.attribute_id, choice.code): choice
        for choice in named
        if choice.attribute.kind == Attribute.Kind.CHOICE
    }
    attributes = {PREFIX + choice.attribute.code: choice.attribute for choice in choices.values()}
    others = [name.removeprefix(PREFIX) for name in asked if name not in attributes]
    if others:
        attributes |= {PREFIX + other.code: other for other in Attribute.objects.filter(code__in=others)}
    return choices, attributes


def _wanted(
    attribute: Attribute, value: str, choices: dict[tuple[int, str], AttributeChoice]
) -> AttributeValue | None:
    match attribute.kind:
        case Attribute.Kind.CHOICE:
            choice = choices.get((attribute.pk, value))
            return AttributeValue(choice.code, choice.name, choice=choice.pk) if choice else None
        case Attribute.Kind.BOOLEAN:
            flag = FLAGS.get(value.lower())
            if flag is None:
                return None
            return AttributeValue("yes" if flag else "no", _("yes") if flag else _("no"), boolean=flag)
        case Attribute.Kind.NUMBER:
            return _number(attribute, value)
        case _:
            clean = "".join(character for character in value if character.isprintable())[:400]
            return AttributeValue(clean, clean, text=clean) if clean else None


def _number(attribute: Attribute, value: str) -> AttributeValue | None:
    """`12.5`, `10-20`, `10-` or `-20` (up to 20; of a negative number write `-20..-20`)."""
    exact = None if value.startswith("-") else parse_number(value)
    if exact is not None:
        return AttributeValue(value, f"{exact.normalize():f} {attribute.unit}".strip(), low=exact, high=exact)
    parts = RANGE.fullmatch(value)
    if parts is None or not (parts["low"] or parts["high"]):
        return None
    low = parse_number(parts["low"]) if parts["low"] else None
    high = parse_number(parts["high"]) if parts["high"] else None
    if (parts["low"] and low is None) or (parts["high"] and high is None):
        return None
    return AttributeValue(value, f"{value.replace('..', '-')} {attribute.unit}".strip(), low=low, high=high)
