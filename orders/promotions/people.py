"""Who somebody is, as far as limits per customer go: a guest and an account with the same e-mail are one person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth import get_user_model
from django.utils.crypto import salted_hmac

SALT = "orders.promotions.people"


@dataclass(frozen=True)
class Person:
    """An account, or a guest's e-mail address, or both."""

    customer_id: int | None = None
    email: str = ""

    def __bool__(self) -> bool:
        return self.customer_id is not None or bool(self.email)

    @cached_property
    def emails(self) -> frozenset[str]:
        """The address typed and the account's own, in small letters. At most one query, the first time."""
        emails = {self.email}
        if self.customer_id is not None:
            customers = get_user_model().objects.filter(pk=self.customer_id)
            emails.update(customers.values_list("email", flat=True))
        return frozenset(email.strip().lower() for email in emails if email.strip())

    @cached_property
    def keys(self) -> list[str]:
        """What the uses of a promotion are counted under, in a fixed order; no address can be read from them."""
        keys = [f"email:{salted_hmac(SALT, email, algorithm='sha256').hexdigest()}" for email in self.emails]
        if self.customer_id is not None:
            keys.append(f"customer:{self.customer_id}")
        return sorted(keys)
