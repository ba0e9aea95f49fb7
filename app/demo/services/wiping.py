"""Takes everything away but what `init` makes; only ever called on a demo company."""

import sqlalchemy as sa
from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import assoc_user_role

from app.accounts.models import User
from app.accounts.queries import system_user
from app.core import settings
from app.core.db import is_sqlite
from app.core.outbox import record
from app.core.settings import StoredSettings
from app.equipment import search as equipment_search
from app.extensions import db
from app.knowledge.events import FilesDropped
from app.knowledge.models import Item, KnowledgeFile
from app.knowledge.services import reindex
from app.tickets import search
from app.tickets.events import FilesRedacted
from app.tickets.models import Attachment, Ticket

KEPT = {"jobs", "permissions_version", "settings", "ab_user", "ab_user_role"}  # and Flask-AppBuilder's own, see below
KEPT_SETTINGS = {"set_up"}


def wipe() -> None:
    """Empty the database as part of the caller's transaction; the files go after its commit."""
    system_id = system_user().id
    files = db.session.execute(sa.select(Attachment.storage_key, Attachment.thumbnail_key)).all()
    knowledge_files = tuple(db.session.scalars(sa.select(KnowledgeFile.storage_key)))
    items = list(db.session.scalars(sa.select(Item.id)))
    db.session.flush()
    db.session.expunge_all()
    for table in reversed(Model.metadata.sorted_tables):
        if table.name not in KEPT and not table.name.startswith("ab_"):
            db.session.execute(sa.delete(table))
    db.session.execute(sa.delete(assoc_user_role).where(assoc_user_role.c.user_id != system_id))
    users = User.__table__
    db.session.execute(sa.update(users).values(created_by_fk=None, changed_by_fk=None))
    db.session.execute(sa.delete(users).where(users.c.id != system_id))
    db.session.execute(sa.delete(StoredSettings).where(StoredSettings.group.not_in(KEPT_SETTINGS)))
    settings.forget()
    search.remove_texts()
    equipment_search.remove_texts()
    _begin_at_one()
    if keys := tuple(key for pair in files for key in pair if key):
        record(FilesRedacted(keys))
    record(FilesDropped(knowledge_files))
    reindex(items)


def _begin_at_one() -> None:
    """Ticket numbers begin anew, and the addresses of articles: nothing is left that an old one could mean."""
    begin = "SELECT setval(pg_get_serial_sequence(:table, 'id'), 1, false)"
    if is_sqlite():
        begin = "DELETE FROM sqlite_sequence WHERE name = :table"
    for table in (Ticket.__tablename__, Item.__tablename__):
        db.session.execute(sa.text(begin), {"table": table})
