"""
The settings of one installation.

Every value an administrator may set is read here, from the environment, and is described in docs/settings.md;
a test keeps the two the same. With nothing set, Heed runs on this machine alone with its own database.
"""

from pathlib import Path
from typing import Any

import platformdirs
from environs import Env, validate

from heed.config import database, tiles
from heed.config.logging import LOGGING as LOGGING  # noqa: PLC0414  Django reads it from here.
from heed.config.secret import secret_key

env = Env(eager=False)

# --- Where things are ------------------------------------------------------------------------------------------------
HEED_DATA_DIR = Path(env.str("HEED_DATA_DIR", platformdirs.user_data_dir("heed"))).expanduser().absolute()
HEED_PORT = env.int("HEED_PORT", 8000)
DATABASE_URL = env.str("DATABASE_URL", "")
DATABASE_POOL = env.int("HEED_DATABASE_POOL", 12)

# --- Who may come in -------------------------------------------------------------------------------------------------
HEED_DEMO = env.bool("HEED_DEMO", default=False)
DEBUG = env.bool("HEED_DEBUG", default=False)
ALLOWED_HOSTS = env.list("HEED_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("HEED_TRUSTED_ORIGINS", [])
HEED_HTTPS = env.bool("HEED_HTTPS", default=False)
HEED_SESSION_HOURS = env.float("HEED_SESSION_HOURS", 10)

# --- What the force has decided --------------------------------------------------------------------------------------
HEED_POLICY_PACK = env.str("HEED_POLICY_PACK", "")
TIME_ZONE = env.str("HEED_TIME_ZONE", "Europe/London")
HEED_ANSWER_ADDRESS = env.str("HEED_ANSWER_ADDRESS", "")
HEED_MAP_TILES = tiles.read(env.str("HEED_MAP_TILES", ""))
HEED_OPEN311_JURISDICTIONS: dict[str, str] = env.dict("HEED_OPEN311_JURISDICTIONS", {})

# --- Messages to the public: nothing goes out until one of the two is set up -----------------------------------------
HEED_SMTP_HOST = env.str("HEED_SMTP_HOST", "")
HEED_SMTP_PORT = env.int("HEED_SMTP_PORT", 587)
HEED_SMTP_TLS = env.str("HEED_SMTP_TLS", "starttls", validate=validate.OneOf(["starttls", "tls", "none"]))
HEED_SMTP_USER = env.str("HEED_SMTP_USER", "")
HEED_SMTP_PASSWORD = env.str("HEED_SMTP_PASSWORD", "")
HEED_SMTP_FROM = env.str("HEED_SMTP_FROM", "")
HEED_NOTIFY_KEY = env.str("HEED_NOTIFY_KEY", "")
HEED_NOTIFY_URL = env.str("HEED_NOTIFY_URL", "https://api.notifications.service.gov.uk")
HEED_NOTIFY_TEMPLATES: dict[str, str] = env.dict("HEED_NOTIFY_TEMPLATES", {})

# --- Systems of partners ---------------------------------------------------------------------------------------------
HEED_PARTNERS_WITHOUT_TLS = env.bool("HEED_PARTNERS_WITHOUT_TLS", default=False)
_secret = env.str("HEED_SECRET_KEY", "")
env.seal()

SECRET_KEY = _secret or secret_key(HEED_DATA_DIR)

# --- Django ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_linear_migrations",
    "django_structlog",
    "pgtrigger",
    "procrastinate.contrib.django",
    "heed.foundation.accounts",
    "heed.foundation.audit",
    "heed.foundation.policy",
    "heed.foundation.lexicon",
    "heed.foundation.reference",
    "heed.foundation.design",
    "heed.domain.places",
    "heed.domain.beats",
    "heed.domain.agencies",
    "heed.domain.people",
    "heed.domain.needs",
    "heed.domain.calls",
    "heed.domain.incidents",
    "heed.domain.vulnerability",
    "heed.domain.conduct",
    "heed.domain.timers",
    "heed.domain.contact",
    "heed.domain.support",
    "heed.domain.tasking",
    "heed.domain.problems",
    "heed.domain.aftermath",
    "heed.domain.case_review",
    "heed.domain.sharing",
    "heed.domain.referrals",
    "heed.domain.tallies",
    "heed.domain.conferences",
    "heed.domain.exchange",
    "heed.backrecord",
    "heed.flows",
    "heed.connections.telephony",
    "heed.connections.sign_in",
    "heed.connections.messages",
    "heed.connections.open311",
    "heed.connections.transfer",
    "heed.connections.tally",
    "heed.desks.call_handler",
    "heed.desks.neighbourhood",
    "heed.desks.supervisor",
    "heed.desks.victim",
    "heed.desks.partner",
    "heed.desks.data_protection",
    "heed.simulation",
    "heed.commands",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heed.desks.locked.LockedRecords",
]

ROOT_URLCONF = "heed.config.urls"
ASGI_APPLICATION = "heed.config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "heed.foundation.design.environment.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "heed.foundation.design.context.page",
            ],
        },
    },
    {
        # allauth's own pages and e-mails that we do not replace.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database.settings(DATABASE_URL, HEED_DATA_DIR, pool=DATABASE_POOL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "heed.connections.sign_in.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Heed"
MFA_ADAPTER = "heed.connections.sign_in.adapter.MfaAdapter"

SESSION_COOKIE_AGE = round(HEED_SESSION_HOURS * 3600)
SESSION_COOKIE_NAME = "heed_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HEED_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_NAME = "heed_csrf"
CSRF_FAILURE_VIEW = "heed.foundation.design.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HEED_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HEED_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", *([HEED_MAP_TILES.host] if HEED_MAP_TILES else [])],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HEED_DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "heed.foundation.design.static_files.HashedFiles"},
}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# A telephone exchange sends a kilobyte; a page with the longest log a person can type stays far below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576

LOGGING_CONFIG = "logging.config.dictConfig"
DJANGO_STRUCTLOG_USER_ID_FIELD = "pk"
SILENCED_SYSTEM_CHECKS: list[str] = []
