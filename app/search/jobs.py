"""Recurring work on the index."""

from datetime import datetime, timedelta

from app.core.jobs import job
from app.search import services


@job("search.compare", every=timedelta(days=1))
def compare_index(now: datetime) -> None:
    """Compare the index with the database and have what differs indexed."""
    services.mend()
