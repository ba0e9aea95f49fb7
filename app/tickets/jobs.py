"""Recurring work on tickets."""

import math
from datetime import datetime, timedelta
from statistics import median

from app.accounts.queries import system_user
from app.core import settings
from app.core.company import DeskHoursSettings
from app.core.jobs import job, tolerating
from app.tickets import queries, services
from app.tickets.settings import PatienceSettings
from app.tickets.wording import MeasuredSettings

FEWEST_TO_MEASURE = 20


@job("tickets.close_resolved", every=timedelta(hours=1))
def close_resolved_tickets(now: datetime) -> None:
    """Close what was solved a week ago without a word since, each in its own transaction."""
    actor = system_user()
    for ticket_id in queries.silent_since_resolved(now - PatienceSettings.current().until_closing):
        with tolerating(ticket_id):
            services.close_in_silence(queries.ticket_by_id(ticket_id), actor=actor)


@job("tickets.remind_requesters", every=timedelta(hours=1))
def remind_requesters(now: datetime) -> None:
    """Remind those whose answer we wait for, after three days and again after seven."""
    actor = system_user()
    for reminders, patience in enumerate(PatienceSettings.current().until_reminders):
        for ticket_id in queries.waiting_since_before(now - patience, reminders):
            with tolerating(ticket_id):
                services.remind_requester(queries.ticket_by_id(ticket_id), actor=actor)


@job("tickets.remove_unnamed_uploads", every=timedelta(hours=1))
def remove_unnamed_uploads(now: datetime) -> None:
    """Remove the uploads that nobody named within a day."""
    actor = system_user()
    for file_id in queries.unnamed_uploads(now - timedelta(days=1)):
        services.forget_upload(file_id, actor=actor)


@job("tickets.measure_response", every=timedelta(hours=6))
def measure_response(now: datetime) -> None:
    """Measure within how many desk hours the first answer usually comes (median of 30 days), for the portal to say."""
    desk = DeskHoursSettings.desk()
    times = [desk.between(filed, answered) for filed, answered in queries.response_times(now - timedelta(days=30))]
    hours = math.ceil(median(times) / timedelta(hours=1)) or 1 if len(times) >= FEWEST_TO_MEASURE else None
    if hours != MeasuredSettings.current().usual_response_hours:
        settings.save(MeasuredSettings(usual_response_hours=hours), actor=system_user())
