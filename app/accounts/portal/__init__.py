"""Sign-in, links, first run and one's own account."""

from app.accounts.portal import account, devices, entry, first_run, links  # each adds its pages to the blueprint
from app.accounts.portal.blueprint import bp

__all__ = ["account", "bp", "devices", "entry", "first_run", "links"]
