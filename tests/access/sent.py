"""What the access matrix sends to each route, and about which thing. A route that is not listed gets a bare request."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access import equipment, imports, things
from tests.access.things import Maker, Values
from tests.access_matrix import Route

Payload = Mapping[str, Any] | Callable[[Values], Mapping[str, Any]] | None


@dataclass(frozen=True)
class Sent:
    """One request: `thing` makes what fills the address, `place` what else stands in it, the rest goes along."""

    thing: Maker | None = None
    json: Payload = None
    form: Payload = None
    query: Mapping[str, Any] = field(default_factory=dict)
    place: Values = field(default_factory=dict)
    by_cookie: bool = False  # a page of the REST part that browsers open


NOT_FOR_LONG = {"subject": "Mouse", "description": "It is stuck.", "category": "Hardware"}
WRITTEN = {"body": "One more thing."}
REPORT_BY_MAIL = {"report": "tickets", "every": "week", "hour": "7", "format": "csv", "roles": "Manager"}
UPLOAD = {"filename": "a.txt", "contentType": "text/plain", "size": 3}


def ids(values: Values) -> Values:
    """The thing, as a list's bulk action names it."""
    return {"action": values["name"], "rowid": [values["pk"]]}


def another(values: Values) -> Values:
    """Another ticket, which this one repeats."""
    return {"other_id": things.ticket(things.PersonFactory())["ticket_id"], "original_id": values["ticket_id"]}


def unused_name(_values: Values) -> Values:
    """A name that nothing has."""
    return {"name": f"Other {secrets.token_hex(4)}", "icon": "wifi"}


def article(_values: Values) -> Values:
    """What the editor sends of an article."""
    shelf = things.articles.shelf()
    return {
        "title": "Other title",
        "category": shelf.id,
        "audience": "everyone",
        "language": "en",
        "body_html": "<p>A</p>",
    }


def watcher_to_be(_values: Values) -> Values:
    """Somebody else, by id and by address."""
    somebody = things.PersonFactory()
    return {"userId": somebody.id}


REST: dict[Route, Sent] = {
    ("GET", "/api/v1/_docs"): Sent(by_cookie=True),
    ("POST", "/api/v1/tickets"): Sent(json=NOT_FOR_LONG),
    ("GET", "/api/v1/tickets/<int:ticket_id>"): Sent(things.ticket),
    ("GET", "/api/v1/tickets/<int:ticket_id>/attachments/<int:attachment_id>"): Sent(things.file),
    ("POST", "/api/v1/tickets/<int:ticket_id>/attachments/upload-url"): Sent(things.ticket, json=UPLOAD),
    ("POST", "/api/v1/tickets/<int:ticket_id>/close"): Sent(things.ticket, json={}),
    ("POST", "/api/v1/tickets/<int:ticket_id>/reopen"): Sent(things.closed_ticket, json={}),
    ("POST", "/api/v1/tickets/<int:ticket_id>/messages"): Sent(things.ticket, json=WRITTEN),
    ("GET", "/api/v1/tickets/<int:ticket_id>/messages/<int:message_id>"): Sent(things.message),
    ("PATCH", "/api/v1/tickets/<int:ticket_id>/messages/<int:message_id>"): Sent(things.message, json=WRITTEN),
    ("GET", "/api/v1/tickets/<int:ticket_id>/watchers"): Sent(things.ticket),
    ("POST", "/api/v1/tickets/<int:ticket_id>/watchers"): Sent(things.ticket, json=watcher_to_be),
    ("GET", "/api/v1/tickets/<int:ticket_id>/watchers/<int:user_id>"): Sent(things.watcher),
    ("DELETE", "/api/v1/tickets/<int:ticket_id>/watchers/<int:user_id>"): Sent(things.watcher),
    ("POST", "/api/v1/tickets/attachments/upload-url"): Sent(json=UPLOAD),
    ("POST", "/api/v1/admin/tickets"): Sent(json=NOT_FOR_LONG),
    ("GET", "/api/v1/admin/tickets/<int:ticket_id>"): Sent(things.ticket),
    ("PATCH", "/api/v1/admin/tickets/<int:ticket_id>"): Sent(things.ticket, json={"priority": "high"}),
    ("POST", "/api/v1/admin/tickets/<int:ticket_id>/claim"): Sent(things.ticket, json={}),
    ("POST", "/api/v1/admin/tickets/bulk"): Sent(json={"ids": [things.NOWHERE], "change": {"priority": "high"}}),
    ("POST", "/api/v1/admin/tickets/categories"): Sent(json={"name": "Telephones"}),
    ("GET", "/api/v1/admin/tickets/categories/<int:category_id>"): Sent(things.category),
    ("PATCH", "/api/v1/admin/tickets/categories/<int:category_id>"): Sent(things.category, json={"question": "Which?"}),
    ("DELETE", "/api/v1/admin/tickets/categories/<int:category_id>"): Sent(things.category),
    ("GET", "/api/v1/admin/reports/<name>"): Sent(place={"name": "tickets"}),
    ("POST", "/api/v1/admin/report-schedules"): Sent(json={"report": "tickets", "roles": ["Manager"]}),
    ("GET", "/api/v1/admin/report-schedules/<int:schedule_id>"): Sent(things.report_schedule),
    ("PATCH", "/api/v1/admin/report-schedules/<int:schedule_id>"): Sent(things.report_schedule, json={"hour": 9}),
    ("DELETE", "/api/v1/admin/report-schedules/<int:schedule_id>"): Sent(things.report_schedule),
    ("POST", "/api/v1/admin/report-schedules/<int:schedule_id>/test"): Sent(things.report_schedule),
    ("POST", "/api/v1/admin/report-exports"): Sent(json={"format": "csv", "status": "open"}),
    ("GET", "/api/v1/admin/report-exports/<int:export_id>"): Sent(things.report_export),
    ("GET", "/api/v1/admin/report-exports/<int:export_id>/file"): Sent(things.report_export),
    ("DELETE", "/api/v1/admin/report-exports/<int:export_id>"): Sent(things.report_export),
    ("GET", "/staff/report-exports/<int:export_id>/file"): Sent(things.report_export),
    ("POST", "/staff/report-exports/<int:export_id>/drop"): Sent(things.report_export),
    ("GET", "/api/v1/admin/reports/<name>/export"): Sent(place={"name": "tickets"}),
    ("POST", "/api/v1/admin/users"): Sent(json={"email": "new@example.org", "name": "New Person", "role": "EMPLOYEE"}),
    ("GET", "/api/v1/admin/users/<int:person_id>"): Sent(things.person),
    ("PATCH", "/api/v1/admin/users/<int:person_id>"): Sent(things.person, json={"department": "Sales"}),
    ("POST", "/api/v1/admin/users/<int:person_id>/reset-password"): Sent(things.person),
    ("PATCH", "/api/v1/auth/me"): Sent(json={"phone": "+43 1 234"}),
    ("GET", "/api/v1/auth/sessions/<int:session_id>"): Sent(things.session),
    ("DELETE", "/api/v1/auth/sessions/<int:session_id>"): Sent(things.session),
    ("GET", "/api/v1/notifications/<int:notification_id>"): Sent(things.notification),
    ("POST", "/api/v1/notifications/<int:notification_id>/read"): Sent(things.notification),
}

