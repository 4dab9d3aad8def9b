from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.results import Error, RowResult
from import_export.widgets import BooleanWidget
from tablib import Dataset


class PlainError(Error):
    """An error in words: a person who imports a file has no use for a traceback."""

    traceback = ""


class YesOrNo(BooleanWidget):
    """1 or 0, true or false, yes or no. Anything else is refused rather than taken for no."""

    TRUE_VALUES = ["1", 1, True, "true", "TRUE", "True", "yes", "Yes", "YES"]
    FALSE_VALUES = ["0", 0, False, "false", "FALSE", "False", "no", "No", "NO"]

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        if value in self.TRUE_VALUES:
            return True
        if value in self.FALSE_VALUES:
            return False
        raise ValueError(_("“%s” is neither 1 nor 0.") % value)


class Column(fields.Field):
    """A column that its resource reads by `read_<name>(row)` and writes by `write_<name>(row, cell)`.

    `write_` raises ValueError, in words, where the cell makes no sense.
    """

    resource: CatalogueResource

    def __init__(self, name: str, *, readonly: bool = False) -> None:
        super().__init__(attribute=name, column_name=name, readonly=readonly)

    def get_value(self, instance: Any) -> Any:
        return getattr(self.resource, f"read_{self.attribute}")(instance)

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if not self.readonly:
            getattr(self.resource, f"write_{self.attribute}")(instance, text(row, self.column_name))


class CatalogueResource(resources.ModelResource):
    """Undoes all that a bad row did, validates as the admin's forms do, and skips rows that change nothing."""

    user: Any = None

    WIDGETS_MAP = {**resources.ModelResource.WIDGETS_MAP, "BooleanField": YesOrNo}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for field in self.fields.values():
            field.resource = self

    @classmethod
    def get_error_result_class(cls) -> type[Error]:
        return PlainError

    def before_import(self, dataset: Dataset, **kwargs: Any) -> None:
        """Remembers who imports, and takes a missing key column for an empty one."""
        self.user = kwargs.get("user")
        for name in self._meta.import_id_fields:
            if name not in (dataset.headers or []):
                dataset.append_col([""] * len(dataset), header=name)

    def import_field(self, field: Any, instance: Any, row: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        try:
            super().import_field(field, instance, row, *args, **kwargs)
        except ArithmeticError as error:
            raise ValueError(_("“%s” is not a number.") % text(row, field.column_name)) from error

    def import_row(self, row: dict[str, Any], instance_loader: Any, **kwargs: Any) -> RowResult:
        try:
            with transaction.atomic():
                result: RowResult = super().import_row(row, instance_loader, **kwargs)
                if result.errors or result.validation_error:
                    raise _Refused(result)
        except _Refused as refused:
            return refused.result
        return result


class _Refused(Exception):
    def __init__(self, result: RowResult) -> None:
        self.result = result


def text(row: dict[str, Any], column: str) -> str:
    """What a cell says, without space around it; empty when the file has no such column or cell."""
    cell = row.get(column)
    return "" if cell is None else str(cell).strip()
