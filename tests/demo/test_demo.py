"""The demo company is what the design promises, begins anew on demand, and never moves in where people work."""

from collections import Counter
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from app.accounts.demo_people import demo_ids
from app.accounts.models import Standing, Team
from app.accounts.queries import people, person, person_by_email, system_user
from app.calendar.models import Absence, MaintenanceWindow, Task, Visit, VisitState
from app.core import clock, outbox
from app.core.company import DeskHoursSettings
from app.core.errors import Conflict
from app.core.holds import Hold
from app.core.outbox import OutboxMessage
from app.demo import cast, queries, services, wishes
from app.demo.timetable import Timetable
from app.equipment import queries as devices
from app.equipment.models import Custody, DeviceState, Equipment, EquipmentModel, EquipmentMove
from app.extensions import db
from app.knowledge import queries as knowledge
from app.knowledge.models import CaptionTrack, Feedback, Item, KnowledgeFile, SearchNote
from app.labels.models import Label
from app.notifications.models import Delivery, Notification
from app.rooms.models import Booking, BookingOccurrence, Building, Room, RoomOutage, Site
from app.rooms.models.bookings import SOURCE as BOOKING
from app.tickets import queries as tickets_queries
from app.tickets.events import FilesRedacted
from app.tickets.models import (
    Attachment,
    AttachmentState,
    Category,
    ItemUse,
    KnownProblem,
    LinkKind,
    Message,
    MessageType,
    Priority,
    SavedReply,
    Ticket,
    TicketItem,
    TicketLink,
    TicketStatus,
    TimelineEntry,
)  # fmt: skip
from tests.signing_in import sign_in


def number(of, *where):
    return db.session.scalar(sa.select(sa.func.count()).select_from(of).where(*where))


def everybody():
    return db.session.scalars(people()).all()


@pytest.fixture
def company(app, session):
    """The company, loaded by the command."""
    loaded = app.test_cli_runner().invoke(args=["demo"])
    assert loaded.exit_code == 0, loaded.output
    assert "ben@norvale.example" in loaded.output
    assert cast.PASSWORD in loaded.output
    return {member.key: person_by_email(member.email) for member in cast.members()}


def test_the_company_is_as_designed(client, company):
    """One test, for loading takes seconds."""
    _only_the_administrator_may_begin_anew(client, company)
    _people(company)
    _figures()
    _open_tickets()
    _urgent_ticket()
    _all_sorts()
    _knowledge()
    _rooms()
    _planned(company)
    _equipment(company)
    _labels_and_things(company)
    _story(company)
    _quiet(company)


def _labels_and_things(company):
    live = Label.revoked_at.is_(None)
    assert number(Label, live, Label.room_id.is_not(None)) == number(Room)
    without = (DeviceState.ordered, DeviceState.received)
    assert number(Label, live, Label.equipment_id.is_not(None)) == number(Equipment, Equipment.state.not_in(without))
    assert number(Label, ~live) == 1, "one had come off"
    about = sa.select(EquipmentModel.kind, Category.name).join(Equipment, Equipment.model_id == EquipmentModel.id)
    about = about.join(Ticket, Ticket.equipment_id == Equipment.id).join(Ticket.category)
    found = Counter((kind.value, category) for kind, category in db.session.execute(about))
    assert {kind for kind, category in found if category == "Printing"} == {"printer"}
    assert found["laptop", "Hardware"] > 20
    assert found["printer", "Printing"] > 20
    assert number(Ticket, Ticket.source == "scan") > 15
    assert number(Ticket, Ticket.room_id.is_not(None)) > 20


def _story(company):
    """Anna's laptop: each step stands in the history of the thing that it happened to, with the ticket."""
    ticket = db.session.scalars(sa.select(Ticket).where(Ticket.subject == "Laptop does not charge any more")).one()
    assert (ticket.requester, ticket.source, ticket.status) == (company["anna"], "scan", TicketStatus.resolved)
    assert ticket.equipment.holder_id == company["anna"].id
    assert ticket.room.name == "Finance"
    moves = sa.select(EquipmentMove.event).where(EquipmentMove.ticket_id == ticket.id)
    told = db.session.scalars(moves.order_by(EquipmentMove.created_at)).all()
    assert told == ["fault", "lend", "hand_over", "repaired", "return", "clear"]
    accepted = sa.and_(Custody.holder_id == company["anna"].id, Custody.accepted_at > ticket.created_at)
    assert number(Custody, accepted) == 1, "the new dock"
    visit = db.session.scalars(sa.select(Visit).where(Visit.ticket_id == ticket.id)).one()
    assert (visit.state, visit.room_id) == (VisitState.done, ticket.room_id)
    uses = db.session.scalars(sa.select(TicketItem.use).where(TicketItem.ticket_id == ticket.id)).all()
    assert set(uses) >= {ItemUse.opened, ItemUse.written}


