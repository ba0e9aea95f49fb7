"""People who come in by a file, many at once; nobody is told."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import assoc_user_role
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import policies, queries
from app.accounts.models import NAME_LENGTH, BaseRole, User
from app.accounts.schemas import Email, Locale, PersonDraft, RoleName, Zone
from app.core.audit import audit
from app.core.errors import require
from app.core.imports import Entry, ImportKind
from app.core.imports.cells import text, typed
from app.core.imports.columns import Column
from app.core.imports.kinds import Made
from app.core.imports.options import Options
from app.core.imports.references import named_elsewhere
from app.core.imports.writing import change_rows
from app.extensions import db

CHUNK = 500
PLAIN = ("department", "phone", "locale", "timezone")  # kept as they are read
FIELDS = ("name", *PLAIN)


class PeopleImport(ImportKind):
    """People by e-mail address. Known ones keep their role, and nobody becomes administrator by a file."""

    name, key = "people", "email"
    columns = (
        Column("email", _l("E-mail address"), typed(Email),
               ("e-mail", "mail", "e-mail address", "email address", "E-Mail-Adresse", "userPrincipalName"),
               _l("They sign in with it; each address once."), "nora.feld@example.org", is_needed=True),
        Column("name", _l("Name"), text(NAME_LENGTH),
               ("full name", "display name", "item name", "real name", "Vollständiger Name", "Anzeigename"),
               _l("The whole name; or first and last name in columns of their own."), "Nora Feld"),
        Column("first_name", _l("First name"), text(NAME_LENGTH),
               ("given name", "firstname", "Vorname", "prénom")),
        Column("last_name", _l("Last name"), text(NAME_LENGTH),
               ("surname", "family name", "sn", "lastname", "Nachname", "Familienname")),
        Column("role", _l("Role"), typed(RoleName), ("Rolle", "user role"),
               _l("employee, agent or manager; employee when nothing is said. Known people keep theirs."), "employee"),
        Column("department", _l("Department"), text(120), ("Abteilung", "organizational unit", "org unit"),
               example="Finance"),
        Column("phone", _l("Phone"), text(40), ("phone number", "telephone", "Telefon", "Telefonnummer", "work phone",
               "mobile", "mobile phone"), example="+43 1 555 0101"),
        Column("locale", _l("Language"), typed(Locale), ("language", "Sprache"), _l("en or de"), "de"),
        Column("timezone", _l("Time zone"), typed(Zone), ("time zone", "tz", "Zeitzone"),
               _l("Such as Europe/Vienna."), "Europe/Vienna"),
    )  # fmt: skip

    @property
    def title(self) -> str:
        return _("Import people")

    def may(self, actor: User) -> bool:
        return policies.can_administer(actor)

    def key_of(self, entry: Entry) -> str:
        return str(entry.values["email"])

    def plan(self, entries: Sequence[Entry], options: Options, *, is_locking: bool) -> None:
        known = _people_as_kept(User.username.in_([entry.key for entry in entries]), is_locking=is_locking)
        by_email = {fields["email"]: (person_id, fields) for person_id, fields in known.items()}
        for entry in entries:
            wanted = {name: entry.values[name] for name in PLAIN if name in entry.values}
            if name := self._name_in(entry):
                wanted["name"] = name
            if entry.key in by_email:
                self._plan_known(entry, wanted, *by_email[entry.key], leaves_known=options.leaves_known)
            else:
                self._plan_new(entry, wanted)

    def _name_in(self, entry: Entry) -> str:
        parts = (entry.values.get("first_name", ""), entry.values.get("last_name", ""))
        name = str(entry.values.get("name") or " ".join(part for part in parts if part))
        if len(name) > NAME_LENGTH:
            entry.refuse(_("is longer than %(most)s letters", most=NAME_LENGTH), self.column("name"))
        return name

    def _plan_known(self, entry: Entry, wanted: Mapping[str, Any], person_id: int, kept: Mapping[str, Any], *,
                    leaves_known: bool) -> None:  # fmt: skip
        role = entry.values.get("role")
        if leaves_known:
            entry.leave_out(_("is known already"))
        elif role and role.name != kept["role"]:
            entry.refuse(_("known people keep their role; change it on their page"), self.column("role"))
        elif not entry.problems:
            entry.target_id = person_id
            entry.settle(kept, wanted)
            for name, value in entry.after.items():
                entry.say(self.column(name), entry.before[name], value)

    def _plan_new(self, entry: Entry, wanted: Mapping[str, Any]) -> None:
        role = entry.values.get("role", BaseRole.employee)
        if "name" not in wanted:
            entry.refuse(_("is missing"), self.column("name"))
        if role is BaseRole.admin:
            entry.refuse(_("a file makes nobody administrator; do that on their page"), self.column("role"))
        if not entry.problems:
            entry.settle(None, {**wanted, "role": role.name})

    def write(self, entries: Sequence[Entry], *, actor: User) -> Made:
        require(self.may(actor))
        new = [entry for entry in entries if entry.target_id is None]
        ids = _insert([PersonDraft(email=entry.key, **entry.after) for entry in new])
        for entry in new:
            entry.target_id = ids[entry.key]
        _change({entry.target_id: entry.after for entry in entries if entry.before and entry.target_id})
        return {}

    def current(self, ids: Sequence[int], *, is_locking: bool = False) -> Mapping[int, Mapping[str, Any]]:
        return _people_as_kept(User.id.in_(ids), is_locking=is_locking)

    def in_use(self, ids: Sequence[int]) -> Mapping[int, str]:
        used = dict.fromkeys(named_elsewhere(User.__table__, ids, ignoring={"ab_user_role"}), _("is in use already"))
        here = sa.select(User.id).where(User.id.in_(ids), User.password.is_not(None))
        return used | dict.fromkeys(db.session.scalars(here), _("has chosen a password already"))

    def restore(self, befores: Mapping[int, Mapping[str, Any]], *, actor: User) -> None:
        require(self.may(actor))
        _change(befores)

    def remove(self, ids: Sequence[int], *, actor: User) -> None:
        require(self.may(actor))
        db.session.execute(sa.delete(assoc_user_role).where(assoc_user_role.c.user_id.in_(ids)))
        db.session.execute(sa.delete(User.__table__).where(User.__table__.c.id.in_(ids)))


PEOPLE_IMPORT = PeopleImport()


def enter_named(people: Mapping[str, str], *, actor: User) -> dict[str, int]:
    """The ids of everybody by lower-cased address; unknown ones become employees. Part of the caller's transaction."""
    require(policies.can_administer(actor))
    ids = queries.ids_by_email(people)
    unknown = iter([email for email in people if email not in ids])
    added = 0
    while chunk := list(islice(unknown, CHUNK)):
        entered = _insert([PersonDraft(email=email, name=people[email]) for email in chunk])
        ids |= entered
        added += len(entered)
    if added:
        audit("people.imported", "people", actor=actor, count=added)
    return ids


