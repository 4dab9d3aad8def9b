"""Customer and the address book."""

from customers.models.address import Address, AddressFields
from customers.models.customer import Customer, CustomerManager
from customers.models.log_in import LogIn
from customers.models.subscription import Subscription

__all__ = ["Address", "AddressFields", "Customer", "CustomerManager", "LogIn", "Subscription"]
