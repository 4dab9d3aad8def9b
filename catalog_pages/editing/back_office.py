"""The way from the Wagtail admin to the back-office, shown to those whom the back-office lets in."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem


class BackOfficeMenuItem(MenuItem):
    """Shown to staff only; an editor without the back-office would be turned away at its door."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and getattr(request.user, "is_staff", False))


class BackOfficeURLFinder:
    """Where a model's rows are edited, for Wagtail's links: the Django admin, if the user may look there."""

    model: type[Model]

    def __init__(self, user: Any = None) -> None:
        self.user = user

    def get_edit_url(self, instance: Model) -> str | None:
        meta = instance._meta
        user = self.user
        may = user is None or (user.is_staff and user.has_perm(f"{meta.app_label}.view_{meta.model_name}"))
        if not may:
            return None
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[instance.pk])
