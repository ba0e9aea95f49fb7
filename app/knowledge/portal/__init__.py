"""The employees' knowledge pages."""

from app.knowledge.portal import files, item, reading  # noqa: F401  their routes
from app.knowledge.portal.blueprint import bp

__all__ = ["bp"]