KB = "/api/v1/kb/items/<int:item_id>"
KEPT_KB = "/api/v1/admin/kb/items/<int:item_id>"
KNOWLEDGE_REST: dict[Route, Sent] = {
    ("GET", "/api/v1/kb/search"): Sent(query={"q": "laptop"}),
    ("GET", "/api/v1/kb/suggest"): Sent(query={"q": "laptop"}),
    ("GET", KB): Sent(things.knowledge),
    ("GET", f"{KB}/download"): Sent(things.knowledge_video),
    ("POST", f"{KB}/feedback"): Sent(things.knowledge, json={"helpful": True}),
    ("POST", f"{KB}/solved"): Sent(things.knowledge, json={"query": "laptop"}),
    ("POST", "/api/v1/admin/kb/items"): Sent(json=things.article_draft),
    ("GET", KEPT_KB): Sent(things.knowledge),
    ("PATCH", KEPT_KB): Sent(things.knowledge, json={"title": "Other title"}),
    ("DELETE", KEPT_KB): Sent(things.knowledge),
    **{("POST", f"{KEPT_KB}/{move}"): Sent(things.knowledge) for move in ("publish", "unpublish", "archive")},
    ("GET", f"{KEPT_KB}/versions"): Sent(things.knowledge),
    ("POST", f"{KEPT_KB}/versions/<int:number>/restore"): Sent(things.knowledge, place={"number": 1}),
    ("POST", "/api/v1/admin/kb/upload-url"): Sent(json={**UPLOAD, "purpose": "document"}),
    ("POST", "/api/v1/admin/kb/categories"): Sent(json=things.new_name),
    ("GET", "/api/v1/admin/kb/categories/<int:category_id>"): Sent(things.knowledge_category),
    ("PATCH", "/api/v1/admin/kb/categories/<int:category_id>"): Sent(things.knowledge_category, json=things.new_name),
    ("DELETE", "/api/v1/admin/kb/categories/<int:category_id>"): Sent(things.knowledge_category),
    ("POST", "/api/v1/admin/kb/tags"): Sent(json=things.new_name),
    ("GET", "/api/v1/admin/kb/tags/<int:tag_id>"): Sent(things.knowledge_tag),
    ("PATCH", "/api/v1/admin/kb/tags/<int:tag_id>"): Sent(things.knowledge_tag, json=things.new_name),
    ("DELETE", "/api/v1/admin/kb/tags/<int:tag_id>"): Sent(things.knowledge_tag),
}

