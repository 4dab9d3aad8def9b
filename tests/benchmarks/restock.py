"""`python -m tests.benchmarks.restock [SKU PIECES]`: fill the shelves, so that no run finds what another sold out.

Those of the newest products: what the flows buy is the first page of the API's list. Or have just so many pieces of
one variant to sell.
"""

import sys

import django

NEWEST = 200
PLENTY = 1_000

if __name__ == "__main__":
    django.setup()

    from catalog_pages import stock
    from catalog_pages.models import Product, StockItem

    items = StockItem.objects.select_related("variant")
    if sys.argv[1:]:
        sku, pieces = sys.argv[1], int(sys.argv[2])
        items = items.filter(variant__sku=sku)
    else:
        newest = Product.objects.order_by("-created_at", "-pk")[:NEWEST]
        items, pieces = items.filter(variant__product__in=list(newest)), PLENTY
    for item in items:
        stock.adjust(variant=item.variant, on_hand=item.reserved + pieces, reason="benchmark")