def _planned(company):
    visits = db.session.scalars(sa.select(Visit).where(Visit.state == VisitState.planned)).all()
    assert len(visits) == len({visit.technician_id for visit in visits}) == 2
    assert all(visit.starts_at > clock.now() for visit in visits)
    window = db.session.scalars(sa.select(MaintenanceWindow)).one()
    assert window.wall_start.weekday() == 5, "a Saturday"
    assert number(Absence) == 1
    assert number(Task) == 4


def _knowledge():
    kinds = Counter(db.session.scalars(sa.select(Item.type)))
    assert kinds == {"article": 26, "video": 2, "document": 2}, "one of them written from Anna's ticket"
    assert Counter(db.session.scalars(sa.select(Item.status))) == {"published": 28, "draft": 1, "archived": 1}
    assert number(Item, Item.audience == "staff") == 1
    assert set(db.session.scalars(sa.select(KnowledgeFile.state))) == {"ready"}
    assert number(KnowledgeFile, KnowledgeFile.purpose == "image") == 5
    assert min(db.session.scalars(sa.select(CaptionTrack.cue_count))) > 5
    assert number(Feedback) > 80
    assert number(SearchNote, SearchNote.total == 0) > 20
    assert knowledge.deflections(clock.now() - timedelta(days=400)) > 20
    mia = person_by_email(next(member.email for member in cast.members() if member.key == "mia"))
    assert knowledge.to_review(mia, clock.now().date())
    assert knowledge.never_found(mia)
    assert knowledge.unhelpful(mia)
    assert tickets_queries.ticket_clusters(mia, clock.now() - timedelta(days=120))


def _rooms():
    assert (number(Site), number(Building), number(Room, Room.is_bookable)) == (3, 3, 18)
    assert len(set(db.session.scalars(sa.select(Site.timezone)))) == 2
    today = clock.now().date()
    monday = clock.now().replace(hour=0, minute=0, second=0) - timedelta(days=today.weekday())
    within = (BookingOccurrence.starts_at >= monday, BookingOccurrence.starts_at < monday + timedelta(days=13))
    spans = db.session.execute(sa.select(BookingOccurrence.starts_at, BookingOccurrence.ends_at).where(*within))
    hours = sum((end - start).total_seconds() / 3600 for start, end in spans)
    assert 0.4 < hours / (18 * 10 * 10) < 0.7  # rooms, days, hours of a day
    assert number(Booking, Booking.recurrence.is_not(None)) == 6
    assert number(RoomOutage, RoomOutage.feature_id.is_not(None)) == 1
    assert number(Hold, Hold.is_live, Hold.source_kind == BOOKING) == number(BookingOccurrence)


def _equipment(company):
    states = Counter(db.session.scalars(sa.select(Equipment.state)))
    assert (sum(states.values()), number(EquipmentModel), set(states)) == (140, 24, set(DeviceState))
    assert number(Custody, Custody.ended_at.is_(None)) == number(Equipment, Equipment.holder_id.is_not(None)) > 110
    held = devices.mine(company["anna"])
    laptop = held[-1]
    assert [custody.equipment.state.value for custody in held] == ["handed_over", "in_use", "on_loan", "in_use"]
    assert devices.mine(company[cast.LEAVER])[0].equipment.model.kind.value == "laptop"
    faults = sa.select(EquipmentModel.name).join(Equipment, Equipment.model_id == EquipmentModel.id)
    faults = faults.join(EquipmentMove, EquipmentMove.equipment_id == Equipment.id)
    assert Counter(db.session.scalars(faults.where(EquipmentMove.event == "fault"))) == {"Kite 13": 9, "Falke 14": 1}, (
        "and Anna's"
    )
    [found] = devices.lookup(company["ben"], laptop.equipment.tag)
    assert found == laptop.equipment
    times = sa.select(EquipmentMove.equipment_id, EquipmentMove.created_at).order_by(EquipmentMove.id)
    by_device = {}
    for device_id, at in db.session.execute(times):
        assert by_device.get(device_id, at) <= at <= clock.now()
        by_device[device_id] = at


