"""`python -m tests.benchmarks.restock`: fill the shelves, so that no run finds what an earlier one sold out.

Those of the newest products: what the flows buy is the first page of the API's list.
"""

import django

NEWEST = 200

if __name__ == "__main__":
    django.setup()

    from catalog_pages import stock
    from catalog_pages.models import Product, StockItem

    newest = Product.objects.order_by("-created_at", "-pk")[:NEWEST]
    for item in StockItem.objects.filter(variant__product__in=list(newest)).select_related("variant"):
        stock.adjust(variant=item.variant, on_hand=item.reserved + 1000, reason="benchmark")
