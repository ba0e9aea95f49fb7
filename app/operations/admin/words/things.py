"""What it was done to: the tables of the product, and what has no table."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

THINGS: Mapping[str, Any] = {
    "ab_user": _l("Person"),
    "ab_role": _l("Role"),
    "teams": _l("Team"),
    "sessions": _l("Session"),
    "tickets": _l("Ticket"),
    "ticket_messages": _l("Message"),
    "attachments": _l("File"),
    "categories": _l("Category"),
    "deliveries": _l("Mail"),
    "kb_items": _l("Knowledge item"),
    "kb_categories": _l("Knowledge category"),
    "kb_tags": _l("Tag"),
    "kb_synonyms": _l("Synonyms"),
    "known_problems": _l("Known problem"),
    "outbox_messages": _l("Dead letter"),
    "jobs": _l("Job"),
    "company": _l("Company"),
    "desk_hours": _l("Desk hours"),
    "targets": _l("Targets"),
    "patience": _l("Patience"),
    "set_up": _l("Set-up"),
    "measured": _l("Measurements"),
    "absences": _l("Absence"),
    "buildings": _l("Building"),
    "equipment": _l("Device"),
    "equipment_models": _l("Model"),
    "floors": _l("Floor"),
    "hand_over_terms": _l("Terms of handing over"),
    "import_runs": _l("Import"),
    "maintenance_windows": _l("Maintenance"),
    "manufacturers": _l("Manufacturer"),
    "room_features": _l("Feature of rooms"),
    "rooms": _l("Room"),
    "report_schedules": _l("Report by mail"),
    "sites": _l("Site"),
    "tasks": _l("Task"),
    "visits": _l("Visit"),
}
