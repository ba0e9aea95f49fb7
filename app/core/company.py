"""The company's own settings: how it is named, reached, and when its desk is staffed."""

from datetime import date, time
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _
from pydantic import Field, field_validator, model_validator

from app.core.settings import SettingsGroup
from app.core.walltime import DeskHours, zone_names


class CompanySettings(SettingsGroup):
    """Name, looks and contacts; shown on every page and mail."""

    group: ClassVar[str] = "company"

    name: str = Field("IT Helpdesk", min_length=1, max_length=80)
    logo_key: str | None = None
    accent: str | None = Field(None, pattern=r"^#[0-9a-fA-F]{6}$")
    support_phone: str = Field("", max_length=40)
    support_mail: str = Field("", max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")
    support_hours: str = Field("", max_length=120)
    language: str = "en"
    zone: str | None = None
    is_demo: bool = False  # an invented company lives here: every page says so

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, zone: str | None) -> str | None:
        if zone and zone not in zone_names():
            raise ValueError(_("Choose a time zone such as Europe/Vienna."))
        return zone or None

    @property
    def zone_name(self) -> str:
        """The zone in force: the company's, else the installation's."""
        return self.zone or str(current_app.config["DEFAULT_TIMEZONE"])


class DeskHoursSettings(SettingsGroup):
    """When the desk is staffed, in the company's zone. Targets count these hours only."""

    group: ClassVar[str] = "desk_hours"

    weekdays: frozenset[int] = frozenset(range(5))  # Monday is 0
    opens: time = time(8)
    closes: time = time(18)
    holidays: frozenset[date] = frozenset()

    @field_validator("weekdays")
    @classmethod
    def _some_day(cls, weekdays: frozenset[int]) -> frozenset[int]:
        if not weekdays or not weekdays <= set(range(7)):
            raise ValueError(_("Choose at least one day."))
        return weekdays

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.closes != time(0) and self.closes <= self.opens:
            raise ValueError(_("The desk must open before it closes."))
        return self

    @classmethod
    def desk(cls) -> DeskHours:
        """The hours in force, ready for arithmetic."""
        hours = cls.current()
        zone = ZoneInfo(CompanySettings.current().zone_name)
        return DeskHours(zone, hours.weekdays, hours.opens, hours.closes, hours.holidays)
