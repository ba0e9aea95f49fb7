"""The desk's first page: leads each person to where they start."""

from flask import redirect
from flask_appbuilder import IndexView, expose
from flask_appbuilder.security.decorators import has_access
from werkzeug.wrappers import Response

from app.web.admin import DeskDoor


class DeskIndexView(DeskDoor, IndexView):
    """The address `/staff`."""

    route_base = "/staff"
    class_permission_name = "Desk"
    method_permission_name = {"index": "read"}

    @expose("/")
    @has_access
    def index(self) -> Response:
        """Lead to the ticket queue."""
        return redirect("/staff/tickets")
