"""Items as writers see them: the list, what is known of one, and the editor."""

from collections.abc import Sequence
from typing import Any

from flask import g, request, url_for
from flask_appbuilder.actions import action
from flask_babel import lazy_gettext as _l
from werkzeug.utils import redirect
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField

from app.accounts import queries as people
from app.accounts.models import User
from app.core import clock
from app.core.company import CompanySettings
from app.knowledge import policies, queries, services
from app.knowledge.admin import words  # noqa: F401  the states' words
from app.knowledge.forms import LANGUAGES, ChaptersField
from app.knowledge.models import Item, ItemStatus, ItemType
from app.knowledge.schemas import ItemChange, ItemDraft
from app.web.admin import ChoiceField, ServiceModelView, TableInterface
from app.web.admin.forms import Needed

COMMON = ("title", "summary", "category", "tags", "audience", "language", "review_on")
OF_TYPE = {
    ItemType.article: ("body_html",),
    ItemType.video: ("storage_key", "link_url", "captions_key", "chapters"),
    ItemType.document: ("storage_key",),
}
OWN = ["body_html", "storage_key", "link_url", "captions_key", "chapters"]
MAY_BE_NONE = {"review_on", "link_url", "storage_key", "captions_key"}
FIELDS = {
    "title": TextAreaField(_l("Title"), [Needed()]),  # grows with its text; a line break in it counts as a blank
    "summary": TextAreaField(_l("In one sentence")),
    "body_html": TextAreaField(_l("Text")),
    "storage_key": HiddenField(_l("File")),
    "captions_key": HiddenField(_l("Captions")),
    "chapters": ChaptersField(_l("Chapters"), description=_l("One a line: 1:30 How to plug it in")),
    "language": ChoiceField(_l("Language"), offered=LANGUAGES),
}


