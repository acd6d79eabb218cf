"""Django's settings. Everything an operator may change comes from the environment (docs/operating)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from polytill.project import environment
from polytill.project.assets import assets_version
from polytill.project.databases import database
from polytill.project.logs import logging_config

SOURCE = Path(__file__).resolve().parent.parent
DATA_FOLDER = environment.data_folder()
DEBUG = environment.flag("POLYTILL_DEBUG")
SECRET_KEY_FILE = DATA_FOLDER / "secret_key"
SECRET_KEY = environment.secret_key(SECRET_KEY_FILE)

# Tills reach the server by whatever name or address it has in the shop; a public server names its hosts.
ALLOWED_HOSTS = environment.listed("POLYTILL_HOSTS", "*")
CSRF_TRUSTED_ORIGINS = environment.listed("POLYTILL_ORIGINS")

DATABASES: dict[str, dict[str, Any]] = {"default": database(environment.text("DATABASE_URL"), DATA_FOLDER)}
# A public demonstration: the doors refuse the writes that their documents mark so.
DEMO_MODE = environment.flag("POLYTILL_DEMO_MODE")
# Dotted paths of functions that get each recorded fact from the worker.
POLYTILL_SUBSCRIBERS = environment.listed("POLYTILL_SUBSCRIBERS")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CAPABILITIES = [
    "storage",
    "outbox",
    "business",
    "identity",
    "taxes",
    "parties",
    "catalog",
    "pricing",
    "stock",
    "registers",
    "dining",
    "sales",
    "stored_value",
    "purchasing",
    "ledger",
    "payments",
    "relations",
    "workforce",
]
ROOMS = [*(f"domain/{name}" for name in CAPABILITIES), "web", "worker"]


def _app(room: str) -> list[str]:
    """A room becomes an app when it gets its apps.py."""
    return ["polytill." + room.replace("/", ".")] if (SOURCE / room / "apps.py").is_file() else []


INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    *(app for room in ROOMS for app in _app(room)),
]
AUTH_USER_MODEL = "identity.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

MIDDLEWARE = [
    "polytill.project.middleware.RequestLimit",
    "polytill.project.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "polytill.project.middleware.WebSession",
    "polytill.project.middleware.WebCsrf",
]
# Paths of the API doors: they carry their own credentials and pay for no session, cookie or CSRF token.
API_PREFIXES = ("/api/", "/healthz")
ROOT_URLCONF = "polytill.project.urls"
WSGI_APPLICATION = "polytill.project.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"

STATIC_URL = f"/static/{assets_version(SOURCE / 'web' / 'static')}/"
# Served from the source by its finders; nothing is collected.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = f"^{STATIC_URL}"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_FOLDER / "media"

MEBIBYTE = 1024 * 1024
REQUEST_LIMIT = 64 * MEBIBYTE  # with uploads
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * MEBIBYTE  # without uploads
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MEBIBYTE

# Behind a proxy that ends TLS and sets X-Forwarded-Proto itself.
BEHIND_TLS = environment.flag("POLYTILL_BEHIND_TLS")
# Proxies of ours that each add an address to X-Forwarded-For; sign-ins are counted by the client's.
PROXIES = int(environment.text("POLYTILL_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "polytill_session"
CSRF_COOKIE_NAME = "polytill_csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600

LOGGING = logging_config(
    as_json=environment.text("POLYTILL_LOG", "text" if DEBUG else "json") == "json",
    level=environment.text("POLYTILL_LOG_LEVEL", "INFO").upper(),
)
