"""What employees see of the calendar: who comes to them, and maintenance."""

from app.calendar import services
from tests.factories.calendar import TEN, maintenance, visit
from tests.factories.people import PersonFactory
from tests.factories.tickets import ticket
from tests.signing_in import sign_in


def test_my_appointments_are_visits_to_me_and_maintenance(client, alice, bob, clock):
    browser = sign_in(client, alice)
    assert "No appointments" in browser.get("/appointments").text
    planned = visit(ticket(alice, "Dock is dead"), bob, note="Second floor")
    gone = visit(ticket(alice, "Mouse sticks"), bob, starts_at=TEN.replace(hour=13))
    services.cancel_visit(gone, actor=bob)
    maintenance(bob, text="Use Wi-Fi.")
    for page in ("/appointments", "/"):
        text = browser.get(page).text
        assert f"Bob Ito comes to you for #{planned.ticket_id} Dock is dead" in text
        assert "Second floor" in text
        assert "Use Wi-Fi." in text
    assert f"for #{gone.ticket_id}" not in browser.get("/appointments").text
    assert "Dock is dead" not in sign_in(client, PersonFactory()).get("/appointments").text
