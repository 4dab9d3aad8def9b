"""The Django admin as the shop's back-office: its name, and what staff use most, first."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

FIRST = ["orders", "catalog_pages", "customers"]


class BackOffice(AdminSite):
    site_header = _("Pipit back-office")
    site_title = _("Pipit back-office")
    index_title = _("The shop")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The shop's own parts in the order of FIRST, then the rest by name as Django has it."""
        apps: list[Any] = super().get_app_list(request, app_label)
        return sorted(
            apps, key=lambda app: FIRST.index(app["app_label"]) if app["app_label"] in FIRST else len(FIRST)
        )


class BackOfficeConfig(AdminConfig):
    default_site = "config.back_office.BackOffice"
