"""Devices for those who hold them."""

from flask import g

from app.core.paging import Page
from app.equipment import queries, services
from app.equipment.api import shown
from app.equipment.models import DeviceEvent, Equipment
from app.equipment.schemas import Acceptance, DeviceMove, OwnDeviceOut, Remark
from app.web.api import Api, Listed, endpoint, expose


class EquipmentApi(Api):
    """What is in the caller's own custody."""

    resource_name = "equipment"
    class_permission_name = "MyEquipment"

    @expose("/mine")
    @endpoint(answer=Listed[OwnDeviceOut])
    def mine(self) -> Page:
        """What the caller holds; what waits for an answer first."""
        rows = [shown.own(custody) for custody in queries.mine(g.user)]
        return Page(rows, 1, max(len(rows), 1), None, len(rows), total_is_exact=True)

    @expose("/<int:device_id>/accept", methods=["POST"])
    @endpoint(body=Acceptance, answer=OwnDeviceOut)
    def accept(self, said: Acceptance, device_id: int) -> OwnDeviceOut:
        """Say that one got the device, and agree to the terms in force."""
        device = services.accept_device(self._own(device_id), said, actor=g.user)
        return shown.own(queries.open_custody(device))

    @expose("/<int:device_id>/decline", methods=["POST"])
    @endpoint(body=Remark)
    def decline(self, remark: Remark, device_id: int) -> None:
        """Say that one did not get the device or does not want it; it goes back into stock."""
        move = DeviceMove(event=DeviceEvent.decline, reason=remark.reason)
        services.move_device(self._own(device_id), move, actor=g.user)

    @expose("/<int:device_id>/return-request", methods=["POST"])
    @endpoint(answer=OwnDeviceOut)
    def ask_to_return(self, device_id: int) -> OwnDeviceOut:
        """Say that one wants to give the device back."""
        return shown.own(services.ask_to_return(self._own(device_id), actor=g.user))

    @staticmethod
    def _own(device_id: int) -> Equipment:
        """Staff see more devices than they hold; here only the latter count."""
        return queries.held_by(g.user, device_id)
