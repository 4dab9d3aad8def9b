"""What a person importing a file is told at the end."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _


class ImportReport:
    """For admins with import-export: files that Excel reads, and no word of success where rows were refused."""

    to_encoding = "utf-8-sig"

    def add_success_message(self, result: Any, request: HttpRequest) -> None:
        refused = [
            *((number, error.error) for number, errors in result.row_errors() for error in errors),
            *((row.number, ", ".join(row.error.messages)) for row in result.invalid_rows),
        ]
        if not (refused or result.base_errors):
            super().add_success_message(result, request)  # type: ignore[misc]
            return
        for error in result.base_errors:
            messages.error(request, str(error.error))
        for number, reason in refused:
            messages.error(request, _("Row %(number)d: %(reason)s") % {"number": number, "reason": reason})
        messages.error(
            request, _("Nothing was imported.") if result.has_errors() else _("These rows were not imported.")
        )
