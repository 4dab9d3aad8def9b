"""What may be done in the back-office with rows that only the shop itself writes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


class NeverAdded:
    """For admins of rows that come about elsewhere: a checkout, a parcel that leaves."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NeverDeleted:
    """For admins of the books: what was sold, paid and sent stays."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReadOnly(NeverAdded, NeverDeleted):
    """To be looked at, by whoever may view or change the rows."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        # Django lets those view who may change; above, nobody may.
        may_change: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        may_view: bool = super().has_view_permission(request, obj)  # type: ignore[misc]
        return may_view or may_change
