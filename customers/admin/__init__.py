"""The back-office of customers: accounts and addresses."""

from customers.admin import address, customer, subscription

__all__ = ["address", "customer", "subscription"]
