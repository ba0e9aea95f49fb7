"""Who is told of what happened below; one module for each feature that something happens in."""

from app.notifications.handlers.accounts import (
    mail_confirmation,
    mail_invitation,
    mail_password_change,
    mail_reset,
    mail_test,
)
from app.notifications.handlers.calendar import (
    tell_of_cancelled_maintenance,
    tell_of_cancelled_visit,
    tell_of_maintenance,
    tell_of_moved_maintenance,
    tell_of_moved_visit,
    tell_of_task,
    tell_of_visit,
)
from app.notifications.handlers.equipment import (
    tell_keepers_of_return,
    tell_of_ending_support,
    tell_of_ending_warranties,
    tell_of_loan,
    tell_of_moved_device,
)
from app.notifications.handlers.rooms import (
    tell_of_cancelled_booking,
    tell_of_changed_booking,
    warn_of_failed_device,
)
from app.notifications.handlers.tickets import (
    tell_of_assignment,
    tell_of_change,
    tell_of_duplicate,
    tell_of_filing,
    tell_of_fixed_problem,
    tell_of_message,
    tell_of_move,
    tell_of_waiting,
)

__all__ = [
    "mail_confirmation",
    "mail_invitation",
    "mail_password_change",
    "mail_reset",
    "mail_test",
    "tell_keepers_of_return",
    "tell_of_assignment",
    "tell_of_cancelled_booking",
    "tell_of_cancelled_maintenance",
    "tell_of_cancelled_visit",
    "tell_of_change",
    "tell_of_changed_booking",
    "tell_of_duplicate",
    "tell_of_ending_support",
    "tell_of_ending_warranties",
    "tell_of_filing",
    "tell_of_fixed_problem",
    "tell_of_loan",
    "tell_of_maintenance",
    "tell_of_message",
    "tell_of_move",
    "tell_of_moved_device",
    "tell_of_moved_maintenance",
    "tell_of_moved_visit",
    "tell_of_task",
    "tell_of_visit",
    "tell_of_waiting",
    "warn_of_failed_device",
]
