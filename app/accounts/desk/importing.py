"""The pages by which people come in from a file."""

from app.accounts.services import PEOPLE_IMPORT
from app.web.imports import ImportDesk


class PeopleImportDesk(ImportDesk):
    """Administrators take people over."""

    kind = PEOPLE_IMPORT
    route_base = "/staff/people-import"
    class_permission_name = "Person"
    list_endpoint = "PersonView.list"
