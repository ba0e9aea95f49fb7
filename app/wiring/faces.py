"""REST resources and the portal's pages."""

from flask import Flask
from flask_appbuilder import AppBuilder

from app.accounts import api as accounts_api
from app.accounts import portal as accounts_portal
from app.accounts.api.importing import PeopleImportApi
from app.accounts.desk import PeopleImportDesk
from app.calendar import addresses as calendar_addresses
from app.calendar import feed_pages
from app.calendar import portal as portal_calendar
from app.calendar.api import AbsencesApi, ConnectionsApi, FeedsApi, MaintenanceApi, TasksApi, VisitsApi
from app.equipment import portal as portal_equipment
from app.equipment.admin.importing import EquipmentImportDesk
from app.equipment.api import AdminEquipmentApi, EquipmentApi, ManufacturersApi, ModelsApi
from app.equipment.api.importing import EquipmentImportApi
from app.home import portal as portal_home
from app.knowledge import portal as portal_knowledge
from app.knowledge.api import AdminKnowledgeApi, KnowledgeApi, KnowledgeCategoriesApi, KnowledgeTagsApi
from app.labels import portal as portal_labels
from app.labels.api import ScanApi
from app.notifications import portal as portal_notifications
from app.notifications.api import NotificationsApi
from app.operations import health, requests
from app.reports import portal as portal_reports
from app.reports.api import ReportExportsApi, ReportsApi, ReportSchedulesApi
from app.rooms import portal as portal_rooms
from app.rooms.admin.importing import RoomImportDesk
from app.rooms.api import AdminRoomsApi, BuildingsApi, FloorsApi, RoomFeaturesApi, RoomsApi, SitesApi
from app.rooms.api.bookings import BookingsApi
from app.rooms.api.importing import RoomImportApi
from app.tickets import api as tickets_api
from app.tickets import portal as tickets_portal
from app.tickets import wording


def add_apis(appbuilder: AppBuilder) -> None:
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
    appbuilder.add_api(ReportExportsApi)
    appbuilder.add_api(ScanApi)
    for resource in (RoomsApi, BookingsApi, AdminRoomsApi, SitesApi, BuildingsApi, FloorsApi, RoomFeaturesApi):
        appbuilder.add_api(resource)
    for resource in (VisitsApi, MaintenanceApi, TasksApi, AbsencesApi, ConnectionsApi, FeedsApi):
        appbuilder.add_api(resource)


def add_imports(appbuilder: AppBuilder) -> None:
    """The pages and calls by which files come in."""
    for page in (PeopleImportDesk, RoomImportDesk, EquipmentImportDesk):
        appbuilder.add_view_no_menu(page)
    for resource in (PeopleImportApi, RoomImportApi, EquipmentImportApi):
        appbuilder.add_api(resource)


def add_pages(app: Flask) -> None:
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
    app.register_blueprint(calendar_addresses.bp)
    app.register_blueprint(feed_pages.bp)
    app.register_blueprint(portal_calendar.bp)
    app.register_blueprint(portal_rooms.bp)
