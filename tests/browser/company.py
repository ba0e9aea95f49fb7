"""A small company for journeys and pictures: `python -m tests.browser.company` fills the database of the settings."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from PIL import Image, ImageDraw

from app import create_app
from app.accounts.models import BaseRole, User
from app.core import clock
from app.extensions import db
from app.notifications.models import Delivery
from app.tickets import services
from app.tickets.models import MessageType, Priority, ProblemState, Ticket
from app.tickets.schemas import (
    CallerTicketDraft,
    KnownProblemChange,
    MessageDraft,
    Resolution,
    SavedReplyChange,
    TicketDraft,
)
from app.worker import relay, sender
from tests.browser import connected, houses, library, planned, stock
from tests.factories.people import PersonFactory, TeamFactory
from tests.factories.tickets import category

LONG_NAME = "Wilhelmina-Josephine Featherstonehaugh van der Marckenhoven"
LONG_SUBJECT = (
    "The shared calendar of the accounting department shows the appointments of the sales department since the update of Monday, "
    "and whoever opens one of them sees the notes of a meeting from the year before"
)
PEOPLE: dict[str, tuple[str, BaseRole, str | None]] = {
    "alice": ("Alice Berg", BaseRole.employee, "Finance"),
    "bob": ("Bob Ito", BaseRole.agent, "IT"),
    "nadia": ("Nadia Okafor", BaseRole.agent, "IT"),
    "mia": ("Mia Roth", BaseRole.manager, "IT"),
    "carol": ("Carol Diaz", BaseRole.admin, "IT"),
    "noor": ("Noor Haddad", BaseRole.employee, None),  # came today: nothing filed yet
    "dora": ("Dora Lind", BaseRole.employee, "Sales"),  # signs devices out
    "emil": ("Emil Novak", BaseRole.employee, "Logistics"),  # forgets his password
    "greta": ("Greta Vogel", BaseRole.employee, "Legal"),  # changes to German
    "gustav": ("Gustav Brandt", BaseRole.agent, "IT"),
    "wilhelmina": (LONG_NAME, BaseRole.employee, "Research, development and long-term planning"),
    "hanako": ("山田 花子", BaseRole.employee, "Design"),
    "alexandros": ("Αλέξανδρος Παπαδόπουλος", BaseRole.employee, "Sales"),
}
STORIES: tuple[tuple[str, str, str, str, Priority, float, str], ...] = (  # who, subject, text, category, priority, hours ago, what became of it
    ("alice", "Two monitors stay black after the docking station was moved", "Since yesterday evening. I tried another cable and another socket.", "Hardware", Priority.high, 30, "answered"),
    ("alice", "Access to the folder of the quarterly figures", "I need to read them before Thursday.", "Access", Priority.medium, 20, "waiting"),
    ("alice", "Mail search finds nothing older than a month", "It worked before the last update.", "Software", Priority.low, 70, "resolved"),
    ("alice", "New keyboard, please", "The letter E sticks.", "Hardware", Priority.low, 400, "closed"),
    ("hanako", "Colours on the big printer are wrong", "Everything is much too green, on every paper.", "Hardware", Priority.medium, 26, "taken"),
    ("alexandros", "Cannot join video meetings from the hotel", "The picture freezes, then it drops out.", "Network", Priority.high, 5, "new"),
    ("wilhelmina", LONG_SUBJECT, "It concerns all of us in the department. " * 12, "Software", Priority.urgent, 90, "talk"),
    ("dora", "Headset has an echo", "Others hear themselves twice.", "Hardware", Priority.low, 3, "new"),
    ("emil", "Scanner in hall 2 does not connect", "The light blinks orange.", "Network", Priority.medium, 2, "new"),
    ("dora", "Licence for the drawing program ran out", "It says that I have three days left.", "Software", Priority.medium, 8, "taken"),
    ("hanako", "Password is refused on the second floor only", "Downstairs the same password works.", "Access", Priority.high, 1, "new"),
    ("emil", "Tablet falls asleep during stocktaking", "After two minutes, every time.", "Hardware", Priority.medium, 50, "waiting"),
)  # fmt: skip


@contextmanager
def _hours_ago(hours: float) -> Iterator[None]:
    moment = datetime.now(UTC) - timedelta(hours=max(hours, 0))
    before = clock.use(lambda: moment)
    try:
        yield
        relay.run()
    finally:
        clock.use(before)


def fill() -> dict[str, Any]:
    """Make everybody and everything; answers ids by name."""
    people = {name: _person(name, *about) for name, about in PEOPLE.items()}
    desk = TeamFactory(name="Service desk", members=[people["bob"], people["nadia"], people["gustav"]])
    for name in ("Hardware", "Software", "Network"):
        category(name, team_id=desk.id)
    category("Access")
    made = {subject: _story(people, *story) for story in STORIES for subject in [story[1]]}
    _phone_call(people)
    _kept_things(people, made)
    items = library.fill(people) | stock.fill(people) | houses.fill(people)
    planned.fill(people, made)
    connected.connect(people["carol"], people["alice"])
    relay.run()
    sender.run()
    kept = db.session.scalar(sa.select(sa.func.min(Delivery.id)).where(Delivery.message_id.is_not(None)))
    return {
        "kept_mail": kept,
        "items": items,
        "people": {name: person.id for name, person in people.items()},
        "tickets": {key: ticket.id for key, ticket in made.items()},
    }


def _person(name: str, full: str, role: BaseRole, department: str | None) -> User:
    with _hours_ago(2000):
        return PersonFactory(first_name=full, email=f"{name}@example.org", role=role, department=department)


def _story(
    people: dict[str, User], who: str, subject: str, text: str, about: str, priority: Priority, hours: float, fate: str
) -> Ticket:
    with _hours_ago(hours):
        draft = TicketDraft(subject=subject, description=text, category=about, priority=priority)
        ticket = services.file_ticket(draft, actor=people[who])
    FATES[fate](ticket, people, people[who], hours)
    return ticket


def _new(*_: Any) -> None:
    """Nobody has looked at it."""


def _taken(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    with _hours_ago(hours - 0.5):
        services.claim_ticket(ticket, actor=people["bob"])


def _answered(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    _taken(ticket, people, who, hours)
    with _hours_ago(hours - 1):
        _say(
            ticket,
            people["bob"],
            "Does the small light on the dock come on when you plug it in?\nA picture of its back would help.",
        )
    with _hours_ago(hours - 2):
        _say(ticket, people["bob"], "Dock is from the batch that we exchanged in spring.", MessageType.internal)
    with _hours_ago(hours - 3):
        file = services.receive_file("dock.png", *_picture(), actor=who)
        services.post_message(
            ticket, MessageDraft(body="It does, but only for a second.", attachment_ids=[file.id]), actor=who
        )


def _waiting(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    _taken(ticket, people, who, hours)
    with _hours_ago(hours - 1):
        services.answer(ticket, MessageDraft(body="Who is the owner of the folder?"), then="wait", actor=people["bob"])


def _resolved(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    _taken(ticket, people, who, hours)
    with _hours_ago(hours - 4):
        services.resolve_ticket(ticket, Resolution(text="The index was built anew over night."), actor=people["bob"])


def _closed(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    _resolved(ticket, people, who, hours)
    with _hours_ago(hours - 30):
        services.close_own_ticket(ticket, actor=who)


def _talk(ticket: Ticket, people: dict[str, User], who: User, hours: float) -> None:
    with _hours_ago(hours - 1):
        services.claim_ticket(ticket, actor=people["nadia"])
        services.add_watcher(ticket, people["mia"].id, actor=people["nadia"])
    for number in range(7):
        with _hours_ago(hours - 2 - number):
            _say(
                ticket,
                people["nadia"],
                f"Step {number + 1}: please open the calendar once more and tell me which owner it shows.",
            )
        with _hours_ago(hours - 2.5 - number):
            _say(
                ticket,
                who,
                "It shows the sales department, as before. See #1 for something alike, and https://example.org/calendar.",
            )


def _phone_call(people: dict[str, User]) -> None:
    with _hours_ago(6):
        draft = CallerTicketDraft(subject="Door of the server room beeps", description="Called from the corridor.", category="Hardware",
                                  requester_id=people["emil"].id, source="phone")  # fmt: skip
        services.file_for_caller(draft, actor=people["nadia"])


def _kept_things(people: dict[str, User], made: dict[str, Ticket]) -> None:
    for title, body in (
        ("Ask for a picture", "Hello {requester},\ncan you send a picture of it?"),
        ("Restart first", "Please restart once and tell me."),
    ):
        services.keep_reply(None, SavedReplyChange(title=title, body=body, is_shared=True), actor=people["carol"])
    leading = made["Cannot join video meetings from the hotel"]
    with _hours_ago(4):
        services.raise_problem(KnownProblemChange(
            title="Video meetings drop out over mobile networks", text="Please dial in by phone until we know more.",
            state=ProblemState.workaround, leading_ticket_id=leading.id), actor=people["bob"])  # fmt: skip


def _say(ticket: Ticket, author: User, text: str, kind: MessageType | None = None) -> None:
    services.post_message(ticket, MessageDraft(body=text, message_type=kind), actor=author)


def _picture() -> tuple[io.BytesIO, int]:
    image = Image.new("RGB", (640, 420), "#20242c")
    ImageDraw.Draw(image).rectangle((60, 120, 580, 300), fill="#8a93a3", outline="#d7dce4", width=6)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    stream.seek(0)
    return stream, stream.getbuffer().nbytes


FATES = {
    "new": _new,
    "taken": _taken,
    "answered": _answered,
    "waiting": _waiting,
    "resolved": _resolved,
    "closed": _closed,
    "talk": _talk,
}

if __name__ == "__main__":
    app = create_app()
    with app.app_context():
        json.dump(fill(), sys.stdout)
