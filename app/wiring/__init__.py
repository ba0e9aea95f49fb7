"""The one list of what the product is made of: screens, menu, APIs, subscriptions, jobs, commands."""

from flask import Flask
from flask_appbuilder import AppBuilder

from app import web
from app.accounts.menu import DeskMenu
from app.accounts.security import HelpdeskSM
from app.core import storage
from app.extensions import db
from app.realtime import server as live
from app.wiring.commands import add_commands
from app.wiring.events import subscribe
from app.wiring.faces import add_apis, add_imports, add_pages
from app.wiring.screens import add_screens
from app.wiring.seams import join_features


def wire(app: Flask) -> None:
    """Register everything on the application, which is the current one."""
    web.prepare(app)
    storage.init_app(app)
    appbuilder = AppBuilder(menu=DeskMenu(), security_manager_class=HelpdeskSM)
    appbuilder.init_app(app, db.session)
    appbuilder.sm.lm.login_view = "portal_accounts.sign_in"
    web.furnish(app)
    live.init_app(app)
    add_screens(appbuilder)
    add_imports(appbuilder)
    add_apis(appbuilder)
    add_pages(app)
    join_features()
    subscribe()
    add_commands(app)
