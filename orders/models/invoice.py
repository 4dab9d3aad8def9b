from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from orders.exceptions import InvoiceIsFinal
from orders.models.order import Order

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class FinalQuerySet(models.QuerySet[Any]):
    """Rows that are written once. Nothing is changed or deleted through it; the database refuses the rest."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise InvoiceIsFinal(self.model._meta.verbose_name_plural)

    def delete(self) -> NoReturn:
        raise InvoiceIsFinal(self.model._meta.verbose_name_plural)


class FinalModel(models.Model):
    """A row that is written once: a second `save`, and `delete`, raise InvoiceIsFinal."""

    objects = models.Manager.from_queryset(FinalQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise InvoiceIsFinal(self)
        super().save(force_insert=True, using=kwargs.get("using"))

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise InvoiceIsFinal(self)


class InvoiceCounter(models.Model):
    """The last number given out by a shop in a year. Written by orders.invoicing.numbering alone."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("invoice counter")
        verbose_name_plural = _("invoice counters")
        constraints = [models.UniqueConstraint(fields=["site", "year"], name="invoice_counter_once_per_year")]

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Invoice(FinalModel):
    """An invoice or a credit note as it was issued: never changed, never deleted, numbered without a gap.

    Amounts are in `currency`, and positive: those of a credit note are what is given back. `content` is everything
    the paper says (orders.invoicing.contents), so that nothing else is ever read to draw it.
    """

    class Kind(models.TextChoices):
        INVOICE = "invoice", _("invoice")
        CREDIT_NOTE = "credit_note", _("credit note")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    year = models.PositiveSmallIntegerField(_("year"))
    sequence = models.PositiveIntegerField(_("number in its year"))
    number = models.CharField(_("number"), max_length=40)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="invoices", verbose_name=_("order")
    )
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_notes",
        verbose_name=_("corrects"),
    )
    issued_at = models.DateTimeField(_("issued"))
    currency = models.CharField(_("currency"), max_length=3)
    total_net = models.DecimalField(_("total, net"), max_digits=14, decimal_places=3)
    tax_total = models.DecimalField(_("VAT"), max_digits=14, decimal_places=3)
    total = models.DecimalField(_("total, gross"), max_digits=14, decimal_places=3)
    content = models.JSONField(_("content"))

    if TYPE_CHECKING:
        credit_notes: RelatedManager[Invoice]

    class Meta:
        ordering = ["pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(
                fields=["site", "year", "sequence"], name="invoice_sequence_once_per_year"
            ),
            models.UniqueConstraint(fields=["site", "number"], name="invoice_number_once_per_site"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(kind="invoice"), name="one_invoice_per_order"
            ),
            models.CheckConstraint(condition=Q(sequence__gte=1), name="invoice_sequence_from_one"),
            models.CheckConstraint(
                condition=Q(kind="invoice", corrects__isnull=True)
                | Q(kind="credit_note", corrects__isnull=False),
                name="credit_note_corrects_an_invoice",
            ),
            models.CheckConstraint(
                condition=Q(total_net__gte=0, tax_total__gte=0, total__gte=0),
                name="invoice_amounts_not_negative",
            ),
            models.CheckConstraint(
                # Halves of the smallest unit, because SQLite keeps decimals as floating point.
                condition=Q(
                    total__gt=F("total_net") + F("tax_total") - Decimal("0.0005"),
                    total__lt=F("total_net") + F("tax_total") + Decimal("0.0005"),
                ),
                name="invoice_total_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit_note(self) -> bool:
        return self.kind == self.Kind.CREDIT_NOTE

    @property
    def file_name(self) -> str:
        """What the PDF is called where it is saved, such as invoice-2026-000123.pdf."""
        return f"{self.kind.replace('_', '-')}-{self.number}.pdf"


class InvoiceFile(FinalModel):
    """The PDF of an invoice as it was first drawn: what was handed out once is handed out ever after."""

    invoice = models.OneToOneField(
        Invoice, on_delete=models.PROTECT, primary_key=True, related_name="file", verbose_name=_("invoice")
    )
    pdf = models.BinaryField()
    drawn_at = models.DateTimeField(_("drawn"), auto_now_add=True)

    class Meta:
        verbose_name = _("invoice's PDF")
        verbose_name_plural = _("invoices' PDFs")

    def __str__(self) -> str:
        return str(self.pk)
