"""Goods (category, product, variant, stock, attribute) and pages (pages, gallery), one concept a file."""

from catalog_pages.models.attribute import Attribute, AttributeChoice, ProductAttribute, VariantOption
from catalog_pages.models.brand import Brand
from catalog_pages.models.category import Category
from catalog_pages.models.change import CachedAddress, Change
from catalog_pages.models.gallery import GalleryImage
from catalog_pages.models.import_record import ImportRecord
from catalog_pages.models.pages import CategoryPage, HomePage, ProductPage, StandardPage
from catalog_pages.models.picks import CategoryPick, HomePick
from catalog_pages.models.product import Product
from catalog_pages.models.review import Review
from catalog_pages.models.set_aside import SetAside
from catalog_pages.models.shop_settings import ShopSettings
from catalog_pages.models.stock import StockItem, StockMovement
from catalog_pages.models.tax_class import TaxClass
from catalog_pages.models.variant import Variant

__all__ = [
    "Attribute",
    "AttributeChoice",
    "Brand",
    "CachedAddress",
    "Category",
    "CategoryPage",
    "CategoryPick",
    "Change",
    "GalleryImage",
    "HomePage",
    "HomePick",
    "ImportRecord",
    "Product",
    "ProductAttribute",
    "ProductPage",
    "Review",
    "SetAside",
    "ShopSettings",
    "StandardPage",
    "StockItem",
    "StockMovement",
    "TaxClass",
    "Variant",
    "VariantOption",
]
