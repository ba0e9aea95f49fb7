"""Who may do what with knowledge."""

from app.accounts.models import User
from app.accounts.policies import can_administer, is_system
from app.knowledge.models import Audience, Item, KnowledgeFile


def sees_unpublished(actor: User) -> bool:
    """All staff, managers included, see drafts and what is archived; so does the product itself (an export)."""
    return actor.is_staff or is_system(actor)


def sees_staff_items(actor: User) -> bool:
    """All staff read what is meant for staff."""
    return actor.is_staff or is_system(actor)


def can_see(actor: User, item: Item) -> bool:
    """Staff see every item; everybody else what is published for everyone."""
    return actor.is_staff or (item.is_published and item.audience is Audience.everyone)


def can_write(actor: User) -> bool:
    """Agents and administrators write and keep knowledge; managers only read."""
    return actor.is_agent or is_system(actor)


def can_say(actor: User) -> bool:
    """Everybody who may sign in says whether an item helped."""
    return actor.is_active


def can_see_upload(actor: User, file: KnowledgeFile) -> bool:
    """An upload that is not checked yet is its uploader's alone."""
    return file.uploader_id == actor.id


def can_import(actor: User) -> bool:
    """Whoever administers, and the product itself when a command asks."""
    return can_administer(actor)
