"""The manufacturers and models that agents keep, and the terms of handing over."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import catalog
from app.core.audit import audit
from app.core.errors import Conflict, Invalid, require
from app.core.transaction import transaction
from app.equipment import policies, queries, search
from app.equipment.models import EquipmentModel, HandOverTerms, Manufacturer
from app.equipment.schemas import ManufacturerChange, ModelChange, TermsDraft
from app.extensions import db


@transaction()
def keep_manufacturer(row: Manufacturer | None, change: ManufacturerChange, *, actor: User) -> Manufacturer:
    """Write a new or known manufacturer; `Conflict` when the name is taken. Its devices are found by the new name."""
    require(policies.can_keep(actor))
    before = row.name if row else None
    row = catalog.save(row or Manufacturer(), change, actor=actor)
    if before not in {None, row.name}:
        _index_anew(queries.device_ids_of_manufacturer(row.id))
    return row


@transaction()
def drop_manufacturer(row: Manufacturer, *, actor: User) -> None:
    """Remove a manufacturer; `Conflict` when a model is theirs."""
    require(policies.can_keep(actor))
    catalog.remove(row, actor=actor)


@transaction()
def keep_model(row: EquipmentModel | None, change: ModelChange, *, actor: User) -> EquipmentModel:
    """Write a new or known model; `Conflict` when its manufacturer has one of this name, `Invalid` without one."""
    require(policies.can_keep(actor))
    sent = change.model_fields_set
    if "manufacturer_id" in sent and db.session.get(Manufacturer, change.manufacturer_id) is None:
        raise Invalid.for_field("manufacturer_id", _("There is no such manufacturer."))
    is_known, before = row is not None, (row.name, row.manufacturer_id) if row else None
    row = catalog.save(row or EquipmentModel(), change, actor=actor)
    if is_known and before != (row.name, row.manufacturer_id):
        _index_anew(queries.device_ids_of_model(row.id))
    return row


@transaction()
def drop_model(row: EquipmentModel, *, actor: User) -> None:
    """Remove a model; `Conflict` when a device is of it."""
    require(policies.can_keep(actor))
    catalog.remove(row, actor=actor)


@transaction()
def word_terms(draft: TermsDraft, *, actor: User) -> HandOverTerms:
    """Put new terms in force; who accepted before keeps what they agreed to. `Conflict` when nothing changed."""
    require(policies.can_word_terms(actor))
    in_force = queries.terms_in_force()
    if in_force is not None and in_force.text == draft.text:
        raise Conflict(_("These terms are in force already."))
    terms = HandOverTerms(text=draft.text, author_id=actor.id)
    db.session.add(terms)
    db.session.flush()
    audit("hand_over_terms.worded", terms, actor=actor)
    return terms


def _index_anew(device_ids: Sequence[int]) -> None:
    db.session.flush()
    for device in queries.devices_with(device_ids):
        search.write_text(device)
