"""Dead letters: events that a part of the product could not be told of."""

import json

from flask_appbuilder.actions import action
from flask_babel import lazy_gettext as _l

from app.core.outbox import OutboxMessage
from app.operations import services
from app.operations.admin import words
from app.web.admin import ServiceModelView, TableInterface, Where


class DeadLetterView(ServiceModelView):
    """What was given up after many tries; to be told again once the cause is mended."""

    datamodel = TableInterface(OutboxMessage)
    route_base = "/staff/dead-letters"
    class_permission_name = "Operations"
    include_route_methods = {"list", "show", "action", "action_post"}
    base_filters = [["id", Where, lambda: [OutboxMessage.dead_at.is_not(None)]]]

    list_title = _l("Dead letters")
    intro = _l("Events that could not be told after many tries. Mend the cause, then tell them again.")
    empty_title, empty_text = _l("No dead letters"), _l("Everything that happened was told.")
    icon = "mail-x"

    list_columns = ["event", "subscriber", "attempts", "dead_at", "last_error"]
    show_columns = ["event", "subscriber", "attempts", "created_at", "dead_at", "last_error", "payload"]
    search_columns = ["event", "subscriber", "last_error", "dead_at"]
    order_columns = ["dead_at", "id"]
    base_order = ("dead_at", "desc")
    column_kinds = {"subscriber": "code", "last_error": "long", "payload": "code"}
    computed = {
        "event": lambda letter: words.spoken(letter.event),
        "payload": lambda letter: json.dumps(letter.payload),
    }
    label_columns = {
        "event": _l("Event"),
        "subscriber": _l("Who was to be told"),
        "attempts": _l("Tries"),
        "dead_at": _l("Given up"),
        "created_at": _l("Happened"),
        "last_error": _l("Last error"),
        "payload": _l("Content"),
        "id": _l("Entry"),
    }

    def name_of(self, item: OutboxMessage) -> str:
        return words.spoken(item.event)

    @action("tell_again", _l("Tell again"), icon="rotate-ccw")
    def tell_again(self, letters: list[OutboxMessage]) -> object:
        """Give the chosen letters another round of tries."""
        return self.run_each(services.tell_again, letters)
