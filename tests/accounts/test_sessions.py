"""Sessions: the row behind cookie and tokens."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts import queries, services
from app.accounts.models import OneTimeLink, Session, SessionKind, SignInFailure
from app.core import tokens
from app.core.errors import NotAllowed, NotFound, NotSignedIn
from app.extensions import db
from tests.accounts.conftest import put


@pytest.mark.parametrize(
    ("kind", "remember", "lives"),
    [
        (SessionKind.web, False, timedelta(hours=12)),
        (SessionKind.web, True, timedelta(days=30)),
        (SessionKind.api, False, timedelta(days=1)),
        (SessionKind.api, True, timedelta(days=30)),
    ],
)
def test_how_long_a_device_stays_signed_in(alice, enter, clock, kind, remember, lives):
    row = enter(alice, kind=kind, remember_device=remember).session
    assert row.expires_at == clock.now + lives
    assert queries.signed_in(row.id, clock.now + lives - timedelta(seconds=1)).person == alice
    assert queries.signed_in(row.id, clock.now + lives) is None


def test_the_secret_is_kept_only_as_a_hash(alice, enter):
    grant = enter(alice, kind=SessionKind.web)
    assert grant.session.token_hash == tokens.digest(grant.secret)


def test_a_browser_in_use_stays_signed_in(alice, enter, clock):
    row = enter(alice, kind=SessionKind.web).session
    clock.advance(hours=11)
    services.mark_seen(row.id)
    assert row.last_seen_at == clock.now
    assert row.expires_at == clock.now + timedelta(hours=12)


def test_a_program_in_use_must_still_refresh(alice, enter, clock):
    row = enter(alice).session
    expires = row.expires_at
    clock.advance(hours=11)
    services.mark_seen(row.id)
    assert (row.last_seen_at, row.expires_at) == (clock.now, expires)


def test_what_ended_is_not_woken_by_being_seen(alice, enter, clock):
    row = enter(alice, kind=SessionKind.web).session
    seen = row.last_seen_at
    clock.advance(hours=13)
    services.mark_seen(row.id)
    services.mark_seen(row.id + 1000)
    assert row.last_seen_at == seen


def test_a_refresh_token_works_once(alice, enter, clock):
    first = enter(alice)
    clock.advance(hours=1)
    second = services.refresh_session(first.secret)
    assert second.secret != first.secret
    assert second.session.expires_at == clock.now + timedelta(days=1)
    assert services.refresh_session(second.secret).person == alice


def test_a_used_refresh_token_ends_its_session_however_old_it_is(alice, enter, audited):
    first = enter(alice)
    second = services.refresh_session(first.secret)
    third = services.refresh_session(second.secret)
    with pytest.raises(NotSignedIn):
        services.refresh_session(first.secret)
    with pytest.raises(NotSignedIn):
        services.refresh_session(third.secret)
    assert "session.token_reused" in audited()


@pytest.mark.parametrize("token", ["", "nonsense", "a.b", "1.2.3", "W10.x"])
def test_an_invented_refresh_token_ends_nobodys_session(alice, enter, clock, token):
    row = enter(alice).session
    with pytest.raises(NotSignedIn):
        services.refresh_session(token)
    assert row.is_alive(clock.now)


def test_a_refresh_token_dies_with_its_session_its_person_and_its_time(alice, enter, clock):
    expired, ended, orphaned = enter(alice), enter(alice), enter(alice)
    services.end_session(ended.session, actor=alice)
    put(alice, active=False)
    for grant in (ended, orphaned):
        with pytest.raises(NotSignedIn):
            services.refresh_session(grant.secret)
    clock.advance(days=2)
    with pytest.raises(NotSignedIn):
        services.refresh_session(expired.secret)


def test_a_session_is_ended_by_its_person_or_an_administrator_only(alice, bob, carol, enter, clock, told):
    one, two = enter(alice).session, enter(alice).session
    with pytest.raises(NotAllowed):
        services.end_session(one, actor=bob)
    services.end_session(one, actor=alice)
    services.end_session(two, actor=carol)
    assert queries.signed_in(one.id, clock.now) is None
    assert [event["session_ids"] for event in told("sessions.ended")] == [[one.id], [two.id]]


def test_all_sessions_end_but_the_one_that_is_spared(alice, bob, enter, clock):
    kept, lost = enter(alice).session, enter(alice).session
    services.end_sessions(alice, actor=alice, spare=kept.id)
    assert kept.is_alive(clock.now)
    assert not lost.is_alive(clock.now)
    with pytest.raises(NotAllowed):
        services.end_sessions(alice, actor=bob)


def test_ending_nothing_leaves_no_trace(alice, audited):
    services.end_sessions(alice, actor=alice)
    assert audited() == []


def test_people_see_their_own_sessions_the_latest_used_first(alice, bob, enter, clock):
    first, second = enter(alice).session, enter(alice).session
    enter(bob)
    clock.advance(minutes=6)
    services.mark_seen(first.id)
    assert [row.id for row in queries.sessions_of(alice, clock.now)] == [first.id, second.id]


def test_a_foreign_ended_or_missing_session_cannot_be_found(alice, bob, enter, clock):
    foreign, ended = enter(bob).session, enter(alice).session
    services.end_session(ended, actor=alice)
    for session_id in (foreign.id, ended.id, 10**9):
        with pytest.raises(NotFound):
            queries.own_session(alice, session_id, clock.now)


def test_what_ended_a_month_ago_is_removed(alice, bob, enter, clock, system):
    old = enter(alice).session.id
    with pytest.raises(services.SignInRefused):
        enter(alice, password="wrong")
    services.send_reset(alice, actor=system)
    clock.advance(days=40)
    young = enter(alice).session.id
    with pytest.raises(services.SignInRefused):
        enter(bob, password="wrong")
    assert services.clean_up(clock.now, actor=system) == 2
    assert list(db.session.scalars(sa.select(Session.id).where(Session.id.in_([old, young])))) == [young]
    assert db.session.scalar(sa.select(sa.func.count(OneTimeLink.id)).where(OneTimeLink.user_id == alice.id)) == 0
    assert db.session.scalar(sa.select(sa.func.count(SignInFailure.id))) == 1