PORTAL: dict[Route, Sent] = {
    ("POST", "/account/devices/<int:session_id>/sign-out"): Sent(things.session),
    ("POST", "/account/profile"): Sent(form={"name": "Other Name", "locale": "en", "timezone": "Europe/Vienna"}),
    ("POST", "/account/preferences"): Sent(form={"theme": "dark", "start_page": "portal"}),
    ("GET", "/search"): Sent(query={"q": "sound"}),
    ("POST", "/notifications/<int:notification_id>/read"): Sent(things.notification),
    ("POST", "/notifications/tickets/<int:ticket_id>/read"): Sent(things.ticket),
    ("GET", "/tickets/<int:ticket_id>"): Sent(things.ticket),
    ("POST", "/tickets/<int:ticket_id>"): Sent(things.ticket, form=WRITTEN),
    ("POST", "/tickets/<int:ticket_id>/close"): Sent(things.ticket),
    ("POST", "/tickets/<int:ticket_id>/reopen"): Sent(things.closed_ticket),
    ("GET", "/tickets/<int:ticket_id>/live"): Sent(things.ticket),
    ("GET", "/tickets/<int:ticket_id>/files/<int:file_id>"): Sent(things.file),
    ("GET", "/tickets/<int:ticket_id>/files/<int:file_id>/thumbnail"): Sent(things.file),
    ("POST", "/tickets/files"): Sent(json=UPLOAD),
    ("GET", "/tickets/guess"): Sent(query={"text": "printer"}),
    ("POST", "/tickets/new"): Sent(form=NOT_FOR_LONG),
    ("POST", "/tickets/problems/<int:problem_id>/me-too"): Sent(things.known_problem),
}

DESK: dict[Route, Sent] = {
    ("GET", "/staff/reports/<name>"): Sent(place={"name": "tickets"}),
    ("POST", "/staff/report-schedules/add"): Sent(form=REPORT_BY_MAIL),
    ("GET", "/staff/report-schedules/<int:schedule_id>"): Sent(things.report_schedule),
    ("POST", "/staff/report-schedules/<int:schedule_id>"): Sent(things.report_schedule, form=REPORT_BY_MAIL),
    ("POST", "/staff/report-schedules/<int:schedule_id>/test"): Sent(things.report_schedule),
    ("POST", "/staff/report-schedules/<int:schedule_id>/delete"): Sent(things.report_schedule),
    ("GET", "/staff/reports/<name>/export"): Sent(place={"name": "tickets"}),
    ("GET", "/staff/tickets/<int:ticket_id>"): Sent(things.ticket),
    ("GET", "/staff/tickets/<int:ticket_id>/fields"): Sent(things.ticket),
    ("GET", "/staff/tickets/<int:ticket_id>/live"): Sent(things.ticket),
    ("GET", "/staff/tickets/<int:ticket_id>/replies"): Sent(things.ticket),
    ("GET", "/staff/tickets/<int:ticket_id>/similar"): Sent(things.ticket),
    ("POST", "/staff/tickets/<int:ticket_id>/change"): Sent(things.ticket, form={"priority": "high"}),
    ("POST", "/staff/tickets/<int:ticket_id>/claim"): Sent(things.ticket),
    ("POST", "/staff/tickets/<int:ticket_id>/duplicate"): Sent(things.ticket, form=another),
    ("POST", "/staff/tickets/<int:ticket_id>/links"): Sent(things.ticket, form=another),
    ("POST", "/staff/tickets/<int:ticket_id>/messages"): Sent(things.ticket, form={**WRITTEN, "kind": "admin"}),
    ("POST", "/staff/tickets/<int:ticket_id>/messages/<int:message_id>"): Sent(things.message, form=WRITTEN),
    ("POST", "/staff/tickets/<int:ticket_id>/messages/<int:message_id>/redact"): Sent(things.message),
    ("POST", "/staff/tickets/<int:ticket_id>/files/<int:file_id>/redact"): Sent(things.file),
    ("POST", "/staff/tickets/<int:ticket_id>/problem"): Sent(
        things.ticket, form={"title": "No sound", "text": "We look."}
    ),
    ("POST", "/staff/tickets/<int:ticket_id>/resolve"): Sent(things.ticket, form={"text": "Unmuted."}),
    ("POST", "/staff/tickets/<int:ticket_id>/spam"): Sent(things.ticket),
    ("POST", "/staff/tickets/<int:ticket_id>/watchers"): Sent(things.ticket, form={"email": "carol@example.org"}),
    ("POST", "/staff/tickets/<int:ticket_id>/watchers/<int:person_id>/delete"): Sent(things.watcher),
    ("POST", "/staff/tickets/bulk"): Sent(form={"ids": [str(things.NOWHERE)], "priority": "high"}),
    ("GET", "/staff/tickets/for-person/<int:person_id>"): Sent(things.person),
    ("POST", "/staff/tickets/new"): Sent(form={**NOT_FOR_LONG, "source": "phone", "priority": "medium"}),
    ("GET", "/staff/tickets/new/callers"): Sent(query={"q": "al"}),
    ("POST", "/staff/tickets/views"): Sent(form={"name": "Open ones", "filters": "status=open"}),
    ("POST", "/staff/tickets/views/<int:view_id>/delete"): Sent(things.saved_view),
    ("GET", "/staff/palette"): Sent(query={"q": "al"}),
    ("GET", "/staff/settings/<name>"): Sent(place={"name": "company"}),
    ("POST", "/staff/settings/<name>"): Sent(place={"name": "company"}),
}


