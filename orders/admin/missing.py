from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.db.models.options import Options


def back_to_list(request: HttpRequest, opts: Options[Any]) -> HttpResponseRedirect:
    """Say that there is no such row (any more), and show those there are."""
    words = _("There is no such %(name)s. It may have been deleted.") % {"name": opts.verbose_name}
    messages.warning(request, words)
    return HttpResponseRedirect(reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist"))
