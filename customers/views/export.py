"""All that the shop knows of a customer, as a file."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from customers.export import everything_of
from customers.forms import ExportForm
from customers.models import Customer
from customers.views.limits import limited


@sensitive_post_parameters("current_password")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
@limited
def export(request: HttpRequest) -> HttpResponse:
    """Asks for the password: whoever finds a phone unlocked does not carry this away."""
    customer = cast(Customer, request.user)
    form = ExportForm(customer, request.POST or None)
    if not form.is_valid():
        return render(request, "account/export.html", {"form": form})
    answer = JsonResponse(
        everything_of(customer),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )
    name = f"account-{timezone.localdate():%Y-%m-%d}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
