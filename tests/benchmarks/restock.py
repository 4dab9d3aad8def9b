"""`python -m tests.benchmarks.restock`: fill the shelves, so that no run finds what an earlier one sold out."""

import django

if __name__ == "__main__":
    django.setup()

    from catalog_pages import stock
    from catalog_pages.models import StockItem

    for item in StockItem.objects.select_related("variant"):
        stock.adjust(variant=item.variant, on_hand=item.reserved + 1000, reason="benchmark")
