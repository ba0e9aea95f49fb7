"""Everything that changes reports by mail and files prepared in the background."""

from app.reports.services.exporting import fail_export, finish_export, forget_export, lease_export, note_progress
from app.reports.services.exports import FETCHED_WITHIN, REMOVING, address_of_export, ask_for_export, drop_export
from app.reports.services.layouts import arrange_tiles, forget_layout, move_tile, share_layout
from app.reports.services.schedules import (
    drop_schedule,
    keep_schedule,
    mail_schedule,
    refuse_schedule,
    send_test,
)

__all__ = [
    "FETCHED_WITHIN",
    "REMOVING",
    "address_of_export",
    "arrange_tiles",
    "ask_for_export",
    "drop_export",
    "drop_schedule",
    "fail_export",
    "finish_export",
    "forget_export",
    "forget_layout",
    "keep_schedule",
    "lease_export",
    "mail_schedule",
    "move_tile",
    "note_progress",
    "refuse_schedule",
    "send_test",
    "share_layout",
]
