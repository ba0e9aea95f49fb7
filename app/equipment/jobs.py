"""Recurring work on equipment."""

from datetime import datetime, timedelta

from app.accounts.queries import system_user
from app.core.jobs import job, tolerating
from app.equipment import queries, services

BEFORE_DUE = timedelta(days=2)
AGAIN_AFTER = timedelta(days=7)  # an overdue loan is told of again
WARRANTY_AHEAD = timedelta(days=60)
END_OF_LIFE_AHEAD = timedelta(days=180)


@job("equipment.remind_borrowers", every=timedelta(hours=6))
def remind_borrowers(now: datetime) -> None:
    """Remind those whose loan ends within two days, on the day after it ended, and each week from then on."""
    today, actor = queries.today(), system_user()
    for custody in queries.loans_to_remind(today, today + BEFORE_DUE, today - AGAIN_AFTER):
        with tolerating(custody.id):
            services.remind_borrower(custody, today, actor=actor)


@job("equipment.announce_warranties", every=timedelta(days=1))
def announce_warranties(now: datetime) -> None:
    """Tell the keepers of warranties that end within 60 days, each once."""
    today = queries.today()
    if ids := list(queries.warranties_ending(today, today + WARRANTY_AHEAD)):
        services.announce_warranties(ids, actor=system_user())


@job("equipment.announce_ends_of_life", every=timedelta(days=1))
def announce_ends_of_life(now: datetime) -> None:
    """Tell the keepers of models in use that get no more updates within half a year, each once."""
    today, actor = queries.today(), system_user()
    for model, devices in queries.models_ending(today, today + END_OF_LIFE_AHEAD):
        with tolerating(model.id):
            services.announce_end_of_life(model, devices, actor=actor)
