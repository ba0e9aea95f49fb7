"""Devices: for those who hold them, and for those who keep them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.notifications.about.notice import Notice, Params, no_lines
from app.notifications.models import What


def _day(params: Params, name: str) -> str:
    return format_date(date.fromisoformat(params[name]), "medium")


def _holder() -> str:
    return _("You get this because the device is in your custody.")


def _keeper() -> str:
    return _("You get this because you look after the devices.")


def _mine(icon: str, sentence: Callable[[Params], str], lines: Callable[[Params], Sequence[str]] = no_lines) -> Notice:
    return Notice(icon, sentence, "/devices", lambda: _("To my devices"), _holder, lines)


def _kept(icon: str, sentence: Callable[[Params], str], lines: Callable[[Params], Sequence[str]] = no_lines,
          path: str = "/staff/equipment/show/{device_id}") -> Notice:  # fmt: skip
    return Notice(icon, sentence, path, lambda: _("Open it on the desk"), _keeper, lines)


NOTICES: Mapping[What, Notice] = {
    What.device_handed_over: _mine(
        "hand-helping",
        lambda params: _("Did you get %(device)s?", device=params["device"]),
        lambda params: [_("IT has handed it to you. Please say in the portal whether you got it.")],
    ),
    What.device_lent: _mine(
        "calendar-clock",
        lambda params: _(
            "%(device)s is lent to you until %(day)s", device=params["device"], day=_day(params, "due_on")
        ),
    ),
    What.loan_ends: _mine(
        "calendar-clock",
        lambda params: _(
            "Please bring %(device)s back by %(day)s", device=params["device"], day=_day(params, "due_on")
        ),
        lambda params: [_("Do you need it for longer? Tell IT.")],
    ),
    What.loan_overdue: _mine(
        "alarm-clock",
        lambda params: _("%(device)s was due back on %(day)s", device=params["device"], day=_day(params, "due_on")),
        lambda params: [_("Please bring it back, or tell IT that you need it for longer.")],
    ),
    What.device_declined: _kept(
        "circle-x",
        lambda params: _("%(name)s declined %(device)s", name=params["name"], device=params["device"]),
        lambda params: [params["reason"]] if params.get("reason") else [],
    ),
    What.return_asked: _kept(
        "archive-restore",
        lambda params: _("%(name)s wants to return %(device)s", name=params["name"], device=params["device"]),
    ),
    What.warranties_end: _kept(
        "shield-alert",
        lambda params: ngettext(
            "The warranty of %(num)s device ends soon", "The warranties of %(num)s devices end soon", params["count"]
        ),
        lambda params: params["named"],
        "/staff/equipment?_oc_EquipmentView=warranty_ends_on&_od_EquipmentView=asc",
    ),
    What.support_ends: _kept(
        "shield-alert",
        lambda params: _(
            "%(model)s gets no more updates from %(day)s", model=params["model"], day=_day(params, "ends_on")
        ),
        lambda params: [ngettext("We have %(num)s of it.", "We have %(num)s of them.", params["devices"])],
        "/staff/equipment-models/show/{model_id}",
    ),
}
