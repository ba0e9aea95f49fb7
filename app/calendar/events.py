"""What happened in the calendar of IT."""

from dataclasses import dataclass

from app.core.outbox import Event


@dataclass(frozen=True)
class VisitPlanned(Event):
    """A technician will come for a ticket."""

    name = "visit.planned"
    visit_id: int
    actor_id: int


@dataclass(frozen=True)
class VisitMoved(Event):
    """A visit takes place at another time, in another place or by somebody else; `before` is its old start, as ISO."""

    name = "visit.moved"
    visit_id: int
    actor_id: int
    before: str
    technician_before_id: int


@dataclass(frozen=True)
class VisitCancelled(Event):
    """A visit does not take place."""

    name = "visit.cancelled"
    visit_id: int
    actor_id: int


@dataclass(frozen=True)
class VisitDone(Event):
    """The technician was there."""

    name = "visit.done"
    visit_id: int
    actor_id: int


@dataclass(frozen=True)
class MaintenanceAnnounced(Event):
    """Something will be out of service for a while."""

    name = "maintenance.announced"
    window_id: int
    actor_id: int


@dataclass(frozen=True)
class MaintenanceMoved(Event):
    """Announced maintenance takes place at another time; `before` is its old start, as ISO."""

    name = "maintenance.moved"
    window_id: int
    actor_id: int
    before: str


@dataclass(frozen=True)
class MaintenanceCancelled(Event):
    """Announced maintenance does not take place."""

    name = "maintenance.cancelled"
    window_id: int
    actor_id: int


@dataclass(frozen=True)
class TaskAssigned(Event):
    """A task is somebody else's from now on."""

    name = "task.assigned"
    task_id: int
    actor_id: int
    assignee_id: int
