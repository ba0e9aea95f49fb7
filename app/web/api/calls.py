"""One call of the REST interface: what it takes, what it answers, who may make it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from flask import Response
from pydantic import BaseModel, TypeAdapter

from app.core.errors import Invalid, Malformed
from app.web.api import answering, door, idempotency, reading
from app.web.sentences import camel_path


@dataclass(frozen=True)
class Call:
    """What `endpoint` says about a method; the OpenAPI document is written from it."""

    function: Callable[..., Any]
    body: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    answer: Any = None
    raw: str | None = None  # the content type of a body that is no JSON; the method reads it from the request
    status: int = 200
    idempotent: bool = False
    permission: str | None = None  # without one: read, write or delete, by the HTTP method
    public: bool = False
    location: Callable[[Any], str] | None = None
    current: str | None = None  # the GET method whose ETag an If-Match of this call speaks of

    @cached_property
    def adapter(self) -> TypeAdapter[Any] | None:
        """Turns what the method returns into the answer."""
        return TypeAdapter(self.answer) if self.answer is not None else None

    def make(self, api: Any, path: dict[str, Any]) -> Response:
        """Let the caller in, read the input, do it, answer. Refusals are raised and become problem documents."""
        door.admit(api, self)
        inputs = [reading.query(self.query)] if self.query else []
        if self.body:
            inputs.append(reading.body(self.body))
        key = idempotency.key() if self.idempotent else None
        if key is not None:
            return idempotency.once(key, lambda: self.run(api, inputs, path))
        if self.current and answering.is_conditional():
            return answering.if_unchanged(lambda: self.representation(api, path), lambda: self.run(api, inputs, path))
        return self.run(api, inputs, path)

    def run(self, api: Any, inputs: list[Any], path: dict[str, Any]) -> Response:
        """The method itself and its answer."""
        try:
            return answering.answer(self, self.function(api, *inputs, **path))
        except Invalid as error:
            error.errors = {camel_path(field): texts for field, texts in error.errors.items()}
            if self.query is None or self.raw:
                raise
            raise Malformed(error.message, errors=error.errors) from error  # a filter that only the query could judge

    def representation(self, api: Any, path: dict[str, Any]) -> Response:
        """What GET would answer to this caller now."""
        shown: Call = getattr(type(api), str(self.current)).call
        return shown.run(api, [], path)


def endpoint(**rules: Any) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """Make a method of an `Api` a call with these rules (see `Call`); query and body come in as its first arguments."""

    def mark(function: Callable[..., Any]) -> Callable[..., Response]:
        call = Call(function, **rules)

        @wraps(function)
        def handle(api: Any, **path: Any) -> Response:
            return call.make(api, path)

        handle.call = call  # type: ignore[attr-defined]
        return handle

    return mark
