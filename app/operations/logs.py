"""How log lines look: text for a terminal, JSON for machines; each carries the id of its request."""

import logging
import sys
from collections.abc import Mapping
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from app.core import context

QUIET = (
    "alembic.runtime.plugins",
    "alembic.runtime.migration",
    "flask_appbuilder",
    "apscheduler",
    "botocore",
    "urllib3",
    "PIL",
    "gunicorn.error",
)
FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s"


class RequestIdFilter(logging.Filter):
    """Adds the id of the request under way, so that one request's lines can be found together."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = context.request_id.get()
        return True


class TextFormatter(logging.Formatter):
    """Time, level, source, message; the request's id where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        request_id = getattr(record, "request_id", None)
        return f"{line} [{request_id}]" if request_id and "\n" not in line else line


def set_up(settings: Mapping[str, Any]) -> None:
    """Send every log line of this process to standard error, as LOG_LEVEL and LOG_FORMAT say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(RequestIdFilter())
    handler.setFormatter(_formatter(settings["LOG_FORMAT"]))
    logging.basicConfig(level=settings["LOG_LEVEL"].upper(), handlers=[handler], force=True)
    logging.getLogger("flask_appbuilder.security.manager").setLevel(logging.ERROR)  # it advises commands we do not have
    for name in QUIET:  # chatty at the level that we want of our own code
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)


def _formatter(name: str) -> logging.Formatter:
    if name == "json":
        return JsonFormatter(FIELDS, rename_fields={"asctime": "time", "levelname": "level", "name": "logger"})
    return TextFormatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s", datefmt="%H:%M:%S")
