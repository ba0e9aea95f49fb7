"""Pictures of models: cleaned, small, and named by their model."""

from datetime import timedelta
from io import BytesIO
from typing import BinaryIO

from flask_babel import gettext as _

from app.accounts.models import User
from app.core import images
from app.core.audit import audit
from app.core.errors import NotFound, TooLarge, require
from app.core.storage import new_key, storage
from app.core.transaction import transaction
from app.equipment import policies
from app.equipment.models import EquipmentModel

MOST_BYTES = 5 * 1024 * 1024
FOLDER = "equipment/models"
SHOWN_FOR = timedelta(hours=1)


def change_picture(model: EquipmentModel, picture: BinaryIO, *, actor: User) -> None:
    """Put a picture in the place of the model's; `UnreadablePicture` or `TooLarge` when it cannot be taken."""
    require(policies.can_keep(actor))
    picture.seek(0, 2)
    if picture.tell() > MOST_BYTES:
        raise TooLarge(_("The picture may have 5 MB at most."))
    picture.seek(0)
    clean = images.clean(picture)
    key = new_key(FOLDER, "webp")
    storage().save(key, BytesIO(clean.thumbnail), clean.thumbnail_type)  # before the row names it: it is never missing
    _forget(_name(model, key, actor))


def remove_picture(model: EquipmentModel, *, actor: User) -> None:
    """Show the sign of the model's kind again."""
    require(policies.can_keep(actor))
    _forget(_name(model, None, actor))


@transaction()
def _name(model: EquipmentModel, key: str | None, actor: User) -> str | None:
    """Name the picture of a model; answers the key of the one before."""
    before, model.picture_key = model.picture_key, key
    audit("equipment_models.pictured", model, actor=actor)
    return before


def _forget(key: str | None) -> None:
    if key:
        storage().delete(key)


def picture_address(model: EquipmentModel) -> str:
    """A signed address of the picture; `NotFound` without one."""
    if not model.picture_key:
        raise NotFound
    return storage().download_url(
        model.picture_key, filename="model.webp", content_type="image/webp", inline=True, expires_in=SHOWN_FOR
    )
