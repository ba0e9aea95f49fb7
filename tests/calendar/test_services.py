"""What may be planned, moved and cancelled, and what follows from it."""

from datetime import date, timedelta
from typing import Any

import pytest

from app.accounts.models import BaseRole
from app.calendar import queries, services
from app.calendar.models import AbsenceKind, MaintenanceState, VisitState
from app.calendar.schemas import AbsenceChange, MaintenanceChange, TaskChange, VisitChange
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound
from app.tickets import queries as tickets
from app.tickets import services as ticket_services
from app.tickets.models import TicketStatus
from app.tickets.wording import event_text
from tests.factories.calendar import HOUR, TEN, absence, agent, maintenance, task, visit
from tests.factories.people import PersonFactory
from tests.factories.tickets import ticket


def history(of: Any, reader: Any) -> list[str]:
    return [event_text(entry) for entry in tickets.timeline(of, reader) if entry.field == "visit"]


class TestVisits:
    def test_a_visit_keeps_moment_wall_time_and_zone(self, alice, bob):
        planned = visit(ticket(alice), bob, timezone="America/New_York")

        assert planned.technician is bob
        assert (planned.starts_at, planned.duration) == (TEN, HOUR)
        assert f"{planned.wall_start:%H:%M} {planned.zone}" == "04:00 America/New_York"

    def test_without_a_zone_it_hangs_on_the_companys_clock(self, alice, bob):
        assert visit(ticket(alice), bob).zone == "Europe/Vienna"

    def test_the_tickets_history_tells_of_each_change(self, alice, bob):
        asked, colleague = ticket(alice), agent()
        version = asked.version
        planned = visit(asked, bob)
        services.move_visit(planned, TEN + HOUR, TEN + 2 * HOUR, actor=bob)
        services.change_visit(planned, VisitChange(technician_id=colleague.id), actor=bob)
        services.finish_visit(planned, actor=bob)
        other = visit(asked, bob)
        services.cancel_visit(other, actor=bob)

        said = history(asked, bob)
        assert [line.split(" visit")[0] for line in said] == [
            "Bob Ito planned a", "Bob Ito moved the", "Bob Ito gave the", "Bob Ito was there for the",
            "Bob Ito planned a", "Bob Ito cancelled the",
        ]  # fmt: skip
        assert asked.version > version, "an open page of the ticket shows it at once"

    def test_only_those_who_work_tickets_plan_and_are_planned(self, alice, bob, mia):
        asked = ticket(alice)
        for actor in (alice, mia):
            with pytest.raises(NotAllowed):
                visit(asked, actor)
        for person in (alice, mia):
            with pytest.raises(Invalid) as refused:
                visit(asked, bob, technician_id=person.id)
            assert "technicianId" in refused.value.errors
        with pytest.raises(Invalid):
            visit(asked, bob, technician_id=9_000_000)

    def test_a_closed_ticket_takes_no_visit(self, alice, bob):
        asked = ticket(alice)
        ticket_services.move_ticket(asked, TicketStatus.closed, actor=bob)

        with pytest.raises(Conflict, match="closed"):
            visit(asked, bob)

    def test_a_visit_takes_twelve_hours_at_most(self, alice, bob):
        asked = ticket(alice)
        with pytest.raises(Invalid):
            visit(asked, bob, ends_at=TEN + timedelta(hours=12, minutes=1))
        planned = visit(asked, bob)
        for ends_at in (TEN, TEN + timedelta(hours=13)):
            with pytest.raises(Invalid):
                services.move_visit(planned, TEN, ends_at, actor=bob)
        assert planned.ends_at == TEN + HOUR

    def test_a_new_beginning_moves_the_end_along(self, alice, bob):
        planned = visit(ticket(alice), bob)
        services.change_visit(planned, VisitChange(starts_at=TEN - HOUR), actor=bob)
        assert (planned.starts_at, planned.ends_at) == (TEN - HOUR, TEN)

    def test_a_note_alone_tells_nobody_that_it_moved(self, alice, bob):
        planned = visit(ticket(alice), bob)
        services.change_visit(planned, VisitChange(note="Second floor"), actor=bob)
        assert planned.note == "Second floor"
        assert len(history(planned.ticket, bob)) == 1

    @pytest.mark.parametrize("state", [VisitState.done, VisitState.cancelled])
    def test_what_is_over_is_not_changed_any_more(self, alice, bob, state):
        planned = visit(ticket(alice), bob)
        services.change_visit(planned, VisitChange(state=state), actor=bob)
        assert planned.state is state

        again = (
            lambda: services.cancel_visit(planned, actor=bob),
            lambda: services.finish_visit(planned, actor=bob),
            lambda: services.move_visit(planned, TEN + HOUR, TEN + 2 * HOUR, actor=bob),
        )
        for change in again:
            with pytest.raises(Conflict):
                change()

    def test_an_absence_and_closed_desk_warn(self, alice, bob):
        planned = visit(ticket(alice), bob)
        assert queries.warnings(planned) == []
        absence(bob)
        assert queries.warnings(planned) == ["Bob Ito is away on that day."]
        services.move_visit(planned, TEN + timedelta(days=5), TEN + timedelta(days=5, hours=1), actor=bob)
        assert queries.warnings(planned) == ["Some of this is outside desk hours."]

    def test_who_sees_the_ticket_sees_its_visits(self, alice, bob, mia, mallory):
        planned = visit(ticket(alice), bob)
        for person in (alice, bob, mia):
            assert queries.visit_for(person, planned.id) is planned
        for person, key in ((mallory, planned.id), (bob, 0), (bob, 2**63)):
            with pytest.raises(NotFound):
                queries.visit_for(person, key)

    def test_my_visits_are_those_of_the_day_and_to_me_those_that_come(self, alice, bob):
        asked = ticket(alice)
        first, gone = visit(asked, bob), visit(asked, bob, starts_at=TEN + HOUR)
        services.cancel_visit(gone, actor=bob)
        later = visit(asked, bob, starts_at=TEN + timedelta(days=1))
        assert queries.own_visits(bob, TEN - HOUR, TEN + 3 * HOUR) == [first]
        assert queries.own_visits(bob, TEN + HOUR, TEN + 3 * HOUR) == [], "touching ends do not meet"
        assert queries.visits_to(alice, TEN) == [first, later]
        assert queries.visits_to(alice, TEN + HOUR) == [later]
        assert queries.visits_to(bob, TEN) == []
        assert queries.visits_of_ticket(alice, asked.id) == [first, gone, later]


