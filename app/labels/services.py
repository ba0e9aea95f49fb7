"""Changes of labels: issued when they are printed, revoked when they are lost."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import clock
from app.core.audit import audit
from app.core.db import lock
from app.core.errors import Conflict, require
from app.core.transaction import transaction
from app.equipment.models import Equipment
from app.extensions import db
from app.labels import policies, queries
from app.labels.models import Label, new_token
from app.rooms.models import Room


@transaction()
def issue_labels(devices: Sequence[Equipment], doors: Sequence[Room], *, actor: User) -> Sequence[Label]:
    """The live labels of these things, in their order; those without one get one. Printing again keeps the code."""
    require(policies.can_print(actor))
    device_ids, room_ids = [row.id for row in devices], [row.id for row in doors]
    live = queries.live_labels(device_ids, room_ids)
    known = {(row.equipment_id, row.room_id) for row in live}
    wanted = [(key, None) for key in device_ids] + [(None, key) for key in room_ids]
    missing = [pair for pair in wanted if pair not in known]
    if not missing:
        return live
    db.session.add_all(
        Label(token=new_token(), equipment_id=device_id, room_id=room_id, issued_by_id=actor.id)
        for device_id, room_id in missing
    )
    db.session.flush()
    return queries.live_labels(device_ids, room_ids)


@transaction()
def revoke_label(label: Label, *, actor: User) -> Label:
    """Make a sticker worthless, because it is lost or on the wrong thing; `Conflict` when it is already."""
    require(policies.can_revoke(actor))
    lock(label)
    if not label.is_live:
        raise Conflict(_("This label is revoked already."))
    label.revoked_at = clock.now()
    audit("label.revoked", label, actor=actor, thing=str(label))
    return label


@transaction()
def reissue_label(label: Label, *, actor: User) -> Label:
    """Revoke a sticker and issue another for the same thing; `Conflict` when it was revoked already."""
    revoke_label(label, actor=actor)
    db.session.flush()  # the thing has no live label now: the index allows the next
    again = Label(token=new_token(), equipment_id=label.equipment_id, room_id=label.room_id, issued_by_id=actor.id)
    db.session.add(again)
    db.session.flush()
    return again