def screen(base: str, thing: Maker, change: Payload, *pages: str) -> dict[Route, Sent]:
    """The routes of a generated screen."""
    written = {
        "show": [("GET", "show/<pk>", None)],
        "add": [("POST", "add", change)],
        "edit": [("GET", "edit/<pk>", None), ("POST", "edit/<pk>", change)],
        "delete": [("GET", "delete/<pk>", None), ("POST", "delete/<pk>", None)],
    }
    return {
        (method, f"/staff/{base}/{address}"): Sent(None if address == "add" else thing, form=form)
        for page in pages
        for method, address, form in written[page]
    }


def actions(base: str, thing: Maker) -> dict[Route, Sent]:
    """What can be done with one row, and with several."""
    one = ("POST", f"/staff/{base}/action/<string:name>/<pk>")
    return {one: Sent(thing), ("POST", f"/staff/{base}/action_post"): Sent(thing, form=ids)}


def lookup(base: str, column: str) -> dict[Route, Sent]:
    """The suggestions of a picker."""
    return {("GET", f"/staff/{base}/lookup/<column>"): Sent(place={"column": column}, query={"q": "a"})}


KNOWLEDGE_FILE = {"filename": "a.png", "contentType": "image/png", "size": 3, "purpose": "image"}

KNOWLEDGE: dict[Route, Sent] = {
    ("GET", "/kb/search"): Sent(query={"q": "laptop"}),
    ("GET", "/kb/suggest"): Sent(query={"q": "laptop does not charge"}),
    ("POST", "/kb/search/noted"): Sent(form={"note": "unknown"}),
    ("GET", "/kb/categories/<slug>"): Sent(things.knowledge_category),
    **{("GET", f"/kb/<int:item_id>{page}"): Sent(things.knowledge) for page in ("", "/preview")},
    **{("POST", f"/kb/<int:item_id>/{act}"): Sent(things.knowledge) for act in ("opened", "feedback", "solved")},
    ("GET", "/kb/<int:item_id>/file"): Sent(things.knowledge_video),
    ("GET", "/kb/<int:item_id>/video"): Sent(things.knowledge_video),
    ("GET", "/kb/<int:item_id>/captions/<language>.vtt"): Sent(things.knowledge_video),
    ("GET", "/kb/images/<int:file_id>"): Sent(things.knowledge_image),
    ("GET", "/tickets/found"): Sent(query={"q": "sound"}),
    ("POST", "/staff/knowledge/uploads"): Sent(json=KNOWLEDGE_FILE),
    ("GET", "/staff/knowledge/<int:item_id>/text"): Sent(things.knowledge),
    ("GET", "/staff/knowledge/<int:item_id>/versions"): Sent(things.knowledge),
    ("POST", "/staff/knowledge/<int:item_id>/versions/<int:number>/restore"): Sent(
        things.knowledge, place={"number": 1}
    ),
    ("POST", "/staff/knowledge/<int:item_id>/confirm"): Sent(things.knowledge),
    ("POST", "/staff/knowledge/<int:item_id>/captions"): Sent(things.knowledge_video),
    ("POST", "/staff/knowledge/<int:item_id>/captions/<language>/delete"): Sent(things.knowledge_video),
    ("GET", "/staff/knowledge-lists/<name>"): Sent(place={"name": "unhelpful"}),
    ("GET", "/staff/tickets/<int:ticket_id>/answers"): Sent(things.ticket),
    ("POST", "/staff/tickets/<int:ticket_id>/article"): Sent(things.ticket),
    **screen("knowledge", things.knowledge, article, "show", "add", "edit", "delete"),
    **lookup("knowledge", "tags"),
    **actions("knowledge", things.knowledge),
    **screen("knowledge-categories", things.knowledge_category, unused_name, "show", "add", "edit", "delete"),
    **lookup("knowledge-categories", "name"),
    **screen("knowledge-tags", things.knowledge_tag, unused_name, "show", "add", "edit", "delete"),
    **lookup("knowledge-tags", "name"),
    **screen("synonyms", things.synonyms, {"words": "lid, cover"}, "show", "add", "edit", "delete"),
    **lookup("synonyms", "words"),
}