class TestMaintenance:
    def test_it_is_announced_moved_and_cancelled(self, bob, mia):
        window = maintenance(bob)
        services.move_maintenance(window, TEN + HOUR, TEN + 3 * HOUR, actor=bob)
        services.change_maintenance(window, MaintenanceChange(title="Newer switches"), actor=bob)
        assert (window.title, window.starts_at, window.duration) == ("Newer switches", TEN + HOUR, 2 * HOUR)
        services.change_maintenance(window, MaintenanceChange(state=MaintenanceState.cancelled), actor=bob)
        assert window.state is MaintenanceState.cancelled
        with pytest.raises(Conflict):
            services.cancel_maintenance(window, actor=bob)
        with pytest.raises(NotAllowed):
            maintenance(mia)

    def test_it_takes_two_weeks_at_most(self, bob):
        with pytest.raises(Invalid):
            maintenance(bob, ends_at=TEN + timedelta(days=15))
        window = maintenance(bob)
        with pytest.raises(Invalid):
            services.move_maintenance(window, TEN, TEN, actor=bob)

    def test_everybody_sees_what_takes_place_staff_what_does_not_as_well(self, alice, bob):
        window = maintenance(bob)
        assert queries.window_for(alice, window.id) is window
        assert queries.announced_to(alice, TEN - timedelta(days=1)) == [window]
        assert queries.announced_to(alice, TEN + timedelta(minutes=30)) == [window]
        assert queries.announced_to(alice, TEN - timedelta(days=8)) == []
        services.cancel_maintenance(window, actor=bob)
        assert queries.announced_to(alice, TEN - timedelta(days=1)) == []
        assert queries.window_for(bob, window.id) is window
        with pytest.raises(NotFound):
            queries.window_for(alice, window.id)


