"""Signed in without the form: a real session row with its cookie or token, and no slow password check."""

from typing import Any

from flask.testing import FlaskClient

from app.accounts import bearer
from app.accounts.models import SessionKind
from app.accounts.services.sessions import open_session
from app.core.transaction import transaction


def sign_in(client: FlaskClient, person: Any) -> FlaskClient:
    """Let the client browse as this person; answers the client."""
    with transaction():
        grant = open_session(person, SessionKind.web, is_remembered=False, device_label="Test browser")
        key = f"{grant.session.id}.{grant.secret}"
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(_user_id=key, _fresh=True)
    return client


def bearer_of(person: Any) -> dict[str, str]:
    """Headers with which the REST API answers to this person."""
    with transaction():
        grant = open_session(person, SessionKind.api, is_remembered=False, device_label="Test program")
        token = bearer.access_token(person, grant.session)
    return {"Authorization": f"Bearer {token}"}
