"""The generated screens of an operator: audit log, outgoing mail, dead letters, jobs."""

from app.operations.admin.audit_log import AuditView
from app.operations.admin.jobs import JobView
from app.operations.admin.letters import DeadLetterView
from app.operations.admin.mails import MailView

__all__ = ["AuditView", "DeadLetterView", "JobView", "MailView"]
