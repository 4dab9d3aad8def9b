"""Settings for a shop on the open internet. Refuses to start on a missing or well-known secret."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import ALLOW_HTTP, CONTENT_SECURITY_POLICY, LOGGING, SECRET_KEY, SENTRY_DSN, env

DEBUG = False

if SECRET_KEY in ("", "insecure-development-key", "change-me") or len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing, well known or shorter than 50 characters. Make one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )

STORAGES["staticfiles"] = {"BACKEND": "config.static_files.StaticFilesStorage"}

# HTTPS everywhere unless ALLOW_HTTP=1 (behind no proxy, on a machine of one's own).
SECURE_SSL_REDIRECT = not ALLOW_HTTP
SESSION_COOKIE_SECURE = not ALLOW_HTTP
CSRF_COOKIE_SECURE = not ALLOW_HTTP
SECURE_HSTS_SECONDS = 0 if ALLOW_HTTP else env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not ALLOW_HTTP
SECURE_HSTS_PRELOAD = not ALLOW_HTTP
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$", r"^metrics$"]
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if not ALLOW_HTTP:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] = True

LOGGING["formatters"]["json"] = {
    "()": "structlog.stdlib.ProcessorFormatter",
    "processors": "ext://config.logs.PROCESSORS",
    "foreign_pre_chain": "ext://config.logs.FOREIGN",
}
LOGGING["handlers"]["console"]["formatter"] = "json"

if SENTRY_DSN:
    import sentry_sdk

    sentry_sdk.init(dsn=SENTRY_DSN, send_default_pii=False, traces_sample_rate=0.0)
