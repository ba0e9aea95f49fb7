"""Knowledge as the services make it."""

import io
from typing import Any

import sqlalchemy as sa
from PIL import Image

from app.accounts.models import BaseRole, User
from app.extensions import db
from app.knowledge import services
from app.knowledge.models import FilePurpose, Item, ItemStatus, ItemType, KnowledgeCategory, KnowledgeFile, Tag
from app.knowledge.schemas import CategoryChange, ItemDraft, TagChange
from tests.factories.people import PersonFactory

BODY = (
    "<p>First look at the light.</p><h2>The light is off</h2><p>Try another socket.</p>"
    "<h2>The light blinks</h2><p>Take the stronger charger.</p>"
)
CAPTIONS = """WEBVTT

00:00.000 --> 00:05.000
This is the dock.

00:30.000 --> 00:35.000
Press the button at the back.
"""


def writer() -> User:
    """Somebody of IT who writes."""
    return PersonFactory(role=BaseRole.agent)


def shelf(name: str = "Devices", actor: User | None = None) -> KnowledgeCategory:
    """The shelf of this name."""
    found = db.session.scalar(sa.select(KnowledgeCategory).where(KnowledgeCategory.name == name))
    return found or services.keep_category(None, CategoryChange(name=name), actor=actor or writer())


def tag(name: str = "Travel", actor: User | None = None) -> Tag:
    """The tag of this name."""
    found = db.session.scalar(sa.select(Tag).where(Tag.name == name))
    return found or services.keep_tag(None, TagChange(name=name), actor=actor or writer())


def item(title: str = "Laptop does not charge", actor: User | None = None, **fields: Any) -> Item:
    """An item, published unless said otherwise; an article unless it has a file."""
    actor = actor or writer()
    known = {"type": ItemType.article, "status": ItemStatus.published, "category_id": shelf(actor=actor).id}
    if fields.get("type", ItemType.article) == ItemType.article:
        known["body_html"] = BODY
    return services.write_item(ItemDraft.model_validate({"title": title, **known, **fields}), actor=actor)


def upload(name: str, content: bytes, purpose: FilePurpose, actor: User) -> KnowledgeFile:
    """A file that its writer sent and no item names yet."""
    return services.receive_file(name, io.BytesIO(content), len(content), purpose, actor=actor)


def picture(actor: User) -> KnowledgeFile:
    """A small picture that its writer sent."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 30), "#336699").save(stream, "PNG")
    return upload("screen.png", stream.getvalue(), FilePurpose.image, actor)


def video(title: str = "The dock in a minute", actor: User | None = None, **fields: Any) -> Item:
    """A video that lies elsewhere, with chapters."""
    chapters = [{"seconds": 0, "title": "What it is"}, {"seconds": 30, "title": "The button"}]
    known = {"link_url": "https://videos.example.org/dock", "chapters": chapters}
    return item(title, actor, type=ItemType.video, **{**known, **fields})


def document(title: str = "Rules for phones", actor: User | None = None, text: str = "Keep it.", **fields: Any) -> Item:
    """A document with some text."""
    actor = actor or writer()
    file = upload("rules.txt", text.encode(), FilePurpose.document, actor)
    return item(title, actor, type=ItemType.document, storage_key=file.storage_key, **fields)
