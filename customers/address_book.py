"""A customer's addresses: as many as they like up to a limit, one of them the default if there are any."""

from collections.abc import Mapping

from django.db import transaction

from customers.addresses import validate_address
from customers.exceptions import AddressBookFull
from customers.models import Address, Customer

LIMIT = 50


@transaction.atomic
def add_address(*, customer: Customer, address: Mapping[str, str | None], default: bool = False) -> Address:
    """Add an address; the first becomes the default. Raises ValidationError (field to message), AddressBookFull."""
    parts = validate_address(address)
    _lock(customer)
    count = customer.addresses.count()
    if count >= LIMIT:
        raise AddressBookFull(LIMIT)
    entry = Address.objects.create(customer=customer, **parts)
    if default or count == 0:
        _make_default(entry)
    return entry


@transaction.atomic
def change_address(*, entry: Address, address: Mapping[str, str | None], default: bool = False) -> Address:
    """Replace every part of an address. Raises ValidationError (field to message)."""
    parts = validate_address(address)
    _lock(entry.customer)
    for name, value in parts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(parts))
    if default:
        _make_default(entry)
    return entry


@transaction.atomic
def make_default(*, entry: Address) -> None:
    """Make this the address that forms are filled with."""
    _lock(entry.customer)
    _make_default(entry)


@transaction.atomic
def remove_address(*, entry: Address) -> None:
    """Remove an address; where it was the default, the newest of the others takes its place."""
    customer = entry.customer
    _lock(customer)
    was_default = entry.is_default
    entry.delete()
    heir = customer.addresses.order_by("-pk").first() if was_default else None
    if heir is not None:
        _make_default(heir)


def _lock(customer: Customer) -> None:
    """Changes to one book queue, so that there is never a moment with two defaults, nor a limit overrun."""
    Customer.objects.select_for_update().get(pk=customer.pk)


def _make_default(entry: Address) -> None:
    entry.customer.addresses.filter(is_default=True).exclude(pk=entry.pk).update(is_default=False)
    entry.is_default = True
    entry.save(update_fields=["is_default"])