CATEGORY = {"name": "Telephones", "default_priority": "medium", "icon": "phone", "question": "Which?", "is_active": "y"}
PROBLEM = {"title": "No Wi-Fi", "text": "We look.", "state": "looking"}
REPLY = {"title": "Restart", "body": "Please restart it."}

SCREENS: dict[Route, Sent] = {
    **screen("categories", things.category, CATEGORY, "show", "add", "edit", "delete"),
    **lookup("categories", "team"),
    **screen("known-problems", things.known_problem, PROBLEM, "show", "add", "edit", "delete"),
    **lookup("known-problems", "category"),
    **screen("saved-replies", things.saved_reply, REPLY, "show", "add", "edit", "delete"),
    **lookup("saved-replies", "owner"),
    **screen("ticket-records", things.record, {"priority": "high"}, "show", "add", "edit"),
    **actions("ticket-records", things.record),
    **lookup("ticket-records", "requester"),
    **screen("audit-log", things.audit_entry, {}, "show"),
    **lookup("audit-log", "actor"),
    **screen("dead-letters", things.dead_letter, {}, "show"),
    **actions("dead-letters", things.dead_letter),
    **screen("jobs", things.job, {}, "show"),
    **actions("jobs", things.job),
    **screen("mails", things.delivery, {}, "show"),
    **actions("mails", things.delivery),
    **lookup("mails", "user"),
    ("GET", "/staff/mails/mail/<pk>"): Sent(things.delivery),
    ("GET", "/staff/mails/html/<pk>"): Sent(things.delivery),
    **screen("people", things.person, {"name": "Other Name", "role": "employee"}, "add", "edit"),
    **lookup("people", "roles"),
    ("GET", "/staff/people/<int:pk>"): Sent(things.person),
    ("GET", "/staff/people/<int:person_id>/deactivate"): Sent(things.person),
    ("POST", "/staff/people/<int:person_id>/deactivate"): Sent(things.person),
    ("POST", "/staff/people/<int:person_id>/invite"): Sent(things.person),
    ("POST", "/staff/people/<int:person_id>/reactivate"): Sent(things.person),
    ("POST", "/staff/people/<int:person_id>/reset-password"): Sent(things.person),
    ("POST", "/staff/people/<int:person_id>/sign-out"): Sent(things.person),
    ("GET", "/staff/roles/<int:role_id>"): Sent(things.role),
    ("POST", "/staff/roles/<int:role_id>"): Sent(things.role, form={"name": "Other"}),
    ("POST", "/staff/roles/<int:role_id>/remove"): Sent(things.role),
    ("POST", "/staff/roles/add"): Sent(form={"name": "Stock keepers"}),
    **screen("teams", things.team, {"name": "Field service", "is_active": "y"}, "show", "add", "edit", "delete"),
    **lookup("teams", "members"),
}


def only(thing: Callable[[Values], Values], *names: str) -> Callable[[Values], Values]:
    """What a thing's maker says, without what the other road calls otherwise."""
    return lambda values: {name: value for name, value in thing(values).items() if name in names}


PLACES = {
    "sites": (things.site, things.new_site, "name", "timezone"),
    "buildings": (things.building, things.new_building, "name", "siteId"),
    "floors": (things.floor, things.new_floor, "name", "buildingId"),
    "room-features": (things.room_feature, things.new_name, "name"),
}


def kept(plural: str, thing: Maker, new: Callable[[Values], Values], *members: str) -> dict[Route, Sent]:
    """The REST routes of one kind of place."""
    one = f"/api/v1/admin/{plural}/<int:place_id>"
    return {
        ("POST", f"/api/v1/admin/{plural}"): Sent(json=only(new, *members)),
        ("GET", one): Sent(thing),
        ("PATCH", one): Sent(thing, json=only(new, "name")),
        ("DELETE", one): Sent(thing),
    }


