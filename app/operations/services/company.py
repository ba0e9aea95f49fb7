"""The company's logo: cleaned, kept, and named in the settings."""

from io import BytesIO
from typing import Any, BinaryIO

from flask_babel import gettext as _

from app.core import images, settings
from app.core.company import CompanySettings
from app.core.errors import TooLarge, require
from app.core.storage import new_key, storage

LOGO_BYTES = 1024 * 1024
FOLDER = "company/logo"


def change_logo(picture: BinaryIO, *, actor: Any) -> None:
    """Put a picture in the place of the logo; `UnreadablePicture` or `TooLarge` when it cannot be taken."""
    require(actor.is_admin)
    picture.seek(0, 2)
    if picture.tell() > LOGO_BYTES:
        raise TooLarge(_("The logo may have 1 MB at most."))
    clean = images.clean(picture)
    key = new_key(FOLDER, "webp")
    before = CompanySettings.current()
    storage().save(key, BytesIO(clean.thumbnail), clean.thumbnail_type)  # before the row names it: it is never missing
    settings.save(before.model_copy(update={"logo_key": key}), actor=actor)
    _forget(before.logo_key)


def remove_logo(*, actor: Any) -> None:
    """Show the product's own mark again."""
    require(actor.is_admin)
    before = CompanySettings.current()
    settings.save(before.model_copy(update={"logo_key": None}), actor=actor)
    _forget(before.logo_key)


def _forget(key: str | None) -> None:
    if key:
        storage().delete(key)
