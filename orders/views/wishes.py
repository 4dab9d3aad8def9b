"""The wish list: a customer's, or a guest's. Every change answers with a redirect."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from wagtail.models import Site

from catalog_pages.listing import cards_for
from catalog_pages.models import Product, ShopSettings, Variant
from orders import carts, wishes
from orders.access import cart_from_request
from orders.exceptions import WishListFull
from orders.same_origin import from_our_pages_or_with_token
from orders.wish_cookie import guests_wishes, remember_wishes


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """What is wished for, the latest first; what the shop no longer shows by name alone. A fixed number of queries."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    wished = _wished(request)
    cards = cards_for(wished, site=site)
    shown = {card.pk for card in cards}
    gone = Product.objects.in_bulk([pk for pk in wished if pk not in shown])
    context = {
        "wishes": cards,
        "gone": [gone[pk] for pk in wished if pk in gone],
        "currency": ShopSettings.for_request(request).currency,
    }
    return render(request, "orders/wishes.html", context)


@from_our_pages_or_with_token
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Keep a product for later. Its form is that of the cart on the product's page: it names a product or a SKU."""
    return _keep(request, _product_named(request))


@require_POST
def keep_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a line of the cart to the wish list."""
    cart = cart_from_request(request)
    item = cart.items.select_related("variant__product").filter(pk=pk).first() if cart else None
    if cart is None or item is None or item.variant is None:
        raise Http404
    answer = _keep(request, item.variant.product, go_to="orders:cart")
    carts.remove(cart=cart, item=item)
    return answer


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    answer = redirect("orders:wishes")
    if request.user.is_authenticated:
        wishes.remove(customer=request.user, product=pk)
    else:
        remember_wishes(answer, [each for each in guests_wishes(request) if each != pk])
    messages.success(request, _("It is off your wish list."))
    return answer


def _wished(request: HttpRequest) -> list[int]:
    return wishes.wished_by(request.user) if request.user.is_authenticated else guests_wishes(request)


def _keep(request: HttpRequest, product: Product, *, go_to: str = "orders:wishes") -> HttpResponse:
    answer = redirect(go_to)
    wished = _wished(request)
    try:
        if request.user.is_authenticated:
            wishes.add(customer=request.user, product=product)
        elif product.pk not in wished and len(wished) >= wishes.MOST:
            raise WishListFull(wishes.MOST)
        else:
            remember_wishes(answer, [product.pk, *(pk for pk in wished if pk != product.pk)])
    except WishListFull as full:
        words = _("Your wish list holds %(most)d things, and no more. Take one off first.")
        messages.error(request, words % {"most": full.most})
        return redirect("orders:wishes")
    messages.success(request, _("%(name)s is on your wish list.") % {"name": product.name})
    return answer


def _product_named(request: HttpRequest) -> Product:
    sku, slug = (request.POST.get(name, "").replace("\x00", "") for name in ("sku", "product"))
    if sku:
        variant = Variant.objects.active().with_sku(sku).select_related("product").first()
        if variant is None:
            raise Http404
        return variant.product
    return get_object_or_404(Product.objects.published(), slug=slug)
