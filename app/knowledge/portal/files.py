"""Files of items: pictures, videos, documents, captions; whoever may read the item gets them by a signed address."""

from flask import Response, g, redirect
from werkzeug.wrappers import Response as AnyResponse

from app.knowledge import queries, services
from app.knowledge.portal.blueprint import bp
from app.web.portal import signed_in


@bp.get("/images/<int:file_id>")
@signed_in
def image(file_id: int) -> AnyResponse:
    """Lead to a picture of an article."""
    return redirect(services.image_address_for(queries.image_file(g.user, file_id), actor=g.user))


@bp.get("/<int:item_id>/file")
@signed_in
def download(item_id: int) -> AnyResponse:
    """Lead to the item's file."""
    return redirect(services.download_address(queries.item_for(g.user, item_id), actor=g.user))


@bp.get("/<int:item_id>/video")
@signed_in
def video(item_id: int) -> AnyResponse:
    """Lead a player to the video; the storage answers ranges, so that one can seek."""
    return redirect(services.playing_address(queries.item_for(g.user, item_id), actor=g.user))


@bp.get("/<int:item_id>/captions/<language>.vtt")
@signed_in
def captions(item_id: int, language: str) -> Response:
    """The captions in one language, as a player reads them."""
    track = queries.caption_track(queries.item_for(g.user, item_id), language)
    return Response(track.vtt, mimetype="text/vtt")
