"""Who may do what to people, roles and teams."""

from app.accounts.models import FIXED_ROLES, SYSTEM, Role, User


def is_system(actor: User) -> bool:
    """Whether the product itself acts: a command, a job, a page that asked for another proof."""
    return actor.username == SYSTEM


def can_administer(actor: User) -> bool:
    """Add and change people, roles and teams."""
    return is_system(actor) or (bool(actor.is_active) and actor.is_admin)


def can_see_person(actor: User, person: User) -> bool:
    """Staff see everybody; everybody sees themselves."""
    return bool(actor.is_active) and (actor.is_staff or actor.id == person.id)


def can_end_sessions(actor: User, person: User) -> bool:
    """Sign devices of this person out."""
    return can_administer(actor) or actor.id == person.id


def can_change_role(role: Role) -> bool:
    """The four base roles and the public one are the product's; further ones are an administrator's."""
    return role.name not in FIXED_ROLES
