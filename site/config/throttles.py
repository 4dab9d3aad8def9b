"""Request limits of the API, by scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.throttling import ScopedRateThrottle

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class ScopedThrottle(ScopedRateThrottle):
    """A view's `throttle_scope` where it names one; else "read" for safe methods and "write" for the others."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        default = "read" if request.method in ("GET", "HEAD", "OPTIONS") else "write"
        self.scope = getattr(view, self.scope_attr, None) or default
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        return super(ScopedRateThrottle, self).allow_request(request, view)
