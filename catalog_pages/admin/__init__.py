"""The catalogue in the back-office: one file a concept."""

from catalog_pages.admin.attribute import AttributeAdmin, AttributeChoiceAdmin
from catalog_pages.admin.brand import BrandAdmin
from catalog_pages.admin.category import CategoryAdmin
from catalog_pages.admin.import_record import ImportRecordAdmin
from catalog_pages.admin.product import ProductAdmin
from catalog_pages.admin.review import ReviewAdmin
from catalog_pages.admin.stock import StockItemAdmin, StockMovementAdmin
from catalog_pages.admin.tax_class import TaxClassAdmin
from catalog_pages.admin.variant import VariantAdmin

__all__ = [
    "AttributeAdmin",
    "AttributeChoiceAdmin",
    "BrandAdmin",
    "CategoryAdmin",
    "ImportRecordAdmin",
    "ProductAdmin",
    "ReviewAdmin",
    "StockItemAdmin",
    "StockMovementAdmin",
    "TaxClassAdmin",
    "VariantAdmin",
]
