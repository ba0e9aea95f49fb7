"""People: added, invited, changed, deactivated."""

from typing import Any

from flask_babel import gettext as _

from app.accounts import first_run, policies, queries
from app.accounts.events import PersonDeactivated, TestMailAsked
from app.accounts.models import FIXED_ROLES, BaseRole, LinkPurpose, OneTimeLink, User
from app.accounts.preferences import preferences_of
from app.accounts.schemas import FirstAdmin, PersonChange, PersonDraft, PreferencesChange, ProfileChange
from app.accounts.services.links import issue_link, mail_link
from app.accounts.services.passwords import new_hash, void_links
from app.accounts.services.roles import note_permissions_changed
from app.accounts.services.saving import saved_or
from app.accounts.services.sessions import end_sessions
from app.accounts.services.signing_in import account_hash, count_failure, refuse_while_waiting
from app.core.audit import audit
from app.core.errors import Conflict, Invalid, NotFound, require
from app.core.outbox import record
from app.core.transaction import transaction
from app.extensions import db

OWN_FIELDS = {"name", "locale", "timezone", "phone"}


@transaction()
def add_person(draft: PersonDraft, *, actor: User) -> User:
    """Add somebody and send the link by which they set their password; `Invalid` when the address is taken."""
    person = enter_person(draft, actor=actor)
    mail_link(person, LinkPurpose.invite)
    return person


@transaction()
def enter_person(draft: PersonDraft, *, actor: User, password: str | None = None) -> User:
    """Add somebody without telling them; with a password they may sign in at once."""
    require(policies.can_administer(actor))
    kept = new_hash(password, draft.email, draft.name) if password else None
    person = User(username=draft.email, first_name=draft.name, last_name="", password=kept, active=True)
    for field, value in draft.model_dump(exclude={"role", "name"}).items():
        setattr(person, field, value)
    with saved_or(_address_taken()):
        person.roles = [queries.base_role(draft.role)]
        db.session.add(person)
    audit("person.added", person, actor=actor, role=draft.role.value)
    return person


@transaction()
def link_for_terminal(person: User, *, actor: User) -> OneTimeLink:
    """A link to set the password, for an operator to pass on by hand."""
    require(policies.can_administer(actor))
    return issue_link(person, LinkPurpose.invite)


@transaction()
def find_or_add_person(email: str, name: str, *, actor: User) -> User:
    """The person with this address, added as an employee if unknown; for imports, so nobody is told."""
    known = queries.person_by_email(email)
    return known or enter_person(PersonDraft(email=email, name=name), actor=actor)


@transaction()
def invite_again(person: User, *, actor: User) -> None:
    """Send a new invitation; `Conflict` for whoever set a password already or was deactivated."""
    require(policies.can_administer(actor))
    if person.password or not person.is_active:
        raise Conflict(_("%(name)s has been here already. Send a password link instead.", name=person.name))
    mail_link(person, LinkPurpose.invite)
    audit("person.invited_again", person, actor=actor)


@transaction()
def send_reset(person: User, *, actor: User) -> None:
    """Send a link to set a new password; whoever never set one is invited again."""
    require(policies.can_administer(actor))
    if not person.is_active:
        raise Conflict(_("%(name)s is deactivated.", name=person.name))
    mail_link(person, LinkPurpose.reset if person.password else LinkPurpose.invite)
    audit("person.reset_sent", person, actor=actor)


@transaction()
def ask_for_test_mail(*, actor: User) -> None:
    """Have a mail sent to oneself, to see whether mails arrive."""
    require(policies.can_administer(actor))
    record(TestMailAsked(person_id=actor.id))
    audit("mail.tested", actor, actor=actor)


@transaction()
def change_person(person: User, change: PersonChange, *, actor: User) -> User:
    """Change what an administrator may; `Conflict` when nobody would administer any more."""
    require(policies.can_administer(actor))
    sent = change.model_dump(exclude_unset=True)
    _assign_roles(person, sent.pop("role", None), sent.pop("extra_role_ids", None), actor=actor)
    is_active = sent.pop("is_active", person.is_active)
    with saved_or(_address_taken()):
        _write(person, sent)
    if "email" in sent:
        void_links(person, *LinkPurpose)  # they went to the old address
    if sent:
        audit("person.changed", person, actor=actor, fields=sorted(sent))
    if is_active and not person.is_active:
        reactivate_person(person, actor=actor)
    elif person.is_active and not is_active:
        deactivate_person(person, actor=actor)
    return person


