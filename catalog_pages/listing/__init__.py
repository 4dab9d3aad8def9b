"""Listings: the one place that turns a shopper's wishes into a page of products.

Category pages, the search page and the REST API all ask here, so that they agree.
"""

from catalog_pages.listing.attributes import AttributeFilter
from catalog_pages.listing.cards import ProductCard, cards_for
from catalog_pages.listing.facets import CategoryCount, Counts, Facet, FacetChoice, PriceRange, PriceSpan
from catalog_pages.listing.filters import Ordering, ProductFilters
from catalog_pages.listing.results import ProductList, list_products

__all__ = [
    "AttributeFilter",
    "CategoryCount",
    "Counts",
    "Facet",
    "FacetChoice",
    "Ordering",
    "PriceRange",
    "PriceSpan",
    "ProductCard",
    "ProductFilters",
    "ProductList",
    "cards_for",
    "list_products",
]