BOOKING = "/api/v1/rooms/<int:room_id>/bookings/<int:booking_id>"
ADMIN_ROOM = "/api/v1/admin/rooms/<int:room_id>"
ROOMS: dict[Route, Sent] = {
    **{route: sent for plural, about in PLACES.items() for route, sent in kept(plural, *about).items()},
    ("GET", "/api/v1/rooms/<int:room_id>"): Sent(things.room),
    ("POST", "/api/v1/admin/rooms"): Sent(json=only(things.new_room, "name", "code", "floorId", "capacity")),
    ("GET", ADMIN_ROOM): Sent(things.room),
    ("PATCH", ADMIN_ROOM): Sent(things.room, json={"capacity": 8}),
    ("DELETE", ADMIN_ROOM): Sent(things.room),
    ("GET", "/rooms/lookup"): Sent(query={"q": "a"}),
    ("GET", "/api/v1/rooms/availability"): Sent(query=things.when_free({})),
    ("GET", "/api/v1/rooms/<int:room_id>/bookings"): Sent(things.room),
    ("POST", "/api/v1/rooms/<int:room_id>/bookings"): Sent(things.room, json=things.booking_draft),
    ("GET", BOOKING): Sent(things.booking),
    ("PATCH", BOOKING): Sent(things.booking, json={"title": "Retro"}),
    ("DELETE", BOOKING): Sent(things.booking),
    ("GET", "/rooms/<int:room_id>"): Sent(things.room),
    ("GET", "/rooms/<int:room_id>/book"): Sent(things.room),
    ("POST", "/rooms/<int:room_id>/book"): Sent(things.room, form=things.booking_form),
    ("POST", "/rooms/bookings/<int:booking_id>/cancel"): Sent(things.booking),
    ("GET", "/rooms/bookings/<int:booking_id>/change"): Sent(things.booking),
    ("POST", "/rooms/bookings/<int:booking_id>/change"): Sent(things.booking),
    ("GET", "/staff/rooms/<int:room_id>"): Sent(things.room),
    ("GET", "/staff/rooms/<int:room_id>/events"): Sent(
        things.room, query={"start": "2026-03-02T00:00", "end": "2026-03-09T00:00"}
    ),
    ("POST", "/staff/rooms/<int:room_id>/door"): Sent(things.room),
    ("POST", "/staff/rooms/<int:room_id>/door/close"): Sent(things.room),
    **screen("sites", things.site, things.new_site, "show", "add", "edit", "delete"),
    **screen("buildings", things.building, things.new_building, "show", "add", "edit", "delete"),
    **screen("floors", things.floor, things.new_floor, "show", "add", "edit", "delete"),
    **screen("room-features", things.room_feature, unused_name, "show", "add", "edit", "delete"),
    **screen("room-records", things.room, things.new_room, "show", "add", "edit", "delete"),
    **lookup("sites", "name"),
    **lookup("buildings", "site"),
    **lookup("floors", "building"),
    **lookup("room-features", "name"),
    **lookup("room-records", "floor"),
}
DEVICE, MAKER = "/admin/equipment/<int:device_id>", "/admin/manufacturers/<int:manufacturer_id>"
MODEL = "/admin/models/<int:model_id>"
EQUIPMENT_REST: dict[tuple[str, str], Sent] = {
    **{("POST", f"/equipment/<int:device_id>/{call}"): Sent(equipment.device) for call in ("accept", "decline")},
    ("POST", "/equipment/<int:device_id>/return-request"): Sent(equipment.used_device),
    ("POST", "/admin/equipment"): Sent(json=equipment.new_device),
    ("GET", DEVICE): Sent(equipment.device),
    ("PATCH", DEVICE): Sent(equipment.device, json={"notes": "Dented"}),
    ("POST", f"{DEVICE}/events"): Sent(equipment.device, json={"event": "return"}),
    ("GET", f"{DEVICE}/history"): Sent(equipment.device),
    ("POST", "/admin/manufacturers"): Sent(json=things.new_name),
    ("GET", MAKER): Sent(equipment.manufacturer),
    ("PATCH", MAKER): Sent(equipment.manufacturer, json=things.new_name),
    ("DELETE", MAKER): Sent(equipment.manufacturer),
    ("POST", "/admin/models"): Sent(json=equipment.new_model),
    ("GET", MODEL): Sent(equipment.model),
    ("PATCH", MODEL): Sent(equipment.model, json=things.new_name),
    ("DELETE", MODEL): Sent(equipment.model),
}
EQUIPMENT: dict[Route, Sent] = {
    **{(method, f"/api/v1{address}"): sent for (method, address), sent in EQUIPMENT_REST.items()},
    ("GET", f"/api/v1{DEVICE}/book-value"): Sent(equipment.priced_device),
    ("POST", "/staff/equipment/<int:device_id>/events/<event>"): Sent(equipment.device, place={"event": "return"}),
    ("GET", "/staff/equipment/for-person/<int:person_id>"): Sent(things.person),
    ("GET", "/staff/calendar/visits/for-person/<int:person_id>"): Sent(things.person),
    ("POST", "/devices/<int:device_id>/accept"): Sent(equipment.device),
    ("POST", "/devices/<int:device_id>/decline"): Sent(equipment.device),
    ("POST", "/devices/<int:device_id>/return"): Sent(equipment.used_device),
    ("GET", "/devices/models/<int:model_id>/picture"): Sent(equipment.pictured_model),
    ("POST", "/staff/equipment-models/<int:model_id>/picture"): Sent(equipment.model),
    ("POST", "/staff/equipment-models/<int:model_id>/picture/remove"): Sent(equipment.model),
    ("GET", "/devices/receipts/<int:custody_id>.pdf"): Sent(equipment.used_device),
    **screen("equipment", equipment.device, equipment.device_form, "show", "add", "edit"),
    **lookup("equipment", "model"),
    **screen("equipment-models", equipment.model, equipment.model_form, "show", "add", "edit", "delete"),
    **lookup("equipment-models", "manufacturer"),
    **screen("manufacturers", equipment.manufacturer, unused_name, "show", "add", "edit", "delete"),
    **lookup("manufacturers", "name"),
    **screen("hand-over-terms", equipment.terms, {"text": "Take care."}, "show", "add"),
    **lookup("hand-over-terms", "author"),
}

