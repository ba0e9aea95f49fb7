"""Questions about what the database holds."""

import sqlalchemy as sa

from app.accounts.demo_people import demo_ids
from app.accounts.models import User
from app.accounts.queries import people
from app.extensions import db
from app.tickets.models import Ticket


def is_empty() -> bool:
    """Whether nobody and nothing is here yet but what `init` makes."""
    anybody = db.session.scalar(people().with_only_columns(User.id).limit(1))
    anything = db.session.scalar(sa.select(Ticket.id).limit(1))
    return anybody is None and anything is None


def is_loaded() -> bool:
    """Whether the demo company lives here."""
    return bool(demo_ids())
