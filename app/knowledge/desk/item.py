"""What is done with one item beside editing: versions, reviews, captions, and files on their way to it."""

from datetime import timedelta
from typing import Any

from flask import Response as PlainText
from flask import flash, g, jsonify, redirect, request, url_for
from flask_appbuilder import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import DomainError
from app.core.links import absolute
from app.core.richtext import as_text
from app.knowledge import policies, queries, services
from app.knowledge.models import FilePurpose, Item
from app.knowledge.schemas import UploadDraft
from app.web.admin import DeskPage

MONTH = timedelta(days=30)
LONGEST = 24  # months until the next look
CAPTIONS_BYTES = 1024 * 1024


class KnowledgeDesk(DeskPage):
    """Versions, reviews, captions and uploads."""

    route_base = "/staff/knowledge"
    class_permission_name = "Knowledge"
    method_permission_name = {
        **dict.fromkeys(("versions", "text"), "read"),
        **dict.fromkeys(("restore", "confirm", "add_captions", "drop_captions", "announce"), "write"),
    }

    @expose("/uploads", methods=["POST"])
    @has_access
    def announce(self) -> Any:
        """Take note of a file to come, for the editor's script: where and how to put its bytes."""
        file, upload = services.announce_upload(UploadDraft.model_validate(request.get_json()), actor=g.user)
        is_picture = file.purpose is FilePurpose.image
        return jsonify(
            storageKey=file.storage_key,
            url=upload.url,
            method=upload.method,
            headers=upload.headers,
            address=services.image_address(file) if is_picture else None,
        ), 201

    @expose("/<int:item_id>/text")
    @has_access
    def text(self, item_id: int) -> Response:
        """An article as plain text with its address, to be put into a reply."""
        item = queries.item_for(g.user, item_id)
        address = absolute(url_for("portal_knowledge.show", item_id=item.id))
        return PlainText(f"{as_text(item.body_html)}\n\n{address}", mimetype="text/plain")

    @expose("/<int:item_id>/versions")
    @has_access
    def versions(self, item_id: int) -> Any:
        """Every save; two of them side by side."""
        item = queries.item_for(g.user, item_id)
        old, new = _number("old", item.version - 1), _number("new", item.version)
        older, newer = queries.version_of(item, min(old, new) or 1), queries.version_of(item, max(old, new) or 1)
        return self.render_template(
            "staff/knowledge/versions.html",
            item=item,
            versions=queries.versions(item),
            old=older,
            new=newer,
            differences=queries.comparison(older, newer) if older.number != newer.number else [],
            may_write=policies.can_write(g.user),
        )

    @expose("/<int:item_id>/versions/<int:number>/restore", methods=["POST"])
    @has_access
    def restore(self, item_id: int, number: int) -> Response:
        """Say again what an older version said."""
        item = services.restore_version(queries.item_for(g.user, item_id), number, actor=g.user)
        flash(_("Version %(number)s is in force again.", number=number), "success")
        return _to(item)

    @expose("/<int:item_id>/confirm", methods=["POST"])
    @has_access
    def confirm(self, item_id: int) -> Response:
        """Still true; ask again in some months."""
        months = min(max(_number("months", 6), 1), LONGEST)
        item = queries.item_for(g.user, item_id)
        services.confirm_item(item, (clock.now() + months * MONTH).date(), actor=g.user)
        flash(_("Noted as still true."), "success")
        return _to(item)

    @expose("/<int:item_id>/captions", methods=["POST"])
    @has_access
    def add_captions(self, item_id: int) -> Response:
        """Take a file with captions in one language."""
        item = queries.item_for(g.user, item_id)
        file = request.files.get("file")
        text = file.stream.read(CAPTIONS_BYTES).decode("utf-8", "replace") if file else ""
        try:
            track = services.add_captions(item, text, request.form.get("language", item.language), actor=g.user)
        except DomainError as error:
            flash(error.message, "warning")
        else:
            flash(_("%(count)s captions were taken over.", count=track.cue_count), "success")
        return _to(item)

    @expose("/<int:item_id>/captions/<language>/delete", methods=["POST"])
    @has_access
    def drop_captions(self, item_id: int, language: str) -> Response:
        """Take the captions in one language away."""
        item = queries.item_for(g.user, item_id)
        services.drop_captions(queries.caption_track(item, language), actor=g.user)
        return _to(item)


def _to(item: Item) -> Response:
    return redirect(url_for("ItemView.show", pk=item.id))


def _number(name: str, usual: int) -> int:
    text = request.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else usual