SENT: dict[Route, Sent] = REST | KNOWLEDGE_REST | PORTAL | DESK | SCREENS | KNOWLEDGE | ROOMS | EQUIPMENT

HOURS = {"startsAt": "2026-03-03T09:00:00Z", "endsAt": "2026-03-03T10:00:00Z"}
WALL = {"starts_at": "2026-03-03T10:00", "ends_at": "2026-03-03T11:00"}
DAYS = {"starts_on": "2026-03-03", "ends_on": "2026-03-05", "kind": "vacation"}


def visit_to_be(_values: Values) -> Values:
    """A visit for somebody's ticket, by an agent."""
    return {"ticketId": things.ticket(things.PersonFactory())["ticket_id"],
            "technicianId": things.calendar.agent().id, **HOURS}  # fmt: skip


def visit_form(_values: Values) -> Values:
    """The same, as the generated screen sends it."""
    sent = visit_to_be(_values)
    return {"ticket": sent["ticketId"], "technician": sent["technicianId"], "note": "", **WALL}


def visit_page(_values: Values) -> Values:
    """The same, as the page for planning sends it."""
    sent = visit_to_be(_values)
    return {"ticket_id": sent["ticketId"], "technician_id": sent["technicianId"], **WALL}


def task_form(_values: Values) -> Values:
    """A task for somebody."""
    return {"title": "Order toner", "assignee": things.calendar.agent().id}


def absence_form(_values: Values) -> Values:
    """Days of somebody of IT."""
    return {"person": things.calendar.agent().id, **DAYS}


CALENDAR: dict[Route, Sent] = {
    ("POST", "/api/v1/admin/visits"): Sent(json=visit_to_be),
    ("GET", "/api/v1/admin/visits/<int:visit_id>"): Sent(things.visit),
    ("PATCH", "/api/v1/admin/visits/<int:visit_id>"): Sent(things.visit, json={"note": "Bring a cable."}),
    ("DELETE", "/api/v1/admin/visits/<int:visit_id>"): Sent(things.visit),
    ("POST", "/api/v1/admin/maintenance"): Sent(json={"title": "New switches", **HOURS}),
    ("GET", "/api/v1/admin/maintenance/<int:window_id>"): Sent(things.maintenance),
    ("PATCH", "/api/v1/admin/maintenance/<int:window_id>"): Sent(things.maintenance, json={"effect": "slow"}),
    ("DELETE", "/api/v1/admin/maintenance/<int:window_id>"): Sent(things.maintenance),
    ("POST", "/api/v1/admin/tasks"): Sent(json={"title": "Order toner"}),
    ("GET", "/api/v1/admin/tasks/<int:task_id>"): Sent(things.task),
    ("PATCH", "/api/v1/admin/tasks/<int:task_id>"): Sent(things.task, json={"isDone": True}),
    ("DELETE", "/api/v1/admin/tasks/<int:task_id>"): Sent(things.task),
    ("POST", "/api/v1/admin/absences"): Sent(json={"startsOn": "2026-03-03", "endsOn": "2026-03-05"}),
    ("GET", "/api/v1/admin/absences/<int:absence_id>"): Sent(things.absence),
    ("PATCH", "/api/v1/admin/absences/<int:absence_id>"): Sent(things.absence, json={"kind": "training"}),
    ("DELETE", "/api/v1/admin/absences/<int:absence_id>"): Sent(things.absence),
    **screen("visits", things.visit, visit_form, "show", "add", "edit"),
    **lookup("visits", "technician"),
    **screen("maintenance", things.maintenance, {"title": "New switches", "effect": "slow", **WALL}, "show", "add",
             "edit"),
    **lookup("maintenance", "rooms"),
    **screen("tasks", things.task, task_form, "show", "add", "edit", "delete"),
    **actions("tasks", things.task),
    **lookup("tasks", "assignee"),
    **screen("absences", things.absence, absence_form, "show", "add", "edit", "delete"),
    **lookup("absences", "person"),
    ("GET", "/staff/calendar/events"): Sent(query={"start": "2026-03-02", "end": "2026-03-09"}),
    ("GET", "/staff/calendar/entry/<kind>/<int:entry_id>"): Sent(things.visit, place={"kind": "visit"}),
    ("POST", "/staff/calendar/move/<kind>/<int:entry_id>"): Sent(things.visit, form=WALL, place={"kind": "visit"}),
    ("POST", "/staff/calendar/visits/<int:visit_id>/done"): Sent(things.visit),
    ("POST", "/staff/calendar/visits/<int:visit_id>/cancel"): Sent(things.visit),
    ("GET", "/staff/calendar/visits/for-ticket/<int:ticket_id>"): Sent(things.ticket),
    ("POST", "/staff/calendar/visits/plan"): Sent(form=visit_page),
}  # fmt: skip
SENT |= CALENDAR


