"""Settings, read from the environment and `.env`; a bad one stops the start and says which."""

import ipaddress
import os
import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent
LOCALES = ("en", "de")
DURATION_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SAMPLE_SECRETS = {"changeme", "change-me", "secret", "sample", "example"}


class ConfigError(Exception):
    """A setting cannot be used; the message names it and says what is expected."""


class Environment:
    """Typed readers over a mapping; `NAME_FILE` names a file that holds the value of `NAME`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, default: str | None = None) -> str | None:
        """The value as text; an empty one counts as unset."""
        if path := self.values.get(f"{name}_FILE"):
            try:
                return Path(path).read_text(encoding="utf-8").strip() or default
            except (OSError, UnicodeError) as error:
                raise ConfigError(f"{name}_FILE: cannot read {path}: {error}") from error
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, default: bool) -> bool:
        """1, true, yes, on or 0, false, no, off."""
        value = (self.text(name) or ("1" if default else "0")).lower()
        if value in {"1", "true", "yes", "on"}:
            return True
        if value in {"0", "false", "no", "off"}:
            return False
        raise ConfigError(f"{name}: expected 1 or 0, got {value!r}")

    def whole(self, name: str, default: int, *, least: int = 0, most: int = 2**31) -> int:
        """A whole number between `least` and `most`."""
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"\d{1,10}", value) or not least <= int(value) <= most:
            raise ConfigError(f"{name}: expected a whole number from {least} to {most}, got {value!r}")
        return int(value)

    def duration(self, name: str, default: str) -> timedelta:
        """A number with a unit: 30s, 15m, 12h, 30d."""
        value = self.text(name) or default
        match = re.fullmatch(r"(\d{1,6})([smhd])", value)
        if not match or not int(match[1]):
            raise ConfigError(f"{name}: expected a duration such as 15m, 12h or 30d, got {value!r}")
        return timedelta(seconds=int(match[1]) * DURATION_UNITS[match[2]])

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed words."""
        value = (self.text(name) or default).lower()
        if value not in allowed:
            raise ConfigError(f"{name}: expected one of {', '.join(allowed)}, got {value!r}")
        return value

    def words(self, name: str) -> list[str]:
        """A list, separated by commas."""
        return [word.strip() for word in (self.text(name) or "").split(",") if word.strip()]

    def rate(self, name: str, default: str) -> str:
        """A limit such as 3000/15m, in the notation of Flask-Limiter."""
        value = self.text(name) or default
        match = re.fullmatch(r"(\d{1,9})/(\d{0,4})([smh])", value)
        if not match or not int(match[1]):
            raise ConfigError(f"{name}: expected a rate such as 3000/15m or 100/m, got {value!r}")
        unit = {"s": "second", "m": "minute", "h": "hour"}[match[3]]
        return f"{match[1]} per {match[2] or 1} {unit}"

    def networks(self, name: str) -> list[Any]:
        """Addresses or networks, separated by commas."""
        try:
            return [ipaddress.ip_network(word, strict=False) for word in self.words(name)]
        except ValueError as error:
            raise ConfigError(f"{name}: {error}") from error

    def zone(self, name: str, default: str) -> str:
        """An IANA time zone."""
        value = self.text(name) or default
        if value not in available_timezones():
            raise ConfigError(f"{name}: {value!r} is no IANA time zone such as Europe/Vienna")
        return value

    def address(self, name: str, default: str) -> str:
        """An http(s) address without a path."""
        value = (self.text(name) or default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            raise ConfigError(f"{name}: expected an address such as https://help.example.com, got {value!r}")
        return value


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Every setting of the product as Flask configuration; `ConfigError` names the first bad one."""
    if environ is None:
        environ = {**{k: v or "" for k, v in dotenv_values(ROOT / ".env").items()}, **os.environ}
    env = Environment(environ)
    var = _made(Path(env.text("VAR_DIR") or ROOT / "var").absolute())
    settings = _base(env, var) | _accounts(env, var) | _services(env) | _limits(env) | _libraries()
    settings["SESSION_COOKIE_SECURE"] = secure = settings["PUBLIC_URL"].startswith("https://")
    settings["SESSION_COOKIE_NAME"] = "__Host-helpdesk" if secure else "helpdesk"
    settings["TRUSTED_HOST_NAMES"] = env.words("TRUSTED_HOSTS") or [urlsplit(settings["PUBLIC_URL"]).hostname]
    if settings["ENVIRONMENT"] == "production":
        _refuse_unsafe(env, settings)
    return settings


def _made(var: Path) -> Path:
    """The folder for everything that is kept, for its owner alone."""
    try:
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigError(f"VAR_DIR: cannot make {var}: {error.strerror}") from error
    if not os.access(var, os.W_OK | os.X_OK):
        raise ConfigError(f"VAR_DIR: cannot write to {var}")
    return var


def _base(env: Environment, var: Path) -> dict[str, Any]:
    port = env.whole("PORT", 8080, least=1, most=65535)
    environment = env.choice("ENVIRONMENT", "development", ("development", "production"))
    return {
        "ENVIRONMENT": environment,
        "HOST": env.text("HOST", "127.0.0.1"),
        "PORT": port,
        "DEMO": env.flag("DEMO", False),
        "VAR_DIR": str(var),
        "PUBLIC_URL": env.address("PUBLIC_URL", f"http://localhost:{port}"),
        "SQLALCHEMY_DATABASE_URI": _database(env, var),
        "DEFAULT_LOCALE": env.choice("DEFAULT_LOCALE", "en", LOCALES),
        "DEFAULT_TIMEZONE": env.zone("DEFAULT_TIMEZONE", _machine_zone()),
        "LOG_LEVEL": env.choice("LOG_LEVEL", "info", ("debug", "info", "warning", "error")),
        "LOG_FORMAT": env.choice("LOG_FORMAT", "json" if environment == "production" else "text", ("json", "text")),
    }


def _database(env: Environment, var: Path) -> str:
    url = env.text("DATABASE_URL") or f"sqlite:///{var / 'helpdesk.db'}"
    if re.match(r"postgres(ql)?://", url):  # SQLAlchemy 2.1 would take psycopg 3 for the plain scheme
        return re.sub(r"^postgres(ql)?://", "postgresql+psycopg2://", url)
    if not url.startswith(("sqlite:///", "postgresql+psycopg2://")):
        raise ConfigError("DATABASE_URL: expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def _machine_zone() -> str:
    name = os.environ.get("TZ", "").lstrip(":")
    if not name:
        link = os.path.realpath("/etc/localtime")
        name = link.partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key if name else "UTC"
    except (ValueError, OSError, KeyError):
        return "UTC"


def _accounts(env: Environment, var: Path) -> dict[str, Any]:
    production = env.text("ENVIRONMENT") == "production"
    return {
        "SECRET_KEY": env.text("SECRET_KEY") or ("" if production else _kept_secret(var / "secret_key")),
        "JWT_SECRET_KEY": env.text("JWT_SECRET_KEY") or ("" if production else _kept_secret(var / "jwt_secret_key")),
        "JWT_ACCESS_TOKEN_EXPIRES": env.duration("JWT_ACCESS_EXPIRY", "15m"),
        "JWT_REFRESH_TOKEN_EXPIRES": env.duration("JWT_REFRESH_EXPIRY", "30d"),
        "REGISTRATION_ENABLED": env.flag("REGISTRATION_ENABLED", False),
        "REGISTRATION_DOMAINS": [domain.lower() for domain in env.words("REGISTRATION_DOMAINS")],
    }


def _kept_secret(path: Path) -> str:
    """A secret made once and kept beside the database, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret := secrets.token_urlsafe(48))
    return secret


