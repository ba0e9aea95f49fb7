"""Tokens and signed links."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from app.core import clock, tokens


@pytest.fixture(autouse=True)
def small_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = "a secret for tests only, long enough"
    Babel(app)
    with app.app_context():
        yield app


@pytest.fixture
def at():
    """Sets the clock; the real one is put back afterwards."""
    before = clock.use(lambda: datetime(2026, 6, 1, 9, tzinfo=UTC))
    yield lambda moment: clock.use(lambda: moment)
    clock.use(before)


def test_a_token_is_the_same_each_time_and_has_256_bits():
    nonce = tokens.new_nonce()
    assert tokens.make("reset", 7, nonce) == tokens.make("reset", 7, nonce)
    assert len(tokens.make("reset", 7, nonce)) == 43


@pytest.mark.parametrize(
    ("purpose", "row_id", "nonce"), [("invite", 7, "n"), ("reset", 8, "n"), ("reset", 7, "m"), ("reset", 71, "")]
)
def test_a_token_of_another_purpose_row_or_nonce_does_not_match(purpose, row_id, nonce):
    token = tokens.make("reset", 7, "n")
    assert tokens.matches(token, "reset", 7, "n")
    assert not tokens.matches(token, purpose, row_id, nonce)


@pytest.mark.parametrize("token", ["", "x", "ü", "\ud800", "a" * 43, "\0"])
def test_nonsense_matches_nothing(token):
    assert not tokens.matches(token, "reset", 7, "n")


def test_a_token_dies_with_the_secret(small_app):
    token = tokens.make("reset", 7, "n")
    small_app.config["SECRET_KEY"] = "another secret for tests, long enough"
    assert not tokens.matches(token, "reset", 7, "n")


def test_what_is_stored_of_a_token_does_not_hold_it():
    token = tokens.make("reset", 7, "n")
    assert tokens.digest(token) == tokens.digest(token)
    assert token not in tokens.digest(token)
    assert len(tokens.digest("\ud800")) == 64


def test_two_nonces_differ():
    assert tokens.new_nonce() != tokens.new_nonce()


def test_a_signed_link_gives_back_its_values():
    values = {"ticket": 12, "answer": "yes", "name": "Żółć \ud800 😀"}
    signed = tokens.sign("fixed", values, timedelta(days=7))
    assert tokens.read("fixed", signed) == values
    assert signed.isascii()


def test_a_signed_link_expires_on_the_second(at):
    signed = tokens.sign("fixed", [1], timedelta(minutes=5))
    at(datetime(2026, 6, 1, 9, 4, 59, tzinfo=UTC))
    assert tokens.read("fixed", signed) == [1]
    at(datetime(2026, 6, 1, 9, 5, tzinfo=UTC))
    with pytest.raises(tokens.BadLink, match="not valid any more"):
        tokens.read("fixed", signed)


def test_a_signed_link_without_an_end_stays(at):
    signed = tokens.sign("scan", [1])
    at(datetime(2036, 6, 1, tzinfo=UTC))
    assert tokens.read("scan", signed) == [1]


def test_a_signed_link_serves_its_purpose_only():
    with pytest.raises(tokens.BadLink):
        tokens.read("unsubscribe", tokens.sign("fixed", [1]))


def test_no_single_changed_character_is_taken():
    signed = tokens.sign("fixed", [12, "no"])
    for place, character in enumerate(signed):
        changed = signed[:place] + ("A" if character != "A" else "B") + signed[place + 1 :]
        with pytest.raises(tokens.BadLink):
            tokens.read("fixed", changed)


@pytest.mark.parametrize("signed", ["", ".", "a.b", "....", "ü.ü", "\ud800.x", "\0"])
def test_nonsense_is_no_link(signed):
    with pytest.raises(tokens.BadLink):
        tokens.read("fixed", signed)


def test_a_token_cannot_be_used_as_the_mark_of_a_link():
    forged = tokens.make("WzFd", 1, "x")
    with pytest.raises(tokens.BadLink):
        tokens.read("fixed", f"WzFd.{forged}")
