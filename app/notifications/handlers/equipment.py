"""Who is told of what happens to devices: their holders, and those who keep them."""

from datetime import date
from typing import Any

from app.accounts import queries as accounts
from app.accounts.preferences import Kind
from app.equipment import queries as equipment
from app.equipment.models import DeviceEvent
from app.notifications import queries
from app.notifications.audience import News
from app.notifications.handlers.telling import tell
from app.notifications.models import What


def tell_of_moved_device(event: dict[str, Any]) -> None:
    """Who gets a device is asked to accept it or told until when; who handed it over, that it was declined."""
    device = equipment.device_by_id(event["device_id"])
    known = {"device_id": device.id, "device": str(device)}
    if event["event"] == DeviceEvent.hand_over:
        news = News(Kind.device, What.device_handed_over, actor_id=event["actor_id"], params=known)
        tell((news, queries.people([event["person_id"]])))
    elif event["event"] == DeviceEvent.lend:
        due_on = equipment.custody_by_id(event["custody_id"]).due_on
        params = {**known, "due_on": due_on.isoformat()}
        news = News(Kind.device, What.device_lent, actor_id=event["actor_id"], params=params)
        tell((news, queries.people([event["person_id"]])))
    elif event["event"] == DeviceEvent.decline:
        given = equipment.last_move(device, DeviceEvent.hand_over)
        declined = equipment.last_move(device, DeviceEvent.decline)
        params = {**known, "name": declined.actor.name, "reason": declined.reason}
        news = News(Kind.equipment, What.device_declined, actor_id=event["actor_id"], params=params)
        tell((news, queries.people([given.actor_id if given else None])))


def tell_keepers_of_return(event: dict[str, Any]) -> None:
    """All agents: whoever passes by may fetch it."""
    device, person = equipment.device_by_id(event["device_id"]), accounts.person(event["person_id"])
    params = {"device_id": device.id, "device": str(device), "name": person.name}
    news = News(Kind.equipment, What.return_asked, actor_id=person.id, params=params)
    tell((news, accounts.agents()))


def tell_of_loan(event: dict[str, Any]) -> None:
    """The borrower."""
    device = equipment.device_by_id(event["device_id"])
    params = {"device_id": device.id, "device": str(device), "due_on": event["due_on"]}
    what = What.loan_overdue if date.fromisoformat(event["due_on"]) < equipment.today() else What.loan_ends
    tell((News(Kind.device, what, params=params), queries.people([event["person_id"]])))


def tell_of_ending_warranties(event: dict[str, Any]) -> None:
    """All agents, once for all devices."""
    params = {"count": event["count"], "named": list(event["named"])}
    tell((News(Kind.equipment, What.warranties_end, params=params), accounts.agents()))


def tell_of_ending_support(event: dict[str, Any]) -> None:
    """All agents, once for each model."""
    params = {name: event[name] for name in ("model_id", "model", "ends_on", "devices")}
    tell((News(Kind.equipment, What.support_ends, params=params), accounts.agents()))
