"""What we buy: manufacturers and their models, with what a model says of warranty, worth and end."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model
from app.equipment.models.life import enum_of


class DeviceKind(StrEnum):
    """What sort of thing a model is. Names equal values."""

    laptop = "laptop"
    desktop = "desktop"
    monitor = "monitor"
    dock = "dock"
    phone = "phone"
    tablet = "tablet"
    printer = "printer"
    headset = "headset"
    camera = "camera"
    projector = "projector"
    conference = "conference"
    network = "network"
    server = "server"
    storage = "storage"
    accessory = "accessory"
    other = "other"


K = DeviceKind
BORROWED = frozenset({K.laptop, K.monitor, K.dock, K.phone, K.tablet, K.headset, K.camera, K.projector, K.conference,
                      K.accessory})  # fmt: skip  # what is lent for some days; the rest is part of a place
KIND_WORDS: Mapping[DeviceKind, Any] = {
    DeviceKind.laptop: _l("Laptop"),
    DeviceKind.desktop: _l("Desktop computer"),
    DeviceKind.monitor: _l("Screen"),
    DeviceKind.dock: _l("Dock"),
    DeviceKind.phone: _l("Phone"),
    DeviceKind.tablet: _l("Tablet"),
    DeviceKind.printer: _l("Printer"),
    DeviceKind.headset: _l("Headset"),
    DeviceKind.camera: _l("Camera"),
    DeviceKind.projector: _l("Projector"),
    DeviceKind.conference: _l("Conference system"),
    DeviceKind.network: _l("Network device"),
    DeviceKind.server: _l("Server"),
    DeviceKind.storage: _l("Storage"),
    DeviceKind.accessory: _l("Accessory"),
    DeviceKind.other: _l("Other device"),
}
KIND_ICONS: Mapping[DeviceKind, str] = {
    DeviceKind.laptop: "laptop",
    DeviceKind.desktop: "monitor",
    DeviceKind.monitor: "monitor",
    DeviceKind.dock: "plug",
    DeviceKind.phone: "smartphone",
    DeviceKind.tablet: "tablet",
    DeviceKind.printer: "printer",
    DeviceKind.headset: "headphones",
    DeviceKind.camera: "camera",
    DeviceKind.projector: "projector",
    DeviceKind.conference: "video",
    DeviceKind.network: "wifi",
    DeviceKind.server: "server",
    DeviceKind.storage: "database",
    DeviceKind.accessory: "mouse",
    DeviceKind.other: "package",
}


class Manufacturer(Model):
    """Who makes devices, and how its support is reached."""

    __tablename__ = "manufacturers"

    name: Mapped[str] = mapped_column(sa.String(80), unique=True)
    website: Mapped[str] = mapped_column(sa.String(300), default="")
    support_phone: Mapped[str] = mapped_column(sa.String(40), default="")

    def __str__(self) -> str:
        return self.name


class EquipmentModel(Model):
    """One product of a manufacturer; its devices take warranty and depreciation from it."""

    __tablename__ = "equipment_models"
    __table_args__ = (
        sa.UniqueConstraint("manufacturer_id", "name"),
        sa.Index("ix_equipment_models_name", "name", "id"),
        {"sqlite_autoincrement": True},
    )

    name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[DeviceKind] = mapped_column(enum_of(DeviceKind), default=DeviceKind.other)
    manufacturer_id: Mapped[int] = mapped_column(sa.ForeignKey("manufacturers.id"))
    warranty_months: Mapped[int | None] = mapped_column()
    depreciation_months: Mapped[int | None] = mapped_column()  # without it, the devices are not written off
    floor_value: Mapped[Decimal] = mapped_column(sa.Numeric(12, 2), default=Decimal(0))
    end_of_life_on: Mapped[date | None] = mapped_column(sa.Date, index=True)
    warned_of: Mapped[date | None] = mapped_column(sa.Date)  # the end of life that was announced already
    picture_key: Mapped[str | None] = mapped_column(sa.String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    manufacturer: Mapped[Manufacturer] = relationship(Manufacturer, lazy="joined", innerjoin=True)

    def __str__(self) -> str:
        return f"{self.manufacturer.name} {self.name}"
