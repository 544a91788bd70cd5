"""How the app is set up; everything that differs between places comes from the environment (see docs/deployment.md)."""

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("SDM_VAR", BASE_DIR / "var"))
LOOK_DIR = VAR_DIR / "look"


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in ("1", "true", "yes", "on")


def _words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def _secret_key() -> str:
    """The key from the environment, or one made once for this machine and kept in a file only its owner reads."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = VAR_DIR / "secret-key"
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text()


DEBUG = _flag("DEBUG")
# The demo's one-click sign-in needs both: a hospital's own service has neither.
DEMO = DEBUG and _flag("SDM_DEMO")
SECRET_KEY = _secret_key()
PORT = os.environ.get("PORT", "8000")
ALLOWED_HOSTS = _words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]" if DEBUG else "")
# Links in letters and e-mails start with this, never with what a request calls itself.
PUBLIC_ORIGIN = os.environ.get("PUBLIC_ORIGIN", f"http://127.0.0.1:{PORT}").rstrip("/")
CSRF_TRUSTED_ORIGINS = _words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # Ours first: its templates stand before those of the same name in allauth and the admin site.
    "sdm",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Its own templates, for the widgets of the admin site.
    "django.forms",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    # These come first because they put headers on every answer, those of the middleware below them too.
    "sdm.pages.privacy.PrivateByDefault",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "sdm.pages.privacy.OnePolicy",
    # A page of words is a quarter of its size on a weak signal. What it may not give away (BREACH) is safe: Django
    # masks the form's token anew each time, and pads what it compresses.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Refusals are read too, so the language is settled before anything can refuse.
    "sdm.pages.languages.ReadersLanguage",
    "sdm.pages.errors.OurOwnPages",
    "sdm.pages.errors.OnlyByAButton",
    # Nothing above reads what was sent.
    "sdm.pages.limits.SmallBodies",
    "sdm.pages.whole.OnlyWhole",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sdm.pages.access.SignedIn",
    "sdm.pages.access.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "sdm.urls"
WSGI_APPLICATION = "sdm.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sdm.pages.assets.demo",
            ],
            "builtins": [
                "crispy_forms.templatetags.crispy_forms_tags",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "sdm.templatetags.languages",
                "sdm.templatetags.plain_blocks",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ("nhsuk",)
CRISPY_TEMPLATE_PACK = "nhsuk"
CRISPY_FAIL_SILENTLY = False

# SQLite waits for a writer instead of failing half-way, and every commit reaches the disk before it is acknowledged.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR_DIR / "sdm.sqlite3",
    "CONN_MAX_AGE": None,
    # Tests run on a file too: writers at once behave there as they do in service.
    "TEST": {"NAME": VAR_DIR / "test.sqlite3"},
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    },
}


def _database() -> dict:
    """PostgreSQL with psycopg's pool where DATABASE_URL names one, else the embedded SQLite."""
    if not os.environ.get("DATABASE_URL"):
        return SQLITE
    database = dj_database_url.parse(os.environ["DATABASE_URL"])
    if database["ENGINE"] == SQLITE["ENGINE"]:
        return {**SQLITE, "NAME": database["NAME"]}
    database["OPTIONS"] = {
        **database.get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": int(os.environ.get("DATABASE_POOL", "4")), "timeout": 20},
        # Statements that recur are planned once per connection, which psycopg does only where the server binds values.
        "prepare_threshold": 5,
        "server_side_binding": True,
    }
    return database


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "sdm.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "sdm.pages.accounts.adapter.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# A whole hospital may come from one address, so limits by address are wide, and each worker counts for itself. Wrong
# passwords of one account are counted in the database, for all of them (`sdm.actions.tries`).
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "change_password": "5/m/user",
}
# Which address that is: what the one proxy in front says, and nothing that was said to it.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _flag("BEHIND_PROXY") else 0

# Over plain http only where somebody runs the app on their own machine.
HTTPS = _flag("HTTPS", default=not DEBUG)
HOST_PREFIX = "__Host-" if HTTPS else ""
MESSAGE_STORAGE = "sdm.pages.notices.OfTheirConversation"
SESSION_ENGINE = "sdm.models.signed_in"
SESSION_COOKIE_NAME = f"{HOST_PREFIX}sdm-session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_NAME = f"{HOST_PREFIX}sdm-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "sdm.pages.errors.csrf_failure"
PATIENT_COOKIE_NAME = f"{HOST_PREFIX}sdm-invitation"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _flag("BEHIND_PROXY") else None
SECURE_CONTENT_TYPE_NOSNIFF = True
# Addresses of patients' pages tell nobody else where they were; forms still prove where they come from.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# The words of a whole leaflet; all other pages take less (`sdm.pages.limits`).
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [LOOK_DIR]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "sdm.pages.assets.HashedAssets"},
}
WHITENOISE_MAX_AGE = 0
WHITENOISE_AUTOREFRESH = False

# Folders of more fonts, so that PDFs can print other scripts too: where Debian keeps DejaVu (Arabic, Hebrew and more),
# Droid Fallback (Chinese, Japanese, Korean) and Symbola (emoji).
DEBIAN_FONTS = "/usr/share/fonts/truetype"
PDF_FONTS = os.environ.get(
    "SDM_PDF_FONTS", os.pathsep.join(f"{DEBIAN_FONTS}/{name}" for name in ("dejavu", "droid", "ancient-scripts"))
)

# Where the app is tried, mail lands in a folder, one file each; in service a mail server takes it.
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if DEBUG else 'smtp'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = _flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "noreply@localhost")
# How many days before the appointment a patient who sent nothing gets their one reminder.
REMIND_DAYS_BEFORE = int(os.environ.get("REMIND_DAYS_BEFORE", "3"))
# E-mails to patients are sent by workers (manage.py db_worker); where the app is tried, at once.
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend" if DEBUG else "django_tasks_db.DatabaseBackend"
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "sdm" / "locale"]
# Patients choose among these; staff read English. A language is offered only where its words were compiled at set-up.
LANGUAGES = [("en-gb", "English")] + [
    (code, name)
    for code, name in [("cy", "Cymraeg")]
    if (LOCALE_PATHS[0] / code / "LC_MESSAGES" / "django.mo").is_file()
]
LANGUAGE_COOKIE_NAME = f"{HOST_PREFIX}sdm-language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The language of the leaflet, where a patient chose another one for it: there may be translations into languages that
# the interface does not have. Kept as the one above is.
LEAFLET_COOKIE_NAME = f"{HOST_PREFIX}sdm-leaflet-language"

# Paths hold invitation tokens: nothing logs them. Errors name the view, never the address.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_tokens": {"()": "sdm.pages.privacy.WithoutTokens"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_tokens"]},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        # Where each e-mail is sent at once, a line for each would only be in the way.
        "django_tasks": {"level": "WARNING" if DEBUG else "INFO"},
    },
}