MINE = {"account": "delegated", "subject": "", "calendar_id": "primary", "direction": "push", "shows": "person:"}
C, D = "/api/v1/admin/calendar/connections", "/staff/calendar-connections"
CONNECTED: dict[Route, Sent] = {
    ("POST", C): Sent(json={"accountKind": "delegated"}),
    ("GET", f"{C}/<int:link_id>"): Sent(things.connection),
    ("DELETE", f"{C}/<int:link_id>"): Sent(things.connection),
    **{("POST", f"{C}/<int:link_id>/{act}"): Sent(things.connection) for act in ("pause", "resume", "resync")},
    ("GET", "/api/v1/calendar/feeds/<int:feed_id>"): Sent(things.feed),
    ("DELETE", "/api/v1/calendar/feeds/<int:feed_id>"): Sent(things.feed),
    ("POST", f"{D}/add"): Sent(form=MINE),
    **{("POST", f"{D}/<int:link_id>/{act}"): Sent(things.connection)
       for act in ("end", "pause", "resume", "resync", "retry")},
    ("POST", f"{D}/conflicts/<int:item_id>"): Sent(things.connection),
    ("POST", "/account/calendars"): Sent(form={"shows": "person:"}),
    **{("POST", f"/account/calendars/<int:feed_id>/{act}"): Sent(things.feed) for act in ("revoke", "rotate")},
}  # fmt: skip
SENT |= CONNECTED
THING, ROOM = "for-equipment/<int:device_id>", "for-room/<int:room_id>"
LABELS: dict[Route, Sent] = {
    **actions("equipment", lambda owner: {**equipment.device(owner), "name": "print_labels"}),
    **actions("room-records", lambda owner: {**things.room(owner), "name": "print_labels"}),
    ("GET", "/q/<token>"): Sent(things.label),
    ("GET", "/api/v1/q/<token>"): Sent(things.label),
    ("GET", "/staff/labels/preview.png"): Sent(query={"format": "roll-62x29"}),
    ("POST", "/staff/labels/<int:label_id>/revoke"): Sent(things.label),
    ("POST", "/staff/labels/<int:label_id>/reissue"): Sent(things.label),
    ("GET", f"/staff/labels/{THING}"): Sent(equipment.device),
    ("GET", f"/staff/labels/{ROOM}"): Sent(things.room),
    ("GET", f"/staff/tickets/{THING}"): Sent(equipment.device),
    ("GET", f"/staff/tickets/{ROOM}"): Sent(things.room),
    ("GET", "/staff/tickets/for-model/<int:model_id>"): Sent(equipment.model),
    ("GET", "/staff/tickets/<int:ticket_id>/things"): Sent(things.ticket_about),
    ("GET", "/staff/tickets/devices"): Sent(query={"q": "lt"}),
    ("GET", "/staff/tickets/rooms"): Sent(query={"q": "a"}),
}

SENT |= LABELS
IMPORTED = {"people": ("users", {"email": "new@example.org", "name": "New Person"}), "rooms": ("rooms", {"code": "R1"}),
            "equipment": ("equipment", {"tag": "T1", "model": "Book 1"})}  # fmt: skip


def import_routes(name: str, resource: str, row: Values) -> dict[Route, Sent]:
    """The pages and calls by which files of a kind come in."""
    page, call = f"/staff/{name}-import", f"/api/v1/admin/{resource}/import"
    waiting = imports.checked(name)
    return {
        ("GET", f"{page}/<int:run_id>"): Sent(waiting),
        ("GET", f"{page}/<int:run_id>/progress"): Sent(waiting),
        ("GET", f"{page}/<int:run_id>/wrong.csv"): Sent(waiting),
        ("POST", f"{page}/<int:run_id>/<step>"): Sent(waiting, place={"step": "discard"}),
        ("POST", call): Sent(json=row, query={"dryRun": "true"}),
        ("GET", f"{call}/<int:run_id>"): Sent(waiting),
        ("GET", f"{call}/<int:run_id>/rows"): Sent(waiting),
        ("POST", f"{call}/<int:run_id>/undo"): Sent(imports.done(name)),
    }


for _name, (_resource, _row) in IMPORTED.items():
    SENT |= import_routes(_name, _resource, _row)
