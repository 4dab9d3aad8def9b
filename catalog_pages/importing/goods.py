"""What one product's record makes of the goods (product, facts, variants, stock): a plan where it is new, else only
what the file says anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from catalog_pages import stock
from catalog_pages.bulk.goods import NewProduct, NewVariant
from catalog_pages.exceptions import StockConflict
from catalog_pages.importing.exceptions import BadValue
from catalog_pages.importing.memory import Memory, changed
from catalog_pages.importing.records import Fact, Notice, ProductRecord, Refusal, VariantRecord
from catalog_pages.importing.report import Outcome
from catalog_pages.importing.sales import Sale
from catalog_pages.importing.vocabulary import Vocabulary
from catalog_pages.models import (
    Attribute,
    AttributeChoice,
    Category,
    Product,
    ProductAttribute,
    StockItem,
    Variant,
    VariantOption,
)
from catalog_pages.money import round_money

REASON = "import"
NO_SALE = Sale()
Options = dict[Attribute, AttributeChoice]
Value = str | Decimal | bool | AttributeChoice
Said = tuple[Attribute, str, Value]
"""An attribute, the field of ProductAttribute that holds its kind of value, and the value."""


@dataclass(frozen=True)
class GoodsWriter:
    """Writes within the caller's transaction. `existing`: the variants in the shop by SKU in capitals."""

    vocabulary: Vocabulary
    existing: Mapping[str, Variant]
    currency: str
    reference: str
    """What the ledger names as the origin of stock: the file."""
    _fits: dict[Fact, list[tuple[str, Value]]] = field(default_factory=dict, init=False)
    """What of a fact fits: many products say the same."""

    def write(self, record: ProductRecord, product: Product, now: Memory, before: Memory) -> Outcome:
        """Change a product that is in the shop. Raises BadValue when nothing of it can be sold."""
        outcome = Outcome()
        variants = self._takeable(record, product, outcome)
        if not variants:
            raise BadValue(_("None of its variants can be imported."))
        is_changed = self._change(product, record, changed(now["product"], before["product"]))
        is_changed |= self._change_facts(product, record, now, before, outcome)
        outcome.products.changed += is_changed
        outcome.products.unchanged += not is_changed
        self._write_variants(product, variants, now, before, outcome)
        outcome.product_key = product.pk
        return outcome

    def plan(self, record: ProductRecord, slug: str, at: datetime, outcome: Outcome) -> NewProduct:
        """A product that the shop does not know, to be written with others (`bulk.goods`).

        Raises BadValue as `write` does, and StockConflict where no shelf holds so many.
        """
        takeable = self._takeable(record, None, outcome)
        if not takeable:
            raise BadValue(_("None of its variants can be imported."))
        place = {variant.key: number for number, variant in enumerate(record.variants)}
        variants = tuple(
            self._plan_variant(variant, options, place[variant.key]) for variant, options in takeable
        )
        category, *further = self.vocabulary.categories(record)
        brand = self.vocabulary.brand(record.brand)
        outcome.products.created += 1
        outcome.variants.created += len(variants)
        outcome.movements += sum(bool(variant.stock) for variant in variants)
        return NewProduct(
            name=record.name,
            slug=slug,
            category=category.pk,
            further_categories=tuple(dict.fromkeys(each.pk for each in further)),
            tax_class=self.vocabulary.tax_class(record.tax_class).pk,
            brand=brand.pk if brand else None,
            description=record.description,
            is_active=record.is_active,
            at=at,
            facts=tuple(_each_once(self._fitting(record.name, record.facts, outcome))),
            variants=variants,
        )

    def _plan_variant(self, record: VariantRecord, options: Options, position: int) -> NewVariant:
        if (record.stock or 0) > stock.MOST_PIECES:
            raise StockConflict(f"{record.sku}: no shelf holds {record.stock} more")
        price = round_money(record.price, self.currency)
        sale = self._sale(record, price)
        return NewVariant(
            sku=record.sku,
            price=price,
            sale_price=sale.price,
            sale_starts_at=sale.starts_at,
            sale_ends_at=sale.ends_at,
            options=options,
            stock=record.stock,
            backorder=record.backorder and record.stock is not None,
            barcode=record.barcode,
            weight_grams=record.weight_grams,
            requires_shipping=record.requires_shipping,
            is_active=record.is_active,
            position=position,
        )

    def _sale(self, record: VariantRecord, price: Decimal) -> Sale:
        """As the shop rounds it; an empty one where that is not below the price."""
        sale = None if record.sale_price is None else round_money(record.sale_price, self.currency)
        if sale is None or sale >= price:
            return NO_SALE
        return Sale(sale, record.sale_starts_at, record.sale_ends_at)

    def _takeable(
        self, record: ProductRecord, product: Product | None, outcome: Outcome
    ) -> list[tuple[VariantRecord, Options]]:
        """The variants whose SKU is free or this product's, and whose options no sibling has."""
        siblings = {} if product is None else dict(product.variants.values_list("options_key", "sku"))
        named = {variant.key for variant in record.variants}
        taken = {key: sku for key, sku in siblings.items() if sku.upper() not in named}
        takeable = []
        for variant in record.variants:
            owner = self.existing.get(variant.key)
            if owner is not None and (product is None or owner.product_id != product.pk):
                reason = _("The SKU belongs to another product, %s.") % owner.product.name
                _refuse(variant, reason, outcome)
                continue
            try:
                options = dict(self.vocabulary.option(option) for option in variant.options)
            except BadValue as error:
                _refuse(variant, str(error), outcome)
                continue
            key = Variant.key_of(options)
            if key in taken:
                reason = _("It has the same options as %s.") % taken[key]
                _refuse(variant, reason, outcome)
                continue
            taken[key] = variant.sku
            takeable.append((variant, options))
        return takeable

    def _change(self, product: Product, record: ProductRecord, names: set[str]) -> bool:
        if not names:
            return False
        self._assign(product, record, names)
        product.save()
        if "categories" in names:
            product.further_categories.set(self._further(record))
        return True

    def _assign(self, product: Product, record: ProductRecord, names: set[str]) -> None:
        if "name" in names:
            product.name = record.name
        if "description" in names:
            product.description = record.description
        if "brand" in names:
            product.brand = self.vocabulary.brand(record.brand)
        if "categories" in names:
            product.category = self.vocabulary.categories(record)[0]
        if "tax_class" in names:
            product.tax_class = self.vocabulary.tax_class(record.tax_class)
        if "is_active" in names:
            product.is_active = record.is_active

    def _further(self, record: ProductRecord) -> list[Category]:
        return self.vocabulary.categories(record)[1:]

    def _change_facts(
        self, product: Product, record: ProductRecord, now: Memory, before: Memory, outcome: Outcome
    ) -> bool:
        """Replaces the facts that the file says differently, and drops those it no longer says."""
        codes = changed(now["facts"], before["facts"]) | (before["facts"].keys() - now["facts"].keys())
        if not codes:
            return False
        product.attributes.filter(attribute__code__in=codes).delete()
        self._write_facts(product, tuple(fact for fact in record.facts if fact.code in codes), outcome)
        return True

    def _write_facts(self, product: Product, facts: tuple[Fact, ...], outcome: Outcome) -> None:
        rows = [
            ProductAttribute(product=product, attribute=attribute, **{field: value})
            for attribute, field, value in self._fitting(product.name, facts, outcome)
        ]
        ProductAttribute.objects.bulk_create(rows, ignore_conflicts=True)

    def _fitting(self, product: str, facts: tuple[Fact, ...], outcome: Outcome) -> Iterator[Said]:
        """What of the facts fits the shop's attributes; the rest is remarked on, under the product's name."""
        for fact in facts:
            attribute = self.vocabulary.attribute(fact)
            fitting = self._fits.get(fact)
            if fitting is None:
                fitting = self._fits[fact] = self._fit(attribute, fact)
            if len(fitting) < len(fact.values):
                message = _(
                    "“%(name)s” is of the kind “%(kind)s” here: not all of its values could be taken."
                )
                kind = attribute.get_kind_display()
                outcome.remarks.append(Notice(0, product, message % {"name": attribute.name, "kind": kind}))
            for column, value in fitting:
                yield attribute, column, value

    def _fit(self, attribute: Attribute, fact: Fact) -> list[tuple[str, Value]]:
        """The fields of ProductAttribute that hold the fact's values, with these."""
        values = [self._value(attribute, text) for text in fact.values]
        fitting = [value for value in values if value is not None]
        return fitting if attribute.kind == Attribute.Kind.CHOICE else fitting[:1]

    def _value(self, attribute: Attribute, text: str) -> tuple[str, Value] | None:
        """The one field of ProductAttribute that holds such a value; None where the text is no such value."""
        match attribute.kind:
            case Attribute.Kind.CHOICE:
                return "choice", self.vocabulary.choice(attribute, text[:120])
            case Attribute.Kind.TEXT:
                return "text", text[:400]
            case Attribute.Kind.BOOLEAN:
                answer = {"yes": True, "1": True, "true": True, "no": False, "0": False, "false": False}.get(
                    text.lower()
                )
                return None if answer is None else ("boolean", answer)
        try:
            number = Decimal(text)
        except InvalidOperation:
            return None
        return ("number", number) if number.is_finite() and abs(number) < Decimal(10) ** 12 else None

    def _write_variants(
        self,
        product: Product,
        variants: list[tuple[VariantRecord, Options]],
        now: Memory,
        before: Memory,
        outcome: Outcome,
    ) -> None:
        new: list[tuple[Variant, Options, VariantRecord]] = []
        moved: list[tuple[Variant, Options]] = []
        for record, options in variants:
            variant = self.existing.get(record.key)
            said = now["variants"][record.key]
            if variant is None:
                variant = Variant(product=product, options_key=Variant.key_of(options))
                self._assign_variant(variant, record, int(said["position"]), set(said))
                new.append((variant, options, record))
                continue
            names = changed(said, before["variants"].get(record.key, {}))
            self._assign_variant(variant, record, int(said["position"]), names)
            if names - {"stock", "backorder", "options"}:
                variant.save()
            if "options" in names and variant.options_key != Variant.key_of(options):
                moved.append((variant, options))
            if record.key in before["variants"]:
                self._change_stock(variant, record, names, outcome)
            outcome.variants.changed += bool(names)
            outcome.variants.unchanged += not names
        self._create_variants(new, outcome)
        for variant, _options in moved:  # siblings may swap options: first nobody has any
            Variant.objects.filter(pk=variant.pk).update(options_key=f"~{variant.pk}")
        for variant, options in moved:
            variant.set_options(options)

    def _assign_variant(
        self, variant: Variant, record: VariantRecord, position: int, names: set[str]
    ) -> None:
        if "sku" in names:
            variant.sku = record.sku
        if "position" in names:
            variant.position = position
        if "price" in names:
            variant.price = round_money(record.price, self.currency)
        if "sale" in names:
            sale = self._sale(record, variant.price)
            variant.sale_price = sale.price
            variant.sale_starts_at, variant.sale_ends_at = sale.starts_at, sale.ends_at
        for name in ("barcode", "weight_grams", "requires_shipping", "is_active"):
            if name in names:
                setattr(variant, name, getattr(record, name))

    def _create_variants(self, new: list[tuple[Variant, Options, VariantRecord]], outcome: Outcome) -> None:
        Variant.objects.bulk_create(variant for variant, _options, _record in new)
        VariantOption.objects.bulk_create(
            VariantOption(variant=variant, attribute=attribute, choice=choice)
            for variant, options, _record in new
            for attribute, choice in options.items()
        )
        for variant, _options, record in new:
            if record.stock:
                stock.receive(variant=variant, quantity=record.stock, reference=self.reference, reason=REASON)
                outcome.movements += 1
            elif record.stock == 0:
                stock.adjust(variant=variant, on_hand=0, reason=REASON)
            if record.backorder and record.stock is not None:
                StockItem.objects.filter(variant=variant).update(backorder=True)
        outcome.variants.created += len(new)

    def _change_stock(
        self, variant: Variant, record: VariantRecord, names: set[str], outcome: Outcome
    ) -> None:
        """Sets the level to what the file counts, only because it counts otherwise than the last time."""
        if record.stock is None:
            return
        if "backorder" in names:
            StockItem.objects.filter(variant=variant).update(backorder=record.backorder)
        if "stock" not in names:
            return
        try:
            outcome.movements += (
                stock.adjust(variant=variant, on_hand=record.stock, reason=REASON) is not None
            )
        except StockConflict as conflict:
            reason = _("Its new stock level is not taken: %s.") % conflict
            outcome.remarks.append(Refusal(record.line, record.sku, reason))
            outcome.refused_stock.add(record.key)


def _each_once(facts: Iterable[Said]) -> Iterator[tuple[Attribute, Value]]:
    """Without those that the table would not take: another value, or the same choice again."""
    seen = set()
    for attribute, _field, value in facts:
        key = (attribute.pk, value.pk if isinstance(value, AttributeChoice) else None)
        if key not in seen:
            seen.add(key)
            yield attribute, value


def _refuse(variant: VariantRecord, reason: str, outcome: Outcome) -> None:
    outcome.remarks.append(Refusal(variant.line, variant.sku, reason))
    outcome.refused_variants.add(variant.key)
