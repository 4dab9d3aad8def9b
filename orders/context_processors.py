"""What every rendered page knows of the shopper's cart."""

from django.db.models import Sum
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from catalog_pages.page_cache.dependencies import is_recording
from orders.access import guest_token
from orders.models import Cart

KNOWN = "_pieces_in_cart"


def cart(request: HttpRequest) -> dict[str, object]:
    """`cart_count`: the pieces in the caller's cart, 0 on a page that is made for everybody.

    At most one query, when a template asks; makes no session.
    """
    if is_recording():
        return {"cart_count": 0}
    return {"cart_count": SimpleLazyObject(lambda: pieces_in_cart(request))}


def pieces_in_cart(request: HttpRequest) -> int:
    """The pieces in the caller's cart. At most one query a request, none for a guest without a cart."""
    known: int | None = vars(request).get(KNOWN)
    return known if known is not None else know_pieces(request, _counted(request))


def know_pieces(request: HttpRequest, pieces: int) -> int:
    """They have been counted already: nobody need ask again."""
    vars(request)[KNOWN] = pieces
    return pieces


def _counted(request: HttpRequest) -> int:
    # Error pages are rendered for requests that never reached the authentication middleware.
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        carts = Cart.objects.filter(customer=user.pk)
    else:
        token = guest_token(request)
        if not token or "\x00" in token:
            return 0
        carts = Cart.objects.of_guests().filter(token=token)
    return carts.aggregate(pieces=Sum("items__quantity"))["pieces"] or 0
