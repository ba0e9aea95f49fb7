"""Where an administrator puts the demo company back to its beginning."""

from flask import flash, g
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.portal.entry import let_in, this_device
from app.core import deadline
from app.demo import cast, services
from app.web.admin import DeskPage


class DemoDesk(DeskPage):
    """The button beside the "Demo data" mark."""

    route_base = "/staff/demo"
    class_permission_name = "Settings"
    method_permission_name = {"reset": "write"}

    @expose("/reset", methods=["POST"])
    @has_access
    def reset(self) -> Response:
        """Load everything anew, and sign the administrator of the new company in: the old one is gone."""
        deadline.lift()  # four months of work take longer than a page may
        actor, g.user = g.user, people.system_user()  # Flask-AppBuilder notes on each person who made them
        services.reset_demo(actor=actor)
        administrator = next(member for member in cast.members() if member.key == "carl")
        person = people.person_by_email(administrator.email)
        grant = accounts.sign_in_as(person, actor=person, device_label=this_device())
        flash(_("The demo company is as it was at the beginning."), "success")
        return let_in(grant, "/staff/")
