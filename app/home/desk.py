"""The desk's first page: leads each person to where they start."""

from flask import g, redirect
from flask_appbuilder import IndexView, expose
from flask_appbuilder.security.decorators import has_access
from werkzeug.wrappers import Response

from app.accounts.preferences import start_page_of
from app.web.admin import DeskDoor

PLACES = {"queue": "tickets", "dashboard": "dashboard"}


class DeskIndexView(DeskDoor, IndexView):
    """The address `/staff`."""

    route_base = "/staff"
    class_permission_name = "Desk"
    method_permission_name = {"index": "read"}

    @expose("/")
    @has_access
    def index(self) -> Response:
        """Lead to where this person works."""
        return redirect(f"/staff/{PLACES.get(start_page_of(g.user), 'my-work')}")
