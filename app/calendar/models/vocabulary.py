"""The words of the calendar."""

from datetime import timedelta
from enum import StrEnum

LONGEST_VISIT = timedelta(hours=12)
LONGEST_MAINTENANCE = timedelta(days=14)
LONGEST_ABSENCE = timedelta(days=366)


class VisitState(StrEnum):
    """Whether a visit is still to come."""

    planned = "planned"
    done = "done"
    cancelled = "cancelled"


class MaintenanceState(StrEnum):
    """Whether maintenance takes place."""

    planned = "planned"
    done = "done"
    cancelled = "cancelled"


class Effect(StrEnum):
    """What people notice of maintenance."""

    nothing = "nothing"
    slow = "slow"
    interrupted = "interrupted"
    unavailable = "unavailable"


class AbsenceKind(StrEnum):
    """Why somebody is away."""

    vacation = "vacation"
    sick = "sick"
    training = "training"
    travel = "travel"
    other = "other"
