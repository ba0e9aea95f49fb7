"""The desk: screens that Flask-AppBuilder generates and pages written by hand, in the order the menu shows them."""

from flask_appbuilder import AppBuilder
from flask_babel import lazy_gettext as _l

from app.accounts.admin import PersonView, TeamView
from app.accounts.desk import PersonDesk, RoleDesk
from app.calendar.admin import AbsenceView, MaintenanceView, TaskView, VisitView
from app.calendar.connection_pages import ConnectionsDesk, GoogleConsentDesk
from app.calendar.desk import CalendarDesk, VisitDesk
from app.calendar.import_pages import CalendarImportDesk
from app.demo.desk import DemoDesk
from app.equipment.admin import EquipmentView, HandOverTermsView, ManufacturerView
from app.equipment.admin import ModelView as EquipmentModelView
from app.equipment.desk import EquipmentDesk, ModelDesk
from app.knowledge.admin import ItemView, KnowledgeCategoryView, SynonymView, TagView
from app.knowledge.desk import KnowledgeDesk, KnowledgeListsDesk
from app.labels.desk import LabelDesk
from app.operations.admin import AuditView, DeadLetterView, JobView, MailView
from app.operations.desk import SettingsDesk
from app.reports.desk import DashboardDesk, ExportDesk, ReportDesk, ScheduleDesk
from app.rooms.admin import BuildingView, FloorView, RoomFeatureView, RoomView, SiteView
from app.rooms.desk import RoomDesk
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


def add_screens(appbuilder: AppBuilder) -> None:
    """The FAB-generated screens and hand-written desk pages, in the order the menu shows them."""
    for page in (QueueDesk, MyWorkDesk, FilingDesk, ThingsDesk, TicketDesk, TicketAnswersDesk, WithoutArticleDesk):
        appbuilder.add_view_no_menu(page)
    appbuilder.add_view_no_menu(PaletteDesk)
    work = {"category": "Work", "category_label": _l("Work")}
    appbuilder.add_view(TicketView, "Ticket records", label=_l("Ticket records"), icon="table", **work)
    appbuilder.add_view(KnownProblemView, "Known problems", label=_l("Known problems"), icon="megaphone", **work)
    appbuilder.add_view(SavedReplyView, "Saved replies", label=_l("Saved replies"), icon="message-square-text", **work)
    _add_calendar_screens(appbuilder)
    _add_equipment_screens(appbuilder)
    _add_room_screens(appbuilder)
    _add_knowledge_screens(appbuilder)
    _add_report_screens(appbuilder)
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
    refuse_bare_views(appbuilder)


def _add_calendar_screens(appbuilder: AppBuilder) -> None:
    calendar = {"category": "Calendar", "category_label": _l("Calendar")}
    appbuilder.add_view_no_menu(VisitDesk)
    appbuilder.add_view(CalendarDesk, "Calendar page", label=_l("Calendar"), icon="calendar-days", **calendar)
    appbuilder.add_view(VisitView, "Visits", label=_l("Visits"), icon="calendar-clock", **calendar)
    appbuilder.add_view(MaintenanceView, "Maintenance", label=_l("Maintenance"), icon="wrench", **calendar)
    appbuilder.add_view(TaskView, "Tasks", label=_l("Tasks"), icon="clipboard-list", **calendar)
    appbuilder.add_view(AbsenceView, "Absences", label=_l("Absences"), icon="plane", **calendar)
    connected = _l("Connected calendars")
    appbuilder.add_view(ConnectionsDesk, "Connected calendars", label=connected, icon="link-2", **calendar)
    appbuilder.add_view_no_menu(GoogleConsentDesk)
    takeover = _l("Import a calendar file")
    appbuilder.add_view(CalendarImportDesk, "Calendar file", label=takeover, icon="upload", **calendar)


def _add_equipment_screens(appbuilder: AppBuilder) -> None:
    equipment = {"category": "Equipment", "category_label": _l("Equipment")}
    appbuilder.add_view_no_menu(EquipmentDesk)
    appbuilder.add_view_no_menu(ModelDesk)
    appbuilder.add_view(EquipmentView, "Devices", label=_l("Devices"), icon="laptop", **equipment)
    appbuilder.add_view(EquipmentModelView, "Models", label=_l("Models"), icon="component", **equipment)
    appbuilder.add_view(ManufacturerView, "Manufacturers", label=_l("Manufacturers"), icon="building-2", **equipment)
    appbuilder.add_view(LabelDesk, "Labels", label=_l("Labels"), icon="qr-code", **equipment)


def _add_room_screens(appbuilder: AppBuilder) -> None:
    places = {"category": "Rooms", "category_label": _l("Rooms")}
    appbuilder.add_view(RoomDesk, "Room calendar", label=_l("Day of all rooms"), icon="calendar-days", **places)
    appbuilder.add_view(RoomView, "Room records", label=_l("All rooms"), icon="door-open", **places)
    appbuilder.add_view(SiteView, "Sites", label=_l("Sites"), icon="map-pin", **places)
    appbuilder.add_view(BuildingView, "Buildings", label=_l("Buildings"), icon="building-2", **places)
    appbuilder.add_view(FloorView, "Floors", label=_l("Floors"), icon="layout-list", **places)
    appbuilder.add_view(RoomFeatureView, "Room features", label=_l("Features"), icon="list-checks", **places)


def _add_knowledge_screens(appbuilder: AppBuilder) -> None:
    knowledge = {"category": "Knowledge", "category_label": _l("Knowledge")}
    appbuilder.add_view(ItemView, "Knowledge items", label=_l("Articles and videos"), icon="book-open", **knowledge)
    appbuilder.add_view(KnowledgeListsDesk, "Knowledge to do", label=_l("To do"), icon="list-checks", **knowledge)
    appbuilder.add_view(KnowledgeCategoryView, "Topics", label=_l("Topics"), icon="folder", **knowledge)
    appbuilder.add_view(TagView, "Tags", label=_l("Tags"), icon="tags", **knowledge)
    appbuilder.add_view(SynonymView, "Synonyms", label=_l("Synonyms"), icon="equal", **knowledge)
    appbuilder.add_view_no_menu(KnowledgeDesk)


def _add_report_screens(appbuilder: AppBuilder) -> None:
    numbers = {"category": "Reports", "category_label": _l("Reports")}
    appbuilder.add_view(DashboardDesk, "Dashboard", label=_l("Dashboard"), icon="layout-dashboard", **numbers)
    appbuilder.add_view(ReportDesk, "All reports", label=_l("All reports"), icon="chart-bar", **numbers)
    appbuilder.add_view(ScheduleDesk, "Reports by mail", label=_l("Reports by mail"), icon="calendar-clock", **numbers)
    appbuilder.add_view(ExportDesk, "My exports", label=_l("My exports"), icon="file-down", **numbers)
