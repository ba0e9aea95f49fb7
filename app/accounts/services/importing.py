"""People who come in by a file, many at once; nobody is told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask_appbuilder.security.sqla.models import assoc_user_role

from app.accounts import policies, queries
from app.accounts.models import BaseRole, User
from app.accounts.schemas import PersonDraft
from app.core.audit import audit
from app.core.errors import require
from app.core.records import BadRows, Record, RowError, valid
from app.core.transaction import transaction
from app.extensions import db

CHUNK = 500


@dataclass(frozen=True)
class PeopleImported:
    """How many came in, and how many were known already and stayed as they are."""

    added: int
    known: int


def survey_people(records: Iterable[Record]) -> PeopleImported:
    """What an import would do; `BadRows` names every row that cannot be taken."""
    lines: dict[str, int] = {}
    twice: list[RowError] = []
    for record, draft in valid(records, PersonDraft):
        if draft.email in lines:
            twice.append(RowError(record.line, f"email: {draft.email} stands on line {lines[draft.email]} already"))
        lines.setdefault(draft.email, record.line)
    if twice:
        raise BadRows(twice)
    known = len(queries.ids_by_email(lines))
    return PeopleImported(added=len(lines) - known, known=known)


def import_people(records: Iterable[Record], *, actor: User) -> PeopleImported:
    """Take over everybody in the file, or nobody: all rows are checked before the first is written."""
    survey = survey_people(records)
    _import(records, actor=actor)
    return survey


@transaction()
def _import(records: Iterable[Record], *, actor: User) -> None:
    require(policies.can_administer(actor))
    drafts = (draft for _record, draft in valid(records, PersonDraft))
    added = 0
    while chunk := list(islice(drafts, CHUNK)):
        known = queries.ids_by_email([draft.email for draft in chunk])
        added += len(_insert([draft for draft in chunk if draft.email not in known]))
    audit("people.imported", "people", actor=actor, count=added)


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


def _insert(drafts: list[PersonDraft]) -> dict[str, int]:
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
