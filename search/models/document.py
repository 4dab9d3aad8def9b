"""The index: what each product is found by, ready to be ranked. Written by `search.writing` alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from catalog_pages.models import Product


class Document(models.Model):
    """One product as one site shows it in one language: the row is there while a page anybody may read shows it.

    `root` is the page at the top of that site in that language, `page` the one that shows the product. Kept
    narrow, for a search may read a great many: what else there is to know stands in its Imprint. `popularity` is
    0 to 1 (search.popularity).
    """

    id = models.AutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+", db_index=False)
    root = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    page = models.BigIntegerField(db_index=True)
    category = models.BigIntegerField()
    in_stock = models.BooleanField(default=True)
    popularity = models.FloatField(default=0)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        constraints = [
            models.UniqueConstraint(fields=["product", "root"], name="one_document_a_product_and_root"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} under {self.root_id}"


class Imprint(models.Model):
    """What was last written of a document: its digest, to know a change by, and its words, to take them back.

    `terms` are the keys of its words, 8 bytes each; lengths are in words.
    """

    document = models.OneToOneField(Document, on_delete=models.CASCADE, primary_key=True)
    language = models.CharField(max_length=20)
    digest = models.CharField(max_length=32)
    terms = models.BinaryField()
    name_length = models.PositiveIntegerField()
    attributes_length = models.PositiveIntegerField()
    copy_length = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("search imprint")
        verbose_name_plural = _("search imprints")

    def __str__(self) -> str:
        return self.digest


class Posting(models.Model):
    """A word in a document, and how much it says of it: 0 to 10,000 (search.scoring).

    All three columns are the key, so that a search reads the index and never the table. `term` is a Term's key;
    no foreign keys, for what reads and writes these rows by the million keeps them true by itself.
    """

    pk = models.CompositePrimaryKey("term", "document", "impact")
    term = models.BigIntegerField()
    document = models.IntegerField()
    impact = models.SmallIntegerField()

    class Meta:
        verbose_name = _("search posting")
        verbose_name_plural = _("search postings")

    def __str__(self) -> str:
        return f"{self.term} in {self.document}"


class Corpus(models.Model):
    """How many documents there are in a language, and how long they are on average, in words.

    While the index is built anew (`is_counted` False) terms know their number of documents by guess only.
    """

    language = models.CharField(max_length=20, primary_key=True)
    documents = models.PositiveIntegerField(default=0)
    name_length = models.FloatField(default=0)
    attributes_length = models.FloatField(default=0)
    copy_length = models.FloatField(default=0)
    is_counted = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("search statistics")
        verbose_name_plural = _("search statistics")

    def __str__(self) -> str:
        return self.language
