"""Whom entries can be about."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from app.accounts import queries as accounts
from app.accounts.models import BaseRole, User
from app.extensions import db

STAFF = (BaseRole.agent, BaseRole.manager, BaseRole.admin)


def staff_ids() -> sa.Select[Any]:
    """The ids of active people of IT, for a condition."""
    return accounts.people(roles=STAFF, is_active=True).with_only_columns(User.id)


def staff(text: str = "", most: int = 200) -> Sequence[User]:
    """Active people of IT whose name, address or department has the words, by name."""
    rows = accounts.people(roles=STAFF, is_active=True, text=text).options(selectinload(User.roles))
    return db.session.scalars(rows.order_by(User.first_name, User.id).limit(most)).all()
