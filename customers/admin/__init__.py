"""The back-office of customers: accounts and addresses."""

from customers.admin import address, customer

__all__ = ["address", "customer"]
