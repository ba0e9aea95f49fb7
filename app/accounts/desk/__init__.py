"""The hand-written desk pages around people and roles."""

from app.accounts.desk.importing import PeopleImportDesk
from app.accounts.desk.person import PersonDesk
from app.accounts.desk.roles import RoleDesk

__all__ = ["PeopleImportDesk", "PersonDesk", "RoleDesk"]
