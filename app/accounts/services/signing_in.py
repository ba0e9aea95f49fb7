"""Signing in, and the count of failures that slows guessing down."""

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import passwords, queries
from app.accounts.demo_people import demo_ids
from app.accounts.models import SessionKind, SignInFailure, User
from app.accounts.schemas import SignIn
from app.accounts.services.sessions import Grant, open_session
from app.core import clock, tokens
from app.core.audit import audit
from app.core.db import insert_into
from app.core.errors import NotFound, NotSignedIn, TooManyTries
from app.core.transaction import transaction
from app.extensions import db

FREE_TRIES = 10
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


class SignInRefused(NotSignedIn):
    """The account or the password is wrong; which of them is nobody's business."""

    @classmethod
    def default_message(cls) -> str:
        return _("The e-mail address or the password is not right.")


def sign_in(draft: SignIn, *, kind: SessionKind, device_label: str = "") -> Grant:
    """Open a session; `SignInRefused` for anything wrong, after the same work and in the same time.

    `TooManyTries` after ten failures of one account, known or not, for a time that doubles with each further one.
    """
    account = account_hash(draft.email)
    refuse_while_waiting(account)
    person = queries.person_by_email(draft.email)
    kept = person.password if person and person.is_active else None
    if not passwords.verify(kept, draft.password) or person is None or kept is None:
        count_failure(account, person)
        raise SignInRefused
    renewed = passwords.hashed(draft.password) if passwords.is_outdated(kept) else None
    return _let_in(person, draft, kind, device_label, renewed)


@transaction()
def sign_in_as(person: User, *, actor: User, device_label: str = "") -> Grant:
    """Open a browser's session without a password, for the demo company's cards; `NotFound` for anybody else."""
    if person.id not in demo_ids() or not person.is_active:
        raise NotFound
    audit("signed_in.demo", person, actor=actor)
    return open_session(person, SessionKind.web, is_remembered=False, device_label=device_label)


def account_hash(name: str) -> str:
    """Under which failures of an account are counted, whether it exists or not."""
    return tokens.digest(name.strip().lower())


def refuse_while_waiting(account: str) -> None:
    """`TooManyTries` while an account must wait after too many failures."""
    row = queries.failures_of(account)
    if row is None or row.failures < FREE_TRIES:
        return
    doubled = min(row.failures - FREE_TRIES, 10)
    wait = row.last_failed_at + min(FIRST_WAIT * 2**doubled, LONGEST_WAIT) - clock.now()
    if wait > timedelta(0):
        raise TooManyTries(retry_after=int(wait.total_seconds()) + 1)


@transaction()
def count_failure(account: str, person: User | None) -> None:
    """Count a failure of an account, also when several fail at once."""
    now = clock.now()
    first = insert_into(SignInFailure).values(account_hash=account, failures=1, last_failed_at=now, created_at=now)
    again = {"failures": SignInFailure.failures + 1, "last_failed_at": now}
    db.session.execute(first.on_conflict_do_update(index_elements=["account_hash"], set_=again))
    audit("sign_in.refused", person, actor=queries.system_user())


def forget_failures(account: str) -> None:
    """Begin to count anew, as part of the caller's transaction."""
    db.session.execute(sa.delete(SignInFailure).where(SignInFailure.account_hash == account))


@transaction()
def _let_in(person: User, draft: SignIn, kind: SessionKind, device_label: str, renewed: str | None) -> Grant:
    forget_failures(account_hash(draft.email))
    if renewed:
        person.password = renewed
    label = draft.device_label or device_label
    grant = open_session(person, kind, is_remembered=draft.remember_device, device_label=label)
    audit("signed_in", grant.session, actor=person)
    return grant
