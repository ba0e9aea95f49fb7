"""The kit for REST: a resource derives from `Api`, its methods are marked by `expose` and `endpoint`."""

from typing import Any

from flask_appbuilder.api import BaseApi, expose

from app.web.api.answering import Answer
from app.web.api.calls import Call, endpoint
from app.web.api.lists import Listed, ListQuery, Several

__all__ = ["Answer", "Api", "Call", "ListQuery", "Listed", "Several", "endpoint", "expose"]

PERMISSIONS = {"GET": "read", "POST": "write", "PATCH": "write", "PUT": "write", "DELETE": "delete"}


class Api(BaseApi):
    """A resource below /api/v1; its class names `resource_name` and the permission view `class_permission_name`."""

    def __init__(self) -> None:
        for _name, method in self.methods():
            if not method.call.public:
                method.__func__._permission_name = self.permission_of(method.call)  # noqa: SLF001  how FAB learns of permissions
        super().__init__()

    @classmethod
    def permission_of(cls, call: Call) -> str:
        """What a caller needs: the permission that the call names, else that of its HTTP method."""
        methods = getattr(cls, call.function.__name__)._urls[0][1]  # noqa: SLF001  where FAB's expose keeps them
        return call.permission or PERMISSIONS[methods[0]]

    def methods(self) -> list[tuple[str, Any]]:
        """The methods that are calls, by name."""
        found = ((name, getattr(self, name)) for name in dir(type(self)))
        return [(name, method) for name, method in found if isinstance(getattr(method, "call", None), Call)]
