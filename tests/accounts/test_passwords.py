"""Which passwords are taken, and how they are kept."""

import argon2
import pytest

from app.accounts import passwords

GOOD = "seven green hills at dawn"


@pytest.fixture(autouse=True)
def _context(session):
    """Refusals are worded in the reader's language, which lies in the settings."""


def test_a_hash_fits_its_password_only():
    kept = passwords.hashed(GOOD)
    assert kept.startswith("$argon2id$")
    assert passwords.verify(kept, GOOD)
    assert not passwords.verify(kept, GOOD + " ")


def test_nobody_and_a_broken_hash_fit_nothing():
    assert not passwords.verify(None, "nobody has this password")
    assert not passwords.verify("no hash", GOOD)


def test_a_lone_surrogate_is_only_wrong():
    assert not passwords.verify(passwords.hashed(GOOD), "\ud800")


def test_a_hash_of_weaker_parameters_is_outdated():
    weak = argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(GOOD)
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hashed(GOOD))


@pytest.mark.parametrize(
    "password", ["short", "x" * 11, "y1" * 65, "password1234", "PassWord1234", "qwertyuiop12", "ababababababab"]
)
def test_a_weak_password_is_refused(password):
    assert passwords.weakness(password)


def test_what_others_know_of_the_person_is_refused():
    assert passwords.weakness("alice@example.org", "alice@example.org")
    assert passwords.weakness("ALICE@example.org", "alice@example.org")


@pytest.mark.parametrize("password", [GOOD, "x7 z k9 q 3 v", "Grüße aus Köln 3", "z9k a1" * 21])
def test_a_good_password_is_taken_whatever_it_is_made_of(password):
    assert passwords.weakness(password, "alice@example.org", "Alice Berg") is None


def test_the_list_of_common_passwords_holds_only_what_length_alone_would_take():
    common = passwords._common()
    assert len(common) > 3000
    assert all(len(each) >= passwords.LEAST and each == each.lower() for each in common)
