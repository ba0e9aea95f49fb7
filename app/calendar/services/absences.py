"""Absences of staff: recorded, changed, taken back."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.calendar import policies, queries, sources
from app.calendar.models import LONGEST_ABSENCE, Absence
from app.calendar.schemas import AbsenceChange, AbsenceDraft
from app.calendar.services.people import staff_member
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, Invalid, require
from app.core.transaction import transaction
from app.extensions import db

KIND = "absence"


@transaction()
def record_absence(draft: AbsenceDraft, *, actor: User) -> Absence:
    """Write down who is away when.

    `NotAllowed` for the days of others unless one leads them, `Invalid` for somebody who is no staff and for more
    than a year, `Conflict` when some of the days are recorded already.
    """
    person_id = draft.person_id or actor.id
    require(policies.can_record_absence(actor, person_id))
    person = staff_member(person_id, "personId", _("Absences are recorded for IT staff."))
    absence = Absence(person=person, starts_on=draft.starts_on, ends_on=draft.ends_on, kind=draft.kind)
    _check(absence, person_id)
    db.session.add(absence)
    db.session.flush()
    audit("absence.recorded", absence, actor=actor)
    sources.note_change(KIND, absence.id)
    return absence


@transaction()
def change_absence(absence: Absence, change: AbsenceChange, *, actor: User) -> Absence:
    """Change days or reason; refused as in `record_absence`."""
    require(policies.can_record_absence(actor, absence.person_id))
    lock(absence)
    for name in ("starts_on", "ends_on", "kind"):
        if (value := getattr(change, name)) is not None:
            setattr(absence, name, value)
    with db.session.no_autoflush:
        _check(absence, absence.person_id)
    db.session.flush()
    audit("absence.changed", absence, actor=actor)
    sources.note_change(KIND, absence.id)
    return absence


@transaction()
def withdraw_absence(absence: Absence, *, actor: User) -> None:
    """The person is there after all: the entry goes."""
    require(policies.can_record_absence(actor, absence.person_id))
    audit("absence.withdrawn", absence, actor=actor)
    sources.note_change(KIND, absence.id)
    db.session.delete(absence)
    db.session.flush()


def _check(absence: Absence, person_id: int) -> None:
    if absence.ends_on <= absence.starts_on:
        raise Invalid.for_field("endsOn", _("The first day back must come after the first day away."))
    if absence.ends_on - absence.starts_on > LONGEST_ABSENCE:
        raise Invalid.for_field("endsOn", _("Please record a year at most."))
    with db.session.no_autoflush:
        other = queries.absence_of(person_id, absence.starts_on, absence.ends_on, but=absence.id)
    if other is not None:
        raise Conflict(_("Some of these days are recorded already."))
