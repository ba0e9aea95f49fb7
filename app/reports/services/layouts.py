"""Which tiles somebody sees on the dashboard, and with which ones a role starts."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.accounts import services as accounts
from app.accounts.models import BaseRole, User
from app.accounts.schemas import PreferencesChange
from app.core import settings
from app.core.errors import Invalid, require
from app.core.transaction import transaction
from app.reports import policies, queries
from app.reports.queries.reading import rights_of
from app.reports.schemas import Act
from app.reports.settings import DashboardSettings


@transaction()
def arrange_tiles(names: Sequence[str], *, actor: User) -> None:
    """Show these tiles to the actor from now on, in this order; `Invalid` for unknown and double ones."""
    require(policies.can_arrange(rights_of(actor)))
    _check(names, actor)
    accounts.change_preferences(PreferencesChange(dashboard=tuple(names)), actor=actor)


@transaction()
def move_tile(name: str, act: Act, *, actor: User) -> None:
    """Move one tile a place, hide it, or put it at the end; what is there already stays.

    `Invalid` for a tile that is not offered.
    """
    shown = [tile.name for tile in queries.layout_of(actor)]
    arrange_tiles(_moved(shown, name, act), actor=actor)


def _moved(shown: list[str], name: str, act: Act) -> list[str]:
    others = [each for each in shown if each != name]
    if act is Act.hide:
        return others
    if name not in shown:
        return [*shown, name]
    at = shown.index(name) + {Act.earlier: -1, Act.later: 1}.get(act, 0)
    others.insert(max(at, 0), name)
    return others


@transaction()
def forget_layout(*, actor: User) -> None:
    """Back to the tiles of the actor's role."""
    require(policies.can_arrange(rights_of(actor)))
    accounts.change_preferences(PreferencesChange(dashboard=None), actor=actor)


@transaction()
def share_layout(role: BaseRole, *, actor: User) -> None:
    """Let everybody of a role who arranged nothing start with the actor's tiles; `Invalid` for employees.

    Each still sees only what they may. `Stale` when somebody else shared one at this moment.
    """
    require(policies.can_share_layout(rights_of(actor)))
    if role is BaseRole.employee:
        raise Invalid.for_field("role", _("Employees have no dashboard."))
    settings.forget()
    now = DashboardSettings.current()
    wanted = tuple(tile.name for tile in queries.layout_of(actor))
    settings.save(DashboardSettings(tiles={**now.tiles, role: wanted}), actor=actor, seen=settings.mark(now))


def _check(names: Sequence[str], actor: User) -> None:
    offered = {tile.name for tile in queries.offered_tiles(actor)}
    if not set(names) <= offered or len(set(names)) < len(names):
        raise Invalid.for_field("tiles", _("Name tiles that you may see, each once."))
