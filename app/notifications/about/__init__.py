"""How news that is not about one ticket is put into words; one module for each feature it comes from."""

from collections.abc import Mapping

from app.notifications.about import calendar, equipment, exports, problems, rooms
from app.notifications.about.notice import Notice
from app.notifications.models import What

NOTICES: Mapping[What, Notice] = {
    **problems.NOTICES, **equipment.NOTICES, **calendar.NOTICES, **rooms.NOTICES, **exports.NOTICES,
}  # fmt: skip

__all__ = ["NOTICES", "Notice"]
