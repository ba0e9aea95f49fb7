"""Proof of who we are, for Google: a service account's key, in somebody's name or not, or a person's consent."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from app.calendar.models import AccountKind, CalendarAccount
from app.calendar.services.connections import SEALED_FOR
from app.calendar.sync import port
from app.core import sealing
from app.core.errors import Conflict

# Events of calendars that the person may write to, and the names of these calendars: nothing else.
SCOPES = (
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
)
CONSENT_PAGE = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105  an address
PATIENCE = 15  # seconds for one request


def credentials_of(account: CalendarAccount, config: Mapping[str, Any]) -> Any:
    """What Google's client signs in with; `NotLetIn` when there is nothing (any more)."""
    from google.auth.exceptions import GoogleAuthError
    from google.oauth2 import credentials, service_account

    try:
        if account.kind is AccountKind.oauth:
            token = sealing.unseal(SEALED_FOR, account.secret or "")
            return credentials.Credentials(
                None, refresh_token=token, token_uri=TOKEN_ADDRESS, scopes=list(SCOPES),
                client_id=config["GOOGLE_CLIENT_ID"], client_secret=config["GOOGLE_CLIENT_SECRET"],
            )  # fmt: skip
        file = config["GOOGLE_SERVICE_ACCOUNT_FILE"]
        if not file:
            raise port.NotLetIn("GOOGLE_SERVICE_ACCOUNT_FILE is not set")
        key = service_account.Credentials.from_service_account_file(file, scopes=list(SCOPES))
        return key.with_subject(account.subject) if account.kind is AccountKind.delegated else key
    except (GoogleAuthError, ValueError, OSError, Conflict) as error:
        raise port.NotLetIn(str(error)) from error


def consent_address(client_id: str, redirect: str, state: str) -> str:
    """Google's page on which a person says yes; `offline` so that we may go on while nobody is signed in."""
    asked = {
        "client_id": client_id, "redirect_uri": redirect, "response_type": "code", "state": state,
        "scope": " ".join(("openid", "email", *SCOPES)), "access_type": "offline", "prompt": "consent",
    }  # fmt: skip
    return f"{CONSENT_PAGE}?{urlencode(asked)}"


def consent(code: str, redirect: str, config: Mapping[str, Any], address: str = TOKEN_ADDRESS) -> tuple[str, str]:
    """The e-mail address of who said yes, and the token that proves it; `Conflict` when Google does not give one."""
    import httplib2

    asked = {
        "code": code, "redirect_uri": redirect, "grant_type": "authorization_code",
        "client_id": config["GOOGLE_CLIENT_ID"], "client_secret": config["GOOGLE_CLIENT_SECRET"],
    }  # fmt: skip
    try:
        response, content = httplib2.Http(timeout=PATIENCE).request(
            address, "POST", urlencode(asked), {"content-type": "application/x-www-form-urlencoded"}
        )
        given = json.loads(content)
        if response.status != 200 or "refresh_token" not in given:
            raise Conflict(f"Google: {given.get('error_description') or given.get('error') or response.status}")
        return _email(given["id_token"]), given["refresh_token"]
    except (httplib2.HttpLib2Error, OSError, ValueError, KeyError) as error:
        raise Conflict(f"Google: {error}") from error


def _email(id_token: str) -> str:
    """Whose token it is. It came from Google itself over TLS, so its signature tells nothing more."""
    body = id_token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))["email"]).lower()
