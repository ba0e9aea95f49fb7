"""Articles that come in from a folder or an archive, all or none; known ones are brought up to date."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import sqlalchemy as sa

from app.accounts.models import User
from app.core import filetypes
from app.core.audit import audit
from app.core.errors import DomainError, require
from app.core.storage import new_key, storage
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import filekinds, policies
from app.knowledge.models import FilePurpose, FileState, KnowledgeFile
from app.knowledge.pages import ENDINGS, Page, PageError, PageSource, Warned, read_page
from app.knowledge.pages.linking import pictures_on
from app.knowledge.services.imported import ArticlesImported, Writer


class BadPages(DomainError):
    """Some pages cannot be read, so none was taken; `pages` says which and why."""

    code = "validation_failed"

    def __init__(self, pages: list[Warned]) -> None:
        super().__init__("Some pages cannot be read. Nothing was changed.")
        self.pages = pages


@dataclass
class Survey:
    """What a source holds."""

    pages: dict[str, Page] = field(default_factory=dict)
    unreadable: list[Warned] = field(default_factory=list)
    pictures: set[str] = field(default_factory=set)
    others: int = 0  # files that are neither pages nor their pictures


def survey_articles(source: PageSource, on_progress: Callable[[int], None] | None = None) -> Survey:
    """Read every page of the source; what cannot be read is listed."""
    survey, paths = Survey(), source.paths()
    wanted = {path for path in paths if path.rpartition(".")[2].lower() in ENDINGS}
    for path, content in source.files(wanted):
        try:
            survey.pages[path] = read_page(path, content)
        except PageError as error:
            survey.unreadable.append(Warned(path, str(error)))
        if on_progress:
            on_progress(1)
    lost = wanted - survey.pages.keys() - {bad.path for bad in survey.unreadable}
    survey.unreadable += [Warned(path, "is too large") for path in sorted(lost)]
    shown: set[str] = set().union(*(pictures_on(page) for page in survey.pages.values()))
    survey.pictures = shown.intersection(paths)
    survey.others = len(paths) - len(wanted) - len(survey.pictures)
    return survey


def import_articles(source: PageSource, survey: Survey, *, actor: User, site: str | None = None) -> ArticlesImported:
    """Take every page over, or none: `BadPages` when one cannot be read.

    `site` is where links that begin with a slash lead when the source has no such page.
    """
    if survey.unreadable:
        raise BadPages(survey.unreadable)
    kept: list[str] = []  # under these keys, to be taken back when something fails
    try:
        return _take_over(source, survey, kept, site, actor=actor)
    except BaseException:
        for key in kept:
            storage().delete(key)
        raise


@transaction()
def _take_over(
    source: PageSource, survey: Survey, kept: list[str], site: str | None, *, actor: User
) -> ArticlesImported:
    require(policies.can_import(actor))
    result = ArticlesImported()
    pictures = _pictures(source, survey.pictures, kept, result, actor)
    writer = Writer(source.name, survey.pages, pictures, result, actor, site)
    writer.write()
    result.pictures = len(pictures)
    audit("knowledge.imported", "kb_items", actor=actor, added=result.added, changed=result.changed)
    return result


def _pictures(
    source: PageSource, wanted: set[str], kept: list[str], result: ArticlesImported, actor: User
) -> dict[str, int]:
    """The file of each picture; one that was imported before is not kept twice. They are checked after the commit."""
    found: dict[str, int] = {}
    for path, content in source.files(wanted):
        digest = hashlib.sha256(content).hexdigest()
        known = db.session.scalar(sa.select(KnowledgeFile.id).where(KnowledgeFile.digest == digest).limit(1))
        try:
            found[path] = known or _picture(path, content, digest, kept, actor)
        except filetypes.UnwantedFile as refusal:
            result.warnings.append(Warned(path, refusal.message))
    return found


def _picture(path: str, content: bytes, digest: str, kept: list[str], actor: User) -> int:
    name = filetypes.check_name(path, filekinds.KINDS[FilePurpose.image])
    filetypes.check_content(name, BytesIO(content))
    key = new_key(filekinds.FOLDERS[FilePurpose.image], name.extension)
    storage().save(key, BytesIO(content), name.type.content_type)
    kept.append(key)
    file = KnowledgeFile(storage_key=key, filename=name.filename, content_type=name.type.content_type,
                         size=len(content), purpose=FilePurpose.image, uploader_id=actor.id, digest=digest,
                         state=FileState.awaiting)  # fmt: skip
    db.session.add(file)
    db.session.flush()
    return file.id
