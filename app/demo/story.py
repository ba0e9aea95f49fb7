"""The one story that goes through the whole product: Anna's laptop does not charge."""

from datetime import datetime, timedelta

from app.calendar import services as calendar
from app.calendar.models import Visit
from app.calendar.schemas import VisitDraft
from app.demo import shelves
from app.demo.belongings import Belongings, Thing
from app.demo.stage import Case, Stage
from app.demo.texts import read
from app.equipment import services as devices
from app.equipment.models import DeviceEvent, Equipment
from app.equipment.schemas import Acceptance, DeviceMove
from app.extensions import db
from app.knowledge import services as knowledge
from app.knowledge.schemas import ItemChange
from app.tickets import services as tickets
from app.tickets.schemas import TicketDraft

BEGAN = 30  # desk hours ago


class AnnasLaptop:
    """Sticker scanned, ticket filed, repair, loan of a spare, hand-over accepted, visit, solved, article."""

    def __init__(self, stage: Stage, things: Belongings) -> None:
        self.stage, self.things, self.said = stage, things, read("story")
        self.laptop, self.spare, self.dock = things.own("anna", "laptop"), *map(things.on_shelf, ("laptop", "dock"))
        self.anna, self.ben = stage.people["anna"], stage.people["ben"]
        self.filed = stage.timetable.desk_ago(BEGAN)
        scanned = things.fields(self.laptop, self.filed, is_scanned=True)
        self.case = Case(stage, TicketDraft(**self.said["ticket"], **scanned), "anna", "ben")
        self._visit: Visit | None = None

    def plan(self) -> None:
        """Have it happen over the last days."""
        case, said = self.case, self.said
        self.stage.at(self.filed, self._read)
        case.filed(self.filed)
        case.claimed(self._later(0.3))
        case.replied(self._later(0.5), said["come_down"])
        case.said(self._later(1.2), said["coming"])
        due_on = (self.stage.timetable.now + timedelta(days=5)).date()
        self._move(1.9, self.laptop, DeviceMove(event=DeviceEvent.fault, reason=said["fault"]))
        self._move(2, self.spare, DeviceMove(event=DeviceEvent.lend, person_id=self.anna.id, due_on=due_on,
                                             reason=said["loan"]))  # fmt: skip
        case.noted(self._later(9), said["found"])
        self._move(10, self.dock, DeviceMove(event=DeviceEvent.hand_over, person_id=self.anna.id, reason=said["dock"]))
        self.stage.at(self._later(11.5), lambda: self._accept(self.dock))
        self.stage.at(self._later(12), self._announce)
        self._move(19, self.laptop, DeviceMove(event=DeviceEvent.repaired, reason=said["repaired"]))
        self.stage.at(self._later(21.2), self._be_there)
        self._move(21.3, self.spare, DeviceMove(event=DeviceEvent.return_, reason=said["back"]))
        self._move(24, self.spare, DeviceMove(event=DeviceEvent.clear))
        case.replied(self._later(27), said["solved"], "resolve")
        self.stage.at(self._later(28), self._write)

    def _later(self, hours: float) -> datetime:
        return self.stage.timetable.later(self.filed, hours)

    def _read(self) -> None:
        """She looks at the article that is suggested while she types, and files the ticket all the same."""
        self.case.draft.opened_item_ids.append(shelves.named(self.said["read"]).id)

    def _move(self, hours: float, thing: Thing, move: DeviceMove) -> None:
        self.stage.at(self._later(hours), lambda: self._let(thing, move))

    def _let(self, thing: Thing, move: DeviceMove) -> None:
        noted = move.model_copy(update={"ticket_id": self.case.ticket.id})
        devices.move_device(_device(thing), noted, actor=self.ben)

    def _accept(self, thing: Thing) -> None:
        devices.accept_device(_device(thing), Acceptance(), actor=self.anna)

    def _announce(self) -> None:
        starts_at = self._later(21)
        draft = VisitDraft(ticket_id=self.case.ticket.id, technician_id=self.ben.id, room_id=self.laptop.room_id,
                           starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30),
                           note=self.said["visit"])  # fmt: skip
        self._visit = calendar.plan_visit(draft, actor=self.ben)

    def _be_there(self) -> None:
        assert self._visit is not None, "announced before anybody comes"
        calendar.finish_visit(self._visit, actor=self.ben)

    def _write(self) -> None:
        """What was learned becomes an article, without names."""
        item = tickets.article_from_ticket(self.case.ticket, actor=self.ben)
        knowledge.save_item(item, ItemChange(**self.said["article"]), actor=self.ben)
        knowledge.publish_item(item, actor=self.ben)


def _device(thing: Thing) -> Equipment:
    device = db.session.get(Equipment, thing.device_id)
    assert device is not None, "stocked before anything happens to it"
    return device
