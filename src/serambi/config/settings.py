"""The settings: the environment in, typed constants out. Safe unless told otherwise."""

import os

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from serambi.config import database, folders

VAR = folders.var_folder()


def _is_on(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0", "no", "false")


def _required(name: str) -> str:
    if value := os.environ.get(name):
        return value
    raise ImproperlyConfigured(f"{name} is not set. The command `serambi` makes it; elsewhere set it yourself.")


def _proxies() -> int:
    """How many proxies of ours stand in front, 0 when the server is reached directly."""
    text = os.environ.get("SERAMBI_PROXIES", "1")
    if not _is_on("SERAMBI_BEHIND_PROXY"):
        return 0
    if not text.isdecimal() or int(text) < 1:
        raise ImproperlyConfigured(f"SERAMBI_PROXIES is {text!r}; set how many proxies stand in front, 1 or more.")
    return int(text)


def _listed(name: str, otherwise: str) -> list[str]:
    return [item for item in os.environ.get(name, otherwise).split(",") if item]


DEBUG = _is_on("SERAMBI_DEBUG")
HTTPS = _is_on("SERAMBI_HTTPS")

# Secrets
SECRET_KEY = _required("SERAMBI_SECRET_KEY")
IDENTITY_KEYS = tuple(_required("SERAMBI_IDENTITY_KEYS").split(","))  # Fernet keys, newest first
PSEUDONYM_KEY = bytes.fromhex(_required("SERAMBI_PSEUDONYM_KEY"))  # for keyed hashes of identity numbers
# Ed25519, newest first, for what the office prints
SIGNING_KEYS = tuple(bytes.fromhex(key) for key in _required("SERAMBI_SIGNING_KEYS").split(","))

# Addresses
ALLOWED_HOSTS = _listed("SERAMBI_HOSTS", "127.0.0.1,localhost,[::1]")
ROOT_URLCONF = "serambi.config.urls"
WSGI_APPLICATION = "serambi.config.wsgi.application"
LOGIN_URL = "/console/sign-in/"
LOGIN_REDIRECT_URL = "/console/"

# Parts
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "procrastinate.contrib.django",
    "serambi.records",
    "serambi.counters.common",
    "serambi.counters.portal",
    "serambi.counters.console",
    "serambi.counters.api",
    "serambi.counters.jobs",
    "serambi.counters.cli",
]
# No GZipMiddleware: pages carry a secret (the CSRF token) next to what a visitor typed: what BREACH needs.
MIDDLEWARE = [
    "serambi.counters.common.headers.QuietHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # The rest runs for pages only; the API has neither sessions nor forms, and half of its time went here.
    "serambi.counters.common.middleware.Sessions",
    "serambi.counters.common.middleware.Languages",
    "serambi.counters.common.middleware.Addresses",
    "serambi.counters.common.middleware.Forgeries",
    "serambi.counters.common.middleware.SignedIn",
    "serambi.counters.common.middleware.Frames",
]
# Both layers are there, under our names (W002, W003); a preload list cannot be left again (W021).
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003", "security.W021"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    },
]

# The one database; only a web server has threads that share connections
DATABASES = {"default": database.connection(database.address(VAR), pooled=_is_on("SERAMBI_POOL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Language and time: stored in UTC; each office's zone is applied where a time is shown
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [folders.PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# Static files: named by their content, so that browsers may keep them for ever
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Signing in (staff only)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds: one working day
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# Mail: without a server and a sender, messages wait in the outbox. The word SECRET keeps the password out of reports.
SMTP_SECRET_URL = os.environ.get("SERAMBI_SMTP_URL", "")
MAIL_FROM = os.environ.get("SERAMBI_MAIL_FROM", "")
PUBLIC_URL = os.environ.get("SERAMBI_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")

# Where the boards' event streams are served; empty where a proxy leads /events/ to them (docs/adr/0003-live-boards.md)
EVENTS_URL = os.environ.get("SERAMBI_EVENTS_URL", "").rstrip("/")

# What a browser is told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF, *filter(None, [EVENTS_URL])],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# What the proxies in front must set: docs/deployment.md
PROXIES = _proxies()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# The prefix __Host- makes a browser refuse such a cookie unless it is secure and of this very host.
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"

# What a request may bring
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # bytes
FILE_UPLOAD_HANDLERS = ["serambi.counters.common.incoming.CappedUploads"]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# Jobs are looked for in each app's tasks.py; those of cases and of replies have files of their own
PROCRASTINATE_IMPORT_PATHS = ["serambi.counters.jobs.case_tasks", "serambi.counters.jobs.reply_tasks"]

# One event per line on standard output
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "serambi.config.logline.LineFormatter"}},
    "filters": {"visitors_mistakes": {"()": "serambi.config.logline.VisitorsMistakes"}},
    "handlers": {
        "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"},
    },
    "root": {"handlers": ["stdout"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"filters": ["visitors_mistakes"]},
        # It would tell every job with its arguments.
        "procrastinate": {"level": "WARNING"},
        # It tells that it was imported, on the same output as a command's JSON.
        "pikepdf": {"level": "WARNING"},
    },
}