class TestTasks:
    def test_a_task_is_written_given_and_ticked_off(self, alice, bob, mia):
        written, asked = task(bob), ticket(alice)
        assert written.assignee is bob
        services.change_task(written, TaskChange(assignee_id=mia.id, ticket_id=asked.id, due_on=None), actor=bob)
        assert (written.assignee, written.ticket, written.due_on) == (mia, asked, None)
        assert queries.open_tasks_of(mia) == [written]
        services.finish_task(written, actor=bob)
        services.finish_task(written, actor=bob)
        assert written.is_done
        assert queries.open_tasks_of(mia) == []
        services.change_task(written, TaskChange(is_done=False, title="Order more toner"), actor=bob)
        assert (written.done_at, written.title) == (None, "Order more toner")
        services.drop_task(written, actor=bob)
        with pytest.raises(NotFound):
            queries.task_for(bob, written.id)

    def test_tasks_are_for_staff_and_written_by_agents(self, alice, bob, mia):
        with pytest.raises(Invalid):
            task(bob, assignee_id=alice.id)
        with pytest.raises(Invalid):
            task(bob, assignee_id=PersonFactory(role=BaseRole.agent, active=False).id)
        with pytest.raises(NotAllowed):
            task(mia)
        with pytest.raises(NotFound):
            task(bob, ticket_id=9_000_000)
        written = task(bob)
        with pytest.raises(NotFound):
            queries.task_for(alice, written.id)
        with pytest.raises(NotAllowed):
            services.drop_task(written, actor=mia)


class TestAbsences:
    def test_ones_own_days_or_those_of_whom_one_leads(self, alice, bob, mia, carol):
        for actor in (mia, carol):
            recorded = absence(actor, person_id=bob.id)
            assert recorded.last_day == date(2026, 3, 4)
            services.withdraw_absence(recorded, actor=bob)
        for actor, person in ((bob, mia), (alice, alice)):
            with pytest.raises(NotAllowed):
                absence(actor, person_id=person.id)
        with pytest.raises(Invalid):
            absence(carol, person_id=alice.id)

    def test_no_day_is_recorded_twice(self, bob):
        recorded = absence(bob)
        with pytest.raises(Conflict):
            absence(bob, starts_on=date(2026, 3, 4), ends_on=date(2026, 3, 6))
        touching = absence(bob, starts_on=date(2026, 3, 5), ends_on=date(2026, 3, 6))
        with pytest.raises(Conflict):
            services.change_absence(touching, AbsenceChange(starts_on=date(2026, 3, 4)), actor=bob)
        services.change_absence(recorded, AbsenceChange(kind=AbsenceKind.training), actor=bob)
        assert recorded.kind is AbsenceKind.training

    def test_days_have_an_order_and_a_year_is_the_most(self, bob):
        with pytest.raises(Invalid):
            absence(bob, ends_on=date(2027, 6, 1))
        recorded = absence(bob)
        with pytest.raises(Invalid):
            services.change_absence(recorded, AbsenceChange(ends_on=date(2026, 3, 3)), actor=bob)

    def test_others_do_not_see_them_and_staff_not_why(self, alice, bob):
        recorded = absence(bob)
        assert queries.absence_for(bob, recorded.id) is recorded
        with pytest.raises(NotFound):
            queries.absence_for(alice, recorded.id)
