"""The one settings module. Everything that differs between installations comes from the environment
(`tipportal.environment` reads it; the README names it); with nothing set the portal serves this machine only."""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
import pghistory
from csp.constants import NONE, SELF

from tipportal.environment import read_environment
from tipportal.local_postgres import database_settings
from tipportal.secret_key import read_or_make_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(os.environ, root=BASE_DIR)
IN_PRODUCTION = ENVIRONMENT.in_production

VAR_FOLDER = ENVIRONMENT.var
PG_BIN = ENVIRONMENT.pg_bin
PORT = ENVIRONMENT.port
ORIGIN = ENVIRONMENT.origin or f"http://127.0.0.1:{PORT}"

SECRET_KEY = ENVIRONMENT.secret_key or read_or_make_secret_key(VAR_FOLDER / "secret_key")
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = list(ENVIRONMENT.allowed_hosts)

INSTALLED_APPS = [
    "tipportal",
    "cables",
    "statutes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
]

MIDDLEWARE = [
    # These two stand outermost: static files and errors of everything within carry the headers as well.
    "tipportal.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tipportal.middleware.SignInFirstMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tipportal.accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "tipportal.urls"
WSGI_APPLICATION = "tipportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tipportal.accounts.second_factor.account_notices",
                "cables.keys.key_preference",
                "cables.notes.inbox.my_notes",
            ],
        },
    },
]

# Database: the embedded server, or the one that DATABASE_URL names. Each process keeps a few connections open.
DATABASES = {
    "default": dj_database_url.parse(ENVIRONMENT.database_url, engine="tipportal.postgresql")
    if ENVIRONMENT.database_url
    else database_settings(VAR_FOLDER)
}
DATABASES["default"] |= {
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {"connect_timeout": 5}
    | DATABASES["default"].get("OPTIONS", {})
    | {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}},
}

# Who changed what in the registries: rows that triggers write, so that no way round Python is one round the log.
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(related_name="history")
PGHISTORY_APPEND_ONLY = True

# Accounts
AUTHENTICATION_BACKENDS = [
    "tipportal.sign_in.AddressLimitBackend",
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# NIST SP 800-63B-4, 3.1.1.2: at least 15 characters, no known password, no rules of composition.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tipportal.passwords.LengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tipportal.passwords.ExpectedPasswordValidator"},
]
PASSWORD_HASHERS = ["tipportal.passwords.NormalisingHasher"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
FAILURES_FROM_ONE_ADDRESS = 30  # on all names together: several people may share an address
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# allauth: accounts are made by administrators and have a name, no address; axes counts the wrong passwords.
ACCOUNT_ADAPTER = "tipportal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"login": "tipportal.accounts.forms.SignInForm"}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/15m/key,20/d/key",  # wrong codes of one person's second factor, wherever they come from
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user,20/d/user",
}
MFA_ADAPTER = "tipportal.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "tipportal"
MFA_TOTP_TOLERANCE = 1  # half a minute before and after: a telephone's clock, and the time it takes to type
MFA_FORMS = {
    "authenticate": "tipportal.accounts.forms.SecondStepForm",
    "reauthenticate": "tipportal.accounts.forms.CodeAgainForm",
    "add_webauthn": "tipportal.accounts.forms.NewPasskeyForm",
    "authenticate_webauthn": "tipportal.accounts.forms.PasskeyStepForm",
    "reauthenticate_webauthn": "tipportal.accounts.forms.PasskeyAgainForm",
    "edit_webauthn": "tipportal.accounts.forms.RenamePasskeyForm",
    "login_webauthn": "tipportal.accounts.forms.PasskeySignInForm",
}
REQUIRE_SECOND_FACTOR = ENVIRONMENT.require_second_factor

# Throttles and used codes are counted where every process of every machine sees them, and that is the one database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Language and time
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# Static files: hashed names, compressed once by collectstatic, served by this process for a year.
STATIC_URL = "static/"
STATIC_ROOT = VAR_FOLDER / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Headers
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The first three repeat what SecurityMiddleware sets, for answers that are given outside of it.
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": SECURE_REFERRER_POLICY,
    "Cross-Origin-Opener-Policy": SECURE_CROSS_ORIGIN_OPENER_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": X_FRAME_OPTIONS,
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
            *(
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "screen-wake-lock",
                "usb",
                "xr-spatial-tracking",
            ),
        )
    ),
}

# Cookies, and what an https address adds. The proxy in front says which requests came by https: gunicorn believes
# the addresses in FORWARDED_ALLOW_IPS, so no header is trusted here.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Strict would sign people out on every shared link they follow
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.origin] if ENVIRONMENT.origin else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IN_PRODUCTION
SECURE_SSL_REDIRECT = IN_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # a supervisor asks without the proxy
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if IN_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IN_PRODUCTION
# Being on the browsers' preload list binds a whole domain for years: its owner's decision, not the portal's.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # A page that is not there is no fault of the portal's.
        "django.request": {"level": "ERROR"},
        # Anyone can ask for a strange host, as often as they like; the answer is 400 and no trace in the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "tipportal": {"level": "INFO"},
        "cables": {"level": "INFO"},
    },
}
