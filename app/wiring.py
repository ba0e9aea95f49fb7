"""The one list of what the product is made of: screens, menu, APIs, subscriptions, jobs."""

import click
from flask import Flask
from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app import web
from app.accounts import api as accounts_api
from app.accounts import cli as accounts_commands
from app.accounts import events as people
from app.accounts import jobs as _account_jobs  # noqa: F401  enrols its jobs
from app.accounts import portal as accounts_portal
from app.accounts.admin import PersonView, TeamView
from app.accounts.api.importing import PeopleImportApi
from app.accounts.desk import PeopleImportDesk, PersonDesk, RoleDesk
from app.accounts.queries import system_user
from app.accounts.security import HelpdeskSM
from app.accounts.services import PEOPLE_IMPORT
from app.calendar import addresses as calendar_addresses
from app.calendar import events as planned
from app.calendar import feed_pages, offers, sources
from app.calendar import handlers as calendar_handlers
from app.calendar import jobs as _calendar_jobs  # noqa: F401  enrols its jobs
from app.calendar import models as _calendar_models  # noqa: F401  tables
from app.calendar import portal as portal_calendar
from app.calendar import queries as calendar_queries
from app.calendar.admin import AbsenceView, MaintenanceView, TaskView, VisitView
from app.calendar.api import AbsencesApi, ConnectionsApi, FeedsApi, MaintenanceApi, TasksApi, VisitsApi
from app.calendar.connection_pages import ConnectionsDesk, GoogleConsentDesk
from app.calendar.desk import CalendarDesk, VisitDesk
from app.calendar.import_pages import CalendarImportDesk
from app.calendar.sources import OccurrencesChanged
from app.core import (  # noqa: F401  tables
    audit,
    catalog,
    holds,
    jobs,
    outbox,
    settings,
    storage,
)
from app.core import holds as _holds
from app.core.imports import register as offer_imports
from app.core.imports.command import undo_command
from app.demo import cli as demo_commands
from app.demo.desk import DemoDesk
from app.equipment import cli as equipment_commands
from app.equipment import events as devices
from app.equipment import handlers as equipment_handlers
from app.equipment import jobs as _equipment_jobs  # noqa: F401  enrols its jobs
from app.equipment import portal as portal_equipment
from app.equipment.admin import EquipmentView, HandOverTermsView, ManufacturerView
from app.equipment.admin import ModelView as EquipmentModelView
from app.equipment.admin.importing import EquipmentImportDesk
from app.equipment.api import AdminEquipmentApi, EquipmentApi, ManufacturersApi, ModelsApi
from app.equipment.api.importing import EquipmentImportApi
from app.equipment.desk import EquipmentDesk, ModelDesk
from app.equipment.services import EQUIPMENT_IMPORT
from app.extensions import db
from app.home import portal as portal_home
from app.knowledge import cli as knowledge_commands
from app.knowledge import handlers as knowledge_handlers
from app.knowledge import jobs as _knowledge_jobs  # noqa: F401  enrols its job
from app.knowledge import portal as portal_knowledge
from app.knowledge.admin import ItemView, KnowledgeCategoryView, SynonymView, TagView
from app.knowledge.api import AdminKnowledgeApi, KnowledgeApi, KnowledgeCategoriesApi, KnowledgeTagsApi
from app.knowledge.desk import KnowledgeDesk, KnowledgeListsDesk
from app.knowledge.events import FilesDropped, FilesNamed
from app.knowledge.found import ItemsSource
from app.labels import portal as portal_labels
from app.labels import queries as labels
from app.labels.api import ScanApi
from app.labels.desk import LabelDesk
from app.notifications import handlers as telling
from app.notifications import jobs as _notification_jobs  # noqa: F401  enrols its job
from app.notifications import portal as portal_notifications
from app.notifications.api import NotificationsApi
from app.notifications.events import NotificationsAdded
from app.notifications.mails import compose_by
from app.operations import cli as operations_commands
from app.operations import health, requests
from app.operations.admin import AuditView, DeadLetterView, JobView, MailView
from app.operations.desk import SettingsDesk
from app.realtime import handlers as showing
from app.realtime import server as live
from app.reports import definitions as _reports  # noqa: F401  enrols the reports
from app.reports import jobs as _report_jobs  # noqa: F401  enrols its job
from app.reports import portal as portal_reports
from app.reports.api import ReportsApi, ReportSchedulesApi
from app.reports.desk import DashboardDesk, ReportDesk, ScheduleDesk
from app.reports.mails import compose_report
from app.rooms import cli as rooms_commands
from app.rooms import events as booked
from app.rooms import handlers as rooms_handlers
from app.rooms import portal as portal_rooms
from app.rooms import queries as rooms_queries
from app.rooms.admin import BuildingView, FloorView, RoomFeatureView, RoomView, SiteView
from app.rooms.admin.importing import RoomImportDesk
from app.rooms.api import AdminRoomsApi, BuildingsApi, FloorsApi, RoomFeaturesApi, RoomsApi, SitesApi
from app.rooms.api.bookings import BookingsApi
from app.rooms.api.importing import RoomImportApi
from app.rooms.desk import RoomDesk
from app.rooms.models.bookings import SOURCE as BOOKING
from app.rooms.services import ROOM_IMPORT
from app.search import DocumentsChanged
from app.search import cli as search_commands
from app.search import handlers as indexing
from app.search import jobs as _search_jobs  # noqa: F401  enrols its job
from app.search import register as register_source
from app.tickets import api as tickets_api
from app.tickets import cli as tickets_commands
from app.tickets import events as happened
from app.tickets import handlers as tickets_handlers
from app.tickets import jobs as _ticket_jobs  # noqa: F401  enrolled by their import
from app.tickets import models as _ticket_models  # noqa: F401  tables
from app.tickets import portal as tickets_portal
from app.tickets import scanning, wording
from app.tickets.admin import CategoryView, KnownProblemView, SavedReplyView, TicketView
from app.tickets.desk import (
    FilingDesk,
    MyWorkDesk,
    PaletteDesk,
    QueueDesk,
    ThingsDesk,
    TicketAnswersDesk,
    TicketDesk,
    WithoutArticleDesk,
)
from app.web.admin import refuse_bare_views
from app.worker import cli as serving_commands
from app.worker import jobs as _worker_jobs  # noqa: F401  enrols its jobs


