"""Carts, checkout, orders and what happens to them. Stands on `customers` and `catalog_pages`."""
