"""The reports of the product; importing this enrols them."""

from app.reports.definitions import tickets as _tickets  # noqa: F401  enrolled by its import
