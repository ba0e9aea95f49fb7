"""Everything that changes a ticket."""

from app.tickets.services.answers import article_from_ticket, learn_from_solved
from app.tickets.services.categories import drop_category, keep_category
from app.tickets.services.files import (
    accept_file,
    accept_picture,
    announce_checked,
    announce_upload,
    download_address,
    forget_upload,
    receive_file,
    refuse_file,
)
from app.tickets.services.filing import file_again, file_for_caller, file_ticket
from app.tickets.services.handling import (
    add_watcher,
    assign_ticket,
    change_each,
    change_ticket,
    claim_ticket,
    mark_spam,
    move_ticket,
    remove_watcher,
    resolve_ticket,
)
from app.tickets.services.importing import import_tickets, survey_tickets
from app.tickets.services.keeping import drop_reply, drop_view, keep_reply, keep_view
from app.tickets.services.linking import (
    change_problem,
    close_as_duplicate,
    link_tickets,
    raise_problem,
    remove_problem,
    report_me_too,
    unlink_tickets,
)
from app.tickets.services.requester import (
    close_in_silence,
    close_own_ticket,
    remind_requester,
    reopen_ticket,
    say_whether_fixed,
)
from app.tickets.services.talking import answer, edit_message, post_message, redact_file, redact_message
from app.tickets.services.timeline import add_to_timeline

__all__ = [
    "accept_file",
    "accept_picture",
    "add_to_timeline",
    "add_watcher",
    "announce_checked",
    "announce_upload",
    "answer",
    "article_from_ticket",
    "assign_ticket",
    "change_each",
    "change_problem",
    "change_ticket",
    "claim_ticket",
    "close_as_duplicate",
    "close_in_silence",
    "close_own_ticket",
    "download_address",
    "drop_category",
    "drop_reply",
    "drop_view",
    "edit_message",
    "file_again",
    "file_for_caller",
    "file_ticket",
    "forget_upload",
    "import_tickets",
    "keep_category",
    "keep_reply",
    "keep_view",
    "learn_from_solved",
    "link_tickets",
    "mark_spam",
    "move_ticket",
    "post_message",
    "raise_problem",
    "receive_file",
    "redact_file",
    "redact_message",
    "refuse_file",
    "remind_requester",
    "remove_problem",
    "remove_watcher",
    "reopen_ticket",
    "report_me_too",
    "resolve_ticket",
    "say_whether_fixed",
    "survey_tickets",
    "unlink_tickets",
]