class ItemView(ServiceModelView):
    """Everything that is written down, drafts and archived items too."""

    datamodel = TableInterface(Item)
    route_base = "/staff/knowledge"
    class_permission_name = "Knowledge"
    schema, change_schema = ItemDraft, ItemChange
    show_template, add_template, edit_template = (f"staff/knowledge/{name}.html" for name in ("show", "add", "edit"))
    list_template = "staff/knowledge/list.html"

    list_title, add_title, edit_title = _l("Knowledge"), _l("New article"), _l("Edit")
    intro = _l("Articles, videos and documents that answer before somebody has to ask.")
    empty_title = _l("Nothing written yet")
    empty_text = _l("Begin with the question that you answered most often this week.")
    add_label, icon = _l("New article"), "book-open"

    list_columns = ["title", "type", "status", "audience", "category", "owner", "updated_at"]
    show_columns = ["type", "status", "audience", "language", "category", "tags", "owner", "updated_by",
                    "review_on", "published_at", "updated_at", "version"]  # fmt: skip
    add_columns = [*COMMON, *OWN]
    edit_columns = [*COMMON, "owner", *OWN]
    search_columns = ["title", "status", "type", "category", "owner", "audience", "review_on"]
    order_columns = ["title", "type", "status", "review_on", "updated_at"]
    base_order = ("updated_at", "desc")
    small_relations = frozenset({"category"})
    column_kinds = {"body_html": "long"}
    computed = {"language": lambda item: LANGUAGES.get(item.language, item.language)}
    label_columns = {
        "type": _l("Kind"),
        "status": _l("State"),
        "audience": _l("For whom"),
        "language": _l("Language"),
        "category": _l("Topic"),
        "tags": _l("Tags"),
        "owner": _l("Owner"),
        "updated_by": _l("Changed by"),
        "review_on": _l("Look again on"),
        "published_at": _l("Published"),
        "version": _l("Version"),
        "summary": _l("In one sentence"),
        "body_html": _l("Text"),
        "storage_key": _l("File"),
        "link_url": _l("Address of the video"),
        "captions_key": _l("Captions"),
        "chapters": _l("Chapters"),
    }
    description_columns = {
        "summary": _l("What the reader can do afterwards; search shows it."),
        "audience": _l("What is for IT only is never shown to employees, not even its title."),
        "review_on": _l("On this day it appears under “To review”."),
        "owner": _l("Who keeps it true."),
    }
    add_form_extra_fields = edit_form_extra_fields = FIELDS

    def kind(self, item: Item | None = None) -> ItemType:
        """The kind of item that a page is about; a new one's stands in the address."""
        wanted = request.args.get("type", "")
        return item.type if item else ItemType.__members__.get(wanted, ItemType.article)

    def values_of(self, form: Any) -> dict[str, Any]:
        """What the form says of an item of this kind; an emptied field means none."""
        is_new = "owner" not in form
        kind = self.kind() if is_new else self.kind(self._open_item())
        sent = {name: value for name, value in form.values().items() if name not in OWN or name in OF_TYPE[kind]}
        values = {name: None if value == "" and name in MAY_BE_NONE else value for name, value in sent.items()}
        if not is_new:  # a file that was not touched stays
            return {name: value for name, value in values.items() if value is not None or name == "review_on"}
        status = request.form.get("then", ItemStatus.draft)
        return {"type": kind, "status": status, **{k: v for k, v in values.items() if v is not None}}

    def create(self, data: ItemDraft, actor: User) -> Item:
        return services.write_item(data, actor=actor)

    def change(self, item: Item, data: ItemChange, actor: User) -> Item:
        services.save_item(item, data, actor=actor, seen=int(request.form["seen"]))
        if request.form.get("then") == ItemStatus.published:
            services.publish_item(item, actor=actor)
        return item

    def remove(self, item: Item, actor: User) -> None:
        services.remove_item(item, actor=actor)

    def may_change(self, item: Item) -> bool:
        return policies.can_write(g.user)

    def links(self, item: Item) -> Sequence[tuple[Any, str, str]]:
        return [(_l("As readers see it"), url_for("portal_knowledge.show", item_id=item.id), "eye")]

    def hits(self, column: str, text: str) -> Sequence[Any]:
        """Only writers can own an item."""
        if column != "owner":
            return super().hits(column, text)
        return [agent for agent in people.agents() if text.lower() in f"{agent.name} {agent.email}".lower()][:20]

    def _open_item(self) -> Item:
        return queries.item_for(g.user, int(request.view_args["pk"]))  # type: ignore[index]  # only edit pages ask

    def _add(self) -> dict[str, Any] | None:
        widgets = super()._add()
        if widgets and request.method == "GET":
            form = widgets["add"].template_args["form"]
            form.title.data = request.args.get("title", "")[:500]
            form.language.data = CompanySettings.current().language
        return widgets and {**widgets, "kind": self.kind()}

    def _edit(self, pk: Any) -> dict[str, Any] | None:
        widgets = super()._edit(pk)
        item = self._wanted(pk)
        return widgets and {**widgets, "item": item, "kind": item.type}

    def _show(self, pk: Any) -> dict[str, Any]:
        widgets, item = super()._show(pk), self._wanted(pk, self.show_columns)
        return {
            **widgets,
            "item": item,
            "usage": queries.usage_of([item])[item.id],
            "comments": queries.comments_on(item),
            "tracks": queries.captions_of(item) if item.type is ItemType.video else [],
            "languages": LANGUAGES,
            "today": clock.now().date(),
        }

    def run_each(self, service: Any, items: list[Any]) -> Response:
        """Back to the item where only one was meant."""
        response = super().run_each(service, items)
        is_single = request.endpoint == f"{self.endpoint}.action"
        return redirect(self.address("show", pk=items[0].id)) if is_single else response

    @action("publish", _l("Publish"), icon="send")
    def publish(self, items: list[Item]) -> Any:
        """Show the chosen items to their readers."""
        return self.run_each(services.publish_item, items)

    @action("unpublish", _l("Make a draft again"), icon="pencil-line")
    def unpublish(self, items: list[Item]) -> Any:
        """Take the chosen items back from their readers."""
        return self.run_each(services.unpublish_item, items)

    @action("archive", _l("Archive"), _l("Readers do not find it any more. Archive it?"), "archive")
    def archive(self, items: list[Item]) -> Any:
        """Keep what is not true any more, away from readers."""
        return self.run_each(services.archive_item, items)
