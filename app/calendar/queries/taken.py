"""What an import would write a second time."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from app.calendar.models import Task
from app.extensions import db


def tasks_like(assignee_id: int, days: Collection[date]) -> set[tuple[str, date | None]]:
    """Title and day of the tasks that somebody has on these days."""
    rows = sa.select(Task.title, Task.due_on).where(Task.assignee_id == assignee_id, Task.due_on.in_(days))
    return {(title, due_on) for title, due_on in db.session.execute(rows)}
