"""Who is told of which event, and the work that recurs."""

from app.accounts import events as people
from app.accounts import jobs as _account_jobs  # noqa: F401  enrols its jobs
from app.calendar import events as planned
from app.calendar import handlers as calendar_handlers
from app.calendar import jobs as _calendar_jobs  # noqa: F401  enrols its jobs
from app.calendar import models as _calendar_models  # noqa: F401  tables
from app.calendar.sources import OccurrencesChanged
from app.core import audit, catalog, holds, jobs, outbox, settings, storage  # noqa: F401  tables
from app.equipment import events as devices
from app.equipment import handlers as equipment_handlers
from app.equipment import jobs as _equipment_jobs  # noqa: F401  enrols its jobs
from app.knowledge import handlers as knowledge_handlers
from app.knowledge import jobs as _knowledge_jobs  # noqa: F401  enrols its job
from app.knowledge.events import FilesDropped, FilesNamed
from app.notifications import handlers as telling
from app.notifications import jobs as _notification_jobs  # noqa: F401  enrols its job
from app.notifications.events import NotificationsAdded
from app.realtime import handlers as showing
from app.reports import definitions as _reports  # noqa: F401  enrols the reports
from app.reports import jobs as _report_jobs  # noqa: F401  enrols its job
from app.rooms import events as booked
from app.rooms import handlers as rooms_handlers
from app.search import DocumentsChanged
from app.search import handlers as indexing
from app.search import jobs as _search_jobs  # noqa: F401  enrols its job
from app.tickets import events as happened
from app.tickets import handlers as tickets_handlers
from app.tickets import jobs as _ticket_jobs  # noqa: F401  enrolled by their import
from app.tickets import models as _ticket_models  # noqa: F401  tables
from app.worker import jobs as _worker_jobs  # noqa: F401  enrols its jobs


def subscribe() -> None:
    """Who is told of which event."""
    for event, *handlers in (
        (DocumentsChanged, indexing.note_changes),
        (FilesNamed, knowledge_handlers.check_files),
        (OccurrencesChanged, calendar_handlers.follow_change),
        (FilesDropped, knowledge_handlers.remove_bytes),
        (happened.AttachmentsNamed, tickets_handlers.check_files),
        (happened.FilesChecked, showing.show_checked_files),
        (happened.FilesRedacted, tickets_handlers.remove_bytes),
        (people.PersonDeactivated, tickets_handlers.hand_over, equipment_handlers.take_back),
        (people.PersonDeactivated, rooms_handlers.free_rooms_of_leaver, calendar_handlers.hand_over),
        (happened.TicketFiled, telling.tell_of_filing, showing.show_filing),
        (happened.TicketChanged, telling.tell_of_change, showing.show_change),
        (happened.TicketAssigned, telling.tell_of_assignment, showing.show_assignment),
        (happened.TicketMoved, telling.tell_of_move, showing.show_move, tickets_handlers.learn_from_solved),
        (happened.MessagePosted, telling.tell_of_message, showing.show_message),
        (happened.MessageChanged, showing.show_changed_message),
        (happened.AnswerAwaited, telling.tell_of_waiting),
        (happened.ClosedAsDuplicate, telling.tell_of_duplicate),
        (happened.ProblemFixed, telling.tell_of_fixed_problem),
        (devices.DeviceMoved, telling.tell_of_moved_device, telling.warn_of_failed_device),
        (devices.ReturnAsked, telling.tell_keepers_of_return),
        (devices.LoanEnds, telling.tell_of_loan),
        (devices.WarrantiesEnd, telling.tell_of_ending_warranties),
        (devices.SupportEnds, telling.tell_of_ending_support),
        (booked.RoomBooked, calendar_handlers.follow_bookings),
        (booked.BookingChanged, calendar_handlers.follow_bookings, telling.tell_of_changed_booking),
        (booked.BookingCancelled, calendar_handlers.follow_bookings, telling.tell_of_cancelled_booking),
        (planned.VisitPlanned, telling.tell_of_visit),
        (planned.VisitMoved, telling.tell_of_moved_visit),
        (planned.VisitCancelled, telling.tell_of_cancelled_visit),
        (planned.MaintenanceAnnounced, telling.tell_of_maintenance),
        (planned.MaintenanceMoved, telling.tell_of_moved_maintenance),
        (planned.MaintenanceCancelled, telling.tell_of_cancelled_maintenance),
        (planned.TaskAssigned, telling.tell_of_task),
        (people.PersonInvited, telling.mail_invitation),
        (people.ResetAsked, telling.mail_reset),
        (people.RegistrationAsked, telling.mail_confirmation),
        (people.PasswordChanged, telling.mail_password_change),
        (people.TestMailAsked, telling.mail_test),
        (people.SessionsEnded, showing.close_ended),
        (NotificationsAdded, showing.show_notifications),
    ):
        for handler in handlers:
            outbox.subscribe(event, handler)
