"""Forgotten and changed passwords."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from customers import passwords
from customers.exceptions import LinkInvalid
from customers.forms import EmailForm, NewPasswordForm, PasswordChangeForm
from customers.models import Customer
from customers.views.limits import limited


@never_cache
@require_http_methods(["GET", "POST"])
@limited
def password_reset(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if form.is_valid():
        passwords.ask_password_reset(**form.cleaned_data)
        request.session["account_mail_to"] = form.cleaned_data["email"]
        return redirect("account:mail_sent")
    return render(request, "account/password_reset.html", {"form": form})


@sensitive_post_parameters("new_password")
@never_cache
@require_http_methods(["GET", "POST"])
def password_reset_confirm(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    try:
        form = NewPasswordForm(passwords.resettable(uid=uid, token=token), request.POST or None)
        if form.is_valid():
            passwords.reset_password(uid=uid, token=token, new_password=form.cleaned_data["new_password"])
            messages.success(request, _("Your new password is set. Log in with it."))
            return redirect("account:login")
    except LinkInvalid:
        return render(
            request, "account/password_reset.html", {"form": EmailForm(), "expired": True}, status=400
        )
    return render(request, "account/password_reset_confirm.html", {"form": form})


@sensitive_post_parameters("current_password", "new_password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@limited
def password_change(request: HttpRequest) -> HttpResponse:
    """Ends the sessions of other devices; this one goes on."""
    customer = cast(Customer, request.user)
    form = PasswordChangeForm(customer, request.POST or None)
    if form.is_valid():
        passwords.change_password(customer=customer, new_password=form.cleaned_data["new_password"])
        update_session_auth_hash(request, customer)
        messages.success(request, _("Your password is changed. Other devices have to log in again."))
        return redirect("account:home")
    return render(request, "account/password_change.html", {"form": form})
