"""Devices that agents and other systems tell of: GLPI inventories (JSON, XML) and NetBox exports, as tables."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser

from flask_babel import gettext as _

from app.core.errors import Invalid
from app.core.imports.delimited import Opener, Table
from app.core.imports.tables import Rows
from app.rooms.netbox import Objects, objects_in

MOST_BYTES = 16 * 1024 * 1024
HEADER = ("tag", "serial_number", "name", "manufacturer", "model", "kind", "room", "building", "state", "notes")
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
# what makers leave in the firmware where a number should be
NO_NUMBER = re.compile(r"(?i)0*|none|n/?a|default string|release-keys|not (specified|available)|unknown|"
                       r"to be filled by o\.?e\.?m\.?|(system|chassis) serial number|no asset tag")  # fmt: skip


def table_in(opens: Opener) -> Table | None:
    """The devices in an inventory, or None when the file is none. `Invalid` when it begins like one and is broken."""
    with opens() as stream:
        head = stream.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith(b"<"):
        return _from_xml(opens)
    if head.startswith(b"{") and (found := _from_json(opens)):
        return found
    objects = objects_in(opens)
    return Rows(HEADER, _netbox_devices(objects)) if objects else None


def _read(opens: Opener) -> bytes:
    with opens() as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Invalid(_("The file is too large to be read at once."))
    return content


def _from_json(opens: Opener) -> Table | None:
    """One inventory of a GLPI agent; anything else is left to others."""
    try:
        told = json.loads(_read(opens))
        content = told["content"]
        parts = {name: content.get(name) or {} for name in ("bios", "hardware", "network_device")}
        if not any(parts.values()):
            return None
        row = _device(*parts.values(), told.get("itemtype") or "", told.get("tag"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return Rows(HEADER, [row])


def _from_xml(opens: Opener) -> Table:
    content = _read(opens)
    if ENTITIES.search(content):
        raise Invalid(_("The file declares entities, which are not read."))
    try:
        parser = XMLParser()  # noqa: S314  no entities are declared, so none can grow
        parser.feed(content)
        root = parser.close()
    except ParseError as error:
        raise Invalid(_("The file is no well-formed XML.")) from error
    if not isinstance(root, Element) or root.find("CONTENT") is None:
        raise Invalid(_("The file is no inventory of a GLPI agent."))
    return Rows(HEADER, _devices_of(root))


def _devices_of(root: Element) -> Iterator[tuple[str, ...]]:
    content = root.find("CONTENT")
    assert content is not None
    kind = root.findtext("ITEMTYPE") or ""
    if (hardware := content.find("HARDWARE")) is not None or content.find("BIOS") is not None:
        yield _device(_members(content.find("BIOS")), _members(hardware), {}, kind, None)
        return
    for device in content.findall("DEVICE"):
        info = device.find("INFO")
        yield _device({}, {}, _members(device if info is None else info), kind, None)


def _members(element: Element | None) -> dict[str, str]:
    return {child.tag.lower(): child.text or "" for child in (element if element is not None else ())}


def _device(
    bios: Mapping[str, Any], hardware: Mapping[str, Any], net: Mapping[str, Any], kind: str, told: Any
) -> tuple[str, ...]:
    """A row of what an agent found; the tag is the sticker's if anybody wrote it down, else serial number or name."""
    serial = _number(net.get("serial") or bios.get("ssn"))
    name = _text(net.get("name") or net.get("snmphostname") or hardware.get("name"))
    tag = _number(net.get("assettag") or bios.get("assettag")) or _number(told)
    sort = net.get("type") or hardware.get("chassis_type") or kind or "computer"
    made = (_text(net.get("manufacturer") or bios.get("smanufacturer")), _text(net.get("model") or bios.get("smodel")))
    return (tag or serial or name, serial, name, *made, _text(sort), _text(net.get("location")), "", "", "")


def _netbox_devices(objects: Objects) -> list[tuple[str, ...]]:
    """NetBox knows names, which may be left out or come twice; then the device is called by its key there."""
    devices, types = objects.get("dcim.device", {}), objects.get("dcim.devicetype", {})
    makers, roles = objects.get("dcim.manufacturer", {}), objects.get("dcim.devicerole", {})
    sites, places = objects["dcim.site"], objects.get("dcim.location", {})
    names = [device["name"] for device in devices.values()]
    rows = []
    for key, device in devices.items():
        sort, site = types[device["device_type"]], sites[device["site"]]
        own = device["name"] if device["name"] and names.count(device["name"]) == 1 else None
        tag = device["asset_tag"] or (own or f"NetBox-{key}")[:60]
        room = places[device["location"]]["slug"] if device["location"] else site["slug"]
        role = roles.get(device.get("role", device.get("device_role")), {}).get("name", "")
        rows.append((tag, device["serial"], device["name"] or "", makers[sort["manufacturer"]]["name"], sort["model"],
                     role, room, site["name"], device["status"], device["comments"]))  # fmt: skip
    return rows


def _number(value: Any) -> str:
    text = _text(value)
    return "" if NO_NUMBER.fullmatch(text) else text


def _text(value: Any) -> str:
    return " ".join(str(value or "").split())
