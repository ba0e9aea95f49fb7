"""What whoever scans a label sees: a stranger, an employee, staff."""

from flask import Blueprint, g, render_template, request

from app.core import clock
from app.core.errors import NotFound, NotSignedIn
from app.equipment.models import EVENT_WORDS, KIND_ICONS, NEEDS_PERSON, DeviceEvent, Equipment, legal_events
from app.labels import queries
from app.rooms import wording
from app.web.portal import is_signed_in

bp = Blueprint("portal_labels", __name__)
ELSEWHERE = {*NEEDS_PERSON, DeviceEvent.dispose, DeviceEvent.accept, DeviceEvent.decline}  # ask for more than a tap


@bp.get("/q/<token>")
def scanned(token: str) -> tuple[str, int]:
    """The page behind the code. A stranger sees the same for every code, known or not: nothing is looked up."""
    if not is_signed_in():
        if "sign-in" in request.args:
            raise NotSignedIn
        return render_template("portal/labels/stranger.html"), 200
    try:
        label = queries.label_for(token)
    except NotFound:
        return render_template("portal/labels/unknown.html"), 404
    shown = queries.shown(label, g.user, clock.now())
    return render_template(
        "portal/labels/thing.html",
        token=label.token,
        shown=shown,
        device=shown.device,
        kind_icon=KIND_ICONS[shown.device.model.kind] if shown.device else "door-open",
        room=shown.room,
        is_mine=shown.device is not None and shown.device.holder_id == g.user.id,
        door=wording.door(shown.room) if g.user.is_agent and shown.device is None and shown.room else None,
        events=_quick_events(shown.device) if g.user.is_agent else [],
        today=clock.now().date(),
    ), 200


def _quick_events(device: Equipment | None) -> list[tuple[str, str]]:
    """What may happen to the device now and needs nothing but a tap."""
    if device is None:
        return []
    return [(str(e), str(EVENT_WORDS[e])) for e in legal_events(device.state) if e not in ELSEWHERE]
