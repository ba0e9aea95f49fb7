"""The table of all pages: what the accessibility tests and the screenshots visit."""

from dataclasses import dataclass

from tests.browser.serving import Desk

MONITORS, CALENDAR, MEETINGS = "Two monitors", "The shared calendar", "Cannot join video meetings"


@dataclass(frozen=True)
class Shown:
    """A page as one person sees it. `ticket` is the start of a subject and fills `{ticket}`; `who` None is a stranger."""

    name: str
    path: str
    who: str | None
    ticket: str = ""
    status: int = 200

    def address(self, desk: Desk) -> str:
        """The path with its ids."""
        ids = {
            "ticket": desk.ticket(self.ticket) if self.ticket else 0,
            "mail": desk.kept_mail,
            **desk.people,
            **desk.items,
        }
        return self.path.format(**ids)


PAGES = (
    Shown("sign-in", "/login", None),
    Shown("forgot-password", "/forgot-password", None),
    Shown("link-expired", "/reset-password?token=unknown", None, status=410),
    Shown("home", "/", "alice"),
    Shown("home-newcomer", "/", "noor"),
    Shown("my-requests", "/tickets?show=all", "alice"),
    Shown("my-requests-empty", "/tickets", "noor"),
    Shown("my-requests-none-found", "/tickets?show=all&q=unicorn", "alice"),
    Shown("new-request", "/tickets/new", "alice"),
    Shown("my-request-open", "/tickets/{ticket}", "alice", MONITORS),
    Shown("my-request-waiting", "/tickets/{ticket}", "alice", "Access to the folder"),
    Shown("my-request-solved", "/tickets/{ticket}", "alice", "Mail search"),
    Shown("my-request-closed", "/tickets/{ticket}", "alice", "New keyboard"),
    Shown("my-request-long", "/tickets/{ticket}", "wilhelmina", CALENDAR),
    Shown("notifications", "/notifications", "alice"),
    Shown("notifications-empty", "/notifications", "noor"),
    Shown("account", "/account", "alice"),
    Shown("account-staff", "/account", "bob"),
    Shown("new-password", "/account/password", "alice"),
    Shown("help", "/kb", "alice"),
    Shown("help-topic", "/kb/categories/passwords-and-sign-in", "alice"),
    Shown("help-answers", "/kb/search?q=password", "alice"),
    Shown("help-answers-none", "/kb/search?q=quantum+printer", "alice"),
    Shown("help-answers-filtered", "/kb/search?q=dock&type=video", "alice"),
    Shown("help-article", "/kb/{article}", "alice"),
    Shown("help-video", "/kb/{video}", "alice"),
    Shown("help-document", "/kb/{document}", "alice"),
    Shown("help-draft", "/kb/{draft}", "bob"),
    Shown("devices", "/devices", "alice"),
    Shown("devices-none", "/devices", "noor"),
    Shown("not-found", "/tickets/999999", "alice", status=404),
    Shown("not-allowed", "/staff/tickets", "alice", status=403),
    Shown("my-work", "/staff/my-work", "bob"),
    Shown("my-work-empty", "/staff/my-work", "carol"),
    Shown("queue", "/staff/tickets?view=all", "bob"),
    Shown("queue-filtered", "/staff/tickets?view=all&priority=high&assigned_to=none", "bob"),
    Shown("queue-empty", "/staff/tickets?view=waiting&priority=urgent", "bob"),
    Shown("queue-nothing-here", "/staff/tickets?view=mine", "carol"),
    Shown("ticket", "/staff/tickets/{ticket}", "bob", MONITORS),
    Shown("ticket-long", "/staff/tickets/{ticket}", "nadia", CALENDAR),
    Shown("ticket-unassigned", "/staff/tickets/{ticket}", "bob", MEETINGS),
    Shown("ticket-read-only", "/staff/tickets/{ticket}", "mia", MONITORS),
    Shown("new-ticket", "/staff/tickets/new", "bob"),
    Shown("new-ticket-for-caller", "/staff/tickets/new?requester={alice}", "bob"),
    Shown("notifications-desk", "/notifications", "bob"),
    Shown("ticket-records", "/staff/ticket-records", "carol"),
    Shown("known-problems", "/staff/known-problems", "bob"),
    Shown("known-problem-new", "/staff/known-problems/add", "bob"),
    Shown("saved-replies", "/staff/saved-replies", "bob"),
    Shown("saved-reply-new", "/staff/saved-replies/add", "bob"),
    Shown("knowledge", "/staff/knowledge", "bob"),
    Shown("knowledge-item", "/staff/knowledge/show/{article}", "bob"),
    Shown("knowledge-item-read-only", "/staff/knowledge/show/{video}", "mia"),
    Shown("knowledge-versions", "/staff/knowledge/{article}/versions", "bob"),
    Shown("article-new", "/staff/knowledge/add", "bob"),
    Shown("article-edit", "/staff/knowledge/edit/{article}", "bob"),
    Shown("video-new", "/staff/knowledge/add?type=video", "bob"),
    Shown("video-edit", "/staff/knowledge/edit/{video}", "bob"),
    Shown("document-new", "/staff/knowledge/add?type=document", "bob"),
    Shown("to-review", "/staff/knowledge-lists/to-review", "bob"),
    Shown("searched-nothing-found", "/staff/knowledge-lists/unanswered", "bob"),
    Shown("does-not-help", "/staff/knowledge-lists/unhelpful", "bob"),
    Shown("never-found", "/staff/knowledge-lists/never-found", "bob"),
    Shown("tickets-without-article", "/staff/tickets/without-article", "bob"),
    Shown("topics", "/staff/knowledge-categories", "bob"),
    Shown("topic-new", "/staff/knowledge-categories/add", "bob"),
    Shown("tags", "/staff/knowledge-tags", "bob"),
    Shown("synonyms", "/staff/synonyms", "bob"),
    Shown("synonyms-new", "/staff/synonyms/add", "bob"),
    Shown("people", "/staff/people", "carol"),
    Shown("person", "/staff/people/{alice}", "carol"),
    Shown("person-edit", "/staff/people/edit/{wilhelmina}", "carol"),
    Shown("person-new", "/staff/people/add", "carol"),
    Shown("person-deactivate", "/staff/people/{nadia}/deactivate", "carol"),
    Shown("teams", "/staff/teams", "carol"),
    Shown("team-new", "/staff/teams/add", "carol"),
    Shown("roles", "/staff/roles", "carol"),
    Shown("role-new", "/staff/roles/add", "carol"),
    Shown("device-list", "/staff/equipment", "bob"),
    Shown("device", "/staff/equipment/show/{device}", "bob"),
    Shown("device-in-stock", "/staff/equipment/show/{device_in_stock}", "bob"),
    Shown("device-waiting", "/staff/equipment/show/{device_waiting}", "mia"),
    Shown("device-new", "/staff/equipment/add", "bob"),
    Shown("device-edit", "/staff/equipment/edit/{device}", "bob"),
    Shown("models", "/staff/equipment-models", "bob"),
    Shown("model", "/staff/equipment-models/show/{device_model}", "bob"),
    Shown("model-new", "/staff/equipment-models/add", "bob"),
    Shown("manufacturers", "/staff/manufacturers", "bob"),
    Shown("hand-over-terms", "/staff/hand-over-terms", "carol"),
    Shown("categories", "/staff/categories", "carol"),
    Shown("category-new", "/staff/categories/add", "carol"),
    Shown("settings-company", "/staff/settings/company", "carol"),
    Shown("settings-hours", "/staff/settings/desk-hours", "carol"),
    Shown("settings-targets", "/staff/settings/targets", "carol"),
    Shown("settings-patience", "/staff/settings/patience", "carol"),
    Shown("outgoing-mail", "/staff/mails", "carol"),
    Shown("mail-entry", "/staff/mails/show/{mail}", "carol"),
    Shown("mail", "/staff/mails/mail/{mail}", "carol"),
    Shown("dead-letters", "/staff/dead-letters", "carol"),
    Shown("jobs", "/staff/jobs", "carol"),
    Shown("audit-log", "/staff/audit-log", "carol"),
    Shown("dashboard", "/staff/dashboard", "mia"),
    Shown("dashboard-empty", "/staff/dashboard?from=2001-01-01&to=2001-01-07", "mia"),
    Shown("reports", "/staff/reports", "mia"),
    Shown("report-over-time", "/staff/reports/response-and-resolution", "mia"),
    Shown("report-of-agents", "/staff/reports/agents", "mia"),
    Shown("reports-by-mail", "/staff/report-schedules", "mia"),
    Shown("report-by-mail-new", "/staff/report-schedules/add?report=tickets", "mia"),
    Shown("report-deflection", "/staff/reports/deflection", "mia"),
    Shown("report-hours", "/staff/reports/busiest-hours", "mia"),
    Shown("check-list", "/welcome/check-list", "carol"),
    Shown("staff-not-found", "/staff/tickets/999999", "bob", status=404),
)
