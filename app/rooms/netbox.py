"""The objects of a NetBox export (Django fixtures, perhaps gzipped), and the rooms among them."""

import gzip
import json
import zlib
from typing import Any

from flask_babel import gettext as _

from app.core.errors import Invalid
from app.core.imports.delimited import Opener, Table
from app.core.imports.tables import Rows

MOST_BYTES = 64 * 1024 * 1024
HEADER = ("code", "name", "site", "building", "notes")

Objects = dict[str, dict[int, dict[str, Any]]]  # model -> key -> fields


def objects_in(opens: Opener) -> Objects | None:
    """The objects by model and key, or None when this is no such export. `Invalid` when it is too large."""
    with opens() as stream:
        head = stream.read(2)
        stream.seek(0)
        is_packed = head == b"\x1f\x8b"
        if not is_packed and not head.lstrip().startswith(b"["):
            return None
        try:
            text = (gzip.GzipFile(fileobj=stream) if is_packed else stream).read(MOST_BYTES + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise Invalid(_("The file cannot be unpacked.")) from error
    if len(text) > MOST_BYTES:
        raise Invalid(_("The file is too large to be read at once."))
    try:
        found: Objects = {}
        for each in json.loads(text):
            found.setdefault(each["model"], {})[each["pk"]] = each["fields"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return found if "dcim.site" in found else None


def rooms_in(opens: Opener) -> Table | None:
    """A row for each location, and one for each site, where devices stand that name no location."""
    objects = objects_in(opens)
    if objects is None:
        return None
    sites = objects["dcim.site"]
    rows = [(each["slug"], *(each["name"],) * 3, each.get("description", "")) for each in sites.values()]
    for place in objects.get("dcim.location", {}).values():
        site = sites[place["site"]]["name"]
        rows.append((place["slug"], place["name"], site, site, place.get("description", "")))
    return Rows(HEADER, rows)
