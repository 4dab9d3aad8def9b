"""What can go wrong with an account. The first is a ValidationError, so forms and commands can show it as it is."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class EmailTaken(ValidationError):
    """There is an account with this e-mail already, perhaps in another case."""

    def __init__(self, email: str) -> None:
        super().__init__(_("There is already an account with this e-mail address."), code="email_taken")
        self.email = email


class LinkInvalid(Exception):
    """A link from a mail that is wrong, too old or used already."""


class StaffAccount(Exception):
    """Staff do not delete themselves on the shop's pages: their work in both admins hangs on the account."""


class AddressBookFull(Exception):
    """A customer keeps as many addresses as `limit` already."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"No more than {limit} addresses.")
        self.limit = limit
