"""What an administrator sets about tickets: targets in desk hours, and patience in days."""

from datetime import timedelta
from typing import Annotated, ClassVar

from flask_babel import gettext as _
from pydantic import Field, field_validator

from app.core.settings import SettingsGroup
from app.tickets.models import Priority

Hours = Annotated[int, Field(ge=1, le=2000)]


class TargetSettings(SettingsGroup):
    """First response and resolution per priority, in desk hours."""

    group: ClassVar[str] = "targets"

    response_hours: dict[Priority, Hours] = {
        Priority.urgent: 1,
        Priority.high: 4,
        Priority.medium: 8,
        Priority.low: 16,
    }
    resolution_hours: dict[Priority, Hours] = {
        Priority.urgent: 8,
        Priority.high: 16,
        Priority.medium: 40,
        Priority.low: 80,
    }

    @field_validator("response_hours", "resolution_hours")
    @classmethod
    def _each_priority(cls, hours: dict[Priority, int]) -> dict[Priority, int]:
        if hours.keys() != set(Priority):
            raise ValueError(_("Say the hours for each priority."))
        return hours


class PatienceSettings(SettingsGroup):
    """How long we wait before reminding and closing, in days."""

    group: ClassVar[str] = "patience"

    close_resolved_days: int = Field(7, ge=1, le=365)
    first_reminder_days: int = Field(3, ge=1, le=365)
    second_reminder_days: int = Field(7, ge=1, le=365)

    @property
    def until_closing(self) -> timedelta:
        """How long a resolved ticket may stay silent."""
        return timedelta(days=self.close_resolved_days)

    @property
    def until_reminders(self) -> tuple[timedelta, timedelta]:
        """How long a waiting ticket may stay silent before its first and second reminder."""
        return timedelta(days=self.first_reminder_days), timedelta(days=self.second_reminder_days)
