"""Settings: what is read, what is refused, and in which words."""

from datetime import timedelta
from pathlib import Path

import pytest

import config

GOOD_SECRETS = {"SECRET_KEY": "s" * 40, "JWT_SECRET_KEY": "t" * 40}


@pytest.fixture
def read(tmp_path: Path):
    """Read settings from the given names alone."""
    return lambda **values: config.from_environment({"VAR_DIR": str(tmp_path), **values})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("PORT", "eighty", "a whole number from 1 to 65535"),
        ("PORT", "0", "a whole number from 1 to 65535"),
        ("PORT", "70000", "a whole number from 1 to 65535"),
        ("PORT", "²", "a whole number"),
        ("DEMO", "maybe", "1 or 0"),
        ("ENVIRONMENT", "staging", "development, production"),
        ("LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("DEFAULT_LOCALE", "xx", "en, de"),
        ("DEFAULT_TIMEZONE", "Vienna", "no IANA time zone"),
        ("PUBLIC_URL", "help.example.com", "https://help.example.com"),
        ("PUBLIC_URL", "https://example.com/help", "https://help.example.com"),
        ("DATABASE_URL", "mysql://root@localhost/help", "sqlite:///FILE or postgresql://"),
        ("JWT_ACCESS_EXPIRY", "soon", "15m, 12h or 30d"),
        ("JWT_ACCESS_EXPIRY", "0m", "15m, 12h or 30d"),
        ("RATE_LIMIT", "many", "3000/15m or 100/m"),
        ("RATE_LIMIT_EXEMPT", "10.0.0.0/99", "10.0.0.0/99"),
        ("SECRET_KEY_FILE", "/nowhere/secret", "cannot read /nowhere/secret"),
    ],
)
def test_a_bad_setting_is_named_with_what_is_expected(read, name, value, expected):
    with pytest.raises(config.ConfigError) as refused:
        read(**{name: value})

    assert str(refused.value).startswith(name)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "SECRET_KEY"),
        (GOOD_SECRETS | {"SECRET_KEY": "short"}, "SECRET_KEY"),
        (GOOD_SECRETS | {"JWT_SECRET_KEY": "changeme-changeme-changeme-changeme"}, "JWT_SECRET_KEY"),
        ({"SECRET_KEY": "s" * 40, "JWT_SECRET_KEY": "s" * 40}, "JWT_SECRET_KEY"),
        (GOOD_SECRETS | {"DEMO": "1"}, "DEMO"),
        (GOOD_SECRETS | {"FLASK_DEBUG": "1"}, "FLASK_DEBUG"),
        (GOOD_SECRETS | {"CORS_ORIGINS": "https://a.example, *"}, "CORS_ORIGINS"),
    ],
)
def test_production_refuses_what_is_unsafe(read, values, name):
    with pytest.raises(config.ConfigError, match=f"^{name}:"):
        read(ENVIRONMENT="production", **values)


def test_production_starts_with_secrets_of_its_own(read):
    settings = read(ENVIRONMENT="production", PUBLIC_URL="https://help.example.com", **GOOD_SECRETS)

    assert settings["LOG_FORMAT"] == "json"
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-helpdesk"
    assert settings["TRUSTED_HOST_NAMES"] == ["help.example.com"]


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_way_to_write_postgresql_means_psycopg2(read, scheme):
    settings = read(DATABASE_URL=f"{scheme}://me@db/help")

    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg2://me@db/help"


def test_a_secret_is_read_from_a_file(read, tmp_path):
    (tmp_path / "mail").write_text("let me in\n", encoding="utf-8")

    assert read(MAIL_PASSWORD_FILE=str(tmp_path / "mail"))["MAIL_PASSWORD"] == "let me in"


def test_secrets_are_made_once_for_their_owner_alone(read, tmp_path):
    first, second = read(), read()

    assert first["SECRET_KEY"] == second["SECRET_KEY"] != first["JWT_SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_key_of_resend_sets_the_mail_server(read):
    settings = read(RESEND_API_KEY="re_1")

    assert (settings["MAIL_SERVER"], settings["MAIL_USERNAME"], settings["MAIL_PASSWORD"]) == (
        "smtp.resend.com", "resend", "re_1",
    )  # fmt: skip


def test_durations_rates_and_networks_are_understood(read):
    settings = read(JWT_ACCESS_EXPIRY="90s", RATE_LIMIT="60/h", RATE_LIMIT_EXEMPT="10.0.0.1, 192.168.0.0/16")

    assert settings["JWT_ACCESS_TOKEN_EXPIRES"] == timedelta(seconds=90)
    assert settings["RATE_LIMIT"] == "60 per 1 hour"
    assert [str(network) for network in settings["RATE_LIMIT_EXEMPT"]] == ["10.0.0.1/32", "192.168.0.0/16"]


@pytest.mark.parametrize(
    ("name", "zone"), [("Europe/Helsinki", "Europe/Helsinki"), (":UTC", "UTC"), ("Nowhere/At", "UTC")]
)
def test_the_machines_zone_is_taken_when_it_has_one(monkeypatch, read, name, zone):
    monkeypatch.setenv("TZ", name)

    assert read()["DEFAULT_TIMEZONE"] == zone