def wire(app: Flask) -> None:
    """Register everything on the application, which is the current one."""
    web.prepare(app)
    storage.init_app(app)
    appbuilder = AppBuilder(security_manager_class=HelpdeskSM)
    appbuilder.init_app(app, db.session)
    appbuilder.sm.lm.login_view = "portal_accounts.sign_in"
    web.furnish(app)
    live.init_app(app)
    _add_screens(appbuilder)
    _add_imports(appbuilder)
    _add_apis(appbuilder)
    _add_pages(app)
    register_source(ItemsSource())
    holds.name_sources("visit", calendar_queries.names_of_visits)
    for source in offers.SOURCES:
        sources.register(source)
    _offer_imports()
    scanning.read_by(labels.scanned)
    _subscribe()
    _enrol_jobs()
    _add_commands(app)


def _add_imports(appbuilder: AppBuilder) -> None:
    """The pages and calls by which files come in."""
    for page in (PeopleImportDesk, RoomImportDesk, EquipmentImportDesk):
        appbuilder.add_view_no_menu(page)
    for resource in (PeopleImportApi, RoomImportApi, EquipmentImportApi):
        appbuilder.add_api(resource)


def _add_screens(appbuilder: AppBuilder) -> None:
    """The FAB-generated screens and hand-written desk pages, in the order the menu shows them."""
    for page in (QueueDesk, MyWorkDesk, FilingDesk, ThingsDesk, TicketDesk, TicketAnswersDesk, WithoutArticleDesk):
        appbuilder.add_view_no_menu(page)
    appbuilder.add_view_no_menu(PaletteDesk)
    work = {"category": "Work", "category_label": _l("Work")}
    appbuilder.add_view(TicketView, "Ticket records", label=_l("Ticket records"), icon="table", **work)
    appbuilder.add_view(KnownProblemView, "Known problems", label=_l("Known problems"), icon="megaphone", **work)
    appbuilder.add_view(SavedReplyView, "Saved replies", label=_l("Saved replies"), icon="message-square-text", **work)
    _add_equipment_screens(appbuilder)
    _add_calendar_screens(appbuilder)
    _add_connection_screens(appbuilder)
    _add_knowledge_screens(appbuilder)
    _add_room_screens(appbuilder)
    appbuilder.add_view_no_menu(PersonDesk)
    about_people = {"category": "People", "category_label": _l("People")}
    appbuilder.add_view(PersonView, "Everybody", label=_l("Everybody"), icon="users", **about_people)
    appbuilder.add_view(TeamView, "Teams", label=_l("Teams"), icon="users-round", **about_people)
    appbuilder.add_view(RoleDesk, "Roles", label=_l("Roles"), icon="shield", **about_people)
    settings_of = {"category": "Settings", "category_label": _l("Settings")}
    appbuilder.add_view(CategoryView, "Categories", label=_l("Categories"), icon="tags", **settings_of)
    terms = _l("Terms of handing over")
    appbuilder.add_view(HandOverTermsView, "Hand-over terms", label=terms, icon="scroll-text", **settings_of)
    appbuilder.add_view(SettingsDesk, "Company", label=_l("Company and targets"), icon="settings", **settings_of)
    operations = {"category": "Operations", "category_label": _l("Operations")}
    appbuilder.add_view(MailView, "Outgoing mail", label=_l("Outgoing mail"), icon="mail", **operations)
    appbuilder.add_view(DeadLetterView, "Dead letters", label=_l("Dead letters"), icon="mail-x", **operations)
    appbuilder.add_view(JobView, "Jobs", label=_l("Jobs"), icon="timer", **operations)
    appbuilder.add_view(AuditView, "Audit log", label=_l("Audit log"), icon="scroll-text", **operations)
    appbuilder.add_view_no_menu(DemoDesk)
    _add_report_screens(appbuilder)
    refuse_bare_views(appbuilder)


