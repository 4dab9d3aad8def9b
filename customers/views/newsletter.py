"""The newsletter: asked for, confirmed by a link, left by a link. Links ask for a button: scanners follow them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from customers import newsletter
from customers.exceptions import LinkInvalid
from customers.forms import EmailForm
from customers.models import Customer
from customers.views.limits import limited


@never_cache
@require_http_methods(["GET", "POST"])
@limited
def ask(request: HttpRequest) -> HttpResponse:
    """An address to write to; the same is said of a known one and of a new one."""
    form = EmailForm(request.POST or None)
    if form.is_valid():
        newsletter.ask(**form.cleaned_data)
        context = {"email": form.cleaned_data["email"], "state": "asked"}
        return render(request, "account/newsletter.html", context)
    return render(request, "account/newsletter.html", {"form": form, "state": "form"})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    if request.method == "GET":
        return render(request, "account/newsletter.html", {"state": "confirm"})
    try:
        newsletter.confirm(token=token)
    except LinkInvalid:
        return _expired(request)
    return render(request, "account/newsletter.html", {"state": "confirmed"})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Without log-in and without a CSRF token: mail programs send this POST themselves (RFC 8058).

    The link is the key.
    """
    if request.method == "GET":
        return render(request, "account/newsletter.html", {"state": "leave"})
    try:
        newsletter.leave(token=token)
    except LinkInvalid:
        return _expired(request)
    return render(request, "account/newsletter.html", {"state": "left"})


@never_cache
@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """A customer says yes or no in the account; the address is proved already."""
    customer = cast(Customer, request.user)
    if request.POST.get("wanted") == "1":
        newsletter.subscribe(email=customer.email)
        messages.success(request, _("You will get our newsletter."))
    else:
        newsletter.withdraw(email=customer.email)
        messages.success(request, _("You will get no newsletter from us."))
    return redirect("account:home")


def _expired(request: HttpRequest) -> HttpResponse:
    context = {"form": EmailForm(), "state": "expired"}
    return render(request, "account/newsletter.html", context, status=400)
