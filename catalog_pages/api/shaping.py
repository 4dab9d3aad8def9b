"""Answers without making their serializers anew: to make one takes longer than to write with it.

For serializers that read nothing of a request. They keep no state while they write, so all threads share one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from rest_framework.serializers import BaseSerializer

Shape = Callable[..., BaseSerializer[Any]]


def shaped(serializer: Shape, value: object, currency: str = "") -> Any:
    """What `serializer(value, context={"currency": currency}).data` is."""
    return _made(serializer, currency).to_representation(value)


def shaped_all(serializer: Shape, values: Iterable[object], currency: str = "") -> list[Any]:
    """The same of each of these."""
    write = _made(serializer, currency).to_representation
    return [write(value) for value in values]


@lru_cache(maxsize=500)
def _made(serializer: Shape, currency: str) -> BaseSerializer[Any]:
    made = serializer(context={"currency": currency})
    getattr(made, "fields", None)  # made here, and not by two threads at once
    return made
