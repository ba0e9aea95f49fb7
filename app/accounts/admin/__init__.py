"""The generated screens for people and teams."""

from app.accounts.admin.people import PersonView
from app.accounts.admin.teams import TeamView

__all__ = ["PersonView", "TeamView"]
