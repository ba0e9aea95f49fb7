"""Who may make a call: the bearer of a good token, with the permission that the call names."""

from typing import TYPE_CHECKING, Any

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import refresh
from flask_jwt_extended import get_current_user, verify_jwt_in_request
from flask_jwt_extended.exceptions import JWTExtendedException
from jwt import PyJWTError

from app.core.errors import NotAllowed, NotSignedIn

if TYPE_CHECKING:
    from app.web.api.calls import Call

OWN_ACCOUNT = "Account"  # what stays open to somebody who must choose a new password first


def admit(api: Any, call: "Call") -> None:
    """Set `g.user` from the token, never from a cookie; else `NotSignedIn`, and `NotAllowed` without permission."""
    if call.public:
        return
    g.user = g._login_user = bearer()  # noqa: SLF001  where Flask-Login keeps it: no cookie is looked at
    refresh()  # the language is the person's from here on
    if g.user.must_change_password and api.class_permission_name != OWN_ACCOUNT:
        raise NotAllowed(_("Choose a new password first."))
    permission = f"can_{api.permission_of(call)}"
    if not current_app.extensions["appbuilder"].sm.has_access(permission, api.class_permission_name):
        raise NotAllowed


def bearer() -> Any:
    """The person for whom the token speaks; every bad token is refused in the same way."""
    try:
        verify_jwt_in_request()
    except (JWTExtendedException, PyJWTError, ValueError) as error:
        raise NotSignedIn from error
    return get_current_user()
