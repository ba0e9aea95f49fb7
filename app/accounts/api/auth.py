"""Signing in and out, and one's own account."""

from datetime import timedelta

from flask import current_app, g, request
from flask_babel import gettext as _

from app.accounts import bearer, devices, queries, services
from app.accounts.models import Session, SessionKind, User
from app.accounts.schemas import (
    Forgotten,
    NewPassword,
    PasswordChange,
    PersonOut,
    ProfileChange,
    Refresh,
    Registration,
    SessionOut,
    SignIn,
    TokensOut,
)
from app.accounts.services import Grant
from app.core import clock
from app.core.errors import Invalid
from app.core.paging import Page
from app.web.api import Api, Listed, endpoint, expose


class AuthApi(Api):
    """Tokens for programs, and what everybody may do with their own account."""

    resource_name = "auth"
    class_permission_name = "Account"

    @expose("/login", methods=["POST"])
    @endpoint(body=SignIn, answer=TokensOut, public=True)
    def sign_in(self, draft: SignIn) -> TokensOut:
        """Exchange e-mail address and password for a pair of tokens."""
        label = devices.label_of(request.headers.get("User-Agent", ""))
        return _tokens(services.sign_in(draft, kind=SessionKind.api, device_label=label))

    @expose("/register", methods=["POST"])
    @endpoint(body=Registration, status=202, public=True)
    def register(self, draft: Registration) -> None:
        """Ask for an account; the answer tells nothing about who exists."""
        services.register(draft)

    @expose("/refresh", methods=["POST"])
    @endpoint(body=Refresh, answer=TokensOut, public=True)
    def refresh(self, draft: Refresh) -> TokensOut:
        """Exchange a refresh token for a new pair; the old one is dead."""
        return _tokens(services.refresh_session(draft.refresh_token))

    @expose("/logout", methods=["POST"])
    @endpoint(status=204)
    def sign_out(self) -> None:
        """End the session of this token."""
        services.end_session(g.signed_in_session, actor=g.user)

    @expose("/forgot-password", methods=["POST"])
    @endpoint(body=Forgotten, status=202, public=True)
    def forgot_password(self, draft: Forgotten) -> None:
        """Have a link to a new password sent, if there is such a person."""
        services.ask_for_reset(draft)

    @expose("/reset-password", methods=["POST"])
    @endpoint(body=NewPassword, status=204, public=True)
    def reset_password(self, draft: NewPassword) -> None:
        """Set a new password by the token of a mailed link; all sessions end."""
        services.set_password_by_link(draft)

    @expose("/me")
    @endpoint(answer=PersonOut)
    def show_me(self) -> User:
        """The caller."""
        return g.user

    @expose("/me", methods=["PATCH"])
    @endpoint(body=ProfileChange, answer=PersonOut, current="show_me")
    def change_me(self, change: ProfileChange) -> User:
        """Change what is sent; a new password needs the present one and ends all other sessions."""
        if change.new_password is not None:
            services.change_password(_password_change(change), actor=g.user, spare=g.session_id)
        services.change_profile(change, actor=g.user)
        return g.user

    @expose("/sessions")
    @endpoint(answer=Listed[SessionOut])
    def sessions(self) -> Page:
        """Where the caller is signed in."""
        rows = [_shown(row) for row in queries.sessions_of(g.user, clock.now())]
        return Page(rows, 1, len(rows), None, len(rows), total_is_exact=True)

    @expose("/sessions/<int:session_id>")
    @endpoint(answer=SessionOut)
    def session(self, session_id: int) -> SessionOut:
        """One device on which the caller is signed in."""
        return _shown(queries.own_session(g.user, session_id, clock.now()))

    @expose("/sessions/<int:session_id>", methods=["DELETE"])
    @endpoint(status=204, current="session")
    def end_session(self, session_id: int) -> None:
        """Sign one of the caller's devices out."""
        services.end_session(queries.own_session(g.user, session_id, clock.now()), actor=g.user)


def _tokens(grant: Grant) -> TokensOut:
    lives: timedelta = current_app.config["JWT_ACCESS_TOKEN_EXPIRES"]
    return TokensOut(
        access_token=bearer.access_token(grant.person, grant.session),
        refresh_token=grant.secret,
        expires_in=int(lives.total_seconds()),
        user=PersonOut.model_validate(grant.person),
    )


def _shown(row: Session) -> SessionOut:
    return SessionOut(
        id=row.id,
        device_label=row.device_label,
        kind=row.kind,
        current=row.id == g.session_id,
        created_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        ip_address=row.address,
    )


def _password_change(change: ProfileChange) -> PasswordChange:
    if change.current_password is None or change.new_password is None:
        raise Invalid.for_field("current_password", _("The present password is needed, too."))
    return PasswordChange(current_password=change.current_password, new_password=change.new_password)
