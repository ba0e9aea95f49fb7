"""The door of every desk page: who is not signed in is asked to, and comes back afterwards."""

from flask_appbuilder import BaseView
from flask_appbuilder.hooks import before_request
from flask_login import current_user

from app.core.errors import NotSignedIn


class DeskDoor(BaseView):
    """Comes before Flask-AppBuilder's own check, which knows only its own sign-in page."""

    @before_request
    def ask_to_sign_in(self) -> None:
        """Lead a stranger to the sign-in page; whoever may not enter meets 403 at the method."""
        if not current_user.is_authenticated:
            raise NotSignedIn

    def update_redirect(self) -> None:
        """Keep no history in the session: our addresses carry where one comes from."""


class DeskPage(DeskDoor):
    """A hand-written page of the desk; methods carry `@expose` and `@has_access`."""
