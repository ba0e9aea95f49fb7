"""One item: its text, whether it helped, and what is asked of it while a request is written."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import g, render_template, request
from pydantic import ValidationError

from app.core.errors import Invalid
from app.knowledge import captions, policies, queries, services
from app.knowledge.captions import Cue
from app.knowledge.models import Item, ItemType
from app.knowledge.portal.blueprint import bp
from app.knowledge.schemas import FeedbackDraft
from app.web.portal import signed_in
from app.web.sentences import sentences

LONGEST_LINE = 200  # letters of what is said, behind one button
PAUSE = 3.0  # seconds of silence begin a new line
LONGEST_TEXT = 60_000  # letters of a document shown in place; the file has all of them


@bp.get("/<int:item_id>")
@signed_in
def show(item_id: int) -> str:
    """The item with everything a reader needs."""
    item = queries.item_for(g.user, item_id)
    return render_template(
        "portal/knowledge/item.html",
        related=queries.related_items(g.user, item),
        feedback=queries.feedback_of(item, g.user),
        may_write=policies.can_write(g.user),
        **_shown(item),
    )


@bp.get("/<int:item_id>/preview")
@signed_in
def preview(item_id: int) -> str:
    """The item as it opens over a request that is being written."""
    return render_template("portal/knowledge/_preview.html", **_shown(queries.item_for(g.user, item_id)))


@bp.post("/<int:item_id>/opened")
@signed_in
def opened(item_id: int) -> tuple[str, int]:
    """The page tells by itself that it was opened, and by which words it was found."""
    words = request.form.get("q", "").strip()[:1000] or None
    services.note_opening(queries.item_for(g.user, item_id), actor=g.user, words=words)
    return "", 204


@bp.post("/<int:item_id>/feedback")
@signed_in
def say(item_id: int) -> str:
    """Whether it helped; said again, it counts once."""
    item = queries.item_for(g.user, item_id)
    said = {"helpful": request.form.get("helpful") == "yes", "comment": request.form.get("comment", "")}
    try:
        feedback = services.give_feedback(item, FeedbackDraft.model_validate(said), actor=g.user)
    except ValidationError as error:
        raise Invalid(errors=sentences(error)) from error
    return render_template("portal/knowledge/_helped.html", item=item, feedback=feedback, is_new=True)


@bp.post("/<int:item_id>/solved")
@signed_in
def solved(item_id: int) -> str:
    """It answered the question, so that no request is needed."""
    item = queries.item_for(g.user, item_id)
    services.note_solved(item, request.form.get("q", "").strip()[:1000] or None, actor=g.user)
    return render_template("portal/knowledge/_solved.html", item=item)


def _shown(item: Item) -> dict[str, Any]:
    """The item with its parts: headings of an article, captions and spoken words of a video, text of a document."""
    tracks = queries.captions_of(item) if item.type is ItemType.video else []
    spoken = next((track for track in tracks if track.language == item.language), tracks[0] if tracks else None)
    return {
        "item": item,
        "contents": queries.contents(item) if item.type is ItemType.article else [],
        "tracks": tracks,
        "lines": _lines(captions.read(spoken.vtt).cues) if spoken else [],
        "text": (item.file.text or "")[:LONGEST_TEXT] if item.type is ItemType.document and item.file else "",
        "longest_text": LONGEST_TEXT,
    }


def _lines(cues: Iterable[Cue]) -> list[Cue]:
    """What is said in lines of a few sentences: captions are cut to fit a screen, not to be read."""
    lines: list[Cue] = []
    for cue in cues:
        last = lines[-1] if lines else None
        if last is None or cue.start - last.end > PAUSE or len(last.text) + len(cue.text) > LONGEST_LINE:
            lines.append(replace(cue, text=" ".join(cue.text.split())))
        else:
            lines[-1] = Cue(last.start, cue.end, f"{last.text} {' '.join(cue.text.split())}")
    return lines
