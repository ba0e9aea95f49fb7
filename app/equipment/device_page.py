"""What the page of a device shows; it belongs to the list of devices and to the desk alike."""

from datetime import timedelta
from typing import Any

from flask import g, request
from flask_babel import gettext as _

from app.accounts import queries as people
from app.core.errors import DomainError
from app.core.paging import Paging
from app.equipment import policies, queries, wording
from app.equipment.depreciation import StraightLine
from app.equipment.forms import ASKED, USUAL, MoveForm, Picked
from app.equipment.models import EVENT_WORDS, DeviceEvent, Equipment, legal_events
from app.web.admin.words import word

SHOWN = 30
SOON = timedelta(days=60)


def device_page(view: Any, device: Equipment, asked: tuple[DeviceEvent, MoveForm] | None = None) -> Any:
    """State, holder, place and warranty in one glance; history; what may happen. `asked` was refused just now."""
    may_move = view.appbuilder.sm.has_access("can_write", "Equipment") and policies.can_keep(g.user)
    legal = [event for event in legal_events(device.state) if may_move and policies.can_move(g.user, device, event)]
    usual = USUAL.get(device.state)
    story = queries.history(device, Paging("-id", size=SHOWN, cursor=request.args.get("older")))
    return view.render_template(
        "staff/equipment/device.html",
        title=device.name,
        device=device,
        custody=queries.open_custody(device),
        state=word(device.state),
        kind=word(device.model.kind),
        warranty=warranty(device),
        worth=worth(device),
        story=story,
        told=wording.told,
        icon_of=lambda event: word(event).icon,
        usual=usual if usual in legal else None,
        legal=[event for event in legal if event != usual],
        forms={event: MoveForm(formdata=None, prefix=f"{event.value}-") for event in legal},
        fields=ASKED,
        event_words=EVENT_WORDS,
        picked=_picked,
        asked=asked,
        may_move=may_move,
    )


def _picked(form: MoveForm, name: str) -> Picked:
    """A picker that still holds what was chosen before the form was refused."""
    text = form[name].data or ""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return Picked()
    try:
        row = people.person(int(text)) if name == "person_id" else queries.room(int(text))
    except DomainError:
        return Picked()
    return Picked([row] if row else [])


def warranty(device: Equipment) -> tuple[str, str, str]:
    """How the warranty stands: the look and the icon of its mark, and its word."""
    ends_on, today = device.warranty_ends_on, queries.today()
    if ends_on is None:
        return "neutral", "shield", _("Unknown")
    if ends_on < today:
        return "neutral", "shield-alert", _("Ended")
    if ends_on < today + SOON:
        return "warning", "shield-alert", _("Ends soon")
    return "success", "shield-check", _("In warranty")


def worth(device: Equipment) -> tuple[StraightLine, Any] | None:
    """The depreciation of a device and its book value today; None where price or purchase are unknown."""
    line = queries.depreciation(device)
    return (line, line.worth(queries.today())) if line else None
