"""The cart's page and what its forms do. Every change answers with a redirect, so that a reload repeats nothing."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from catalog_pages.exceptions import OutOfStock
from catalog_pages.models import ProductPage, ShopSettings, Variant
from orders import carts
from orders.access import cart_from_request
from orders.carts import CartView
from orders.context_processors import know_pieces
from orders.exceptions import LineUnavailable, QuantityOutOfRange, VoucherNotUsable
from orders.forms.cart import AddToCartForm, QuantityForm, VoucherForm
from orders.models import Cart, Item
from orders.same_origin import from_our_pages_or_with_token
from orders.wording import in_words

TYPED = "voucher"
"""What stands in the address of the cart after a voucher that cannot be used: its code, to be put right."""


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The cart. A visitor who never put anything into one gets no row and no session."""
    cart = cart_from_request(request)
    view = carts.view(cart=cart, shop=ShopSettings.for_request(request)) if cart else None
    context = {
        "cart": view,
        "cart_count": know_pieces(request, view.item_count if view else 0),
        "voucher_form": VoucherForm(initial={"code": request.GET.get(TYPED, "")[:40]}),
        "prices_moved": view is not None and prices_moved(view),
    }
    return render(request, "cart/cart.html", context)


@require_POST
def prices_seen(request: HttpRequest) -> HttpResponse:
    """The shopper has read that prices moved: they are not told again."""
    cart = cart_from_request(request)
    if cart is not None:
        carts.acknowledge_prices(cart=cart)
    return redirect("orders:cart")


def prices_moved(view: CartView) -> bool:
    """Whether a price differs from what the shopper saw last."""
    return any(
        line.is_sold and line.item.price_seen is not None and line.item.price_seen != line.unit_price
        for line in view.lines
    )


@from_our_pages_or_with_token
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put a variant into the cart, made for a guest when it is the first. Its form stands on pages for everybody."""
    form = AddToCartForm(request.POST)
    if not form.is_valid():
        return _not_added(request, _problems(form))
    variant = form.cleaned_data["variant"]
    cart = cart_from_request(request, create=True)
    try:
        item = carts.add(cart=cart, variant=variant, quantity=form.cleaned_data["quantity"])
    except (OutOfStock, LineUnavailable, QuantityOutOfRange) as refusal:
        return _not_added(request, _in_words(request, refusal), variant)
    if is_htmx(request):
        return _added(request, cart, item)
    messages.success(request, _("%(name)s is in your cart.") % {"name": item.name})
    return redirect(_next(request) or "orders:cart")


@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a line's quantity; 0 removes it."""
    cart, item = _own_item(request, pk)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _problems(form))
        return redirect(_next(request) or "orders:cart")
    try:
        carts.set_quantity(cart=cart, item=item, quantity=form.cleaned_data["quantity"])
    except (OutOfStock, LineUnavailable, QuantityOutOfRange) as refusal:
        messages.error(request, _in_words(request, refusal))
    return redirect(_next(request) or "orders:cart")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line out."""
    cart, item = _own_item(request, pk)
    carts.remove(cart=cart, item=item)
    messages.success(request, _("%(name)s has been taken out of your cart.") % {"name": item.name})
    return redirect(_next(request) or "orders:cart")


@require_POST
def voucher(request: HttpRequest) -> HttpResponse:
    """Put a voucher into the cart, or with `remove` take it out."""
    cart = cart_from_request(request)
    if cart is None:
        return redirect("orders:cart")
    if "remove" in request.POST:
        carts.remove_voucher(cart=cart)
        return redirect(_next(request) or "orders:cart")
    form = VoucherForm(request.POST)
    if not form.is_valid():
        messages.error(request, _problems(form))
        return redirect(_next(request) or "orders:cart")
    try:
        carts.apply_voucher(cart=cart, code=form.cleaned_data["code"], shop=ShopSettings.for_request(request))
    except VoucherNotUsable as refusal:
        messages.error(request, _in_words(request, refusal))
        typed = urlencode({TYPED: form.cleaned_data["code"]})
        return redirect(_next(request) or f"{reverse('orders:cart')}?{typed}")
    else:
        messages.success(request, _("Your voucher has been applied."))
    return redirect(_next(request) or "orders:cart")


def _added(request: HttpRequest, cart: Cart, item: Item) -> HttpResponse:
    """What was put in, over the page on which it was; the cart priced as its own page prices it."""
    view = carts.view(cart=cart, shop=ShopSettings.for_request(request))
    line = next(each for each in view.lines if each.item.pk == item.pk)
    context = {
        "item": item,
        "image": line.image,
        "total": line.line_total,
        "subtotal": view.totals.subtotal,
        "currency": view.currency,
        "cart_count": know_pieces(request, view.item_count),
    }
    return render(request, "cart/added.html", context)


def _not_added(request: HttpRequest, problem: str, variant: Variant | None = None) -> HttpResponse:
    if is_htmx(request):
        return render(request, "cart/added.html", {"problem": problem})
    messages.error(request, problem)
    return redirect(_back_to_product(request, variant))


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page, by django-htmx's middleware."""
    return bool(getattr(request, "htmx", False))


def _own_item(request: HttpRequest, pk: int) -> tuple[Cart, Item]:
    cart = cart_from_request(request)
    item = cart.items.select_related("variant").filter(pk=pk).first() if cart else None
    if cart is None or item is None:
        raise Http404
    return cart, item


def _problems(form: Form) -> str:
    return " ".join(str(problem) for problems in form.errors.values() for problem in problems)


def _in_words(request: HttpRequest, refusal: Exception) -> str:
    return in_words(refusal, currency=ShopSettings.for_request(request).currency)


def _next(request: HttpRequest) -> str:
    """Where the form asks to go on, when that is a place in this shop; else empty."""
    target = request.POST.get("next", "")
    # A path, never a bare word: redirect() would look that up among the names of the addresses.
    if target.startswith("/") and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return ""


def _back_to_product(request: HttpRequest, variant: Variant | None = None) -> str:
    """The product's page, where the shopper can choose again; with the variant chosen already, where it is known."""
    slug = variant.product.slug if variant else request.POST.get("product", "").replace("\x00", "")
    sku = request.POST.get("sku", "").replace("\x00", "")
    pages = ProductPage.objects.live()
    page = pages.filter(product__slug=slug) if slug else pages.filter(product__variants__sku__iexact=sku)
    found = page.first()
    url = found.get_url(request) if found else None
    if url is None:
        return _next(request) or "orders:cart"
    return f"{url}?{urlencode({'sku': variant.sku})}" if variant else str(url)
