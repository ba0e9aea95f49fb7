"""Everything that changes reports by mail."""

from app.reports.services.schedules import (
    drop_schedule,
    keep_schedule,
    mail_schedule,
    refuse_schedule,
    send_test,
)

__all__ = ["drop_schedule", "keep_schedule", "mail_schedule", "refuse_schedule", "send_test"]
