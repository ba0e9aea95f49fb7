"""Signed in without the form: a real session row with its cookie or token, and no slow password check."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient

from app.accounts import bearer
from app.accounts.models import SessionKind
from app.accounts.services.sessions import open_session
from app.core.transaction import transaction
from app.extensions import db


@dataclass(frozen=True)
class SignedIn:
    """Somebody's browser and program: what each of them shows with every request."""

    person_id: int
    key: str
    headers: dict[str, str]

    def person(self) -> Any:
        """Whose they are, in the session at hand."""
        from app.accounts.models import User

        return db.session.get_one(User, self.person_id)

    def browse(self, client: FlaskClient) -> FlaskClient:
        """Let the client browse as this person; answers the client."""
        return _show(client, self.key)


def signed_in(person: Any) -> SignedIn:
    """Sign a person in once, for many requests."""
    return SignedIn(person.id, _web_session(person), bearer_of(person))


def sign_in(client: FlaskClient, person: Any) -> FlaskClient:
    """Let the client browse as this person; answers the client."""
    return _show(client, _web_session(person))


def _web_session(person: Any) -> str:
    with transaction():
        grant = open_session(person, SessionKind.web, is_remembered=False, device_label="Test browser")
        return f"{grant.session.id}.{grant.secret}"


def _show(client: FlaskClient, key: str) -> FlaskClient:
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
