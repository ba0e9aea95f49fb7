"""Everything that changes people, their sign-ins, links, roles and teams."""

from app.accounts.services.importing import PEOPLE_IMPORT, enter_named
from app.accounts.services.links import ask_for_reset, confirm_registration, register, renew_link, set_password_by_link
from app.accounts.services.passwords import change_password
from app.accounts.services.people import (
    add_person,
    appoint_first_admin,
    ask_for_test_mail,
    change_person,
    change_preferences,
    change_profile,
    deactivate_person,
    enter_person,
    find_or_add_person,
    invite_again,
    link_for_terminal,
    reactivate_person,
    send_reset,
)
from app.accounts.services.roles import change_role, remove_role, set_up_roles
from app.accounts.services.sessions import Grant, clean_up, end_session, end_sessions, mark_seen, refresh_session
from app.accounts.services.signing_in import SignInRefused, sign_in, sign_in_as
from app.accounts.services.teams import disband_team, keep_team

__all__ = [
    "PEOPLE_IMPORT",
    "Grant",
    "SignInRefused",
    "add_person",
    "appoint_first_admin",
    "ask_for_reset",
    "ask_for_test_mail",
    "change_password",
    "change_person",
    "change_preferences",
    "change_profile",
    "change_role",
    "clean_up",
    "confirm_registration",
    "deactivate_person",
    "disband_team",
    "end_session",
    "end_sessions",
    "enter_named",
    "enter_person",
    "find_or_add_person",
    "invite_again",
    "keep_team",
    "link_for_terminal",
    "mark_seen",
    "reactivate_person",
    "refresh_session",
    "register",
    "remove_role",
    "renew_link",
    "send_reset",
    "set_password_by_link",
    "set_up_roles",
    "sign_in",
    "sign_in_as",
]
