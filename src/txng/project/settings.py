"""Settings of an installation. What differs by province is data, what differs by machine is environment.

Environment, all set by ./txng:
  TXNG_STATE            folder with keys and files (default: .txng beside the checkout)
  TXNG_PROVINCE         profile in force
  TXNG_DATABASE_APP     database URL of the application role, which owns nothing
  TXNG_DATABASE_OWNER   database URL of the owner; used when TXNG_AS_OWNER=1 (migrations, grants)
  TXNG_HOSTS            further host names, separated by spaces
  TXNG_FILES_ROOM       bytes of files an establishment may store (default: 2 GB)
  TXNG_EPCIS_EVENTS     events an EPCIS document may carry (default: 10000)
  TXNG_EPCIS_BYTES      bytes it may have (default: 20 MB)
  TXNG_EPCIS_INSIDE     hosts of the state's own network that subscribe to EPCIS queries, separated by spaces
  TXNG_DEBUG            1 while developing
  TXNG_OIDC_*           a provider people may sign in through (docs/so-tay/dinh-danh-dien-tu.md); none: no such way
  TXNG_SIGNER           demo, pkcs11 (TXNG_SIGNER_MODULE, _TOKEN, _LABEL) or remote (TXNG_SIGNER_URL, _CREDENTIAL);
                        TXNG_SIGNER_TIMEOUT in seconds; TXNG_TIMESTAMP_URL for time stamps
  TXNG_SMTP_HOST        mail server; without one no letters are written
  TXNG_SMTP_PORT, TXNG_SMTP_SECURITY (starttls, tls or none), TXNG_SMTP_USER, TXNG_SMTP_PASSWORD_FILE
  TXNG_MAIL_FROM        address letters come from
  TXNG_ANDROID_FINGERPRINTS  certificates the Android app is signed with (docs/ung-dung-android.md)
  TXNG_SMS              adapter for SMS or Zalo, "package.module:Class"; the default writes a line to the log
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy

from txng.accounts.outside.provider import from_environment as outside_provider
from txng.kernel.secrets import secret_from_file
from txng.project.database import parse_url

PACKAGE = Path(__file__).resolve().parent.parent
STATE_FOLDER = Path(os.environ.get("TXNG_STATE") or PACKAGE.parent.parent / ".txng")
KEYS_FOLDER = STATE_FOLDER / "keys"
_province = PACKAGE / "provinces" / "default.txt"
TXNG_PROVINCE = os.environ.get("TXNG_PROVINCE") or _province.read_text("utf-8").strip()
FILES_FOLDER = STATE_FOLDER / "files" / TXNG_PROVINCE

DEBUG = os.environ.get("TXNG_DEBUG") == "1"
SECRET_KEY = secret_from_file(KEYS_FOLDER / "web.key")


def _database(url: str) -> dict[str, object]:
    return parse_url(url) | {
        "ENGINE": "txng.project.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


_as_owner = os.environ.get("TXNG_AS_OWNER") == "1"
_url = (
    os.environ.get("TXNG_DATABASE_OWNER" if _as_owner else "TXNG_DATABASE_APP")
    or os.environ.get("DATABASE_URL")
    or "postgresql:///txng"
)
DATABASES = {"default": _database(_url)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "pgtrigger",
    "procrastinate.contrib.django",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "txng.kernel",
    "txng.provinces",
    "txng.ui",
    "txng.ledger",
    "txng.places",
    "txng.review",
    "txng.registry",
    "txng.accounts",
    "txng.catalogue",
    "txng.trace",
    "txng.production",
    "txng.stamps",
    "txng.oversight",
    "txng.notifications",
    "txng.resolver",
    "txng.project",
]

MIDDLEWARE = [
    "txng.kernel.requests.request_id_middleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "txng.project.middleware.headers_middleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "txng.project.middleware.refusals_middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "txng.accounts.late_forms.late_forms_middleware",
    "txng.project.middleware.actor_middleware",
]

ROOT_URLCONF = "txng.project.urls"
WSGI_APPLICATION = "txng.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "provinces" / "templates" / TXNG_PROVINCE],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "txng.ui.templatetags.ui",
                "txng.ledger.templatetags.ledger",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "txng.project.navigation.context",
            ],
        },
    }
]
FORM_RENDERER = "txng.ui.forms.Renderer"

# Hosts: the province's own names are data; machines add theirs. A scan swaps host freely, so nothing trusts it.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *os.environ.get("TXNG_HOSTS", "").split()]
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("TXNG_ORIGINS", "").split() if o]

# Vietnamese first; the English mirror lives under /en/ (names.md 4). Msgids are English, vi is complete.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", gettext_lazy("Vietnamese")), ("en", gettext_lazy("English"))]
LOCALE_PATHS = [PACKAGE / "access" / "locale"]  # an area without tables is no installed app, yet speaks
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # a primary key in an address must not read 1.234
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
FORMAT_MODULE_PATH = ["txng.ui.formats"]

STATIC_URL = "/tinh/"
STATIC_ROOT = STATE_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is stored through Django's own way
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("TXNG_PLAIN_STATIC") == "1"
        else "txng.project.statics.Storage"
    },
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_ALLOW_ALL_ORIGINS = False

# A form of at most 60 MB (names.md 5); beyond it the request is refused before it is read.
REQUEST_BYTES = 60 * 1024 * 1024
# An EPCIS document (names.md 5), announced by OPTIONS /epcis/capture and held against both.
EPCIS_EVENTS = int(os.environ.get("TXNG_EPCIS_EVENTS") or 10_000)
EPCIS_BYTES = int(os.environ.get("TXNG_EPCIS_BYTES") or 20 * 1024 * 1024)
# Subscribers of EPCIS queries that may stand in a private network or without TLS (trace/outside.py): host or host:port.
EPCIS_INSIDE = frozenset(os.environ.get("TXNG_EPCIS_INSIDE", "").split())
FILES_ROOM = int(os.environ.get("TXNG_FILES_ROOM") or 2 * 1024**3)  # bytes an establishment may store
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 30
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Signing in (names.md 5).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["txng.accounts.backends.NamePhoneOrEmail"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["login", "name", "phone", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/vao/"
ACCOUNT_ADAPTER = "txng.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/15m/key,60/h/ip",
    "login_failed_anywhere": "25/h/key",  # counted by accounts.tries, as is the next
    "login_failed_known": "5/15m/key",
}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
MFA_ADAPTER = "txng.accounts.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_TOLERANCE = 1
OUTSIDE_SIGN_IN = outside_provider(os.environ, repository=PACKAGE.parent.parent, state=STATE_FOLDER)
SESSION_ENGINE = "txng.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "phien"
# Name and path of cookies that let a page show what one person may see; they go with the sign-out.
COOKIES_OF_A_PERSON = (("nhat_ky", "/nhat-ky/"),)
CSRF_COOKIE_NAME = "chong_gia_mao"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "txng.project.views.refusals.csrf_failure"
_https = os.environ.get("TXNG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# names.md 7.9: no inline script or style and no nonce; the scan page adds the hash of its one style itself.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Parted by commas, upper or lower case.
ANDROID_FINGERPRINTS = tuple(os.environ.get("TXNG_ANDROID_FINGERPRINTS", "").upper().replace(" ", "").split(","))

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "txng",
        # Throttles count in it. At Django's 300 a handful of addresses would push everybody's counters out.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# E-mail. Nothing leaves the machine until a province names its mail server; the password stands in a file of its own,
# so that no list of processes shows it.
EMAIL_HOST = os.environ.get("TXNG_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
_smtp_security = os.environ.get("TXNG_SMTP_SECURITY", "starttls")
EMAIL_USE_TLS = _smtp_security == "starttls"
EMAIL_USE_SSL = _smtp_security == "tls"
EMAIL_PORT = int(os.environ.get("TXNG_SMTP_PORT") or {"starttls": 587, "tls": 465}.get(_smtp_security, 25))
EMAIL_HOST_USER = os.environ.get("TXNG_SMTP_USER", "")
_smtp_password = os.environ.get("TXNG_SMTP_PASSWORD_FILE")
EMAIL_HOST_PASSWORD = Path(_smtp_password).read_text("utf-8").strip() if _smtp_password else ""
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("TXNG_MAIL_FROM") or EMAIL_HOST_USER or "khong-tra-loi@localhost"
TXNG_SMS = os.environ.get("TXNG_SMS") or "txng.notifications.channels:Logging"

# Whose signature stands on papers (oversight/signing). Token and PIN are files of the key folder, not environment.
SIGNING: dict[str, Any] = {
    "signer": os.environ.get("TXNG_SIGNER") or "demo",
    "url": os.environ.get("TXNG_SIGNER_URL", ""),
    "credential": os.environ.get("TXNG_SIGNER_CREDENTIAL", ""),
    "module": os.environ.get("TXNG_SIGNER_MODULE", ""),
    "token": os.environ.get("TXNG_SIGNER_TOKEN", ""),
    "label": os.environ.get("TXNG_SIGNER_LABEL", ""),
    "timeout": float(os.environ.get("TXNG_SIGNER_TIMEOUT") or 15),
    "timestamps": os.environ.get("TXNG_TIMESTAMP_URL", ""),
}

PROCRASTINATE_ON_APP_READY = None
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "bare": {"format": "%(message)s"},
        "line": {"()": "txng.kernel.requests.Lines", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"route": {"()": "txng.kernel.requests.RouteForAddress"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "security": {
            "class": "txng.accounts.security_log.Lines",
            "filename": str(STATE_FOLDER / "logs" / "security.jsonl"),
            "formatter": "bare",
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "txng": {"level": "INFO"},
        "txng.security": {"level": "INFO", "handlers": ["security"], "propagate": False},
        "procrastinate": {"level": "WARNING"},
        # What it finds of a signature is answered in words (oversight/signing); here it would be a traceback each time.
        "pyhanko.sign.validation": {"level": "ERROR"},
        "django.request": {"level": "ERROR", "filters": ["route"]},
    },
}
