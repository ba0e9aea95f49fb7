"""Schema, roles, permissions and first rows: safe to repeat, and by several processes at once."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import flask_migrate
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.accounts import queries as people
from app.accounts import services as accounts
from app.accounts.roles import MATRIX
from app.core import jobs, settings
from app.core.locks import alone
from app.core.slugs import slug
from app.core.storage import storage
from app.core.transaction import transaction
from app.extensions import db, migrate
from app.knowledge.models import KnowledgeCategory
from app.tickets.models import Category

# Name, the plain question an employee is asked, icon.
FIRST_CATEGORIES = (
    ("Hardware", "Something you can touch does not work", "laptop"),
    ("Software", "A program does not do what it should", "app-window"),
    ("Access", "You need to get in somewhere, or cannot any more", "key-round"),
    ("Network", "No internet, no Wi-Fi, no VPN", "wifi"),
    ("Other", "Anything else", "life-buoy"),
)


class SetUpStamp(settings.SettingsGroup):
    """For which version of schema, screens and roles the database was last set up."""

    group: ClassVar[str] = "set_up"
    stamp: str = ""


def is_set_up(appbuilder: Any) -> bool:
    """Whether the database fits this version of the product; an empty one does not."""
    settings.forget()
    try:
        return SetUpStamp.current().stamp == _stamp(appbuilder)
    except (OperationalError, ProgrammingError):  # no such table
        return False
    finally:
        db.session.rollback()


def set_up(appbuilder: Any) -> None:
    """Bring the database to this version: migrate, roles, permissions, first rows."""
    with alone("init"):
        flask_migrate.upgrade()
        settings.forget()
        accounts.set_up_roles(appbuilder)
        jobs.enrol_jobs()
        storage().prepare()
        _first_categories()
        _first_shelves()
        settings.save(SetUpStamp(stamp=_stamp(appbuilder)), actor=people.system_user())


@transaction()
def _first_categories() -> None:
    if db.session.scalar(sa.select(sa.func.count(Category.id))):
        return
    rows = (Category(name=name, question=question, icon=icon) for name, question, icon in FIRST_CATEGORIES)
    db.session.add_all(rows)


@transaction()
def _first_shelves() -> None:
    """The knowledge base begins with the shelves that tickets have categories for."""
    if db.session.scalar(sa.select(sa.func.count(KnowledgeCategory.id))):
        return
    rows = (
        KnowledgeCategory(name=name, slug=slug(name), description=question, icon=icon)
        for name, question, icon in FIRST_CATEGORIES
    )
    db.session.add_all(rows)


def _stamp(appbuilder: Any) -> str:
    parts: list[Any] = [newest_revision(), sorted(_permissions(appbuilder)), sorted(jobs.JOBS)]
    parts.append(sorted((role, view, sorted(names)) for role, views in MATRIX.items() for view, names in views.items()))
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def newest_revision() -> str:
    """The last migration of this version."""
    return str(ScriptDirectory(str(Path(migrate.directory))).get_current_head())


def _permissions(appbuilder: Any) -> Iterable[tuple[str, str]]:
    """Each permission that a screen or an API asks for."""
    for view in appbuilder.baseviews:
        for name in view.base_permissions:
            yield view.class_permission_name, name
    for category in appbuilder.menu.get_list():
        for item in (category, *category.childs):
            yield item.name, "menu_access"