def _add_equipment_screens(appbuilder: AppBuilder) -> None:
    equipment = {"category": "Equipment", "category_label": _l("Equipment")}
    appbuilder.add_view_no_menu(EquipmentDesk)
    appbuilder.add_view_no_menu(ModelDesk)
    appbuilder.add_view(EquipmentView, "Devices", label=_l("Devices"), icon="laptop", **equipment)
    appbuilder.add_view(EquipmentModelView, "Models", label=_l("Models"), icon="component", **equipment)
    appbuilder.add_view(ManufacturerView, "Manufacturers", label=_l("Manufacturers"), icon="building-2", **equipment)
    appbuilder.add_view(LabelDesk, "Labels", label=_l("Labels"), icon="qr-code", **equipment)


def _add_calendar_screens(appbuilder: AppBuilder) -> None:
    calendar = {"category": "Calendar", "category_label": _l("Calendar")}
    appbuilder.add_view_no_menu(VisitDesk)
    appbuilder.add_view(CalendarDesk, "Calendar page", label=_l("Calendar"), icon="calendar-days", **calendar)
    appbuilder.add_view(VisitView, "Visits", label=_l("Visits"), icon="calendar-clock", **calendar)
    appbuilder.add_view(MaintenanceView, "Maintenance", label=_l("Maintenance"), icon="wrench", **calendar)
    appbuilder.add_view(TaskView, "Tasks", label=_l("Tasks"), icon="clipboard-list", **calendar)
    appbuilder.add_view(AbsenceView, "Absences", label=_l("Absences"), icon="plane", **calendar)


def _add_report_screens(appbuilder: AppBuilder) -> None:
    numbers = {"category": "Reports", "category_label": _l("Reports")}
    appbuilder.add_view(DashboardDesk, "Dashboard", label=_l("Dashboard"), icon="layout-dashboard", **numbers)
    appbuilder.add_view(ReportDesk, "All reports", label=_l("All reports"), icon="chart-bar", **numbers)
    appbuilder.add_view(ScheduleDesk, "Reports by mail", label=_l("Reports by mail"), icon="calendar-clock", **numbers)


def _add_knowledge_screens(appbuilder: AppBuilder) -> None:
    knowledge = {"category": "Knowledge", "category_label": _l("Knowledge")}
    appbuilder.add_view(ItemView, "Knowledge items", label=_l("Articles and videos"), icon="book-open", **knowledge)
    appbuilder.add_view(KnowledgeListsDesk, "Knowledge to do", label=_l("To do"), icon="list-checks", **knowledge)
    appbuilder.add_view(KnowledgeCategoryView, "Topics", label=_l("Topics"), icon="folder", **knowledge)
    appbuilder.add_view(TagView, "Tags", label=_l("Tags"), icon="tags", **knowledge)
    appbuilder.add_view(SynonymView, "Synonyms", label=_l("Synonyms"), icon="equal", **knowledge)
    appbuilder.add_view_no_menu(KnowledgeDesk)


def _add_room_screens(appbuilder: AppBuilder) -> None:
    places = {"category": "Rooms", "category_label": _l("Rooms")}
    appbuilder.add_api(BookingsApi)
    appbuilder.add_view(RoomDesk, "Room calendar", label=_l("Day of all rooms"), icon="calendar-days", **places)
    appbuilder.add_view(RoomView, "Room records", label=_l("All rooms"), icon="door-open", **places)
    appbuilder.add_view(SiteView, "Sites", label=_l("Sites"), icon="map-pin", **places)
    appbuilder.add_view(BuildingView, "Buildings", label=_l("Buildings"), icon="building-2", **places)
    appbuilder.add_view(FloorView, "Floors", label=_l("Floors"), icon="layout-list", **places)
    appbuilder.add_view(RoomFeatureView, "Room features", label=_l("Features"), icon="list-checks", **places)


