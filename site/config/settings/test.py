"""Settings of the test suite: quick hashing, mails kept in memory, tasks in process."""

from .base import *
from .base import DATABASES

DEBUG = False
SECRET_KEY = "tests-only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = ""
CELERY_TASK_ALWAYS_EAGER = True
EMBEDDED_HEARTBEAT = False
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STRIPE_SECRET_KEY = STRIPE_PUBLISHABLE_KEY = STRIPE_WEBHOOK_SECRET = ""
ALLOW_HTTP = WEBHOOKS_ALLOW_PRIVATE = False
THROTTLES = False
PAGE_CACHE = False  # its own tests switch it on
AXES_ENABLED = False
REST_FRAMEWORK = {**globals()["REST_FRAMEWORK"], "DEFAULT_THROTTLE_CLASSES": []}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
    # Threads in the race tests each take a connection of their own; a pool would outlive the test database.
    # A statement is prepared the first time, so that no test asks for anything that cannot be.
    # Nothing is compiled, as in a shop, and no commit waits for a disk: what a test commits goes after it.
    DATABASES["default"]["OPTIONS"] = {
        "prepare_threshold": 0,
        "options": "-c jit=off -c synchronous_commit=off",
    }
LOGGING = {**globals()["LOGGING"], "root": {"handlers": ["console"], "level": "WARNING"}}
