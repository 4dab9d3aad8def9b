"""Coming in: log-in, log-out, sign-up, activation."""

from django.contrib import messages
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from customers import accounts
from customers.exceptions import LinkInvalid
from customers.forms import EmailForm, LogInForm, SignUpForm
from customers.views.limits import limited


class LogIn(LoginView):
    """Django's own: safe `next`, session key renewed, failures counted by django-axes."""

    template_name = "account/login.html"
    authentication_form = LogInForm
    redirect_authenticated_user = True


class LogOut(LogoutView):
    """By POST only; ends on the home page."""


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@limited
def sign_up(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("account:home")
    form = SignUpForm(request.POST or None)
    if form.is_valid():
        accounts.sign_up(**form.cleaned_data)
        return _look_in_your_mail(request, form.cleaned_data["email"])
    return render(request, "account/signup.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
@limited
def resend_activation(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if form.is_valid():
        accounts.resend_activation(**form.cleaned_data)
        return _look_in_your_mail(request, form.cleaned_data["email"])
    return render(request, "account/activation_again.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """Opens the account by a button: mail scanners follow links, and what they follow proves nothing."""
    if request.method == "GET":
        return render(request, "account/activate.html")
    try:
        customer = accounts.activate(uid=uid, token=token)
    except LinkInvalid:
        context = {"form": EmailForm(), "expired": True}
        return render(request, "account/activation_again.html", context, status=400)
    messages.success(
        request, _("Your account is open. Log in to it with %(email)s.") % {"email": customer.email}
    )
    return redirect("account:login")


def _look_in_your_mail(request: HttpRequest, email: str) -> HttpResponse:
    request.session["account_mail_to"] = email
    return redirect("account:mail_sent")


@never_cache
@require_http_methods(["GET"])
def mail_sent(request: HttpRequest) -> HttpResponse:
    """The same words for a new address and for a known one."""
    return render(request, "account/mail_sent.html", {"email": request.session.get("account_mail_to", "")})
