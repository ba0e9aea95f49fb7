"""The categories that administrators keep."""

from app.accounts.models import User
from app.core import catalog
from app.core.errors import require
from app.core.transaction import transaction
from app.tickets import policies
from app.tickets.models import Category
from app.tickets.schemas import CategoryChange, CategoryEdit
from app.tickets.services import filing


@transaction()
def keep_category(category: Category | None, change: CategoryChange | CategoryEdit, *, actor: User) -> Category:
    """Write a new or known category; `Conflict` when its name is taken, `Invalid` for an unknown team."""
    require(policies.can_keep_categories(actor))
    if change.team_id is not None:
        filing.active_team(change.team_id)
    return catalog.save(category or Category(), change, actor=actor)


@transaction()
def drop_category(category: Category, *, actor: User) -> None:
    """Remove a category; `Conflict` when a ticket or a known problem uses it."""
    require(policies.can_keep_categories(actor))
    catalog.remove(category, actor=actor)
