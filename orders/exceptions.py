"""What can go wrong between a cart and a delivered order.

Each exception carries the data that a page, the API or the admin needs to say it in its own words.
`catalog_pages.exceptions.OutOfStock` passes through as it is.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from catalog_pages.models import Product
    from orders.models import Item, Order, Return


class OrderError(Exception):
    """The base of everything this app raises."""


# --- Carts -------------------------------------------------------------------------------------------


class CartIsEmpty(OrderError):
    """There is nothing in the cart to order: never was, or another checkout took it a moment ago."""


class CartGone(OrderError):
    """The cart was removed while it was being changed: it was merged into a customer's by a log-in."""


class QuantityOutOfRange(OrderError):
    """A line may hold 1 to `maximum` pieces; `quantity` were asked for."""

    def __init__(self, quantity: int, maximum: int) -> None:
        self.quantity = quantity
        self.maximum = maximum
        super().__init__(f"{quantity} is not between 1 and {maximum}")


class LineUnavailable(OrderError):
    """The shop no longer sells this. `item` is the cart's line; None where it was about to be added."""

    def __init__(self, item: Item | None, *, sku: str = "", name: str = "") -> None:
        self.item = item
        self.sku = item.sku if item is not None else sku
        self.name = item.name if item is not None else name
        super().__init__(f"{self.sku} is not on sale")


class VoucherProblem(TextChoices):
    """Why a voucher cannot be used, in words a shopper can read."""

    UNKNOWN = "unknown", _("There is no such voucher.")
    INACTIVE = "inactive", _("This voucher is not valid.")
    NOT_STARTED = "not_started", _("This voucher is not valid yet.")
    ENDED = "ended", _("This voucher is no longer valid.")
    USED_UP = "used_up", _("This voucher has been used up.")
    BELOW_MINIMUM = "below_minimum", _("The cart is below this voucher's minimum.")
    NOTHING_COVERED = "nothing_covered", _("This voucher is for other goods than those in the cart.")
    TOO_FEW = "too_few", _("This voucher is for more pieces than are in the cart.")
    ALREADY_USED = "already_used", _("You have used this voucher as often as it allows.")
    NOT_FIRST_ORDER = "not_first_order", _("This voucher is for a first order.")
    OUTDONE = "outdone", _("You save more without this voucher, so it is not used.")
    SAVES_NOTHING = "saves_nothing", _("This voucher would save you nothing, so it is not used.")

    @property
    def stands_in_the_way(self) -> bool:
        """Whether the voucher is refused; else it is merely left unused."""
        return self not in (VoucherProblem.OUTDONE, VoucherProblem.SAVES_NOTHING)


class VoucherNotUsable(OrderError):
    """A voucher cannot be used, for `reason`."""

    def __init__(self, code: str, reason: VoucherProblem) -> None:
        self.code = code
        self.reason = reason
        super().__init__(f"{code}: {reason.value}")


# --- Checkout ----------------------------------------------------------------------------------------


class EmailNotValid(OrderError):
    """The e-mail address of a checkout is missing or malformed."""

    def __init__(self, email: str) -> None:
        self.email = email
        super().__init__(f"{email!r} is not an e-mail address")


class AddressNotValid(OrderError):
    """An address lacks what its country asks for. `kind` is "shipping" or "billing"; `errors` are by field."""

    def __init__(self, kind: str, errors: Mapping[str, Sequence[str]]) -> None:
        self.kind = kind
        self.errors = {field: list(messages) for field, messages in errors.items()}
        super().__init__(f"{kind} address: {', '.join(self.errors)}")


class VatNumberNotValid(OrderError):
    """This is no VAT number of a country of the EU, by its form and check digits."""

    def __init__(self, number: str) -> None:
        self.number = number
        super().__init__(f"{number!r} is not a VAT number")


class OfferGone(OrderError):
    """A promotion without a code was used up, by all or by this buyer, since the order was priced: price it anew."""


class PricesChanged(OrderError):
    """The total is no longer what the shopper was shown. Both are gross, in the cart's currency."""

    def __init__(self, old: Decimal, new: Decimal) -> None:
        self.old = old
        self.new = new
        super().__init__(f"{old} became {new}")


class ShippingNotAvailable(OrderError):
    """This shipping method is not offered for this cart in this country (ISO 3166-1 alpha-2)."""

    def __init__(self, code: str, country: str) -> None:
        self.code = code
        self.country = country
        super().__init__(f"{code!r} does not ship to {country}")


