"""Who is told of what happened in the calendar: those to whom somebody comes, those who go, those it concerns."""

from collections.abc import Iterable
from typing import Any

from app.accounts.models import User
from app.accounts.preferences import Kind
from app.calendar import queries as calendar
from app.calendar.models import MaintenanceState, MaintenanceWindow, Visit, VisitState
from app.core import clock
from app.notifications import queries
from app.notifications.audience import News
from app.notifications.handlers.telling import tell
from app.notifications.models import What


def tell_of_visit(event: dict[str, Any]) -> None:
    """The requester and the technician hear of a planned visit."""
    if visit := _visit(event, VisitState.planned):
        tell(_news(What.visit_planned, visit, event), _to_technician(visit, event))


def tell_of_moved_visit(event: dict[str, Any]) -> None:
    """The requester hears of another time or technician; so do the new one and the one before."""
    if not (visit := _visit(event, VisitState.planned)):
        return
    before = event["technician_before_id"]
    tellings = [_news(What.visit_moved, visit, event, before=event["before"]), _to_technician(visit, event)]
    if before != visit.technician_id:
        tellings.append(_news(What.visit_taken_off, visit, event, people=queries.people([before])))
    tell(*tellings)


def tell_of_cancelled_visit(event: dict[str, Any]) -> None:
    """The requester and the technician hear that nobody comes."""
    if visit := _visit(event, VisitState.cancelled):
        gone = _news(What.visit_taken_off, visit, event, people=queries.people([visit.technician_id]))
        tell(_news(What.visit_cancelled, visit, event), gone)


def tell_of_maintenance(event: dict[str, Any]) -> None:
    """Those whom it concerns hear of announced maintenance."""
    _tell_concerned(What.maintenance_announced, event, MaintenanceState.planned)


def tell_of_moved_maintenance(event: dict[str, Any]) -> None:
    """They hear of another time."""
    _tell_concerned(What.maintenance_moved, event, MaintenanceState.planned)


def tell_of_cancelled_maintenance(event: dict[str, Any]) -> None:
    """They hear that it does not take place."""
    _tell_concerned(What.maintenance_cancelled, event, MaintenanceState.cancelled)


def tell_of_task(event: dict[str, Any]) -> None:
    """Somebody was given a task."""
    task = calendar.task_by_id(event["task_id"])
    if task and not task.is_done:
        params = {"task_id": task.id, "title": task.title}
        news = News(Kind.assigned, What.task_assigned, actor_id=event["actor_id"], params=params)
        tell((news, queries.people([event["assignee_id"]])))


def _visit(event: dict[str, Any], state: VisitState) -> Visit | None:
    """The visit, if it still stands as the event says and is not over yet."""
    visit = calendar.visit_by_id(event["visit_id"])
    is_to_tell = visit is not None and visit.state is state and visit.ends_at > clock.now()
    return visit if is_to_tell and visit and not visit.ticket.is_spam else None


def _news(
    what: What, visit: Visit, event: dict[str, Any], *, people: Iterable[User] | None = None, **more: Any
) -> tuple[News, Iterable[User]]:
    params = {
        "visit_id": visit.id, "ticket_id": visit.ticket_id, "subject": visit.ticket.subject[:200],
        "technician": visit.technician.name, "starts_at": visit.starts_at.isoformat(),
        "ends_at": visit.ends_at.isoformat(), "note": visit.note[:1000], **more,
    }  # fmt: skip
    news = News(Kind.appointment, what, visit.ticket, actor_id=event["actor_id"], params=params)
    return news, queries.followers(visit.ticket) if people is None else people


def _to_technician(visit: Visit, event: dict[str, Any]) -> tuple[News, Iterable[User]]:
    return _news(What.visit_assigned, visit, event, people=queries.people([visit.technician_id]))


def _tell_concerned(what: What, event: dict[str, Any], state: MaintenanceState) -> None:
    window: MaintenanceWindow | None = calendar.window_by_id(event["window_id"])
    if window is None or window.state is not state or window.ends_at <= clock.now():
        return
    params = {
        "window_id": window.id, "title": window.title, "text": window.text[:1000], "effect": window.effect.value,
        "starts_at": window.starts_at.isoformat(), "ends_at": window.ends_at.isoformat(),
    }  # fmt: skip
    news = News(Kind.maintenance, what, actor_id=event["actor_id"], params=params)
    tell((news, calendar.concerned_by(window)))
