from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog_pages.models.product import Product


class ImportRecord(models.Model):
    """What a merchant's file said of a product when it was last imported.

    A later import applies only what the file says differently since (docs/adr/0008-imports-apply-differences.md):
    stock sold, prices corrected and copy edited in the meantime are not set back.
    """

    source = models.CharField(
        _("source"), max_length=20, help_text=_("The format: magento, woocommerce, pipit.")
    )
    key = models.CharField(
        _("key"), max_length=80, help_text=_("What the file calls the product, in capitals.")
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="import_records", verbose_name=_("product")
    )
    said = models.JSONField(_("what the file said"), default=dict)
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        ordering = ["source", "key"]
        verbose_name = _("import record")
        verbose_name_plural = _("import records")
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="import_record_once_a_source_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.key}"
