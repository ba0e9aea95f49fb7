"""The reports of the product; importing this enrols them."""

from app.reports.definitions import tickets as _tickets  # noqa: F401, I001  enrolled by its import, in this order
from app.reports.definitions import others as _others  # noqa: F401
