"""The forms of ticket pages; their rules stand in the schemas."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired

from app.accounts import queries as accounts
from app.core.errors import NotFound
from app.equipment.models import Equipment
from app.rooms.models import Room
from app.tickets import queries, wording
from app.tickets.models import SOURCE_WORDS, MessageType, Priority, Source
from app.web.forms import SchemaForm


def _known(query: Callable[[Any, int], Any], pk: int) -> Any:
    try:
        return query(g.user, pk)
    except NotFound:
        return None


class Ids(HiddenField):
    """Ids that the page's script has gathered (uploads, answers that were shown), separated by commas."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [int(part) for value in valuelist for part in value.split(",") if part.isascii() and part.isdigit()]

    def _value(self) -> str:
        return ",".join(str(number) for number in self.data or [])


class PickedField(HiddenField):
    """One row of a long relation, chosen by a picker or carried by the page; `found` looks it up."""

    is_many = False

    def __init__(self, *args: Any, found: Callable[[int], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = next((value for value in valuelist if value), "")

    @property
    def chosen(self) -> list[Any]:
        """The row, if there is one."""
        text = str(self.data or "")
        row = self.found(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
        return [] if row is None else [row]


class ThingsForm(SchemaForm):
    """What a ticket is about, as staff choose it."""

    equipment_id = PickedField(_l("Device"), found=lambda pk: _known(queries.device_to_name, pk))
    room_id = PickedField(_l("Room"), found=lambda pk: _known(queries.room_to_name, pk))


class TicketForm(SchemaForm):
    """A request for help in the portal."""

    subject = StringField(_l("What is it about?"), [DataRequired(_l("Please say in a few words what it is about."))])
    description = TextAreaField(_l("What happens?"), [DataRequired(_l("Please describe what happens."))])
    category = SelectField(_l("Topic"))
    priority = RadioField(_l("How much does it stop you?"), default=Priority.medium)
    equipment_id = RadioField(_l("Is it about one of your devices?"), default="", choices=[], validate_choice=False)
    room_id = RadioField(_l("In which room?"), default="", choices=[], validate_choice=False)
    scan_token = HiddenField()
    attachment_ids = Ids()
    shown_item_ids, opened_item_ids = Ids(), Ids()
    files = MultipleFileField(_l("Files"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.category.choices = [SelectChoice(category.name, category.name) for category in queries.categories()]
        self.priority.choices = [SelectChoice(*choice) for choice in wording.priority_choices()]
        if not self.is_submitted() and not self.category.data and self.category.choices:
            self.category.data = self.category.choices[-1].value  # Other

    def offer(self, devices: Sequence[Equipment], rooms: Sequence[Room]) -> None:
        """Let one tap name one of these devices or rooms; nothing is asked of who has none."""
        for field, rows in ((self.equipment_id, devices), (self.room_id, rooms)):
            if rows:
                offered = [SelectChoice(str(row.id), row.name) for row in rows]
                field.choices = [SelectChoice("", _("Something else")), *offered]


class ReplyForm(SchemaForm):
    """A word on one's own ticket; `seen` is the version that the writer had before them."""

    body = TextAreaField(_l("Your answer"), [DataRequired(_l("Please write something."))])
    attachment_ids = Ids()
    files = MultipleFileField(_l("Files"))
    seen = IntegerField(widget=HiddenField.widget)


class CommentForm(SchemaForm):
    """Closing or reopening, with a word if one likes."""

    comment = TextAreaField(_l("What is still wrong?"))


class NoteForm(ReplyForm):
    """What staff say on a ticket: a reply or a note, and what becomes of the ticket with it."""

    kind = RadioField(
        default=MessageType.admin,
        choices=[
            SelectChoice(MessageType.admin, _l("Reply")),
            SelectChoice(MessageType.user, _l("Your answer")),
            SelectChoice(MessageType.internal, _l("Internal note")),
        ],
    )
    then = SelectField(
        default="",
        choices=[
            SelectChoice("", _l("Send")),
            SelectChoice("wait", _l("Send and wait")),
            SelectChoice("resolve", _l("Send and resolve")),
        ],
    )


class CallerTicketForm(ThingsForm, TicketForm):
    """A ticket for somebody who called or came by."""

    requester_id = HiddenField()
    source = SelectField(_l("How did it come in?"), default=Source.phone)
    assigned_to = SelectField(_l("Assignee"), default="")
    team_id = SelectField(_l("Team"), default="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source.choices = [
            SelectChoice(source, str(SOURCE_WORDS[source])) for source in (Source.phone, Source.walk_in, Source.desk)
        ]
        self.assigned_to.choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(str(p.id), p.name) for p in accounts.agents()),
        ]
        self.team_id.choices = [
            SelectChoice("", _("The category's team")),
            *(SelectChoice(str(t.id), t.name) for t in accounts.active_teams()),
        ]
