"""Who gets what answer from every address: each route x method x role x own, foreign and missing thing.

The answers stand in tests/access/matrix.txt, one line per route and per whose thing it asks for; what is sent, and
about which thing, in tests/access/sent.py; what needs no sign-in at all in `PUBLIC` below, with its reason. The test
walks the URL map: a route on neither list, or a line without a route, fails the build.
"""

from dataclasses import dataclass
from pathlib import Path

ROLES = ("stranger", "alice", "bob", "mia", "carol", "mallory")  # mallory is signed in and has no role
WHOSE = ("own", "foreign", "missing")
TABLE = Path(__file__).parent / "access" / "matrix.txt"

Route = tuple[str, str]  # method, address as in the URL map

PUBLIC: dict[Route, str] = {
    ("GET", "/static/<path:filename>"): "style sheets and scripts of every page, the sign-in page's too",
    ("GET", "/static/appbuilder/<path:filename>"): "Flask-AppBuilder's own style sheets and scripts",
    ("GET", "/files/<link>"): "the signed link is the permission: tests/web/test_files.py",
    ("PUT", "/files/<link>"): "the signed link is the permission: tests/web/test_files.py",
    ("GET", "/calendar/feed/<token>.ics"): "the secret address is the permission: tests/calendar/test_feeds.py",
    ("POST", "/calendar/google/notify"): "the token that we gave the service is the permission: tests/calendar",
    ("GET", "/company/logo"): "stands on the sign-in page",
    ("GET", "/company/style"): "colours the sign-in page",
    ("GET", "/rooms/door/<token>"): "the secret address of a tablet is the permission: tests/rooms/test_portal.py",
    ("GET", "/healthz"): "asked by load balancers, says only that the process is up",
    ("GET", "/readyz"): "asked by load balancers, says only which part is away",
    ("GET", "/metrics"): "loopback, or its own token: tests/operations",
    ("GET", "/lang/<string:locale>"): "closed: Flask-AppBuilder's own, answers 404 to everybody",
    ("GET", "/back"): "closed: Flask-AppBuilder's own, answers 404 to everybody",
    **dict.fromkeys(
        [
            (method, f"/{page}")
            for method in ("GET", "POST")
            for page in (
                "login",
                "login/dialog",
                "register",
                "confirm",
                "invite",
                "forgot-password",
                "reset-password",
                "welcome",
            )
        ],
        "leads to being signed in; its own token or code is the permission: tests/accounts",
    ),
    **dict.fromkeys(
        [
            ("POST", f"/api/v1/auth/{call}")
            for call in ("login", "register", "refresh", "forgot-password", "reset-password")
        ],
        "as the pages of the same names",
    ),
    ("POST", "/link/again"): "answers the same whether the address is known or not",
    ("POST", "/login/demo/<int:person_id>"): "only with DEMO, 404 without: tests/accounts",
    ("GET", "/login/alive"): "says to a page whether its session still lives",
    ("GET", "/reports/stop/<link>"): "the signed link in the mail is the permission: tests/reports",
    ("POST", "/reports/stop/<link>"): "the signed link in the mail is the permission: tests/reports",
    ("GET", "/tickets/fixed/<token>"): "the signed link in the mail is the permission: tests/tickets",
    ("POST", "/tickets/fixed/<token>"): "the signed link in the mail is the permission: tests/tickets",
}


class BadLine(ValueError):
    """A line of the table that is no line of the table."""


@dataclass(frozen=True)
class Line:
    """The answers of one route to each role."""

    route: Route
    whose: str
    statuses: tuple[int, ...]


def lines(text: str) -> list[Line]:
    """The lines of the table; empty ones and those that begin with # say nothing."""
    return [_line(each) for each in text.splitlines() if each.strip() and not each.startswith("#")]


def _line(text: str) -> Line:
    method, address, whose, *statuses = text.split()
    if whose not in WHOSE or len(statuses) != len(ROLES):
        raise BadLine(text)
    return Line((method, address), whose, tuple(map(int, statuses)))


def matrix() -> list[Line]:
    """The whole table."""
    return lines(TABLE.read_text(encoding="utf-8"))