def _services(env: Environment) -> dict[str, Any]:
    resend = env.text("RESEND_API_KEY")
    return {
        "REDIS_URL": env.text("REDIS_URL"),
        "S3_ENDPOINT": env.text("S3_ENDPOINT"),
        "S3_BUCKET_NAME": env.text("S3_BUCKET_NAME"),
        "S3_ACCESS_KEY_ID": env.text("S3_ACCESS_KEY_ID"),
        "S3_SECRET_ACCESS_KEY": env.text("S3_SECRET_ACCESS_KEY"),
        "S3_REGION": env.text("S3_REGION", "us-east-1"),
        "S3_FORCE_PATH_STYLE": env.flag("S3_FORCE_PATH_STYLE", False),
        "MAIL_SERVER": env.text("MAIL_SERVER", "smtp.resend.com" if resend else None),
        "MAIL_PORT": env.whole("MAIL_PORT", 587, least=1, most=65535),
        "MAIL_USERNAME": env.text("MAIL_USERNAME", "resend" if resend else None),
        "MAIL_PASSWORD": env.text("MAIL_PASSWORD", resend),
        "MAIL_USE_TLS": env.flag("MAIL_USE_TLS", True),
        "EMAIL_FROM": env.text("EMAIL_FROM", "IT Helpdesk <helpdesk@localhost>"),
        "GOOGLE_SERVICE_ACCOUNT_FILE": _readable(
            "GOOGLE_SERVICE_ACCOUNT_FILE", env.text("GOOGLE_SERVICE_ACCOUNT_FILE")
        ),
        "GOOGLE_CLIENT_ID": env.text("GOOGLE_CLIENT_ID"),
        "GOOGLE_CLIENT_SECRET": env.text("GOOGLE_CLIENT_SECRET"),
        "GOOGLE_REQUESTS_PER_USER": env.whole("GOOGLE_REQUESTS_PER_USER", 300, least=1),
        "GOOGLE_REQUESTS_IN_ALL": env.whole("GOOGLE_REQUESTS_IN_ALL", 3000, least=1),
        "CLAMAV_ADDRESS": env.text("CLAMAV_ADDRESS"),
        "SENTRY_DSN": env.text("SENTRY_DSN"),
        "METRICS_TOKEN": env.text("METRICS_TOKEN"),
    }