def _people_as_kept(which: sa.ColumnElement[bool], *, is_locking: bool) -> dict[int, dict[str, Any]]:
    """The fields of people, with the name of the base role of each."""
    columns = (User.id, User.email, User.first_name.label("name"), *(getattr(User, name) for name in PLAIN))
    question = sa.select(*columns).where(which)
    rows = db.session.execute(question.with_for_update() if is_locking else question).all()
    roles = queries.base_roles_of([row.id for row in rows])
    return {
        row.id: {"email": row.email, "role": roles[row.id].name, **{name: getattr(row, name) for name in FIELDS}}
        for row in rows
    }


def _change(fields_by_id: Mapping[int, Mapping[str, Any]]) -> None:
    """Write fields of people."""
    named = {
        person_id: {"first_name" if name == "name" else name: value for name, value in fields.items()}
        for person_id, fields in fields_by_id.items()
    }
    change_rows(User.__table__, named)


def _insert(drafts: Iterable[PersonDraft]) -> dict[str, int]:
    drafts = list(drafts)
    if not drafts:
        return {}
    users = User.__table__
    rows = db.session.execute(
        sa.insert(users).returning(users.c.username, users.c.id), [_row(draft) for draft in drafts]
    )
    ids = dict(list(rows))
    roles = {role: queries.base_role(role).id for role in BaseRole}
    given = [{"user_id": ids[draft.email], "role_id": roles[draft.role]} for draft in drafts]
    db.session.execute(sa.insert(assoc_user_role), given)
    return ids


def _row(draft: PersonDraft) -> dict[str, Any]:
    values = draft.model_dump(exclude={"role", "name"})
    return {**values, "username": draft.email, "first_name": draft.name, "last_name": "", "active": True}
