"""Headers that Django does not set by itself, and the two admins' looser content security policy."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# Both admins and the API's docs ship inline scripts and styles; nothing a shopper types is shown there unescaped.
BACK_OFFICE = ("/admin/", "/cms/", "/api/v1/docs/")
BACK_OFFICE_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "worker-src": [SELF, "blob:"],
}
PERSONAL = ("/cart/", "/checkout/", "/orders/", "/account/", "/wishes/")


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The shop's strict policy; under the two admins, one that their own scripts can live with."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(BACK_OFFICE) and parts.replace is None:
            parts.replace = BACK_OFFICE_POLICY
        return parts


class SecurityHeadersMiddleware:
    """Adds Permissions-Policy, and keeps personal pages out of shared caches and search engines' sight."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        if request.path.startswith(PERSONAL):
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response
