"""Sign-in and people over REST; refusals are raised and become problem documents in app.web.errors."""

from app.accounts.api.auth import AuthApi
from app.accounts.api.people import PeopleApi

__all__ = ["AuthApi", "PeopleApi"]
