"""Which permission each of the four base roles has; Admin has every one, by Flask-AppBuilder's own rule."""

from collections.abc import Mapping

from app.accounts.models import BaseRole

READ, WRITE, DELETE, EXPORT = "can_read", "can_write", "can_delete", "can_export"

# Everybody who is signed in, staff too: they file and see their own tickets like anyone.
EMPLOYEE: Mapping[str, set[str]] = {
    "MyTickets": {READ, WRITE, DELETE},
    "MyNotifications": {READ, WRITE},
    "KnowledgeBase": {READ, WRITE},
    "MyBookings": {READ, WRITE, DELETE},
    "Account": {READ, WRITE, DELETE},
    "MyEquipment": {READ, WRITE},
    "CalendarFeed": {READ, WRITE, DELETE},
    "Scan": {READ},
}

# What every desk page needs, whoever stands at it.
DESK: Mapping[str, set[str]] = {
    "Desk": {READ},
    "Ticket": {READ},
    "Person": {READ},
    "Team": {READ},
    "Category": {READ},
    "KnownProblem": {READ},
    "Knowledge": {READ},
    "Report": {READ},
    "Room": {READ},
    "Equipment": {READ},
    "EquipmentModel": {READ},
    "Calendar": {READ},
    "Visit": {READ},
    "Maintenance": {READ},
    "Task": {READ},
    "Absence": {READ, WRITE, DELETE},  # one's own; of others only who leads them
    "Label": {READ},
}

AGENT: Mapping[str, set[str]] = {
    "Ticket": {READ, WRITE},
    "SavedReply": {READ, WRITE, DELETE},
    "KnownProblem": {READ, WRITE},
    "Knowledge": {READ, WRITE, DELETE},
    "Room": {READ, WRITE, DELETE, EXPORT},
    "Equipment": {READ, WRITE, EXPORT},
    "EquipmentModel": {READ, WRITE, DELETE},
    "Calendar": {READ, WRITE},
    "Visit": {READ, WRITE, DELETE},
    "Maintenance": {READ, WRITE, DELETE},
    "Task": {READ, WRITE, DELETE},
    "CalendarConnection": {READ, WRITE, DELETE},  # one's own; of others only an administrator
    "Label": {READ, WRITE},
}

MANAGER: Mapping[str, set[str]] = {
    "Report": {READ, EXPORT, WRITE, DELETE},  # takes numbers along, has them mailed
    "Person": {READ, EXPORT},  # and lists
    "Room": {READ, EXPORT},
    "Equipment": {READ, EXPORT},
}

MATRIX: Mapping[BaseRole, Mapping[str, set[str]]] = {
    BaseRole.employee: EMPLOYEE,
    BaseRole.agent: {**EMPLOYEE, **DESK, **AGENT},
    BaseRole.manager: {**EMPLOYEE, **DESK, **MANAGER},  # sees all, changes no ticket
}
