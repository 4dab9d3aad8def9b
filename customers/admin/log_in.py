from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from customers.models import Customer, LogIn

if TYPE_CHECKING:
    _LogInInline = admin.TabularInline[LogIn, Customer]
else:
    _LogInInline = admin.TabularInline


class LogInInline(_LogInInline):
    """Where the customer is logged in: to look at; which session it is stays hidden."""

    model = LogIn
    fields = ("browser", "created_at", "seen_at")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Customer | None = None) -> bool:
        return False
