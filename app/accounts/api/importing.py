"""People that programs take over from tables."""

from app.accounts.services import PEOPLE_IMPORT
from app.web.imports.api import ImportApi


class PeopleImportApi(ImportApi):
    """Files of people."""

    kind = PEOPLE_IMPORT
    resource_name = "admin/users/import"
    class_permission_name = "Person"