def _add_apis(appbuilder: AppBuilder) -> None:
    """The REST resources."""
    for resource in (accounts_api.AuthApi, accounts_api.PeopleApi):
        appbuilder.add_api(resource)
    for resource in (tickets_api.TicketsApi, tickets_api.AdminTicketsApi, tickets_api.CategoriesApi):
        appbuilder.add_api(resource)
    for resource in (KnowledgeApi, AdminKnowledgeApi, KnowledgeCategoriesApi, KnowledgeTagsApi):
        appbuilder.add_api(resource)
    for resource in (EquipmentApi, AdminEquipmentApi, ManufacturersApi, ModelsApi):
        appbuilder.add_api(resource)
    appbuilder.add_api(NotificationsApi)
    appbuilder.add_api(ReportsApi)
    appbuilder.add_api(ReportSchedulesApi)
    appbuilder.add_api(ScanApi)
    for resource in (RoomsApi, AdminRoomsApi, SitesApi, BuildingsApi, FloorsApi, RoomFeaturesApi):
        appbuilder.add_api(resource)
    for resource in (VisitsApi, MaintenanceApi, TasksApi, AbsencesApi, ConnectionsApi, FeedsApi):
        appbuilder.add_api(resource)


def _add_pages(app: Flask) -> None:
    """The portal's blueprints."""
    requests.init_app(app)
    app.register_blueprint(health.bp)
    app.register_blueprint(portal_home.bp)
    app.register_blueprint(accounts_portal.bp)
    app.register_blueprint(portal_knowledge.bp)
    app.register_blueprint(portal_equipment.bp)
    app.register_blueprint(tickets_portal.bp)
    app.register_blueprint(portal_labels.bp)
    app.jinja_env.filters.update(wording.FILTERS)
    app.register_blueprint(portal_notifications.bp)
    app.register_blueprint(portal_reports.bp)
    compose_by("report", compose_report)
    app.register_blueprint(calendar_addresses.bp)
    app.register_blueprint(feed_pages.bp)
    app.register_blueprint(portal_calendar.bp)
    app.register_blueprint(portal_rooms.bp)
    _holds.name_sources(BOOKING, rooms_queries.names_of)


def _offer_imports() -> None:
    """What can be taken over from a file and undone as a whole."""
    offer_imports([PEOPLE_IMPORT, ROOM_IMPORT, EQUIPMENT_IMPORT])


def _subscribe() -> None:
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
        (people.PersonDeactivated, rooms_handlers.free_rooms_of_leaver),
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
        (booked.BookingChanged, calendar_handlers.follow_bookings),
        (booked.BookingCancelled, calendar_handlers.follow_bookings),
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


def _add_connection_screens(appbuilder: AppBuilder) -> None:
    calendar, connected = {"category": "Calendar", "category_label": _l("Calendar")}, _l("Connected calendars")
    appbuilder.add_view(ConnectionsDesk, "Connected calendars", label=connected, icon="link-2", **calendar)
    appbuilder.add_view_no_menu(GoogleConsentDesk)
    takeover = _l("Import a calendar file")
    appbuilder.add_view(CalendarImportDesk, "Calendar file", label=takeover, icon="upload", **calendar)


def _enrol_jobs() -> None:
    """Recurring work; importing a jobs module enrols it."""


def _add_commands(app: Flask) -> None:
    """What `python run.py` offers."""
    groups = (serving_commands, operations_commands, accounts_commands, demo_commands, search_commands)
    for command in (command for group in groups for command in group.COMMANDS):
        app.cli.add_command(command)
    takers = (tickets_commands, knowledge_commands, accounts_commands, rooms_commands, equipment_commands)
    imports = [command for each in takers for command in each.IMPORTS]
    app.cli.add_command(
        click.Group("import", imports, help="Take over tickets, articles or people: all of a file or nothing.")
    )
    givers = (knowledge_commands, accounts_commands, rooms_commands, equipment_commands)
    exports = [command for each in givers for command in each.EXPORTS]
    app.cli.add_command(click.Group("export", exports, help="Write articles into a folder, or tables as CSV."))
    app.cli.add_command(undo_command(system_user))
