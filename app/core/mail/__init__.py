"""Outgoing mail: one message to one person, sent over SMTP or kept in VAR_DIR/mail when no server is set."""

from app.core.mail.message import BadHeader, MailError, MailRefused, MailUnavailable, OutgoingMail, message_id
from app.core.mail.sending import kept, send
from app.core.mail.templates import Rendered, render

__all__ = [
    "BadHeader",
    "MailError",
    "MailRefused",
    "MailUnavailable",
    "OutgoingMail",
    "Rendered",
    "kept",
    "message_id",
    "render",
    "send",
]
