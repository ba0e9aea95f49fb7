"""What outgoing mails are about."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

MAILS: Mapping[str, Any] = {
    "ticket_received": _l("Request received"),
    "ticket_answered": _l("Answer"),
    "ticket_solved": _l("Solved"),
    "ticket_closed": _l("Closed"),
    "ticket_duplicate": _l("Goes on as another"),
    "ticket_reminder": _l("Reminder"),
    "ticket_assigned": _l("Assigned"),
    "ticket_answer_on_mine": _l("Answer from the requester"),
    "ticket_still_broken": _l("Still broken"),
    "ticket_mentioned": _l("Mentioned"),
    "ticket_new_in_team": _l("New in the team"),
    "known_problem_fixed": _l("Known problem fixed"),
    "device_handed_over": _l("Device handed over"),
    "device_lent": _l("Device lent"),
    "device_declined": _l("Device declined"),
    "return_asked": _l("Return asked for"),
    "loan_ends": _l("Loan ends soon"),
    "loan_overdue": _l("Loan overdue"),
    "warranties_end": _l("Warranties end"),
    "support_ends": _l("End of life"),
    "visit_planned": _l("Visit planned"),
    "visit_moved": _l("Visit moved"),
    "visit_cancelled": _l("Visit cancelled"),
    "visit_assigned": _l("Visit given to a technician"),
    "visit_taken_off": _l("Visit taken off a technician"),
    "maintenance_announced": _l("Maintenance announced"),
    "maintenance_moved": _l("Maintenance moved"),
    "maintenance_cancelled": _l("Maintenance cancelled"),
    "task_assigned": _l("Task given to somebody"),
    "room_device_failed": _l("Device of a booked room failed"),
    "booking_changed": _l("Booking changed"),
    "booking_cancelled": _l("Booking given back"),
    "invite": _l("Invitation"),
    "export_ready": _l("Export ready"),
    "export_failed": _l("Export failed"),
    "report": _l("Report by mail"),
    "reset_password": _l("Reset link"),
    "confirm_registration": _l("Confirmation"),
    "password_changed": _l("Password changed"),
}
