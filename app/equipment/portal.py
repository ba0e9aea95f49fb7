"""The employees' own devices: accept, decline, give back, and the receipts."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.errors import DomainError
from app.equipment import queries, receipt, services, wording
from app.equipment.forms import AcceptForm, DeclineForm
from app.equipment.models import KIND_ICONS, KIND_WORDS, DeviceEvent
from app.equipment.schemas import Acceptance, DeviceMove, Remark
from app.web.portal import company, signed_in

bp = Blueprint("portal_equipment", __name__, url_prefix="/devices")


@bp.get("")
@signed_in
def index() -> str:
    """What is in the reader's custody; what waits for an answer first."""
    return render_template(
        "portal/equipment/list.html",
        custodies=queries.mine(g.user),
        terms=queries.terms_in_force(),
        portal_state=wording.portal_state,
        icon_of=KIND_ICONS.get,
        to_borrow=[(kind, KIND_WORDS[kind]) for kind in queries.kinds_to_borrow()],
        today=queries.today(),
        accept_form=AcceptForm(formdata=None),
        decline_form=DeclineForm(formdata=None),
    )


@bp.post("/<int:device_id>/accept")
@signed_in
def accept(device_id: int) -> Response:
    """Say that one got it, and agree to the terms that were shown."""
    device, form = queries.held_by(g.user, device_id), AcceptForm()
    if said := form.read(Acceptance):
        return _answered(
            lambda: services.accept_device(device, said, actor=g.user),
            _("Thank you. The device is yours; the receipt stands beside it."),
        )
    return redirect(url_for(".index"))


@bp.post("/<int:device_id>/decline")
@signed_in
def decline(device_id: int) -> Response:
    """Say that one did not get it, or does not want it."""
    device, form = queries.held_by(g.user, device_id), DeclineForm()
    if remark := form.read(Remark):
        move = DeviceMove(event=DeviceEvent.decline, reason=remark.reason)
        return _answered(
            lambda: services.move_device(device, move, actor=g.user),
            _("You declined the device. IT knows."),
        )
    return redirect(url_for(".index"))


@bp.post("/<int:device_id>/return")
@signed_in
def ask_to_return(device_id: int) -> Response:
    """Say that one wants to give it back."""
    device = queries.held_by(g.user, device_id)
    return _answered(
        lambda: services.ask_to_return(device, actor=g.user),
        _("IT knows that you want to give it back, and gets in touch."),
    )


@bp.get("/receipts/<int:custody_id>.pdf")
@signed_in
def show_receipt(custody_id: int) -> Any:
    """The receipt of an acceptance, for the person who accepted and for staff."""
    custody = queries.accepted_custody_for(g.user, custody_id)
    made = BytesIO(receipt.pdf(custody, company().name))
    name = f"{custody.equipment.tag}-{custody.id}.pdf"
    return send_file(made, mimetype="application/pdf", as_attachment=True, download_name=name)


@bp.get("/models/<int:model_id>/picture")
@signed_in
def picture(model_id: int) -> Response:
    """Lead to the picture of a model; what a product looks like is no secret among colleagues."""
    return redirect(services.picture_address(queries.model(model_id)))


def _answered(service: Any, thanks: str) -> Response:
    try:
        service()
    except DomainError as error:
        flash(error.message, "danger")
    else:
        flash(thanks, "success")
    return redirect(url_for(".index"))
