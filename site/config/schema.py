"""The OpenAPI schema: which addresses it covers."""

from typing import Any

Endpoint = tuple[str, str, str, Any]


def only_the_api(endpoints: list[Endpoint], **kwargs: object) -> list[Endpoint]:
    """Leave out what is not under /api/v1/: Wagtail's own admin API."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
