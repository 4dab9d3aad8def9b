"""Reading the query strings of the catalogue's lists; what makes no sense is answered 400 in the one error shape."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, NotFound, ValidationError
from rest_framework.utils.urls import replace_query_param

from catalog_pages.exceptions import InvalidFilter
from catalog_pages.listing import ProductFilters

if TYPE_CHECKING:
    from rest_framework.request import Request

PAGE_SIZE = 24
LARGEST_PAGE = 100
HIGHEST = 1_000_000


def filters_of(request: Request) -> ProductFilters:
    """The filters, all of which must make sense."""
    try:
        return ProductFilters.from_query(request.query_params, strict=True)
    except InvalidFilter as invalid:
        raise ValidationError(
            {name: [_invalid(message)] for name, message in invalid.errors.items()}
        ) from invalid


def whole_number(request: Request, name: str, default: int, largest: int) -> int:
    """A parameter of 1 or more; above `largest` it is `largest`."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text[:9]) > 0):
        raise ValidationError({name: [_invalid(_("Use a whole number of 1 or more."))]})
    return min(int(text[:9]), largest)


def neighbours(request: Request, page: int, pages: int) -> tuple[str | None, str | None]:
    """The addresses of the next page and of the one before. Raises NotFound for a page that is not there."""
    if page > pages:
        raise NotFound(_("There are only %d pages.") % pages)
    address = request.build_absolute_uri()
    following = replace_query_param(address, "page", page + 1) if page < pages else None
    before = replace_query_param(address, "page", page - 1) if page > 1 else None
    return following, before


def _invalid(message: str) -> ErrorDetail:
    return ErrorDetail(message, code="invalid")
