"""Settings: one file. What differs per installation comes from config/environment.py."""

from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from koersvast.config.environment import PROJECT_ROOT, environment

SECRET_KEY = environment.secret_key
DEBUG = False
ALLOWED_HOSTS = environment.hosts
HOME = environment.home
PORT = environment.port
WEB_WORKERS = environment.workers
DEMO = environment.demo
ADDRESS = environment.address

INSTALLED_APPS = [
    "koersvast.config",
    "koersvast.cli",
    "koersvast.council",
    "koersvast.freezing",
    "koersvast.next_cycle",
    "koersvast.compass",
    "koersvast.reports",
    "koersvast.exchange",
    "koersvast.history",
    "koersvast.red_thread",
    "koersvast.papers",
    "koersvast.decisions",
    "koersvast.dialogues",
    "koersvast.indicators",
    "koersvast.coding",
    "koersvast.surveys",
    "koersvast.texts",
    "koersvast.outcome_forms",
    "koersvast.activities",
    "koersvast.goals",
    "koersvast.cycles",
    "koersvast.audit",
    "koersvast.people",
    "koersvast.vault",
    "koersvast.jobs",
    "koersvast.tenants",
    "koersvast.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "koersvast.tenants.middleware.MunicipalityMiddleware",
]

ROOT_URLCONF = "koersvast.config.urls"
WSGI_APPLICATION = "koersvast.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "koersvast.config.navigation.page_frame",
            ],
            "builtins": ["koersvast.ui.templatetags.koersvast_ui"],
        },
    }
]

ROOT_KEY = environment.root_key
ROOT_KEY_FILE = environment.root_key_file

DATABASES = {"default": environment.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "koersvast.people.sign_in.InvitedOnlyAdapter"
ACCOUNT_FORMS = {"login": "koersvast.people.sign_in.PlainLoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account exists only through an invitation that reached its address
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Koersvast"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.https

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-sessie" if environment.https else "sessie"
CSRF_COOKIE_NAME = "__Host-csrf" if environment.https else "csrf"
LANGUAGE_COOKIE_NAME = "taal"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = environment.https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_AGE = None  # gone when the browser closes: no trace of a visit stays on a shared device
CSRF_FAILURE_VIEW = "koersvast.config.errors.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.https else None
SECURE_HSTS_SECONDS = 31536000 if environment.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.https
# not "no-referrer": browsers then send "Origin: null" with a form and the CSRF check refuses it
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "nl"
TERMINAL_LANGUAGE = environment.terminal_language
LANGUAGES = [("nl", _("Nederlands")), ("en", _("Engels"))]
LOCALE_PATHS = [PROJECT_ROOT / "locale"]
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # a plan file is at most 10 MB
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["koersvast.config.uploads.KeptInMemory"]

# the goal tree shows how many activities contribute to a goal; the goals feature stands below activities
GOALS_COUNT_ACTIVITIES_WITH = "koersvast.activities.queries.counts_per_goal"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

if environment.mail_url:
    _mail = urlsplit(environment.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(HOME / "mail")
DEFAULT_FROM_EMAIL = "Koersvast <niet-antwoorden@localhost>"  # neutral: a sender never outs anyone

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        # Django writes the path of a refused request; a path holds no content, but a query could.
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
    },
}

# Goals lie below activities: the tree asks for the number of activities by name.
GOALS_COUNT_ACTIVITIES_WITH = "koersvast.activities.queries.counts_per_goal"
