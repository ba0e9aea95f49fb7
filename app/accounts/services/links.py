"""One-time links: sent, sent again, used; registration, which begins and ends with one."""

from datetime import timedelta

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import links, queries
from app.accounts.deployment import may_register, registering_domains
from app.accounts.events import PasswordChanged, PersonInvited, RegistrationAsked, ResetAsked
from app.accounts.models import BaseRole, LinkPurpose, OneTimeLink, User
from app.accounts.schemas import Forgotten, NewPassword, Registration
from app.accounts.services.passwords import new_hash, store_password, void_links
from app.core import clock, tokens
from app.core.audit import audit
from app.core.errors import Invalid, NotFound
from app.core.outbox import record
from app.core.transaction import in_transaction, transaction
from app.extensions import db

MAILED_EVERY = timedelta(minutes=2)  # nobody's mailbox is filled by somebody else's impatience
EVENTS = {LinkPurpose.invite: PersonInvited, LinkPurpose.reset: ResetAsked, LinkPurpose.confirm: RegistrationAsked}


def issue_link(person: User, purpose: LinkPurpose) -> OneTimeLink:
    """A new link, as part of the caller's transaction; earlier ones for the same purpose end."""
    void_links(person, purpose)
    nonce = tokens.new_nonce()
    link = OneTimeLink(
        user_id=person.id,
        purpose=purpose,
        nonce=nonce,
        expires_at=clock.now() + links.LIVES[purpose],
        token_hash=tokens.digest(links.token_of(person.id, purpose, nonce)),
    )
    db.session.add(link)
    db.session.flush()
    return link


def mail_link(person: User, purpose: LinkPurpose) -> OneTimeLink:
    """A new link that is sent to the address on file, as part of the caller's transaction."""
    link = issue_link(person, purpose)
    record(EVENTS[purpose](link_id=link.id))
    return link


def ask_for_reset(draft: Forgotten) -> None:
    """Send a link to set a new password, if there is such a person; the asker learns nothing."""
    person = queries.person_by_email(draft.email)
    if person is not None and person.is_active and not _was_mailed_just_now(person, LinkPurpose.reset):
        _mail(person, LinkPurpose.reset, actor=person)


def renew_link(token: str) -> None:
    """Send the link anew to the address on file, if it may still be used; the asker learns nothing."""
    link = queries.link_of(tokens.digest(token))
    if link is None or _was_mailed_just_now(link.user, link.purpose):
        return
    may_go_on = _is_unconfirmed(link.user) if link.purpose is LinkPurpose.confirm else link.user.is_active
    if may_go_on:
        _mail(link.user, link.purpose, actor=link.user)


@transaction()
def _mail(person: User, purpose: LinkPurpose, *, actor: User) -> None:
    mail_link(person, purpose)
    audit(f"link.{purpose.value}_asked", person, actor=actor)


def set_password_by_link(draft: NewPassword) -> User:
    """Give the link's person this password and sign all devices out; `Invalid` at `token` for a link that is over."""
    person = _working_link(draft.token, LinkPurpose.invite, LinkPurpose.reset).user
    return _set_password(draft.token, new_hash(draft.password, person.email, person.name))


@transaction()
def _set_password(token: str, kept: str) -> User:
    link = _working_link(token, LinkPurpose.invite, LinkPurpose.reset)
    if link.purpose is LinkPurpose.reset:
        record(PasswordChanged(person_id=link.user_id))
    store_password(link.user, kept, actor=link.user)
    return link.user


def _working_link(token: str, *purposes: LinkPurpose) -> OneTimeLink:
    link = queries.link_of(tokens.digest(token), is_locked=in_transaction())
    if link is None or link.purpose not in purposes or not link.works(clock.now()):
        raise Invalid.for_field("token", _("This link does not work any more."))
    if not link.user.is_active and link.purpose is not LinkPurpose.confirm:
        raise Invalid.for_field("token", _("This link does not work any more."))
    return link


def _was_mailed_just_now(person: User, purpose: LinkPurpose) -> bool:
    recent = sa.select(OneTimeLink.id).where(
        OneTimeLink.user_id == person.id,
        OneTimeLink.purpose == purpose,
        OneTimeLink.created_at > clock.now() - MAILED_EVERY,
    )
    return db.session.scalar(recent.limit(1)) is not None


def register(draft: Registration) -> None:
    """Ask for an account, which begins to exist when its address is confirmed; the asker learns nothing.

    `NotFound` where registration is off, `Invalid` for foreign domains and weak passwords.
    """
    if not may_register():
        raise NotFound
    domains = registering_domains()
    if domains and draft.email.rpartition("@")[2] not in domains:
        raise Invalid.for_field(
            "email", _("Please use an address of your company: %(domains)s.", domains=", ".join(domains))
        )
    _note_registration(draft, new_hash(draft.password, draft.email, draft.name))


@transaction()
def _note_registration(draft: Registration, kept: str) -> None:
    person, role = queries.person_by_email(draft.email), queries.base_role(BaseRole.employee)
    if person is None:
        person = User(username=draft.email, email=draft.email, last_name="", roles=[role])
        db.session.add(person)
    elif not _is_unconfirmed(person) or _was_mailed_just_now(person, LinkPurpose.confirm):
        return  # people who exist are not touched by somebody who knows their address
    person.first_name, person.password, person.active = draft.name, kept, False
    db.session.flush()
    mail_link(person, LinkPurpose.confirm)
    audit("person.registered", person, actor=person)


@transaction()
def confirm_registration(token: str) -> User:
    """Let the account begin; `Invalid` at `token` for a link that is over."""
    person = _working_link(token, LinkPurpose.confirm).user
    person.active = True
    void_links(person, LinkPurpose.confirm)
    audit("person.confirmed", person, actor=person)
    return person


def _is_unconfirmed(person: User) -> bool:
    """Whether the person registered and never confirmed; whoever was deactivated has no open link left."""
    open_links = sa.select(OneTimeLink.id).where(
        OneTimeLink.user_id == person.id, OneTimeLink.purpose == LinkPurpose.confirm, OneTimeLink.used_at.is_(None)
    )
    return not person.is_active and db.session.scalar(open_links.limit(1)) is not None
