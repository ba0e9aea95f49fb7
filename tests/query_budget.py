"""How many statements a piece of work sends to the database."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

NOT_QUERIES = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT", "SET ", "PRAGMA")


@contextmanager
def counting(engine: Any) -> Iterator[list[str]]:
    """Every statement sent while this is open; savepoints and settings are not counted."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_QUERIES):
            statements.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def allowed(page: str) -> int:
    """How many statements a page may send, from query_budget.json; a page without a budget fails."""
    return json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))[page]