class PaymentMethodNotAvailable(OrderError):
    """The shop does not offer this payment method."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(f"{code!r} is not offered")


class IdempotencyKeyNotValid(OrderError):
    """An idempotency key has 1 to 255 characters."""


class IdempotencyConflict(OrderError):
    """This idempotency key was used before, for a different order."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(f"{key!r} was used for a different order")


# --- Fulfilment --------------------------------------------------------------------------------------


class IllegalTransition(OrderError):
    """The order cannot move to `target` from where it stands."""

    def __init__(self, order: Order, target: Order.Status) -> None:
        self.order = order
        self.target = target
        super().__init__(f"{order.number} is {order.status}, it cannot become {target.value}")


class StaffOnly(OrderError):
    """Only staff, or the shop itself, make this move: no customer marks an order paid or delivered."""

    def __init__(self, move: str) -> None:
        self.move = move
        super().__init__(f"{move} is for staff")


class RefundNotPossible(OrderError):
    """`asked` cannot be paid back: `refundable` is what is left of what was paid. Gross, the order's currency."""

    def __init__(self, asked: Decimal, refundable: Decimal) -> None:
        self.asked = asked
        self.refundable = refundable
        super().__init__(f"{asked} of {refundable} cannot be refunded")


class NoPiecesChosen(OrderError):
    """Not a single piece was named to be sent, cancelled, taken back or refunded."""


class PiecesNotThere(OrderError):
    """`asked` pieces of a line cannot be sent, cancelled, taken back or refunded: `left` can, at most.

    `sku` is "" for a line that is none of the order's.
    """

    def __init__(self, sku: str, asked: int, left: int) -> None:
        self.sku = sku
        self.asked = asked
        self.left = left
        super().__init__(f"{asked} of {left} of {sku or 'a line that is not there'}")


class ReturnIsClosed(OrderError):
    """The return was received or refused before."""

    def __init__(self, goods_return: Return) -> None:
        self.goods_return = goods_return
        super().__init__(f"return {goods_return.pk} is {goods_return.status}")


class ReturnPeriodOver(OrderError):
    """Shoppers can no longer announce a return of this order themselves; None where they never could."""

    def __init__(self, until: datetime | None) -> None:
        self.until = until
        super().__init__(f"returns were taken until {until}")


class ReturnAnnouncedMeanwhile(OrderError):
    """A return of the order was announced since the shopper looked: by the same form, most likely."""

    def __init__(self, order: Order) -> None:
        self.order = order
        super().__init__(f"another return of {order.number} was announced")


class NotBought(OrderError):
    """Nothing of this product was ever sent to the customer who wants to review it."""

    def __init__(self, product: Product) -> None:
        self.product = product
        super().__init__(f"{product} was not bought")


class WishListFull(OrderError):
    """A wish list holds at most `most` things."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"there are {most} wishes already")


class InvoiceIsFinal(OrderError):
    """An invoice, once issued, is neither changed nor deleted: a credit note corrects it."""

    def __init__(self, what: object) -> None:
        self.what = what
        super().__init__(f"{what}: final, a credit note corrects it")


class PaymentFailed(OrderError):
    """A payment provider refused. `public_message` may be shown to the shopper, `detail` is for staff and the log."""

    def __init__(self, public_message: str = "", *, detail: str = "") -> None:
        self.public_message = public_message
        self.detail = detail
        super().__init__(detail or public_message or "the payment provider did not answer")


class PaymentUnanswered(PaymentFailed):
    """A payment provider did not answer: it may have been done or not, and is asked again with the same key."""


class WebhookNotGenuine(OrderError):
    """A message to a webhook that is not the provider's: no signature, a wrong one, an old one."""


# --- Webhooks ----------------------------------------------------------------------------------------


class TargetProblem(TextChoices):
    """Why the shop does not post to an address, in words that staff can read."""

    NO_ADDRESS = "no_address", _("Enter an address such as https://example.com/hooks.")
    HAS_PASSWORD = "has_password", _("An address with a name or password in it is not posted to.")
    NOT_ENCRYPTED = "not_encrypted", _("The address must begin with https://.")
    NOT_PUBLIC = "not_public", _("The host has no address on the public internet.")


class TargetNotAllowed(OrderError):
    """The shop does not post there, for `problem`."""

    def __init__(self, problem: TargetProblem) -> None:
        self.problem = problem
        super().__init__(str(problem.label))


class NotTaken(OrderError):
    """A webhook's receiver answered with `status`, which is no success."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"The answer was {status}")
