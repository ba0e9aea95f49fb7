"""What managers settle for others: the tiles with which each role starts."""

from typing import ClassVar

from pydantic import Field

from app.accounts.models import BaseRole
from app.core.settings import SettingsGroup
from app.reports.tiles import USUAL


class DashboardSettings(SettingsGroup):
    """The names of tiles by role, in their order; a role that is not named has the tiles of the product."""

    group: ClassVar[str] = "dashboards"

    tiles: dict[BaseRole, tuple[str, ...]] = Field(default_factory=dict)

    def of(self, role: BaseRole) -> tuple[str, ...]:
        """The tiles with which this role starts."""
        return self.tiles.get(role, USUAL[role])
