"""The hand-written calendar pages of the desk."""

from app.calendar.desk.connections import ConnectionsDesk, GoogleConsentDesk

__all__ = ["ConnectionsDesk", "GoogleConsentDesk"]
