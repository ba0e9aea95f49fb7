"""A scanned label over REST."""

from flask import g

from app.core import clock
from app.equipment.models import Equipment
from app.labels import queries
from app.labels.schemas import ScannedArticle, ScannedDevice, ScannedProblem, ScannedRoom, ScanOut
from app.rooms.models import Room
from app.tickets.models import KnownProblem
from app.web.api import Api, endpoint, expose


class ScanApi(Api):
    """What a label shows to its reader; unknown and revoked ones are 404 alike."""

    resource_name = "q"
    class_permission_name = "Scan"

    @expose("/<token>")
    @endpoint(answer=ScanOut)
    def show(self, token: str) -> ScanOut:
        """The device and room behind a scanned label, their known problems, and what to read about them."""
        shown = queries.shown(queries.label_for(token), g.user, clock.now())
        return ScanOut(
            equipment=_device(shown.device) if shown.device else None,
            room=_room(shown.room) if shown.room else None,
            problems=[_problem(row, *shown.reports[row.id]) for row in shown.problems],
            articles=[ScannedArticle.model_validate(hit.item) for hit in shown.articles],
        )


def _device(device: Equipment) -> ScannedDevice:
    known = {"id": device.id, "tag": device.tag, "name": device.name, "model": str(device.model)}
    if not g.user.is_staff:
        return ScannedDevice(**known)
    holder = device.holder.name if device.holder else None
    return ScannedDevice(**known, state=device.state, holder=holder, warranty_ends_on=device.warranty_ends_on)


def _room(room: Room) -> ScannedRoom:
    return ScannedRoom(id=room.id, name=room.name, place=room.place, is_bookable=room.is_active and room.is_bookable)


def _problem(row: KnownProblem, reports: int, is_mine: bool) -> ScannedProblem:
    return ScannedProblem(id=row.id, title=row.title, text=row.text, state=row.state, reports=reports, is_mine=is_mine)
