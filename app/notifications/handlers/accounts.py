"""Mails about an account: always sent, whatever the person chose."""

from typing import Any

from app.notifications import queries, services
from app.notifications.handlers.telling import cause


def mail_invitation(event: dict[str, Any]) -> None:
    """The link by which a new person sets a password."""
    _mail_link(event["link_id"], "invite")


def mail_reset(event: dict[str, Any]) -> None:
    """The link by which a password is set anew."""
    _mail_link(event["link_id"], "reset_password")


def mail_confirmation(event: dict[str, Any]) -> None:
    """The link by which somebody who registered shows that the address is theirs."""
    _mail_link(event["link_id"], "confirm_registration")


def mail_password_change(event: dict[str, Any]) -> None:
    """The owner of an account hears that its password is another one."""
    for person in queries.people([event["person_id"]]):
        services.tell_by_mail(person, "password_changed", {}, cause=cause())


def mail_test(event: dict[str, Any]) -> None:
    """An administrator sees that mails arrive."""
    for person in queries.people([event["person_id"]]):
        services.tell_by_mail(person, "test_mail", {}, cause=cause())


def _mail_link(link_id: int, template: str) -> None:
    if link := queries.link(link_id):
        services.tell_by_mail(link.user, template, {"link_id": link_id}, cause=cause())
