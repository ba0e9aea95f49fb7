"""The things that addresses are about: how a test gets one's own, somebody else's, and one that does not exist."""

import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from app.accounts.models import BaseRole, Role, SessionKind, Team
from app.accounts.services.sessions import open_session
from app.calendar.models import Absence
from app.core.audit import AuditEntry
from app.core.jobs import JobState
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import services as writing
from app.knowledge.models import FilePurpose, FileState, KnowledgeFile
from app.knowledge.schemas import ItemChange, SynonymChange
from app.notifications.models import Delivery, Kind, Notification, What
from app.reports.models import ReportExport, ReportSchedule
from app.tickets import services as tickets
from app.tickets.models import (
    Attachment,
    AttachmentState,
    Category,
    KnownProblem,
    SavedReply,
    SavedView,
    TicketStatus,
    Watcher,
)
from app.tickets.schemas import CallerTicketDraft, MessageDraft, TicketChange
from tests.factories import calendar, connected, equipment, labels, rooms
from tests.factories import knowledge as articles
from tests.factories.people import PersonFactory

Values = Mapping[str, Any]  # what fills the placeholders of an address
Maker = Callable[[Any], Values]  # makes a thing that belongs to this person

NOWHERE = 9_000_000


def save(row: Any) -> Any:
    """Write a row that no service makes for itself."""
    with transaction():
        db.session.add(row)
    return row


def ticket(owner: Any) -> Values:
    """A ticket that the owner needs help with, filed by somebody of the desk."""
    draft = CallerTicketDraft(subject="No sound", description="Since noon.", category="Hardware", requester_id=owner.id)
    return {"ticket_id": tickets.file_for_caller(draft, actor=PersonFactory(role=BaseRole.agent)).id}


def ticket_about(owner: Any) -> Values:
    """A ticket that names a device and a room."""
    values, room = ticket(owner), rooms.room()
    device = equipment.in_use(owner, room_id=room.id)
    change = TicketChange(equipment_id=device.id, room_id=room.id)
    tickets.change_ticket(_row(values), change, actor=PersonFactory(role=BaseRole.agent))
    return values


def closed_ticket(owner: Any) -> Values:
    """One that is closed, to be opened again."""
    values = ticket(owner)
    tickets.move_ticket(_row(values), TicketStatus.closed, actor=PersonFactory(role=BaseRole.agent))
    return values


def message(owner: Any) -> Values:
    """What the owner said on an own ticket."""
    values = ticket(owner)
    said = tickets.post_message(_row(values), MessageDraft(body="Still nothing."), actor=owner)
    return {**values, "message_id": said.id}


def watcher(owner: Any) -> Values:
    """The owner's ticket with somebody who watches it."""
    values = ticket(owner)
    row = save(Watcher(ticket_id=values["ticket_id"], user_id=PersonFactory().id))
    return {**values, "user_id": row.user_id, "person_id": row.user_id}


def file(owner: Any) -> Values:
    """A file on the owner's ticket."""
    values = ticket(owner)
    row = save(Attachment(
        uploader_id=owner.id, ticket_id=values["ticket_id"], filename="screen.png", content_type="image/png", size=3,
        storage_key=f"tickets/{secrets.token_hex(8)}", thumbnail_key=f"tickets/{secrets.token_hex(8)}",
        state=AttachmentState.ready,
    ))  # fmt: skip
    return {**values, "file_id": row.id, "attachment_id": row.id}


def notification(owner: Any) -> Values:
    """What the owner was told by the bell."""
    values = ticket(owner)
    row = Notification(user_id=owner.id, cause=secrets.token_hex(8), kind=next(iter(Kind)), what=next(iter(What)),
                       ticket_id=values["ticket_id"])  # fmt: skip
    return {"notification_id": save(row).id}


def saved_reply(owner: Any) -> Values:
    """The owner's own saved reply."""
    return {"pk": save(SavedReply(title="Restart", body="Please restart it.", owner_id=owner.id)).id}


def saved_view(owner: Any) -> Values:
    """A filter that the owner keeps."""
    return {"view_id": save(SavedView(name="Mine", owner_id=owner.id, filters={"status": "open"})).id}


def person(owner: Any) -> Values:
    """The person in question."""
    return {"person_id": owner.id, "user_id": owner.id, "pk": owner.id}


def report_schedule(owner: Any) -> Values:
    """A report that is mailed because the owner planned it."""
    row = ReportSchedule(owner_id=owner.id, report="tickets", roles=["Manager"], people=[], query={},
                         next_run_at=datetime(2999, 1, 1, tzinfo=UTC))  # fmt: skip
    return {"schedule_id": save(row).id}


def report_export(owner: Any) -> Values:
    """A long file that is ready for the owner."""
    row = ReportExport(owner_id=owner.id, name="tickets-list", query={}, format="csv", state="ready", filename="a.csv",
                       storage_key="reports/exports/a.csv", expires_at=datetime(2999, 1, 1, tzinfo=UTC))  # fmt: skip
    return {"export_id": save(row).id}


