"""Log lines: what they look like, and what never stands in them."""

import json
import logging
import sys
from collections.abc import Iterator

import pytest

from app.core import context
from app.operations import logs


@pytest.fixture
def restored() -> Iterator[None]:
    """The test run's own logging comes back."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.fixture
def line(restored, capsys):
    """What a log call writes to standard error."""

    def write(format_name: str, *, level: str = "info") -> str:
        logs.set_up({"LOG_FORMAT": format_name, "LOG_LEVEL": level})
        token = context.request_id.set("abc12345")
        logging.getLogger("app.tickets").info("%s tickets", 3, extra={"user_id": 7})
        context.request_id.reset(token)
        sys.stderr.flush()
        return capsys.readouterr().err

    return write


def test_json_lines_can_be_read_by_machines(line):
    facts = json.loads(line("json"))

    assert facts["message"] == "3 tickets"
    assert (facts["level"], facts["logger"], facts["request_id"], facts["user_id"]) == (
        "INFO",
        "app.tickets",
        "abc12345",
        7,
    )
    assert facts["time"]


def test_text_lines_end_with_the_request(line):
    assert line("text").endswith("INFO    app.tickets: 3 tickets [abc12345]\n")


def test_what_is_below_the_level_is_not_written(line):
    assert line("text", level="warning") == ""


def test_a_request_is_logged_with_its_route_and_never_with_its_query(client, caplog):
    caplog.set_level(logging.INFO, logger="helpdesk.requests")

    client.get("/no/such/page?token=sesame")

    [record] = caplog.records
    assert (record.method, record.path, record.status) == ("GET", "/no/such/page", 404)
    assert record.ms >= 0
    assert "sesame" not in caplog.text


def test_a_signed_link_is_logged_as_its_route(client, caplog):
    caplog.set_level(logging.INFO, logger="helpdesk.requests")

    client.get("/files/secret-link")

    assert "secret-link" not in caplog.text
    assert caplog.records[-1].path == "/files/<link>"


def test_probes_are_not_logged(client, caplog):
    caplog.set_level(logging.INFO, logger="helpdesk.requests")

    client.get("/healthz")

    assert not caplog.records
