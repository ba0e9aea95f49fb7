"""What every entry with a beginning and an end has in common."""

from datetime import datetime
from typing import Annotated

from flask_babel import gettext as _
from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from app.core.schemas import Moment, Schema, Text
from app.core.walltime import zone_names


def _zone(name: str) -> str:
    if name not in zone_names():
        raise ValueError(_("Choose a time zone such as Europe/Vienna."))
    return name


Zone = Annotated[Text, Field(max_length=64), AfterValidator(_zone)]
Title = Annotated[Text, Field(min_length=1, max_length=200)]
LongText = Annotated[Text, Field(max_length=5_000)]


class Times(Schema):
    """From when to when, half open; `timezone` is where its clock hangs (left out: the place's)."""

    starts_at: Moment
    ends_at: Moment
    timezone: Zone | None = None

    @field_validator("ends_at")
    @classmethod
    def _after_its_beginning(cls, ends_at: datetime, info: ValidationInfo) -> datetime:
        starts_at = info.data.get("starts_at")
        if starts_at and ends_at <= starts_at:
            raise ValueError(_("It must end after it begins."))
        return ends_at


class NewTimes(Schema):
    """The same for a change: what is left out stays. A new beginning alone moves the end along."""

    starts_at: Moment | None = None
    ends_at: Moment | None = None
    timezone: Zone | None = None

    def span(self, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
        """The new times of something that took place from `starts_at` to `ends_at`."""
        begins = self.starts_at or starts_at
        return begins, self.ends_at or begins + (ends_at - starts_at)