def session(owner: Any) -> Values:
    """A device on which the owner is signed in."""
    with transaction():
        grant = open_session(owner, SessionKind.web, is_remembered=False, device_label="Another browser")
    return {"session_id": grant.session.id}


def role(_owner: Any) -> Values:
    """A further role of an administrator's making."""
    return {"role_id": save(Role(name=f"Role {secrets.token_hex(4)}")).id}


def team(_owner: Any) -> Values:
    """A team."""
    return {"pk": save(Team(name=f"Team {secrets.token_hex(4)}")).id}


def category(_owner: Any) -> Values:
    """A category; nobody owns it."""
    row = save(Category(name=f"Category {secrets.token_hex(4)}"))
    return {"pk": row.id, "category_id": row.id}


def known_problem(_owner: Any) -> Values:
    """A known problem with a leading ticket."""
    leading = ticket(PersonFactory())["ticket_id"]
    row = save(KnownProblem(title="No Wi-Fi", text="We are looking into it.", leading_ticket_id=leading))
    return {"pk": row.id, "problem_id": row.id}


def audit_entry(owner: Any) -> Values:
    """A line of the audit log."""
    return {"pk": save(AuditEntry(actor_id=owner.id, action="signed_in", details={})).id}


def dead_letter(_owner: Any) -> Values:
    """An event that could not be told."""
    from app.core import clock

    row = OutboxMessage(event="ticket.filed", subscriber="nobody", payload={}, dead_at=clock.now(), attempts=12)
    return {"pk": save(row).id, "name": "tell_again"}


def job(_owner: Any) -> Values:
    """A job."""
    return {"pk": save(JobState(name=f"job {secrets.token_hex(4)}")).id, "name": "run_now"}


def delivery(owner: Any) -> Values:
    """A mail to the owner."""
    row = Delivery(user_id=owner.id, cause=secrets.token_hex(8), recipient=owner.email, template="filed",
                   ticket_id=ticket(owner)["ticket_id"])  # fmt: skip
    return {"pk": save(row).id, "name": "send_again"}


def record(owner: Any) -> Values:
    """A ticket, by the name that generated screens have for a key."""
    return {"pk": ticket(owner)["ticket_id"], "name": "claim"}


def _row(values: Values) -> Any:
    from app.tickets.models import Ticket

    return db.session.get_one(Ticket, values["ticket_id"])


def knowledge(_owner: Any) -> Values:
    """A published article that everybody may read, saved twice; nobody owns it."""
    item = articles.item(tag_ids=[articles.tag().id])
    writing.save_item(item, ItemChange(title="Laptop does not load"), actor=item.owner)
    return {"pk": item.id, "item_id": item.id, "number": 1, "name": "publish"}


def article_draft(_values: Values) -> Values:
    """What a program sends to write an article."""
    return {"type": "article", "title": "Docking", "categoryId": articles.shelf().id, "bodyHtml": "<p>Press.</p>"}


def new_name(_values: Values) -> Values:
    """A name that nothing has yet."""
    return {"name": f"Name {secrets.token_hex(4)}"}


def knowledge_video(_owner: Any) -> Values:
    """A published video with captions and a file."""
    item = articles.video()
    file = save(
        KnowledgeFile(
            storage_key=f"kb/videos/{secrets.token_hex(8)}",
            filename="dock.mp4",
            content_type="video/mp4",
            size=3,
            purpose=FilePurpose.video,
            state=FileState.ready,
            uploader_id=item.owner_id,
            item_id=item.id,
        )
    )
    with transaction():
        item.file, item.link_url = file, None
    writing.add_captions(item, articles.CAPTIONS, "en", actor=item.owner)
    return {"pk": item.id, "item_id": item.id, "language": "en"}


def knowledge_image(_owner: Any) -> Values:
    """A picture in a published article."""
    actor = articles.writer()
    file = articles.picture(actor)
    articles.item(actor=actor, body_html=f'<p><img src="{writing.image_address(file)}"></p>')
    with transaction():
        file.state = FileState.ready
    return {"file_id": file.id}


def knowledge_category(_owner: Any) -> Values:
    """An empty shelf of the knowledge base."""
    row = articles.shelf(f"Shelf {secrets.token_hex(4)}")
    return {"pk": row.id, "category_id": row.id, "slug": row.slug}


def knowledge_tag(_owner: Any) -> Values:
    """A tag that no item has."""
    row = articles.tag(f"Tag {secrets.token_hex(4)}")
    return {"pk": row.id, "tag_id": row.id}


def synonyms(_owner: Any) -> Values:
    """Two words that mean the same."""
    words = f"{secrets.token_hex(4)}, {secrets.token_hex(4)}"
    return {"pk": writing.keep_synonyms(None, SynonymChange(words=words), actor=articles.writer()).id}


def site(_owner: Any) -> Values:
    """A site on which nothing stands."""
    row = rooms.site(f"Site {secrets.token_hex(4)}")
    return {"pk": row.id, "place_id": row.id}


