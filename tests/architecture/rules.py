"""What Python code of this house never does. A rule answers the lines that break it."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.architecture.source import calls, dotted, functions, public_functions

Findings = Iterator[tuple[int, str]]

FACES = {"admin", "desk", "api", "portal"}
ADDS = {"add", "add_all", "delete", "merge", "bulk_save_objects", "bulk_insert_mappings"}
READS = {"get", "get_one", "execute", "scalar", "scalars", "query"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools", "stuff"}
VAGUE_VERBS = ("create_", "update_", "process_", "handle_", "manage_", "do_")
NOW = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}

# Changes that nobody signed in asks for; each with its reason.
WITHOUT_ACTOR = {
    "confirm_registration": "who holds the mailed link speaks for the account",
    "mark_seen": "written by the session itself",
    "count_failure": "nobody is signed in yet",
    "tell": "written by the relay, on behalf of what happened",
    "tell_by_mail": "as `tell`",
}
MACHINERY = (  # a loop's own book-keeping: nobody asks for it
    PurePosixPath("app/notifications/services/sending.py"),
    PurePosixPath("app/calendar/services/syncing"),
    PurePosixPath("app/reports/services/exporting.py"),
)


@dataclass(frozen=True)
class Rule:
    """A rule, where it holds, and a sample on either side of it."""

    name: str
    holds_in: Callable[[PurePosixPath], bool]
    find: Callable[[ast.Module], Findings]
    good: str
    bad: str


def part(path: PurePosixPath) -> str:
    """The role that a module plays in its feature: `services` for services.py and services/filing.py."""
    return path.parts[2].removesuffix(".py") if len(path.parts) > 2 else ""


def feature(path: PurePosixPath) -> str:
    """The package under `app`."""
    return path.parts[1].removesuffix(".py") if len(path.parts) > 1 else ""


def in_app(path: PurePosixPath) -> bool:
    """Whether the file is the product's."""
    return path.parts[0] == "app"


def in_face(path: PurePosixPath) -> bool:
    """Whether the file answers requests; the kits that faces are made with are not faces."""
    return in_app(path) and feature(path) != "web" and part(path) in FACES


def commits(module: ast.Module) -> Findings:
    """`something.commit()`."""
    return ((node.lineno, name) for node, name in calls(module) if name.rpartition(".")[2] == "commit" and "." in name)


def adds(module: ast.Module) -> Findings:
    """`session.add()` and its like."""
    return _session_calls(module, ADDS)


def reads(module: ast.Module) -> Findings:
    """`session.get()`, `select()` and their like."""
    yield from _session_calls(module, READS)
    yield from ((node.lineno, name) for node, name in calls(module) if name in ("select", "sa.select"))


def _session_calls(module: ast.Module, methods: set[str]) -> Findings:
    for node, name in calls(module):
        owner, _, method = name.rpartition(".")
        if method in methods and re.search(r"(^|\.)session(\(\))?$", owner) and owner != "flask.session":
            yield node.lineno, name


def changes_without_actor(module: ast.Module) -> Findings:
    """A public change that does not say, by keyword only, in whose name it is made."""
    for function in public_functions(module):
        positional = {argument.arg for argument in function.args.posonlyargs + function.args.args}
        named = {argument.arg for argument in function.args.kwonlyargs}
        decorators = {dotted(decorator) for decorator in function.decorator_list}
        excused = function.name in WITHOUT_ACTOR and "actor" not in positional
        if "transaction()" in decorators and "actor" not in named and not excused:
            yield function.lineno, function.name


def vague_verbs(module: ast.Module) -> Findings:
    """Services that are named after what computers do, instead of what the business does."""
    return ((each.lineno, each.name) for each in public_functions(module) if each.name.startswith(VAGUE_VERBS))


def imports_app(module: ast.Module) -> Findings:
    """Imports of the product, which will change after the migration was written."""
    for node in ast.walk(module):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from ((node.lineno, name) for name in names if name.split(".")[0] in ("app", "config"))


def trusts_markup(module: ast.Module) -> Findings:
    """Text that is declared to be safe HTML."""
    return ((node.lineno, name) for node, name in calls(module) if name.rpartition(".")[2] == "Markup")


def asks_the_time(module: ast.Module) -> Findings:
    """The machine's clock, which no test can stop."""
    return ((node.lineno, name) for node, name in calls(module) if name in NOW or name.endswith(".utcnow"))


def long_functions(module: ast.Module) -> Findings:
    """Functions of more than 50 lines."""
    for function in functions(module):
        if (length := (function.end_lineno or 0) - function.lineno + 1) > 50:
            yield function.lineno, f"{function.name}: {length} lines"


RULES = [
    Rule(
        "only core.transaction commits",
        lambda path: in_app(path) and path != PurePosixPath("app/core/transaction.py"),
        commits,
        "with transaction(): pass",
        "db.session.commit()",
    ),
    Rule(
        "only services and core add and delete rows",
        lambda path: in_app(path) and feature(path) not in ("core", "worker") and part(path) != "services",
        adds,
        "services.file_ticket(draft, actor=g.user)",
        "db.session.add(ticket)",
    ),
    Rule(
        "faces ask queries, not the session",
        in_face,
        reads,
        "session.get('locale') if queries.ticket_for(actor, 7) else None".replace("session.get", "request.args.get"),
        "ticket = db.session.get(Ticket, ticket_id)",
    ),
    Rule(
        "a change says who makes it",
        lambda path: in_app(path) and part(path) == "services" and not {path, path.parent} & set(MACHINERY),
        changes_without_actor,
        "@transaction()\ndef close_ticket(ticket, *, actor): pass",
        "@transaction()\ndef close_ticket(ticket, actor): pass",
    ),
    Rule(
        "services are named by business verbs",
        lambda path: in_app(path) and part(path) == "services",
        vague_verbs,
        "def retire_device(device, *, actor): pass",
        "def update_device(device, *, actor): pass",
    ),
    Rule(
        "a migration stands alone",
        lambda path: path.parts[0] == "migrations",
        imports_app,
        "import sqlalchemy as sa",
        "from app.tickets.models import Ticket",
    ),
    Rule(
        "one module declares HTML safe",
        lambda path: in_app(path) and path != PurePosixPath("app/web/filters.py"),
        trusts_markup,
        "escape(text)",
        "Markup(text)",
    ),
    Rule(
        "one place asks the time",
        lambda path: in_app(path) and path != PurePosixPath("app/core/clock.py"),
        asks_the_time,
        "clock.now()",
        "datetime.now(UTC)",
    ),
    Rule(
        "functions are short",
        lambda path: in_app(path) or path.parts[0] == "config.py",
        long_functions,
        "def short():\n    pass",
        "def long():\n" + "    pass\n" * 50,
    ),
]
