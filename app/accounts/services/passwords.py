"""Passwords: chosen, changed, and what ends with the old one."""

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import passwords
from app.accounts.events import PasswordChanged
from app.accounts.models import LinkPurpose, OneTimeLink, User
from app.accounts.schemas import PasswordChange
from app.accounts.services.sessions import end_sessions
from app.accounts.services.signing_in import account_hash, count_failure, forget_failures, refuse_while_waiting
from app.core import clock
from app.core.audit import audit
from app.core.errors import Invalid, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db


def new_hash(password: str, email: str, name: str, *, field: str = "password") -> str:
    """The hash of a password that is good enough for this person, else `Invalid` at the field."""
    if why := passwords.weakness(password, email, email.partition("@")[0], name):
        raise Invalid.for_field(field, why)
    return passwords.hashed(password)


def change_password(change: PasswordChange, *, actor: User, spare: int | None = None) -> None:
    """Give oneself another password and sign all other devices out; `Invalid` when the present one is wrong."""
    account = account_hash(actor.email)
    refuse_while_waiting(account)
    if not passwords.verify(actor.password, change.current_password):
        count_failure(account, actor)
        raise Invalid.for_field("current_password", _("This is not your present password."))
    if change.new_password == change.current_password:
        raise Invalid.for_field("new_password", _("Please choose a password that is new."))
    _change(new_hash(change.new_password, actor.email, actor.name, field="new_password"), spare, actor=actor)


@transaction()
def _change(kept: str, spare: int | None, *, actor: User) -> None:
    require(bool(actor.is_active))
    store_password(actor, kept, spare=spare, actor=actor)
    record(PasswordChanged(person_id=actor.id))


def store_password(person: User, kept: str, *, actor: User, spare: int | None = None) -> None:
    """Put a new password in force, as part of the caller's transaction: sessions and open links end."""
    person.password = kept
    person.must_change_password = False
    forget_failures(account_hash(person.email))
    void_links(person, LinkPurpose.invite, LinkPurpose.reset)
    end_sessions(person, actor=actor, spare=spare)
    audit("password.changed", person, actor=actor)


def void_links(person: User, *purposes: LinkPurpose) -> None:
    """Make open links of a person useless, as part of the caller's transaction."""
    links = sa.update(OneTimeLink).where(OneTimeLink.user_id == person.id, OneTimeLink.used_at.is_(None))
    db.session.execute(links.where(OneTimeLink.purpose.in_(purposes)).values(used_at=clock.now()))