def building(_owner: Any) -> Values:
    """A building without floors."""
    row = rooms.building(f"House {secrets.token_hex(4)}")
    return {"pk": row.id, "place_id": row.id}


def floor(_owner: Any) -> Values:
    """A floor without rooms."""
    row = rooms.floor(f"Floor {secrets.token_hex(4)}")
    return {"pk": row.id, "place_id": row.id}


def room_feature(_owner: Any) -> Values:
    """A feature that no room has."""
    row = rooms.feature(f"Feature {secrets.token_hex(4)}")
    return {"pk": row.id, "place_id": row.id}


def room(_owner: Any) -> Values:
    """A room that can be booked."""
    row = rooms.room(feature_ids=[rooms.feature().id])
    return {"pk": row.id, "room_id": row.id}


def booking(owner: Any) -> Values:
    """A time for which the owner has a room."""
    values = room(owner)
    row = rooms.booking(owner, values["room_id"])
    return {**values, "booking_id": row.id}


def booking_draft(_values: Values) -> Values:
    """What a program sends to book a room."""
    start, end = rooms.soon()
    return {"title": "Stand-up", "startsAt": start.isoformat(), "endsAt": end.isoformat()}


def booking_form(_values: Values) -> Values:
    """What the page's form sends to book a room."""
    start, _end = rooms.soon()
    return {"title": "Stand-up", "day": start.date().isoformat(), "start": "10:00", "end": "11:00", "repeats": ""}


def when_free(_values: Values) -> Values:
    """When a room is wanted."""
    start, end = rooms.soon()
    return {"from": f"{start:%Y-%m-%dT%H:%M:%SZ}", "to": f"{end:%Y-%m-%dT%H:%M:%SZ}"}


def label(owner: Any) -> Values:
    """The label of a device that the owner uses."""
    row = labels.device_label(equipment.in_use(owner))
    return {"label_id": row.id, "token": row.token}


def new_site(_values: Values) -> Values:
    """What is said of a site."""
    return {"name": f"Site {secrets.token_hex(4)}", "timezone": "Europe/Vienna"}


def new_building(_values: Values) -> Values:
    """What is said of a building, by form and by program."""
    at = rooms.site().id
    return {"name": f"House {secrets.token_hex(4)}", "site": at, "siteId": at}


def new_floor(_values: Values) -> Values:
    """What is said of a floor, by form and by program."""
    at = rooms.building().id
    return {"name": f"Floor {secrets.token_hex(4)}", "building": at, "buildingId": at, "position": 1}


def new_room(_values: Values) -> Values:
    """What is said of a room, by form and by program."""
    at = rooms.floor().id
    return {"name": "Amber", "code": secrets.token_hex(4), "floor": at, "floorId": at, "capacity": 6}


def visit(owner: Any) -> Values:
    """A visit for the owner's ticket."""
    values = ticket(owner)
    key = calendar.visit(_row(values)).id
    return {**values, "pk": key, "visit_id": key, "entry_id": key}


def maintenance(_owner: Any) -> Values:
    """Announced maintenance."""
    key = calendar.maintenance().id
    return {"pk": key, "window_id": key}


def task(_owner: Any) -> Values:
    """Something that one of the staff is to do."""
    key = calendar.task().id
    return {"pk": key, "task_id": key, "name": "finish"}


def absence(owner: Any) -> Values:
    """Days on which the owner is away."""
    days = calendar.AbsenceDraft(starts_on="2026-03-03", ends_on="2026-03-05")
    key = save(Absence(person_id=owner.id, starts_on=days.starts_on, ends_on=days.ends_on)).id
    return {"pk": key, "absence_id": key}


def connection(owner: Any) -> Values:
    """A calendar elsewhere that the owner connected, with an entry that was changed on both sides."""
    item = connected.conflict(owner)
    return {"link_id": item.link_id, "item_id": item.id}


def feed(owner: Any) -> Values:
    """The owner's secret address."""
    return {"feed_id": connected.feed(owner).id}


NOBODYS = dict.fromkeys(
    ("ticket_id", "message_id", "user_id", "person_id", "file_id", "attachment_id", "notification_id", "pk", "view_id",
     "category_id", "problem_id", "session_id", "role_id", "item_id", "slug", "tag_id", "place_id", "room_id",
     "booking_id",
     "category_id", "problem_id", "session_id", "role_id", "item_id", "slug", "tag_id", "run_id", "place_id", "room_id",
     "device_id", "custody_id", "manufacturer_id", "model_id"),
    NOWHERE,
)  # fmt: skip
NOBODYS |= dict.fromkeys(("link_id", "feed_id"), NOWHERE)
NOBODYS |= dict.fromkeys(("label_id", "token"), NOWHERE)
NOBODYS |= dict.fromkeys(("visit_id", "window_id", "task_id", "absence_id", "entry_id"), NOWHERE)
NOBODYS |= {"schedule_id": NOWHERE}
