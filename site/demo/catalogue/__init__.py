"""Everything the demo shop sells and says, as data."""

from demo.catalogue.cloth_goods import CLOTH_GOODS
from demo.catalogue.land_prints import LAND_PRINTS
from demo.catalogue.line_prints import LINE_PRINTS
from demo.catalogue.paper_goods import PAPER_GOODS
from demo.catalogue.people import PEOPLE
from demo.catalogue.pottery_goods import POTTERY_GOODS
from demo.catalogue.shape import Product
from demo.catalogue.stories import PAGES, STORIES
from demo.catalogue.taxonomy import ATTRIBUTES, BRANDS, CATEGORIES, SWATCHES

PRODUCTS: tuple[Product, ...] = (*LINE_PRINTS, *LAND_PRINTS, *PAPER_GOODS, *POTTERY_GOODS, *CLOTH_GOODS)

__all__ = ["ATTRIBUTES", "BRANDS", "CATEGORIES", "PAGES", "PEOPLE", "PRODUCTS", "STORIES", "SWATCHES"]
