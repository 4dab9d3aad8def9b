"""Where the customer is logged in, and ending it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from rest_framework.authtoken.models import Token

from customers import log_ins
from customers.models import Customer


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """This browser, the others, and apps that hold a token."""
    customer = cast(Customer, request.user)
    context = {
        "log_ins": log_ins.log_ins_of(customer),
        "this": request.session.session_key,
        "token": Token.objects.filter(user=customer).first(),
    }
    return render(request, "account/sessions.html", context)


@never_cache
@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Log one of the customer's own browsers out."""
    customer = cast(Customer, request.user)
    others = customer.log_ins.exclude(session_key=request.session.session_key)
    log_ins.end(log_in=get_object_or_404(others, pk=pk))
    messages.success(request, _("That browser is logged out."))
    return redirect("account:sessions")


@never_cache
@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Log out everywhere but here, apps too."""
    customer = cast(Customer, request.user)
    ended = log_ins.end_others(customer=customer, but=request.session.session_key)
    Token.objects.filter(user=customer).delete()
    words = ngettext("%d other browser is logged out.", "%d other browsers are logged out.", ended)
    messages.success(request, words % ended)
    return redirect("account:sessions")


@never_cache
@login_required
@require_POST
def end_token(request: HttpRequest) -> HttpResponse:
    """Log the customer's apps out."""
    Token.objects.filter(user=cast(Customer, request.user)).delete()
    messages.success(request, _("Your apps are logged out."))
    return redirect("account:sessions")