def _people(company):
    everyone = everybody()
    assert len(everyone) == 60
    assert len({each.department for each in everyone}) == 8
    assert {each.timezone for each in everyone} == {"Europe/Vienna", "America/Halifax"}
    assert Counter(each.standing for each in everyone) == {
        Standing.active: 58,
        Standing.invited: 1,
        Standing.deactivated: 1,
    }
    assert (company[cast.LEAVER].standing, company[cast.NEWCOMER].standing) == (Standing.deactivated, Standing.invited)
    teams = db.session.scalars(sa.select(Team)).all()
    assert len(teams) == 3
    assert len({member.id for team in teams for member in team.members}) == 6
    assert [person(each).base_role.name for each in demo_ids()] == ["employee", "agent", "manager", "admin"]


def _figures():
    now = clock.now()
    assert number(Ticket) == 350
    oldest = db.session.scalar(sa.select(sa.func.min(Ticket.created_at)))
    assert timedelta(days=100) < now - oldest <= timedelta(days=121)
    assert number(Ticket, Ticket.created_at > now) == number(Message, Message.created_at > now) == 0
    days = Counter(
        moment.astimezone(ZoneInfo("Europe/Vienna")).date()
        for moment in db.session.scalars(sa.select(Ticket.created_at))
    )
    busiest, count = days.most_common(1)[0]
    assert count >= 25
    assert (
        timedelta(days=19)
        < now - now.replace(year=busiest.year, month=busiest.month, day=busiest.day)
        < timedelta(days=27)
    )
    by_weekday = Counter()
    for day, filed in days.items():
        by_weekday[day.weekday()] += filed if day != busiest else 0
    assert by_weekday[0] == max(by_weekday.values())
    assert by_weekday[5] + by_weekday[6] < by_weekday[0] / 3


def _open_tickets():
    active = Ticket.is_active.is_(True)
    assert number(Ticket, active) == 38
    assert number(Ticket, active, Ticket.assignee_id.is_(None)) == 5
    assert number(Ticket, active, Ticket.due_at < clock.now()) == 4
    assert number(Ticket, Ticket.status == TicketStatus.waiting_on_employee) == 6
    assert number(Ticket, active, Ticket.priority == Priority.urgent) == 1
    waiting = sa.select(Ticket.reminders_sent).where(Ticket.status == TicketStatus.waiting_on_employee)
    assert set(db.session.scalars(waiting)) == {0, 1, 2}
    patience = clock.now() - timedelta(days=7, minutes=10)  # loading takes its time, too
    assert tickets_queries.silent_since_resolved(patience) == [], "nothing is left for the nightly work"


def _urgent_ticket():
    urgent = db.session.scalars(
        sa.select(Ticket).where(Ticket.is_active.is_(True), Ticket.priority == Priority.urgent)
    ).one()
    said = db.session.scalars(sa.select(Message).where(Message.ticket_id == urgent.id)).all()
    assert len(said) == 14
    assert Counter(message.message_type for message in said)[MessageType.internal] == 5
    files = db.session.scalars(
        sa.select(Attachment).where(Attachment.ticket_id == urgent.id).order_by(Attachment.id)
    ).all()
    assert [(file.filename, file.state, bool(file.thumbnail_key)) for file in files] == [
        ("display table 3.jpg", AttachmentState.ready, True),
        ("label-service.log", AttachmentState.ready, False),
    ]


def _all_sorts():
    [problem] = db.session.scalars(sa.select(KnownProblem)).all()
    assert tickets_queries.reports_of([problem], system_user())[problem.id][0] == 7
    assert problem.leading_ticket.is_active
    moved = sa.select(TimelineEntry.actor_id, TimelineEntry.old, TimelineEntry.new).where(TimelineEntry.kind == "moved")
    moves = Counter((actor_id == system_user().id, old, new) for actor_id, old, new in db.session.execute(moved))
    assert moves[True, "resolved", "closed"] > 50, "closed in silence"
    assert moves[False, "resolved", "in_progress"] >= 8, "still broken"
    assert number(TicketLink, TicketLink.kind == LinkKind.duplicate_of) == 6
    assert number(Ticket, Ticket.source == "phone") > 10
    assert number(SavedReply, SavedReply.owner_id.is_(None)) == 6
    categories = db.session.scalars(sa.select(Category)).all()
    assert all(row.question and row.icon and row.team for row in categories)
    subjects = db.session.scalars(sa.select(Ticket.subject)).all()
    assert len(set(subjects)) == len(subjects)


