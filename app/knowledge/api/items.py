"""Knowledge as its writers keep it."""

from flask import g
from pydantic import Field

from app.core.paging import Page
from app.knowledge import queries, services
from app.knowledge.api import shown
from app.knowledge.api.reading import Name, Narrowing
from app.knowledge.models import Audience, FilePurpose, Item, ItemStatus
from app.knowledge.schemas import (
    ItemChange,
    ItemDraft,
    StaffItemDetails,
    StaffItemFilters,
    StaffItemOut,
    UploadDraft,
    UploadOut,
    VersionOut,
)
from app.web.api import Api, Listed, ListQuery, Several, endpoint, expose


class StaffItemsQuery(Narrowing, ListQuery):
    """Which items, drafts and archived ones too."""

    sort: str = "-updatedAt"
    status: Several[ItemStatus] = Field(default_factory=list)
    audience: Several[Audience] = Field(default_factory=list)
    language: Several[Name] = Field(default_factory=list)
    owner: Several[Name] = Field(default_factory=list)
    q: str | None = Field(None, max_length=200)

    def filters(self) -> StaffItemFilters:
        """The filters as the queries take them."""
        return StaffItemFilters(**{name: getattr(self, name) for name in StaffItemFilters.model_fields})


def address(item: StaffItemDetails) -> str:
    """Where the item is kept."""
    return f"/api/v1/admin/kb/items/{item.id}"


class AdminKnowledgeApi(Api):
    """Items, their versions and files."""

    resource_name = "admin/kb"
    class_permission_name = "Knowledge"

    @expose("/items")
    @endpoint(query=StaffItemsQuery, answer=Listed[StaffItemOut])
    def index(self, query: StaffItemsQuery) -> Page:
        """All items that the caller may see."""
        return queries.staff_items(g.user, query.filters(), query.paging())

    @expose("/items", methods=["POST"])
    @endpoint(body=ItemDraft, answer=StaffItemDetails, status=201, idempotent=True, location=address)
    def write(self, draft: ItemDraft) -> StaffItemDetails:
        """Write a new item."""
        return shown.staff_details(services.write_item(draft, actor=g.user))

    @expose("/items/<int:item_id>")
    @endpoint(answer=StaffItemDetails)
    def show(self, item_id: int) -> StaffItemDetails:
        """One item, whatever its state."""
        return shown.staff_details(queries.item_for(g.user, item_id))

    @expose("/items/<int:item_id>", methods=["PATCH"])
    @endpoint(body=ItemChange, answer=StaffItemDetails, current="show")
    def change(self, change: ItemChange, item_id: int) -> StaffItemDetails:
        """Change what is sent; that is a new version."""
        return shown.staff_details(services.save_item(self._item(item_id), change, actor=g.user))

    @expose("/items/<int:item_id>", methods=["DELETE"])
    @endpoint(status=204, current="show")
    def remove(self, item_id: int) -> None:
        """Delete an item that no ticket names."""
        services.remove_item(self._item(item_id), actor=g.user)

    @expose("/items/<int:item_id>/publish", methods=["POST"])
    @endpoint(answer=StaffItemDetails)
    def publish(self, item_id: int) -> StaffItemDetails:
        """Show it to its readers."""
        return shown.staff_details(services.publish_item(self._item(item_id), actor=g.user))

    @expose("/items/<int:item_id>/unpublish", methods=["POST"])
    @endpoint(answer=StaffItemDetails)
    def unpublish(self, item_id: int) -> StaffItemDetails:
        """Make a draft of it again."""
        return shown.staff_details(services.unpublish_item(self._item(item_id), actor=g.user))

    @expose("/items/<int:item_id>/archive", methods=["POST"])
    @endpoint(answer=StaffItemDetails)
    def archive(self, item_id: int) -> StaffItemDetails:
        """Keep it away from readers for good."""
        return shown.staff_details(services.archive_item(self._item(item_id), actor=g.user))

    @expose("/items/<int:item_id>/versions")
    @endpoint(answer=Listed[VersionOut])
    def versions(self, item_id: int) -> Page:
        """Every save, newest first."""
        return shown.whole([shown.version(row) for row in queries.versions(self._item(item_id))])

    @expose("/items/<int:item_id>/versions/<int:number>/restore", methods=["POST"])
    @endpoint(answer=StaffItemDetails)
    def restore(self, item_id: int, number: int) -> StaffItemDetails:
        """Let it say again what it said then; that is a version of its own."""
        return shown.staff_details(services.restore_version(self._item(item_id), number, actor=g.user))

    @expose("/upload-url", methods=["POST"])
    @endpoint(body=UploadDraft, answer=UploadOut, status=201, idempotent=True)
    def announce(self, draft: UploadDraft) -> UploadOut:
        """Where to put a file that an item will name."""
        file, upload = services.announce_upload(draft, actor=g.user)
        image_url = services.image_address(file) if file.purpose is FilePurpose.image else None
        return UploadOut(storage_key=file.storage_key, upload_url=upload.url, method=upload.method,
                         headers=upload.headers, expires_at=upload.expires_at, image_url=image_url)  # fmt: skip

    def _item(self, item_id: int) -> Item:
        return queries.item_for(g.user, item_id)
