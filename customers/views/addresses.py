"""The address book."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers import address_book
from customers.exceptions import AddressBookFull
from customers.forms.address import UPDATE_COUNTRY, AddressForm
from customers.models import Address, Customer

# A change of country draws the form anew; without scripts a button does.
REDRAW = {
    "hx-post": "",
    "hx-include": "closest form",
    "hx-vals": '{"%s": "1"}' % UPDATE_COUNTRY,  # noqa: UP031  JSON is full of braces
    "hx-target": "#address-form",
    "hx-select": "#address-form",
    "hx-swap": "outerHTML",
}


@never_cache
@login_required
@require_safe
def addresses(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    return render(request, "account/addresses.html", {"addresses": customer.addresses.all()})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    form = _form(request, {"first_name": customer.first_name, "last_name": customer.last_name})
    if form.is_bound and form.is_valid():
        try:
            address_book.add_address(
                customer=customer, address=form.cleaned_data, default="make_default" in request.POST
            )
        except AddressBookFull as full:
            form.add_error(
                None, _("An address book holds at most %(limit)d addresses.") % {"limit": full.limit}
            )
        else:
            messages.success(request, _("The address is in your book."))
            return redirect("account:addresses")
    return render(request, "account/address_form.html", {"form": form})


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own(request, pk)
    form = _form(request, entry.parts)
    if form.is_bound and form.is_valid():
        address_book.change_address(
            entry=entry, address=form.cleaned_data, default="make_default" in request.POST
        )
        messages.success(request, _("The address is saved."))
        return redirect("account:addresses")
    return render(request, "account/address_form.html", {"form": form, "entry": entry})


@login_required
@require_POST
def make_default(request: HttpRequest, pk: int) -> HttpResponse:
    address_book.make_default(entry=_own(request, pk))
    messages.success(request, _("Forms now begin with this address."))
    return redirect("account:addresses")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = _own(request, pk)
    if request.method == "POST":
        address_book.remove_address(entry=entry)
        messages.success(request, _("The address is removed."))
        return redirect("account:addresses")
    return render(
        request, "account/address_remove.html", {"entry": entry, "back": reverse("account:addresses")}
    )


def _own(request: HttpRequest, pk: int) -> Address:
    """The caller's own address; others' are not there for them."""
    return get_object_or_404(Address.objects.select_related("customer"), pk=pk, customer_id=request.user.pk)


def _form(request: HttpRequest, initial: dict[str, str]) -> AddressForm:
    if UPDATE_COUNTRY in request.POST:
        return AddressForm.redrawn(request.POST, country_attrs=REDRAW)
    return AddressForm(request.POST or None, initial=initial, country_attrs=REDRAW)
