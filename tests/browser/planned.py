"""What the small company has planned: visits, maintenance, tasks, an absence; from today on."""

from collections.abc import Mapping
from datetime import date, timedelta

from app.accounts.models import User
from app.calendar import services
from app.calendar.schemas import AbsenceDraft, MaintenanceDraft, TaskDraft, VisitDraft
from app.core import clock, outbox
from app.tickets.models import Ticket

CROWDED, MANY = date(2032, 3, 17), 12  # a day far off that holds more than fits, whenever the tests run


def fill(people: Mapping[str, User], tickets: Mapping[str, Ticket]) -> None:
    """Plan a few days; nobody is told, for it was long ago."""
    with outbox.unheard():
        _plan(people, tickets)


def _plan(people: Mapping[str, User], tickets: Mapping[str, Ticket]) -> None:
    bob, morning = people["bob"], clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
    for number, (ticket, technician) in enumerate(zip(list(tickets.values())[:5], ("bob", "nadia") * 3, strict=False)):
        if ticket.closed_at is None:
            starts_at = morning + timedelta(days=number // 2, hours=2 * number)
            draft = VisitDraft(ticket_id=ticket.id, technician_id=people[technician].id, starts_at=starts_at,
                               ends_at=starts_at + timedelta(hours=1, minutes=30), note="Please leave it switched on.")  # fmt: skip
            services.plan_visit(draft, actor=bob)
    for number in range(MANY):
        services.write_task(TaskDraft(title=f"Replace battery {number + 1}", due_on=CROWDED), actor=bob)
    begins = morning + timedelta(days=2)
    window = MaintenanceDraft(title="New switches on the second floor", text="No network cables meanwhile; use Wi-Fi.",
                              starts_at=begins, ends_at=begins + timedelta(hours=3))  # fmt: skip
    services.announce_maintenance(window, actor=bob)
    for days, title in ((0, "Order toner"), (3, "Renew the certificate of the print server")):
        services.write_task(TaskDraft(title=title, due_on=(morning + timedelta(days=days)).date()), actor=bob)
    first = (morning + timedelta(days=1)).date()
    services.record_absence(AbsenceDraft(starts_on=first, ends_on=first + timedelta(days=3)), actor=people["gustav"])