def _readable(name: str, path: str | None) -> str | None:
    """The path, if that file can be read."""
    if path and not os.access(path, os.R_OK):
        raise ConfigError(f"{name}: cannot read {path}")
    return path


def _limits(env: Environment) -> dict[str, Any]:
    return {
        "RATE_LIMIT": env.rate("RATE_LIMIT", "3000/15m"),
        "RATE_LIMIT_SIGN_IN": env.rate("RATE_LIMIT_SIGN_IN", "100/m"),
        "RATE_LIMIT_EXEMPT": env.networks("RATE_LIMIT_EXEMPT"),
        "TRUSTED_PROXIES": env.whole("TRUSTED_PROXIES", 0, most=10),
        "CORS_ORIGINS": env.words("CORS_ORIGINS"),
        "MAX_UPLOAD_MB": env.whole("MAX_UPLOAD_MB", 25, least=1, most=2048),
        "MAX_VIDEO_MB": env.whole("MAX_VIDEO_MB", 2048, least=1, most=5000),
        "MAX_DOCUMENT_MB": env.whole("MAX_DOCUMENT_MB", 50, least=1, most=2048),
    }


def _libraries() -> dict[str, Any]:
    """How the libraries are set; the reasons stand in docs/architecture.md."""
    return {
        "SQLALCHEMY_TRACK_MODIFICATIONS": False,
        # Four processes stay under PostgreSQL's usual 100 connections, and a request that finds none free waits; each
        # is asked whether it lives, so that a restarted database is no error.
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_size": 10, "max_overflow": 10, "pool_timeout": 25, "pool_pre_ping": True},
        "FAB_CREATE_DB": False,
        "FAB_UPDATE_PERMS": False,
        "FAB_ADD_SECURITY_API": False,
        "FAB_ADD_SECURITY_VIEWS": True,
        "FAB_ADD_OPENAPI_VIEWS": False,
        "FAB_ADD_MENU_API": False,
        "FAB_BASE_TEMPLATE": "layouts/staff.html",
        "FAB_INDEX_VIEW": "app.home.desk.DeskIndexView",
        "FAB_API_MAX_PAGE_SIZE": 100,
        "FAB_PASSWORD_COMPLEXITY_ENABLED": False,
        "APP_THEME": "",
        "AUTH_ROLE_ADMIN": "Admin",
        "AUTH_ROLE_PUBLIC": "Public",
        "AUTH_RATE_LIMITED": False,
        "RATELIMIT_ENABLED": False,
        "LANGUAGES": {"en": {"flag": "gb", "name": "English"}, "de": {"flag": "de", "name": "Deutsch"}},
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "JWT_ALGORITHM": "HS256",
        "JWT_DECODE_ALGORITHMS": ["HS256"],
        "JWT_ENCODE_ISSUER": "it-helpdesk-pro",
        "JWT_DECODE_ISSUER": "it-helpdesk-pro",
        "JWT_ENCODE_AUDIENCE": "it-helpdesk-pro-api",
        "JWT_DECODE_AUDIENCE": "it-helpdesk-pro-api",
        "JWT_COOKIE_CSRF_PROTECT": False,  # no cookie carries a token, so none needs a second value in it
        "JWT_ENCODE_NBF": False,
        "JWT_ERROR_MESSAGE_KEY": "message",
        "JWT_TOKEN_LOCATION": ["headers"],
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        "WTF_CSRF_TIME_LIMIT": None,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 1000,
    }


def _refuse_unsafe(env: Environment, settings: Mapping[str, Any]) -> None:
    for name in ("SECRET_KEY", "JWT_SECRET_KEY"):
        value = settings[name]
        if len(value) < 32 or any(word in value.lower() for word in SAMPLE_SECRETS):
            raise ConfigError(f"{name}: production needs an own random value of 32 characters or more")
    if settings["SECRET_KEY"] == settings["JWT_SECRET_KEY"]:
        raise ConfigError("JWT_SECRET_KEY: must differ from SECRET_KEY")
    if settings["DEMO"]:
        raise ConfigError("DEMO: the demo company is not for production")
    if env.flag("FLASK_DEBUG", False):
        raise ConfigError("FLASK_DEBUG: must be off in production")
    if "*" in settings["CORS_ORIGINS"]:
        raise ConfigError("CORS_ORIGINS: name the origins; * is not for production")
