from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


def actor_of(request: HttpRequest) -> AbstractBaseUser | None:
    """Who asks, as ledgers and logs name them."""
    return request.user if request.user.is_authenticated else None
