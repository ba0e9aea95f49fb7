"""The calls that clients are written against, the routes, and the OpenAPI document name the same things."""

import re

from flask import Flask

from tests.signing_in import bearer_of

CALLS = """
POST   /auth/login
POST   /auth/register
POST   /auth/refresh
POST   /auth/logout
POST   /auth/forgot-password
POST   /auth/reset-password
GET    /auth/me
PATCH  /auth/me
GET    /auth/sessions
DELETE /auth/sessions/:
GET    /tickets/categories
POST   /admin/tickets/categories
PATCH  /admin/tickets/categories/:
DELETE /admin/tickets/categories/:
POST   /tickets
GET    /tickets
GET    /tickets/:
POST   /tickets/:/messages
PATCH  /tickets/:/messages/:
GET    /tickets/:/watchers
POST   /tickets/:/watchers
DELETE /tickets/:/watchers/:
POST   /tickets/:/attachments/upload-url
POST   /tickets/attachments/upload-url
GET    /tickets/:/attachments/:
POST   /tickets/:/close
POST   /tickets/:/reopen
POST   /admin/tickets
GET    /admin/tickets
GET    /admin/tickets/stats
PATCH  /admin/tickets/:
POST   /admin/tickets/:/claim
POST   /admin/tickets/bulk
GET    /admin/users
POST   /admin/users
PATCH  /admin/users/:
POST   /admin/users/:/reset-password
GET    /equipment/mine
POST   /equipment/:/accept
POST   /equipment/:/decline
POST   /equipment/:/return-request
GET    /admin/equipment
POST   /admin/equipment
GET    /admin/equipment/:
PATCH  /admin/equipment/:
POST   /admin/equipment/:/events
GET    /admin/equipment/:/history
GET    /admin/manufacturers
POST   /admin/manufacturers
PATCH  /admin/manufacturers/:
DELETE /admin/manufacturers/:
GET    /admin/models
POST   /admin/models
PATCH  /admin/models/:
DELETE /admin/models/:
GET    /notifications
POST   /notifications/:/read
POST   /notifications/read-all
GET    /kb/search
GET    /kb/suggest
GET    /kb/items
GET    /kb/items/:
GET    /kb/items/:/download
POST   /kb/items/:/feedback
POST   /kb/items/:/solved
GET    /kb/categories
GET    /kb/tags
GET    /admin/kb/items
GET    /admin/kb/items/:
POST   /admin/kb/items
PATCH  /admin/kb/items/:
DELETE /admin/kb/items/:
POST   /admin/kb/items/:/publish
POST   /admin/kb/items/:/unpublish
POST   /admin/kb/items/:/archive
GET    /admin/kb/items/:/versions
POST   /admin/kb/items/:/versions/:/restore
POST   /admin/kb/upload-url
POST   /admin/kb/categories
PATCH  /admin/kb/categories/:
DELETE /admin/kb/categories/:
POST   /admin/kb/tags
PATCH  /admin/kb/tags/:
DELETE /admin/kb/tags/:
GET    /admin/reports
GET    /admin/reports/:
GET    /admin/reports/:/export
GET    /admin/report-schedules
POST   /admin/report-schedules
PATCH  /admin/report-schedules/:
DELETE /admin/report-schedules/:
GET    /admin/calendar/connections
POST   /admin/calendar/connections
GET    /admin/calendar/connections/:
DELETE /admin/calendar/connections/:
POST   /admin/calendar/connections/:/pause
POST   /admin/calendar/connections/:/resume
POST   /admin/calendar/connections/:/resync
POST   /calendar/feeds
DELETE /calendar/feeds/:
GET    /admin/visits
POST   /admin/visits
GET    /admin/visits/:
PATCH  /admin/visits/:
DELETE /admin/visits/:
GET    /admin/maintenance
POST   /admin/maintenance
GET    /admin/maintenance/:
PATCH  /admin/maintenance/:
DELETE /admin/maintenance/:
GET    /admin/tasks
POST   /admin/tasks
GET    /admin/tasks/:
PATCH  /admin/tasks/:
DELETE /admin/tasks/:
GET    /admin/absences
POST   /admin/absences
GET    /admin/absences/:
PATCH  /admin/absences/:
DELETE /admin/absences/:
GET    /admin/sites
POST   /admin/sites
PATCH  /admin/sites/:
DELETE /admin/sites/:
GET    /admin/buildings
POST   /admin/buildings
PATCH  /admin/buildings/:
DELETE /admin/buildings/:
GET    /admin/floors
POST   /admin/floors
PATCH  /admin/floors/:
DELETE /admin/floors/:
GET    /rooms
GET    /rooms/:
GET    /rooms/availability
GET    /rooms/:/bookings
POST   /rooms/:/bookings
GET    /rooms/:/bookings/:
PATCH  /rooms/:/bookings/:
DELETE /rooms/:/bookings/:
POST   /admin/rooms
PATCH  /admin/rooms/:
DELETE /admin/rooms/:
GET    /q/:
"""

