"""Customer and the address book."""

from customers.models.address import Address, AddressFields
from customers.models.customer import Customer, CustomerManager

__all__ = ["Address", "AddressFields", "Customer", "CustomerManager"]
