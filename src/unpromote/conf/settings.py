"""Django's settings, read from the environment; every variable is optional and named in docs/reference/settings.md."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlparse

DATA = Path(os.environ.get("UNPROMOTE_DATA", "unpromote-data")).resolve()


def _secret_key() -> str:
    """Return this installation's key; before `unpromote` has made one, a passing one that signs nothing that lasts."""
    path = DATA / "secret_key"
    return path.read_text() if path.exists() else secrets.token_urlsafe(50)


def _database() -> dict[str, object]:
    """Return the database named by UNPROMOTE_DATABASE (postgresql://user@host/name), else the embedded one."""
    url = os.environ.get("UNPROMOTE_DATABASE", "")
    if not url or url.startswith("sqlite:"):
        # IMMEDIATE, WAL and FULL: two writers queue up instead of failing, and what was committed outlives the power.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix("sqlite://") or DATA / "unpromote.sqlite3",
            # a file, so that workers in other processes reach it, and one for each run
            "TEST": {"NAME": Path(tempfile.gettempdir()) / f"unpromote-test-{os.getpid()}.sqlite3"},
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
            },
        }
    parts = urlparse(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": parts.password or "",
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),  # a folder means its Unix socket
        "PORT": str(parts.port or ""),
    }


DATABASES = {"default": _database()}
SECRET_KEY = os.environ.get("UNPROMOTE_SECRET_KEY") or _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("UNPROMOTE_HOSTS", "127.0.0.1,localhost,testserver").split(",")
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "unpromote.store",
    "unpromote.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
ROOT_URLCONF = "unpromote.conf.urls"
WSGI_APPLICATION = "unpromote.conf.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "unpromote.web.accounts.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/account/login/"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
LOGGING = {  # a fault of the software goes to standard error with its traceback: by default it would go to nobody
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"dated": {"format": "{asctime} {levelname} {message}", "style": "{"}},
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "dated"}},
    "loggers": {"django.request": {"handlers": ["standard_error"], "level": "ERROR"}},
}

# What a door needs while somebody waits and no job can do for it: the part that serves each port, by its name.
UNPROMOTE_PARTS = {
    "page_viewer": "unpromote.reading.guard.view_page",
    "page_drawer": "unpromote.reading.guard.draw_page",
    "agreement_opener": "unpromote.reading.guard.parts_of",
    "calendar_writer": "unpromote.adapters.notices.calendar.write_calendar",
    "claim_rows": "unpromote.jobs.claim_files.read_rows",
    "letter_message": "unpromote.adapters.mail.compose.message_of",
    "provider_mail": "unpromote.adapters.mail.provider_events.mail_from_provider",
    "promotion_template": "unpromote.adapters.files.sheets_template.promotion_template",
    "letter_printer": "unpromote.adapters.files.letter_pdf.letter_pdf",
}

# What the jobs need to reach the outside; empty means: nothing connected, use files and the mail folder.
UNPROMOTE: dict[str, Any] = {
    "data": DATA,
    "tiktok_url": os.environ.get("UNPROMOTE_TIKTOK_URL", "https://business-api.tiktok.com"),
    "tiktok_token": os.environ.get("UNPROMOTE_TIKTOK_TOKEN", ""),
    "tiktok_app_level": os.environ.get("UNPROMOTE_TIKTOK_APP_LEVEL", "basic"),
    "tiktok_creators": os.environ.get("UNPROMOTE_TIKTOK_CREATORS", ""),
    "status_feed_url": os.environ.get("UNPROMOTE_STATUS_FEED_URL", ""),
    "shop_url": os.environ.get("UNPROMOTE_SHOP_URL", "https://open-api.tiktokglobalshop.com"),
    "shop_app_key": os.environ.get("UNPROMOTE_SHOP_APP_KEY", ""),
    "shop_app_secret": os.environ.get("UNPROMOTE_SHOP_APP_SECRET", ""),
    "shop_token": os.environ.get("UNPROMOTE_SHOP_TOKEN", ""),
    "shop_cipher": os.environ.get("UNPROMOTE_SHOP_CIPHER", ""),
    "smtp_url": os.environ.get("UNPROMOTE_SMTP_URL", ""),
    "mail_provider": os.environ.get("UNPROMOTE_MAIL_PROVIDER", ""),
    "mail_provider_key": os.environ.get("UNPROMOTE_MAIL_PROVIDER_KEY", ""),
    "mail_provider_secret": os.environ.get("UNPROMOTE_MAIL_PROVIDER_SECRET", ""),
    "imap_url": os.environ.get("UNPROMOTE_IMAP_URL", ""),
    "mail_domain": os.environ.get("UNPROMOTE_MAIL_DOMAIN", "desk.invalid"),
    "sender": os.environ.get("UNPROMOTE_SENDER", "Cancellation desk <desk@desk.invalid>"),
    "public_url": os.environ.get("UNPROMOTE_URL", ""),
    "clock_url": os.environ.get("UNPROMOTE_CLOCK_URL", ""),
    "hook_secret": os.environ.get("UNPROMOTE_HOOK_SECRET", ""),
    "private_hooks": os.environ.get("UNPROMOTE_PRIVATE_HOOKS", "") == "1",
    "mail_every": os.environ.get("UNPROMOTE_MAIL_EVERY_SECONDS", "60"),
}