def _quiet(company):
    assert number(Delivery) == number(OutboxMessage, OutboxMessage.subscriber.startswith("notifications")) == 0
    assert number(Notification, Notification.user_id == company["ben"].id) > 3
    assert number(Notification, Notification.read_at.is_(None)) > 0


def test_it_begins_anew_when_asked_and_only_then(app, client, company):
    """By the administrator's button and by the command; one test, for loading takes seconds."""
    run = app.test_cli_runner().invoke
    assert "loaded already" in run(args=["demo"]).output
    keys = set(db.session.scalars(sa.select(Attachment.storage_key)))
    sign_in(client, company["carl"])
    page = client.get("/staff/tickets").text
    assert "Demo data" in page
    assert "/staff/demo/reset" in page
    answer = client.post("/staff/demo/reset")
    assert (answer.status_code, answer.location) == (302, "/staff/")
    assert client.get("/staff/tickets").status_code == 200, "the new Carl is signed in"
    assert (number(Ticket), len(everybody())) == (350, 60)
    assert db.session.scalar(sa.select(sa.func.min(Ticket.id))) == 1
    removals = sa.select(OutboxMessage.payload).where(OutboxMessage.event == FilesRedacted.name)
    gone = {key for event in db.session.scalars(removals) for key in event["storage_keys"]}
    assert keys <= gone
    assert "The demo company is loaded." in run(args=["demo", "--again"]).output


def _only_the_administrator_may_begin_anew(client, company):
    sign_in(client, company["ben"])
    page = client.get("/staff/tickets").text
    assert "Demo data" in page
    assert "/staff/demo/reset" not in page
    sign_in(client, company["anna"])
    assert "Demo data" in client.get("/").text


def test_it_does_not_move_in_where_somebody_is(session, alice):
    with pytest.raises(Conflict, match="empty database"):
        services.load_demo(actor=system_user())
    assert everybody() == [alice]
    assert not queries.is_loaded()


def test_there_is_none_in_production(app, session):
    app.config["ENVIRONMENT"] = "production"
    try:
        with pytest.raises(Conflict, match="production"):
            services.load_demo(actor=system_user())
    finally:
        app.config["ENVIRONMENT"] = "development"
    assert queries.is_empty()


def test_real_people_cannot_be_wiped(session, alice):
    with pytest.raises(Conflict, match="No demo company"):
        services.reset_demo(actor=system_user())
    assert everybody() == [alice]


def test_a_page_of_real_people_bears_no_mark(client, carol):
    sign_in(client, carol)
    assert "Demo data" not in client.get("/staff/tickets").text


@pytest.mark.parametrize("hour", range(0, 24 * 7, 7))
def test_open_tickets_are_as_old_as_planned_at_any_hour_of_the_week(session, clock, hour):
    now = clock.advance(hours=hour)
    timetable = Timetable(now, DeskHoursSettings.desk(), Random(1))
    for hours in (0.2, 1.6, 9.0, 34.8, 74):
        age = timetable.desk.between(timetable.desk_ago(hours), now)
        assert timedelta(hours=hours) <= age < timedelta(hours=hours, minutes=2)


def test_no_two_wishes_are_the_same():
    every = [wish for topic in [*wishes.topics(), wishes.outage()] for wish in topic.wishes]
    assert len(every) > 360
    assert len({wish.subject for wish in every}) == len({wish.description for wish in every}) == len(every)
    assert {wish.priority for wish in every} <= {None, *Priority}


def test_every_wish_has_a_fix_of_its_own_and_questions_have_answers():
    topics = wishes.topics()
    fixes = [wish.fix for topic in topics for wish in topic.wishes]
    assert all(fixes)
    assert len(set(fixes)) == len(fixes)
    for topic in topics:
        assert len(topic.asks) == len(topic.answers)
        assert all(wish.question is None or wish.question in range(len(topic.asks)) for wish in topic.wishes)


def test_the_past_is_told_to_nobody(session):
    with outbox.unheard():
        outbox.record(FilesRedacted(("key",)))
    assert number(OutboxMessage) == 0