@transaction()
def change_profile(change: ProfileChange, *, actor: User) -> None:
    """Change one's own name, language, zone, phone and notifications (the password has its own service)."""
    require(bool(actor.is_active))
    sent = change.model_dump(exclude_unset=True, include=OWN_FIELDS)
    _write(actor, sent)
    if change.notification_preferences:
        _prefer(actor, notifications=change.notification_preferences)
    audit("profile.changed", actor, actor=actor, fields=sorted(sent))


@transaction()
def change_preferences(change: PreferencesChange, *, actor: User) -> None:
    """Change how one works and what one is told of."""
    require(bool(actor.is_active))
    _prefer(actor, **{name: getattr(change, name) for name in change.model_fields_set})


@transaction()
def deactivate_person(
    person: User, *, actor: User, successor: User | None = None, devices_are_back: bool = False
) -> None:
    """Let somebody leave: signed out at once, and what was assigned goes to the successor or back to the queue.

    Devices stay in the person's custody unless they are said to be back.

    `Conflict` for the last administrator, `Invalid` for a successor who cannot take tickets.
    """
    require(policies.can_administer(actor))
    note_permissions_changed()  # before counting: two administrators who deactivate each other wait here
    _keep_an_administrator(person)
    if successor is not None and (successor.id == person.id or not (successor.is_active and successor.is_agent)):
        raise Invalid.for_field("successor", _("Choose somebody of IT who can take tickets."))
    person.active = False
    person.teams = []
    end_sessions(person, actor=actor)
    void_links(person, *LinkPurpose)
    successor_id = successor.id if successor else None
    record(PersonDeactivated(person.id, successor_id, actor.id, devices_are_back))
    audit("person.deactivated", person, actor=actor, successor=successor_id)


@transaction()
def reactivate_person(person: User, *, actor: User) -> None:
    """Let somebody back in."""
    require(policies.can_administer(actor))
    person.active = True
    audit("person.reactivated", person, actor=actor)


def appoint_first_admin(draft: FirstAdmin) -> User:
    """Make the first administrator; `NotFound` when there is one, `Invalid` for a wrong code (counted as failures)."""
    account = account_hash("first-run code")
    refuse_while_waiting(account)
    if queries.has_administrator():
        raise NotFound
    if not first_run.is_code(draft.code):
        count_failure(account, None)
        raise Invalid.for_field("code", _("This is not the code that the terminal shows."))
    return _appoint(draft, actor=queries.system_user())


@transaction()
def _appoint(draft: FirstAdmin, *, actor: User) -> User:
    note_permissions_changed()  # two who do this at the same moment wait for each other here
    if queries.has_administrator():
        raise NotFound
    person = PersonDraft(email=draft.email, name=draft.name, role=BaseRole.admin)
    return enter_person(person, actor=actor, password=draft.password)


def _assign_roles(person: User, role: BaseRole | None, extra_ids: list[int] | None, *, actor: User) -> None:
    base = role or person.base_role
    extra = [each for each in person.roles if each.name not in FIXED_ROLES]
    extra = list(queries.extra_roles(extra_ids)) if extra_ids is not None else extra
    wanted = [queries.base_role(base), *extra]
    if {each.id for each in wanted} == {each.id for each in person.roles}:
        return
    note_permissions_changed()
    if base is not BaseRole.admin:
        _keep_an_administrator(person)
    person.roles = wanted
    end_sessions(person, actor=actor)
    audit("person.role_changed", person, actor=actor, roles=[each.name for each in wanted])


def _keep_an_administrator(person: User) -> None:
    if person.is_active and person.is_admin and not queries.other_active_admins(person):
        raise Conflict(_("Somebody must administer: make another person administrator first."))


def _write(person: User, values: dict[str, Any]) -> None:
    for field, value in values.items():
        setattr(person, "first_name" if field == "name" else field, value)
    if "email" in values:
        person.username = person.email  # one signs in by it


def _prefer(person: User, **choices: Any) -> None:
    person.preferences = preferences_of(person).changed(**choices).model_dump(mode="json")


def _address_taken() -> Invalid:
    return Invalid.for_field("email", _("Somebody has this address already."))
