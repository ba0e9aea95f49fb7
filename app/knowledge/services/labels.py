"""The categories, tags and synonyms that staff keep."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import catalog
from app.core.errors import Conflict, require
from app.core.slugs import slug
from app.core.transaction import transaction
from app.knowledge import policies, queries
from app.knowledge.models import KnowledgeCategory, SynonymGroup, Tag
from app.knowledge.schemas import CategoryChange, CategoryEdit, SynonymChange, TagChange
from app.knowledge.services.indexing import reindex


@transaction()
def keep_category(
    row: KnowledgeCategory | None, change: CategoryChange | CategoryEdit, *, actor: User
) -> KnowledgeCategory:
    """Write a new or known category; `Conflict` when its name is taken."""
    require(policies.can_write(actor))
    row = row or KnowledgeCategory()
    is_renamed = row.id is not None and bool(change.name) and row.name != change.name
    if change.name:
        row.slug = slug(change.name)
    catalog.save(row, change, actor=actor)
    if is_renamed:
        reindex(queries.item_ids_of_category(row.id))
    return row


@transaction()
def drop_category(row: KnowledgeCategory, *, actor: User) -> None:
    """Remove a category; `Conflict` when an item stands in it."""
    require(policies.can_write(actor))
    if queries.item_ids_of_category(row.id):
        raise Conflict(_("Items stand in this category. Move them to another one first."))
    catalog.remove(row, actor=actor)


@transaction()
def keep_tag(row: Tag | None, change: TagChange, *, actor: User) -> Tag:
    """Write a new or known tag; `Conflict` when its name is taken."""
    require(policies.can_write(actor))
    row = row or Tag()
    is_renamed = row.id is not None and row.name != change.name
    row.slug = slug(change.name)
    catalog.save(row, change, actor=actor)
    if is_renamed:
        reindex(queries.item_ids_of_tag(row.id))
    return row


@transaction()
def drop_tag(row: Tag, *, actor: User) -> None:
    """Remove a tag; `Conflict` when an item has it."""
    require(policies.can_write(actor))
    if queries.item_ids_of_tag(row.id):
        raise Conflict(_("Items have this tag. Take it off them first."))
    catalog.remove(row, actor=actor)


@transaction()
def keep_synonyms(row: SynonymGroup | None, change: SynonymChange, *, actor: User) -> SynonymGroup:
    """Write a new or known group of words that mean the same; search heeds it at once."""
    require(policies.can_write(actor))
    return catalog.save(row or SynonymGroup(), change, actor=actor)


@transaction()
def drop_synonyms(row: SynonymGroup, *, actor: User) -> None:
    """Forget that these words mean the same."""
    require(policies.can_write(actor))
    catalog.remove(row, actor=actor)
