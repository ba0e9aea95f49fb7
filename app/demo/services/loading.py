"""The demo company moves in: people, help desk, four months of work, all dated back from now."""

from random import Random
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext as _

from app.accounts import policies
from app.accounts.demo_people import DemoPeople
from app.accounts.models import User
from app.core import clock, settings
from app.core.company import DeskHoursSettings
from app.core.errors import Conflict, require
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.demo import cast, deployment, queries
from app.demo.services.bells import ring_bells
from app.demo.services.furnishing import furnish, move_in
from app.demo.services.houses import open_houses
from app.demo.services.living import live
from app.demo.services.planning import plan_ahead
from app.demo.services.sticking import stick_labels
from app.demo.services.stocking import stock_up
from app.demo.services.wiping import wipe
from app.demo.stage import Stage
from app.demo.timetable import Timetable
from app.demo.travel import Traveller, travelling
from app.extensions import db
from app.knowledge import services as knowledge
from app.knowledge.events import FilesDropped
from app.knowledge.handlers import check_files as check_knowledge_files
from app.knowledge.models import FileState, Item, KnowledgeFile
from app.search import DocumentsChanged
from app.tickets.events import AttachmentsNamed, FilesRedacted
from app.tickets.handlers import check_files

SEED = 20_260_301

Payload = dict[str, Any]


def load_demo(*, actor: User) -> None:
    """Load the demo company into an empty database; `Conflict` in production or where somebody is already."""
    if deployment.is_production():
        raise Conflict(_("There is no demo company in production."))
    with travelling() as traveller:
        uploads = _load(traveller, actor=actor)
    _check(uploads)


def reset_demo(*, actor: User) -> None:
    """Put everything back to how the demo company begins; `Conflict` where none is loaded."""
    if not queries.is_loaded():
        raise Conflict(_("No demo company is loaded here."))
    with travelling() as traveller:
        uploads = _reload(traveller, actor=actor)
    _check(uploads)


@transaction()
def _load(traveller: Traveller, *, actor: User) -> list[Payload]:
    require(policies.can_administer(actor))
    if not queries.is_empty():
        raise Conflict(_("The demo company needs an empty database, and somebody is here already."))
    return _build(traveller)


@transaction()
def _reload(traveller: Traveller, *, actor: User) -> list[Payload]:
    require(policies.can_administer(actor))
    wipe()
    return _build(traveller)


def _build(traveller: Traveller) -> list[Payload]:
    """Everything, as part of the caller's transaction; answers which uploads wait for their check."""
    now = clock.now()
    system = furnish()
    people = move_in(cast.members(), traveller, now)
    timetable = Timetable(now, DeskHoursSettings.desk(), Random(SEED))  # noqa: S311  the same company every time
    rooms = open_houses(people, traveller, now, Random(SEED))  # noqa: S311  the same company every time
    stock_up(people, rooms, traveller, now)
    stick_labels(people, rooms, traveller, now)
    live(Stage(timetable, traveller, people, system))
    ring_bells(traveller, unread_since=timetable.desk_ago(3))
    traveller.moment = now
    plan_ahead(people, now)
    settings.save(DemoPeople(ids=tuple(people[key].id for key in cast.CARDS)), actor=system)
    return _stay_quiet()


def _stay_quiet() -> list[Payload]:
    """Tell nobody anything any more: what happened lies in the past. Removed files must go; uploads are answered."""
    db.session.flush()
    named = sa.and_(
        OutboxMessage.event == AttachmentsNamed.name, OutboxMessage.subscriber == "tickets.handlers.check_files"
    )
    uploads = list(db.session.scalars(sa.select(OutboxMessage.payload).where(named)))
    kept = (FilesRedacted.name, FilesDropped.name, DocumentsChanged.name)
    db.session.execute(sa.delete(OutboxMessage).where(OutboxMessage.event.not_in(kept)))
    knowledge.reindex(list(db.session.scalars(sa.select(Item.id))))
    return uploads


def _check(uploads: list[Payload]) -> None:
    """Look into the photo, the log and what stands in articles, so that all can be opened from the first moment on."""
    for payload in uploads:
        check_files(payload)
    waiting = sa.select(KnowledgeFile.item_id, KnowledgeFile.id).where(KnowledgeFile.state == FileState.checking)
    for item_id, file_id in db.session.execute(waiting).all():
        check_knowledge_files({"item_id": item_id, "file_ids": [file_id]})
