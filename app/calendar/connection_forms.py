"""The wizard that connects a calendar elsewhere."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from app.accounts.models import EMAIL_LENGTH, User
from app.accounts.queries import active_teams, agents
from app.calendar.models import AccountKind, CalendarAccount
from app.calendar.policies import keeps_all_connections
from app.rooms.queries import rooms_found
from app.web.forms import SchemaForm


class ConnectionForm(SchemaForm):
    """Whose account, which calendar, what it shows, who may change what."""

    account = SelectField(_l("Account"), validators=[InputRequired()])
    subject = StringField(_l("In the name of"), validators=[Length(max=EMAIL_LENGTH)])
    calendar_id = StringField(_l("Calendar"), default="primary", validators=[InputRequired(), Length(max=300)])
    shows = SelectField(_l("What it shows"), validators=[InputRequired()])
    direction = RadioField(
        _l("Changes made there"),
        choices=[("push", _l("Are put right again")), ("two_way", _l("Count as ours"))],
        default="push",
    )

    @classmethod
    def opened(cls, actor: User, accounts: Sequence[CalendarAccount], account_id: int | None) -> Self:
        """The form with what this person may choose."""
        form = cls()
        form.account.choices = [(str(one.id), one.subject) for one in accounts if one.kind is AccountKind.oauth]
        keeps_all = keeps_all_connections(actor)
        delegated = _("Company account, in a person's name") if keeps_all else _("Company account, in your name")
        form.account.choices.append((AccountKind.delegated.value, delegated))
        form.shows.choices = [("person:", _("My own entries"))]
        if keeps_all:
            form.account.choices.append((AccountKind.service.value, _("Service account")))
            form.shows.choices += _everything(actor)
        else:
            del form.subject  # nobody else's name is theirs to use
        if account_id and not form.is_submitted():
            form.account.data = str(account_id)
        return form

    def choice(self) -> dict[str, Any]:
        """The account and the scope, as the schema has them."""
        kind, _colon, number = (self.shows.data or "").partition(":")
        chosen = self.account.data or ""
        account = {"account_id": int(chosen)} if chosen.isdigit() else {"account_kind": chosen}
        return {**account, "scope_kind": kind, "scope_id": int(number) if number.isdigit() else None}

    def account_id(self) -> int | None:
        """The connected account that is chosen."""
        return int(self.account.data) if (self.account.data or "").isdigit() else None


def _everything(actor: User) -> list[tuple[str, str]]:
    people = [(f"person:{one.id}", one.name) for one in agents() if one.id != actor.id]
    teams = [(f"team:{one.id}", _("Team %(name)s", name=one.name)) for one in active_teams()]
    rooms = [(f"room:{one.id}", _("Room %(name)s", name=one.name)) for one in rooms_found(actor, "", 200)]
    return [*people, *teams, *rooms]
