"""What the page of a person shows; it belongs to the list of people and to the desk alike."""

from typing import Any
from zoneinfo import ZoneInfo

from flask import g

from app.accounts import policies, queries
from app.accounts.models import Standing, User
from app.core import clock
from app.core.company import CompanySettings


def person_page(view: Any, person: User) -> Any:
    """Contact, local time, last sign-in, sessions; tickets come as a fragment of their own feature."""
    zone = person.timezone or CompanySettings.current().zone_name
    may_administer = policies.can_administer(g.user)
    return view.render_template(
        "staff/people/show.html",
        title=person.name,
        person=person,
        zone=zone,
        may_administer=may_administer,
        local_time=clock.now().astimezone(ZoneInfo(zone)),
        Standing=Standing,
        sessions=queries.sessions_of(person, clock.now()) if may_administer else [],
    )
