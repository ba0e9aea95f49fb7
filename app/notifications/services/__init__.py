"""Telling people, what they do with it, and the queue of outgoing mail."""

from app.notifications.services.forgetting import forget_old
from app.notifications.services.reading import mark_all_read, mark_read
from app.notifications.services.sending import (
    drop_mail,
    give_up,
    lease_mail,
    leased_mail,
    mark_sent,
    name_mail,
    put_off,
    send_again,
)
from app.notifications.services.telling import BUNDLED, TOGETHER_WITHIN, tell, tell_by_mail

__all__ = [
    "BUNDLED",
    "TOGETHER_WITHIN",
    "drop_mail",
    "forget_old",
    "give_up",
    "lease_mail",
    "leased_mail",
    "mark_all_read",
    "mark_read",
    "mark_sent",
    "name_mail",
    "put_off",
    "send_again",
    "tell",
    "tell_by_mail",
]