# What a PATCH or DELETE can be made conditional on must be readable, and a Location must lead somewhere.
READABLE = """
GET    /auth/sessions/:
GET    /calendar/feeds
GET    /calendar/feeds/:
GET    /admin/tickets/categories/:
GET    /tickets/:/messages/:
GET    /tickets/:/watchers/:
GET    /admin/tickets/:
GET    /admin/users/:
GET    /notifications/:
GET    /admin/manufacturers/:
GET    /admin/models/:
GET    /admin/equipment/:/book-value
GET    /admin/kb/categories/:
GET    /admin/kb/tags/:
GET    /admin/report-schedules/:
GET    /admin/sites/:
GET    /admin/buildings/:
GET    /admin/floors/:
GET    /admin/rooms/:
GET    /admin/room-features
POST   /admin/room-features
GET    /admin/room-features/:
PATCH  /admin/room-features/:
DELETE /admin/room-features/:
POST   /admin/report-schedules/:/test
GET    /admin/reports/tickets-list/export
GET    /admin/report-exports
POST   /admin/report-exports
GET    /admin/report-exports/:
GET    /admin/report-exports/:/file
DELETE /admin/report-exports/:
POST   /admin/equipment/import
GET    /admin/equipment/import/:
GET    /admin/equipment/import/:/rows
POST   /admin/equipment/import/:/undo
POST   /admin/rooms/import
GET    /admin/rooms/import/:
GET    /admin/rooms/import/:/rows
POST   /admin/rooms/import/:/undo
POST   /admin/users/import
GET    /admin/users/import/:
GET    /admin/users/import/:/rows
POST   /admin/users/import/:/undo
"""
ABOUT_ITSELF = {("GET", "/_openapi"), ("GET", "/_docs")}


def calls(text: str) -> set[tuple[str, str]]:
    """The calls of a list."""
    return {(method, path) for method, path in (line.split() for line in text.strip().splitlines())}


def routes(app: Flask) -> set[tuple[str, str]]:
    """The calls that the application answers."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/v1")]
    return {(method, re.sub(r"<[^>]+>", ":", rule.rule.removeprefix("/api/v1")))
            for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}}  # fmt: skip


def names(operation: dict) -> list[str]:
    """The parameters of an operation."""
    return [parameter["name"] for parameter in operation["parameters"]]


def test_the_routes_are_the_contract(app: Flask):
    assert routes(app) - ABOUT_ITSELF == calls(CALLS) | calls(READABLE)


def test_the_document_names_every_call(app: Flask, client, bob):
    paths = client.get("/api/v1/_openapi", headers=bearer_of(bob)).get_json()["paths"]
    named = {(method.upper(), re.sub(r"{[^}]+}", ":", path.removeprefix("/api/v1")))
             for path, operations in paths.items() for method in operations}  # fmt: skip

    assert named == routes(app) - ABOUT_ITSELF


def test_what_makes_something_takes_a_key_and_tells_the_place(client, bob):
    paths = client.get("/api/v1/_openapi", headers=bearer_of(bob)).get_json()["paths"]
    making = [op for operations in paths.values() for op in operations.values() if "201" in op["responses"]]

    assert making
    for operation in making:
        assert "Idempotency-Key" in names(operation), operation["operationId"]


def test_every_change_can_be_made_conditional(client, bob):
    paths = client.get("/api/v1/_openapi", headers=bearer_of(bob)).get_json()["paths"]
    changing = [op for operations in paths.values() for name, op in operations.items() if name in {"patch", "delete"}]

    for operation in changing:
        assert "If-Match" in names(operation), operation["operationId"]
