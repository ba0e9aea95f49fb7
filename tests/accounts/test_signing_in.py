"""Signing in: what is let in, what is refused, and how guessing is slowed down."""

import threading

import argon2
import pytest

from app.accounts import passwords, services
from app.accounts.demo_people import DemoPeople
from app.accounts.models import SessionKind
from app.accounts.queries import failures_of
from app.accounts.schemas import SignIn
from app.accounts.services.signing_in import FREE_TRIES, account_hash
from app.core import settings
from app.core.errors import NotFound, TooManyTries
from tests.accounts.conftest import put
from tests.factories.people import PASSWORD


def attempt(email, password="wrong"):
    services.sign_in(SignIn(email=email, password=password), kind=SessionKind.api)


def fail(email, times):
    for _ in range(times):
        with pytest.raises(services.SignInRefused):
            attempt(email)


def test_the_address_may_be_typed_in_any_case(alice, enter, audited, clock):
    grant = services.sign_in(SignIn(email=f"  {alice.email.upper()} ", password=PASSWORD), kind=SessionKind.web)
    assert grant.person == alice
    assert alice.last_login == clock.now
    assert alice.login_count == 1
    assert audited() == ["signed_in"]


@pytest.mark.parametrize("case", ["unknown", "wrong password", "deactivated", "invited", "the system"])
def test_everything_wrong_is_refused_in_the_same_words(alice, audited, case):
    put(alice, active=case != "deactivated", password=None if case == "invited" else alice.password)
    email = {"unknown": "nobody@example.org", "the system": "system"}.get(case, alice.email)
    with pytest.raises(services.SignInRefused) as refusal:
        attempt(email, "wrong" if case == "wrong password" else PASSWORD)
    assert refusal.value.message == "The e-mail address or the password is not right."
    assert audited() == ["sign_in.refused"]


def test_an_unknown_account_costs_the_same_hashing(alice, monkeypatch):
    """Equal time by equal work: the very same check runs once, with the same parameters."""
    work = []
    hasher = passwords._hasher

    class Counting:
        """Argon2 that notes what it was asked to verify; the edge of the product, not a part of it."""

        def verify(self, kept, given):
            work.append(argon2.extract_parameters(kept))
            return hasher.verify(kept, given)

        def __getattr__(self, name):
            return getattr(hasher, name)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    fail(alice.email, 1)
    fail("nobody@example.org", 1)
    assert len(work) == 2
    assert work[0] == work[1]


def test_after_ten_failures_an_account_must_wait_known_or_not(alice, clock):
    for email in (alice.email, "nobody@example.org"):
        fail(email, FREE_TRIES)
        with pytest.raises(TooManyTries) as refusal:
            attempt(email)
        assert 0 < refusal.value.retry_after <= 31


def test_the_right_password_must_wait_too_and_then_forgets_the_failures(alice, enter, clock):
    fail(alice.email, FREE_TRIES)
    with pytest.raises(TooManyTries):
        enter(alice)
    clock.advance(seconds=31)
    assert enter(alice).person == alice
    assert failures_of(account_hash(alice.email)) is None


def test_the_wait_doubles_up_to_a_quarter_of_an_hour(alice, clock):
    waits = []
    fail(alice.email, FREE_TRIES)
    for _ in range(8):
        with pytest.raises(TooManyTries) as refusal:
            attempt(alice.email)
        waits.append(refusal.value.retry_after - 1)
        clock.advance(seconds=refusal.value.retry_after)
        fail(alice.email, 1)
    assert waits == [30, 60, 120, 240, 480, 900, 900, 900]


def test_other_accounts_do_not_wait(alice, bob, enter, clock):
    fail(alice.email, FREE_TRIES)
    assert enter(bob).person == bob


def test_a_hash_of_weaker_parameters_is_renewed(alice, enter):
    put(alice, password=argon2.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
    enter(alice)
    assert not passwords.is_outdated(alice.password)
    assert passwords.verify(alice.password, PASSWORD)


@pytest.mark.real_commits
def test_failures_at_the_same_moment_are_all_counted(app, alice):
    start = threading.Barrier(4)

    def guess():
        with app.app_context():
            start.wait()
            with pytest.raises(services.SignInRefused):
                attempt("nobody@example.org")

    threads = [threading.Thread(target=guess) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures_of(account_hash("nobody@example.org")).failures == 4


def test_only_people_on_the_cards_are_let_in_by_one_click(app, alice, bob, system):
    settings.save(DemoPeople(ids=(alice.id,)), actor=system)
    assert services.sign_in_as(alice, actor=alice).person == alice
    with pytest.raises(NotFound):
        services.sign_in_as(bob, actor=bob)


def test_in_production_nobody_is(app, alice, system, monkeypatch):
    settings.save(DemoPeople(ids=(alice.id,)), actor=system)
    monkeypatch.setitem(app.config, "ENVIRONMENT", "production")
    with pytest.raises(NotFound):
        services.sign_in_as(alice, actor=alice)
