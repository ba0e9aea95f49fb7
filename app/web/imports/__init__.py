"""The kit for pages and calls by which files come in."""

from app.web.imports.desk import ImportDesk

__all__ = ["ImportDesk"]
