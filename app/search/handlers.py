"""What the index does when it is told."""

from typing import Any

from app.search import services


def index_documents(payload: dict[str, Any]) -> None:
    """Index what changed."""
    services.index_documents(payload["keys"])
