"""Captions of videos: read as WebVTT or SRT, kept as WebVTT, with the cues that could not be used."""

from flask_babel import gettext as _

from app.accounts.models import User
from app.core.audit import audit
from app.core.errors import Invalid, require
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import captions, policies, queries
from app.knowledge.models import CaptionTrack, Item, ItemType
from app.knowledge.services.indexing import reindex


@transaction()
def add_captions(item: Item, text: str, language: str, *, actor: User) -> CaptionTrack:
    """Keep the captions in one language, in place of earlier ones; `Invalid` when no cue can be used."""
    require(policies.can_write(actor))
    if item.type is not ItemType.video:
        raise Invalid.for_field("captionsKey", _("Only videos have captions."))
    reading = captions.read(text)
    if not reading.cues:
        raise Invalid.for_field("captionsKey", _("No caption in this file can be used."))
    track = next((row for row in queries.captions_of(item) if row.language == language), None)
    track = track or CaptionTrack(item_id=item.id, language=language)
    track.vtt, track.cue_count = captions.as_webvtt(reading.cues), len(reading.cues)
    track.problems = [{"line": problem.line, "text": problem.text} for problem in reading.problems]
    db.session.add(track)
    db.session.flush()
    audit("knowledge.captioned", item, actor=actor, language=language, unusable=len(reading.problems))
    reindex([item.id])
    return track


@transaction()
def drop_captions(track: CaptionTrack, *, actor: User) -> None:
    """Take the captions in one language away."""
    require(policies.can_write(actor))
    reindex([track.item_id])
    db.session.delete(track)
