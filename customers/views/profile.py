"""The account itself: its front page, name and phone, e-mail address, end."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from customers import accounts, email_change
from customers.exceptions import EmailTaken, LinkInvalid, StaffAccount
from customers.forms import DeleteForm, DetailsForm, EmailChangeForm
from customers.links import read_email_change
from customers.models import Customer
from customers.newsletter import is_subscribed
from customers.views.limits import limited


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    context = {
        "default_address": customer.addresses.first(),
        "gets_newsletter": is_subscribed(customer.email),
    }
    return render(request, "account/home.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    stored = {
        "first_name": customer.first_name,
        "last_name": customer.last_name,
        "phone": str(customer.phone or ""),
    }
    form = DetailsForm(request.POST or None, initial=stored)
    if form.is_valid():
        accounts.change_details(customer=customer, **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("account:home")
    return render(request, "account/details.html", {"form": form})


@sensitive_post_parameters("current_password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@limited
def change_email(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    form = EmailChangeForm(customer, request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        email_change.ask_email_change(customer=customer, email=email)
        message = _(
            "We have written to %(email)s. Your address changes when you follow the link in that mail."
        )
        messages.info(request, message % {"email": email})
        return redirect("account:home")
    return render(request, "account/email_change.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def confirm_email(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a button: mail scanners follow links, and what they follow proves nothing."""
    try:
        if request.method == "GET":
            _customer, email = read_email_change(token)
            return render(request, "account/email_confirm.html", {"email": email})
        customer = email_change.confirm_email_change(token=token)
    except LinkInvalid:
        return render(request, "account/email_confirm.html", {"problem": "expired"}, status=400)
    except EmailTaken:
        return render(request, "account/email_confirm.html", {"problem": "taken"}, status=400)
    messages.success(request, _("Your e-mail address is now %(email)s.") % {"email": customer.email})
    return redirect("account:home")


@sensitive_post_parameters("current_password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@limited
def delete(request: HttpRequest) -> HttpResponse:
    customer = cast(Customer, request.user)
    form = DeleteForm(customer, request.POST or None)
    if form.is_valid():
        try:
            accounts.delete_account(customer=customer)
        except StaffAccount:
            form.add_error(None, _("Staff accounts are removed in the back office."))
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for having been with us."))
            return redirect("/")
    return render(request, "account/delete.html", {"form": form})
