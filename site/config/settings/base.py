"""Settings common to every way of running Pipit. What differs by machine comes from the environment.

`.env.example` lists every variable with its default.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.spreadsheets import CSV, XLSX

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR.mkdir(exist_ok=True)

# --- Who may ask -------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or "insecure-development-key"
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ALLOW_HTTP = env.bool("ALLOW_HTTP", default=False)

# --- Parts -------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "demo",
    "orders",
    "search",
    "customers",
    "catalog_pages",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "customers.cms.apps.UsersConfig",  # wagtail.users, held to our rule of who may change whom
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "mptt",
    "import_export",
    "rest_framework",
    "rest_framework.authtoken",
    "djoser",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "django_filters",
    "django_htmx",
    "django_countries",
    "phonenumber_field",
    "axes",
    "csp",
    "django_prometheus",
    "config.back_office.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "config.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.StaticFilesMiddleware",
    # Below the static files, which are compressed once and for all; kept pages come compressed and pass through.
    "config.compression.CompressionMiddleware",
    "catalog_pages.page_cache.middleware.PageCacheMiddleware",
    "catalog_pages.sites.SiteMiddleware",
    "config.security.SecurityHeadersMiddleware",
    "config.speculation.SpeculationRulesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "customers.log_ins.LogInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "orders.badge.BadgeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "catalog_pages.context_processors.storefront",
                "orders.context_processors.cart",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

# --- Data --------------------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'pipit.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers queue for the lock at BEGIN instead of failing half way through; readers never wait.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    # A pool a process keeps its connections; each is looked at before it is used, so that the first shoppers after a
    # restart of PostgreSQL do not meet those it ended.
    DATABASES["default"]["ENGINE"] = "config.postgresql"
    # Compiling a query pays for reports; a shop's own are done before it would have begun.
    DATABASES["default"]["OPTIONS"] = {"options": "-c jit=off"}
    # What is asked again and again is planned once a connection (catalog_pages.prepared). A pooler between here and
    # PostgreSQL has to know of it: PgBouncer does from 1.21 on.
    if env.bool("PREPARED_STATEMENTS", default=True):
        DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5
    pool_size = env.int("DATABASE_POOL_SIZE", default=8)
    if pool_size:  # none: each thread has its own connection
        DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, dict[str, Any]] = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# Whole pages, the same for every shopper, kept in each process (catalog_pages.page_cache).
PAGE_CACHE = env.bool("PAGE_CACHE", default=True)
PAGE_CACHE_MB = env.int("PAGE_CACHE_MB", default=16)
PAGE_CACHE_SECONDS = min(env.int("PAGE_CACHE_SECONDS", default=3600), 12 * 3600)
# How long a content delivery network may keep them, and the header that tells it their keys.
PAGE_CACHE_CDN_SECONDS = env.int("PAGE_CACHE_CDN_SECONDS", default=0)
PAGE_CACHE_TAG_HEADER = env("PAGE_CACHE_TAG_HEADER", default="")
# The network to tell to forget, as Wagtail's documentation has it, in JSON.
WAGTAILFRONTENDCACHE: dict[str, dict[str, Any]] = env.json("WAGTAILFRONTENDCACHE", default={})

# --- People ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "customers.Customer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "customers.backends.EmailBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account:login"
LOGIN_REDIRECT_URL = "account:home"
LOGOUT_REDIRECT_URL = "/"
# A cache of this process's own memory would show one worker what another has already changed.
PHONENUMBER_DB_FORMAT = "E164"
PHONENUMBER_DEFAULT_FORMAT = "INTERNATIONAL"
SESSION_ENGINE = (
    "django.contrib.sessions.backends.cached_db"
    if "locmem" not in CACHES["default"]["BACKEND"]
    else "django.contrib.sessions.backends.db"
)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Failed log-ins are counted per address and account together, so that nobody can lock another out.
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "customers.lockout.username"
AXES_LOCKOUT_CALLABLE = "customers.lockout.refuse"
AXES_VERBOSE = False
# Log-ins that succeed leave last_login and no more: an endless table of who came when and whence helps nobody.
AXES_DISABLE_ACCESS_LOG = True

# The hops in front of us whose X-Forwarded-For is to be believed; 0 means none.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
AXES_IPWARE_PROXY_COUNT = TRUSTED_PROXIES or None

# 0 switches throttles and log-in limits off, for load tests on a machine of one's own.
THROTTLES = env.bool("THROTTLES", default=True)
AXES_ENABLED = THROTTLES

# --- Words, time, money ------------------------------------------------------------------------------
LANGUAGE_CODE = env("LANGUAGE_CODE", default="en-gb")
LANGUAGES = [("en-gb", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = env("TIME_ZONE", default="Europe/London")
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

# --- Files -------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "site" / "static"]
MEDIA_URL = env("MEDIA_URL", default="/media/")
MEDIA_ROOT = env("MEDIA_ROOT", default="") or str(VAR_DIR / "media")

S3_BUCKET = env("S3_BUCKET", default="")
WHITENOISE_MIMETYPES = {".speculationrules": "application/speculationrules+json"}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT_URL", default="") or None,
            "region_name": env("S3_REGION", default="") or None,
            "access_key": env("S3_ACCESS_KEY", default="") or None,
            "secret_key": env("S3_SECRET_KEY", default="") or None,
            "custom_domain": env("S3_CUSTOM_DOMAIN", default="") or None,
            "querystring_auth": env.bool("S3_QUERYSTRING_AUTH", default=False),
            "file_overwrite": False,
        },
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Pages -------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Pipit"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_FRONTEND_LOGIN_URL = "/account/login/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 80 * 1000 * 1000
WAGTAILIMAGES_IMAGE_FORM_BASE = "catalog_pages.editing.picture_form.PictureForm"
# Looks like WebP at 80, and is two fifths smaller.
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "txt", "xlsx", "zip"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
PRODUCT_FINDER = "search.finding.finder"  # who finds goods by words for lists and the API
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link"]},
    },
}

# --- The API -----------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "customers.api.authentication.ExpiringTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "config.pagination.PageNumberPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.exception_handler",
    "DEFAULT_THROTTLE_CLASSES": ["config.throttles.ScopedThrottle"] if THROTTLES else [],
    "DEFAULT_THROTTLE_RATES": {
        "read": "600/min",
        "write": "120/min",
        "checkout": "30/min",
        "auth": "20/min",
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "COERCE_DECIMAL_TO_STRING": True,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
DRF_STANDARDIZED_ERRORS = {
    "EXCEPTION_FORMATTER_CLASS": "drf_standardized_errors.formatter.ExceptionFormatter",
    "EXCEPTION_HANDLER_CLASS": "config.errors.ErrorHandler",
    "ALLOWED_ERROR_STATUS_CODES": ["400", "401", "403", "404", "405", "406", "415", "429"],
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Pipit API",
    "DESCRIPTION": "Products, carts, checkout and orders of a Pipit shop. While the shop cannot reach its database "
    "every operation answers 503 with the code `unavailable` and `Retry-After`: send it again, a checkout under the "
    "same `Idempotency-Key`.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1/",
    "COMPONENT_SPLIT_REQUEST": True,
    "PREPROCESSING_HOOKS": ["config.schema.only_the_api"],
    "POSTPROCESSING_HOOKS": ["drf_standardized_errors.openapi_hooks.postprocess_schema_enums"],
    "ENUM_NAME_OVERRIDES": {
        name: f"drf_standardized_errors.openapi_serializers.{name}.choices"
        for name in (
            "ValidationErrorEnum",
            "ClientErrorEnum",
            "ServerErrorEnum",
            "ErrorCode401Enum",
            "ErrorCode403Enum",
            "ErrorCode404Enum",
            "ErrorCode405Enum",
            "ErrorCode406Enum",
            "ErrorCode415Enum",
            "ErrorCode429Enum",
            "ErrorCode500Enum",
        )
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
# What of djoser is used has our serializers behind it; its other routes are not there (customers.api.urls).
DJOSER: dict[str, Any] = {
    "LOGIN_FIELD": "email",
    "SEND_ACTIVATION_EMAIL": True,
    "LOGOUT_ON_PASSWORD_CHANGE": True,
    "SERIALIZERS": {
        "user": "customers.api.serializers.CustomerSerializer",
        "current_user": "customers.api.serializers.CustomerSerializer",
        "user_create": "customers.api.serializers.SignUpSerializer",
        "user_delete": "customers.api.serializers.CurrentPasswordSerializer",
        "activation": "customers.api.serializers.LinkSerializer",
        "password_reset": "customers.api.serializers.EmailSerializer",
        "password_reset_confirm": "customers.api.serializers.PasswordResetSerializer",
        "set_password": "customers.api.serializers.PasswordChangeSerializer",
        "token_create": "customers.api.serializers.LogInSerializer",
    },
    "PERMISSIONS": {
        "user": ["rest_framework.permissions.IsAuthenticated"],
        "user_delete": ["rest_framework.permissions.IsAuthenticated"],
        "set_password": ["rest_framework.permissions.IsAuthenticated"],
    },
}
TOKEN_LIFETIME_DAYS = env.int("TOKEN_LIFETIME_DAYS", default=30)

# --- Payments ----------------------------------------------------------------------------------------
# Cards are offered once both keys are set. STRIPE_API_BASE is for a stand-in of Stripe's; empty: Stripe itself.
STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_PUBLISHABLE_KEY = env("STRIPE_PUBLISHABLE_KEY", default="")
STRIPE_WEBHOOK_SECRET = env("STRIPE_WEBHOOK_SECRET", default="")
STRIPE_CAPTURE = env("STRIPE_CAPTURE", default="") or "automatic"
STRIPE_API_BASE = env("STRIPE_API_BASE", default="")

# --- Mail and tasks ----------------------------------------------------------------------------------
# Every mail Django sends is first a row of the outbox, in the business transaction; DELIVERY_EMAIL_BACKEND
# is what carries it out of the house afterwards (docs/adr/0003-every-mail-goes-through-the-outbox.md).
_EMAIL = env.email("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = "orders.outbox.EmailBackend"
DELIVERY_EMAIL_BACKEND = _EMAIL.pop("EMAIL_BACKEND")
vars().update(_EMAIL)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="shop@example.com")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="")
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
EMBEDDED_HEARTBEAT = not CELERY_BROKER_URL  # the web process runs the beat schedule itself (config.heartbeat)
CELERY_TASK_DEFAULT_QUEUE = env(
    "CELERY_QUEUE", default="pipit"
)  # shops that share a broker each need their own
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# The sweep finds what no broker was told of, so nobody waits long for one: seconds, of Redis and RabbitMQ together.
CELERY_BROKER_CONNECTION_TIMEOUT = 3
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.2,
    "socket_connect_timeout": 3,
    "socket_timeout": 5,  # longer than a worker's own wait for news (1)
    "write_timeout": 5,
    # RabbitMQ says that it has a task before whoever sent it goes on: a process that ends may else take it along.
    "confirm_publish": True,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0.2}
CELERY_TIMEZONE = "UTC"
# A worker scales for most of a minute; in the web process mails and times must not wait for it.
PICTURES_SECONDS = 45.0 if CELERY_BROKER_URL else 2.0
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep-outbox": {"task": "orders.tasks.sweep_outbox", "schedule": 60.0},
    "expire-unpaid-orders": {"task": "orders.tasks.expire_unpaid_orders", "schedule": 300.0},
    "sweep-webhooks": {"task": "orders.tasks.sweep_webhooks", "schedule": 60.0},
    "announce-low-stock": {"task": "orders.tasks.announce_low_stock", "schedule": 60.0},
    "settle-payments": {"task": "orders.tasks.settle_payments", "schedule": 60.0},
    "publish-scheduled-pages": {"task": "config.tasks.publish_scheduled_pages", "schedule": 60.0},
    "forget-provider-messages": {"task": "orders.tasks.forget_provider_messages", "schedule": 86_400.0},
    "forget-webhooks": {"task": "orders.tasks.forget_webhooks", "schedule": 86_400.0},
    "refresh-search-standings": {"task": "search.tasks.refresh_standings", "schedule": 86_400.0},
    "forget-searches": {"task": "search.tasks.forget_searches", "schedule": 86_400.0},
    "prepare-pictures": {
        "task": "catalog_pages.tasks.prepare_pictures",
        "schedule": 60.0 if CELERY_BROKER_URL else 10.0,
    },
    "forget-old-changes": {"task": "config.tasks.forget_old_changes", "schedule": 3600.0},
    "clear-expired-sessions": {"task": "config.tasks.clear_expired", "schedule": 86_400.0},
}
if WAGTAILFRONTENDCACHE:
    CELERY_BEAT_SCHEDULE["purge-changed-pages"] = {
        "task": "config.tasks.purge_changed_pages",
        "schedule": 5.0,
    }

# --- Webhooks ----------------------------------------------------------------------------------------
# Whether webhooks may be posted to this machine and its own network: what staff type in there, the shop then asks.
WEBHOOKS_ALLOW_PRIVATE = env.bool("WEBHOOKS_ALLOW_PRIVATE", default=False)

# --- Import and export -------------------------------------------------------------------------------
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"
IMPORT_EXPORT_USE_TRANSACTIONS = True
# config.spreadsheets defuses formulas without loss; the package's own way drops the sign and misses + - @.
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = False
IMPORT_EXPORT_FORMATS = [CSV, XLSX]
IMPORT_EXPORT_ESCAPE_ILLEGAL_CHARS_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_CONFIRM = False

# --- Headers -----------------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    # The two admins and the API's docs bring scripts and styles of their own (config.security).
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # the e-mail is unique by a constraint on LOWER(email), which the check does not look for
    "security.W019",  # Wagtail shows a page's preview in a frame of the same origin
]

# --- Monitoring --------------------------------------------------------------------------------------
SENTRY_DSN = env("SENTRY_DSN", default="")
METRICS_TOKEN = env("METRICS_TOKEN", default="")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django.server": {"level": "INFO", "handlers": ["console"], "propagate": False},
        "PIL": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},  # tables it leaves out of a subset are left out on purpose
        "stripe": {
            "level": "WARNING"
        },  # below that it writes whole answers, and with them what opens a payment
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
