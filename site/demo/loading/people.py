"""The demo shop's customers. They come from PEOPLE, with an address each, and can log in by no password."""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from customers import address_book
from customers.address_rules import ADDRESS_PARTS
from customers.models import Customer
from demo.catalogue.people import Person


def customer_of(person: Person) -> Customer:
    """This person's account, made where there is none."""
    customer = Customer.objects.with_email(person.email).first()
    if customer is None:
        with transaction.atomic():
            customer = Customer.objects.create_user(
                person.email, None, first_name=person.first_name, last_name=person.last_name
            )
            add_address(customer, person)
            came_to_us(customer)
    return customer


def add_address(customer: Customer, person: Person) -> None:
    """Where the person lives, under the customer's own name."""
    parts = {part: getattr(person, part, "") for part in ADDRESS_PARTS}
    names = {"first_name": customer.first_name, "last_name": customer.last_name}
    address_book.add_address(customer=customer, address={**parts, **names})


def came_to_us(customer: Customer) -> None:
    """Date the account back: everybody was a customer before the first order of the history."""
    since = timezone.now() - timedelta(days=random.Random(customer.email).randrange(95, 700), hours=5)
    Customer.objects.filter(pk=customer.pk).update(date_joined=since, activated_at=since)
