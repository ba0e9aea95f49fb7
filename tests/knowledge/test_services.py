"""What may be changed of knowledge, by whom, and what is kept of it."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from pydantic import ValidationError

from app.accounts.queries import system_user
from app.core import audit
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Stale
from app.core.outbox import OutboxMessage
from app.core.transaction import transaction
from app.extensions import db
from app.knowledge import queries, services
from app.knowledge.models import (
    Evidence,
    EvidenceKind,
    Feedback,
    FilePurpose,
    FileState,
    IllegalMove,
    Item,
    ItemStatus,
    KnowledgeFile,
    Opening,
    SearchNote,
    Solution,
)
from app.knowledge.schemas import (
    CategoryChange,
    CategoryEdit,
    FeedbackDraft,
    ItemChange,
    ItemDraft,
    SynonymChange,
    TagChange,
)
from app.knowledge.services.indexing import AT_ONCE
from app.search import DocumentsChanged
from app.tickets.models import ItemUse, TicketItem
from app.worker import relay
from tests.access.things import save
from tests.factories import knowledge, tickets
from tests.factories.people import PersonFactory


def rows(model, *where):
    return db.session.scalars(sa.select(model).where(*where)).all()


def forget_what_was_told():
    with transaction():
        db.session.execute(sa.delete(OutboxMessage))


def told(event):
    return [row.payload for row in rows(OutboxMessage, OutboxMessage.event == event.name)]


def test_an_article_is_written_with_everything_it_says(bob, clock):
    shelf, tag = knowledge.shelf(), knowledge.tag()

    item = services.write_item(ItemDraft(
        type="article", title="  Dock   blinks ", summary="Why", category_id=shelf.id, tag_ids=[tag.id, tag.id],
        audience="staff", language="de", review_on=date(2026, 9, 1), body_html="<h1>Look</h1><script>x</script>",
    ), actor=bob)  # fmt: skip

    assert (item.title, item.status, item.audience, item.language) == ("Dock blinks", "draft", "staff", "de")
    assert item.body_html == '<h2 id="s-look">Look</h2>'
    assert (item.owner, item.updated_by, item.version, item.tags) == (bob, bob, 1, [tag])
    assert [(row.number, row.title, row.author) for row in queries.versions(item)] == [(1, "Dock blinks", bob)]
    assert item.published_at is None


def test_an_item_without_a_language_speaks_the_companys(bob):
    assert knowledge.item(actor=bob).language == "en"


def test_it_may_be_published_at_once_and_owned_by_another(bob, carol, clock):
    item = knowledge.item(actor=bob, owner_id=carol.id)

    assert (item.status, item.published_at, item.owner) == (ItemStatus.published, clock(), carol)


@pytest.mark.parametrize("who", ["alice", "mia", "mallory"])
def test_only_agents_and_administrators_write(who, request, bob):
    person, item = request.getfixturevalue(who), knowledge.item(actor=bob)
    draft = ItemDraft(type="article", title="x", category_id=item.category_id)

    for attempt in (
        lambda: services.write_item(draft, actor=person),
        lambda: services.save_item(item, ItemChange(title="y"), actor=person),
        lambda: services.restore_version(item, 1, actor=person),
        lambda: services.confirm_item(item, None, actor=person),
        lambda: services.archive_item(item, actor=person),
        lambda: services.remove_item(item, actor=person),
        lambda: services.keep_category(None, CategoryChange(name="Mine"), actor=person),
        lambda: services.drop_category(item.category, actor=person),
        lambda: services.keep_tag(None, TagChange(name="Mine"), actor=person),
        lambda: services.keep_synonyms(None, SynonymChange(words="a, b"), actor=person),
        lambda: services.add_captions(item, knowledge.CAPTIONS, "en", actor=person),
    ):
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"category_id": 9_000_000}, "categoryId"),
        ({"tag_ids": [9_000_000]}, "tagIds"),
        ({"owner_id": 9_000_000}, "ownerId"),
        ({"body_html": '<img src="/kb/images/9000000">'}, "bodyHtml"),
    ],
)
def test_what_an_article_names_must_be_there(bob, fields, field):
    with pytest.raises(Invalid) as refusal:
        knowledge.item(actor=bob, **fields)

    assert field in refusal.value.errors


def test_only_staff_who_write_can_own_an_item(alice, mia, bob):
    for person in (alice, mia, PersonFactory(role=None), PersonFactory(active=False)):
        with pytest.raises(Invalid):
            knowledge.item(actor=bob, owner_id=person.id)


def test_each_save_is_a_version_and_nothing_new_is_none(bob, clock):
    item = knowledge.item("Old", actor=bob)
    clock.advance(hours=1)

    services.save_item(item, ItemChange(title="New", body_html="<p>Other</p>"), actor=bob)
    services.save_item(item, ItemChange(title="New"), actor=bob)
    services.save_item(item, ItemChange(tag_ids=[knowledge.tag().id]), actor=bob)

    assert item.version == 3
    assert item.updated_at == clock()
    assert [row.title for row in queries.versions(item)] == ["New", "New", "Old"]


def test_everything_sent_is_changed_and_nothing_else(bob, carol):
    item = knowledge.video(actor=bob)
    shelf = knowledge.shelf("Other shelf")
    change = ItemChange(
        summary="Short", category_id=shelf.id, audience="staff", language="fr", owner_id=carol.id,
        review_on=date(2026, 5, 1), link_url="https://videos.example.org/new", tag_ids=[],
        chapters=[{"seconds": 9, "title": "Later"}, {"seconds": 1, "title": "First"}],
    )  # fmt: skip

    services.save_item(item, change, actor=bob)

    assert (item.title, item.summary, item.category, item.audience) == ("The dock in a minute", "Short", shelf, "staff")
    assert (item.language, item.owner, item.review_on) == ("fr", carol, date(2026, 5, 1))
    assert [chapter["title"] for chapter in item.chapters] == ["First", "Later"]
    assert item.link_url == "https://videos.example.org/new"


def test_a_writer_who_saw_an_older_version_is_told(bob):
    item = knowledge.item(actor=bob)
    services.save_item(item, ItemChange(title="Newer"), actor=bob, seen=1)

    with pytest.raises(Stale):
        services.save_item(item, ItemChange(title="Mine"), actor=bob, seen=1)


@pytest.mark.parametrize(
    ("make", "change", "field"),
    [
        (knowledge.video, {"body_html": "<p>x</p>"}, "bodyHtml"),
        (knowledge.item, {"storage_key": "kb/videos/x"}, "storageKey"),
        (knowledge.item, {"link_url": "https://x.example.org"}, "link_url"),
        (knowledge.document, {"chapters": []}, "chapters"),
    ],
)
def test_an_item_takes_only_what_its_type_has(bob, make, change, field):
    item = make(actor=bob)

    with pytest.raises(Invalid) as refusal:
        services.save_item(item, ItemChange.model_validate(change), actor=bob)

    assert field in refusal.value.errors


def test_an_old_version_comes_back_as_a_new_one(bob, carol):
    item = knowledge.item("First", actor=bob)
    services.save_item(item, ItemChange(title="Second", body_html="<p>2</p>"), actor=bob)

    services.restore_version(item, 1, actor=carol)

    assert (item.title, item.version, item.body_html) == ("First", 3, queries.version_of(item, 1).body_html)
    newest = queries.versions(item)[0]
    assert (newest.restored_from, newest.author) == (1, carol)


def test_saying_that_an_item_is_still_true_writes_no_version(bob):
    item = knowledge.item(actor=bob, review_on=date(2026, 1, 1))

    services.confirm_item(item, date(2027, 1, 1), actor=bob)

    assert (item.review_on, item.version) == (date(2027, 1, 1), 1)


def test_the_table_of_moves_is_obeyed(bob, clock):
    item = knowledge.item(actor=bob, status="draft")
    assert item.legal_moves == [ItemStatus.published, ItemStatus.archived]

    services.publish_item(item, actor=bob)
    first = item.published_at
    services.publish_item(item, actor=bob)
    clock.advance(days=1)
    services.archive_item(item, actor=bob)
    assert item.archived_at == clock()
    services.publish_item(item, actor=bob)
    services.unpublish_item(item, actor=bob)

    assert (item.status, item.published_at, item.archived_at) == (ItemStatus.draft, first, None)
    with pytest.raises(IllegalMove) as refusal:
        item.move(ItemStatus.draft, clock())
    assert refusal.value.details["legal"] == ["published", "archived"]


def test_each_change_has_search_read_the_item_anew(bob):
    item = knowledge.item(actor=bob, status="draft")
    forget_what_was_told()

    services.save_item(item, ItemChange(title="Other"), actor=bob)
    services.publish_item(item, actor=bob)
    services.confirm_item(item, None, actor=bob)

    assert told(DocumentsChanged) == [{"keys": [f"kb:{item.id}"]}] * 3


def test_many_items_are_read_anew_in_parts(session):
    with transaction():
        services.reindex(range(1, AT_ONCE + 2))

    assert [len(payload["keys"]) for payload in told(DocumentsChanged)] == [AT_ONCE, 1]


def test_an_item_that_a_ticket_names_cannot_vanish(bob, alice):
    item = knowledge.item(actor=bob)
    save(TicketItem(ticket_id=tickets.ticket(alice).id, item_id=item.id, use=ItemUse.shown))

    with pytest.raises(Conflict, match="Archive"):
        services.remove_item(item, actor=bob)


def test_a_removed_item_takes_its_own_files_along_and_leaves_shared_ones(bob, alice):
    own, shared = knowledge.picture(bob), knowledge.picture(bob)
    item = knowledge.item(actor=bob, body_html=f'<img src="/kb/images/{own.id}"><img src="/kb/images/{shared.id}">')
    shared.state = FileState.ready
    other = knowledge.item("Other", actor=bob, body_html=f'<img src="/kb/images/{shared.id}">')
    services.note_opening(item, actor=alice, words="dock")
    services.give_feedback(item, FeedbackDraft(helpful=True), actor=alice)

    services.remove_item(item, actor=bob)

    assert rows(Item) == [other]
    assert rows(KnowledgeFile) == [shared]
    assert told(services.moving.FilesDropped) == [{"storage_keys": [own.storage_key]}]
    assert rows(Feedback) == rows(Opening) == rows(Evidence) == []


def test_a_removed_item_without_files_drops_none(bob):
    services.remove_item(knowledge.item(actor=bob), actor=bob)

    assert told(services.moving.FilesDropped) == []


def test_slugs_follow_names(bob):
    shelf = services.keep_category(None, CategoryChange(name="Büro & Geräte"), actor=bob)
    tag = services.keep_tag(None, TagChange(name="日本語 Wi-Fi"), actor=bob)
    assert (shelf.slug, tag.slug) == ("buro-gerate", "日本語-wi-fi")

    services.keep_category(shelf, CategoryEdit.model_validate({"icon": "laptop"}), actor=bob)
    assert (shelf.slug, shelf.icon) == ("buro-gerate", "laptop")
    services.keep_category(shelf, CategoryEdit.model_validate({"name": "Fittings"}), actor=bob)
    services.keep_tag(tag, TagChange(name="Wireless"), actor=bob)
    assert (shelf.slug, tag.slug) == ("fittings", "wireless")


def test_a_taken_name_is_refused(bob):
    knowledge.shelf("Devices"), knowledge.tag("Travel")

    with pytest.raises(Conflict):
        services.keep_category(None, CategoryChange(name="Devices"), actor=bob)


def test_a_renamed_category_or_tag_has_its_items_read_anew(bob):
    item = knowledge.item(actor=bob, tag_ids=[knowledge.tag().id])
    forget_what_was_told()

    services.keep_tag(knowledge.tag(), TagChange(name="Journeys"), actor=bob)
    services.keep_tag(knowledge.tag("Journeys"), TagChange(name="Journeys"), actor=bob)
    services.keep_category(item.category, CategoryChange(name="Things"), actor=bob)

    assert told(DocumentsChanged) == [{"keys": [f"kb:{item.id}"]}] * 2


def test_a_category_or_tag_in_use_cannot_be_deleted(bob):
    tag = knowledge.tag()
    item = knowledge.item(actor=bob, tag_ids=[tag.id])

    with pytest.raises(Conflict):
        services.drop_category(item.category, actor=bob)
    with pytest.raises(Conflict):
        services.drop_tag(tag, actor=bob)
    services.save_item(item, ItemChange(tag_ids=[], category_id=knowledge.shelf("Other shelf").id), actor=bob)
    services.drop_tag(tag, actor=bob)
    services.drop_category(knowledge.shelf("Devices"), actor=bob)


def test_synonyms_mean_each_other(bob):
    row = services.keep_synonyms(None, SynonymChange(words=" VPN , remote  Access, tunnel"), actor=bob)
    assert queries.synonym_groups() == [("vpn", "remote access", "tunnel")]

    services.keep_synonyms(row, SynonymChange(words="vpn, tunnel"), actor=bob)
    assert queries.synonym(row.id).words == "vpn, tunnel"
    services.drop_synonyms(row, actor=bob)
    assert queries.synonym_groups() == []


@pytest.mark.parametrize("words", ["vpn", "vpn,", "vpn, VPN", ",,"])
def test_one_word_has_no_synonym(words):
    with pytest.raises(ValidationError):
        SynonymChange(words=words)


def test_a_search_is_noted_once_within_the_hour(alice, bob, clock):
    for words, total in (("VPN  drops", 0), ("vpn drops", 2), ("   ", 3)):
        services.note_search(words, total, actor=alice)
    services.note_search("vpn drops", 1, actor=bob)
    clock.advance(hours=2)
    services.note_search("vpn drops", 5, actor=alice)

    notes = rows(SearchNote)
    assert [(note.words, note.total, note.is_staff) for note in notes] == [
        ("VPN  drops", 2, False), ("vpn drops", 1, True), ("vpn drops", 5, False),
    ]  # fmt: skip


def test_reading_counts_once_a_day_and_teaches_search_once_per_search(alice, bob, clock):
    item = knowledge.item(actor=bob)
    services.note_search("no power", 3, actor=alice)

    for _again in range(2):
        services.note_opening(item, actor=alice, words="No power")
    services.note_opening(item, actor=alice, words="  ")
    clock.advance(days=1)
    services.note_opening(item, actor=alice)

    assert len(rows(Opening)) == 2
    assert [(row.words, row.kind, row.times) for row in rows(Evidence)] == [("no power", EvidenceKind.opened, 1)]
    assert [note.opened_item_id for note in rows(SearchNote)] == [item.id]


def test_an_opened_suggestion_is_noted_as_one(alice, bob):
    services.note_opening(knowledge.item(actor=bob), actor=alice, words="blink")

    assert [(note.words, note.road, note.total) for note in rows(SearchNote)] == [("blink", "suggestion", 1)]


def test_a_look_at_a_draft_counts_for_nothing(bob, carol):
    item = knowledge.item(actor=bob, status="draft")

    services.note_opening(item, actor=carol, words="x")

    assert rows(Opening) == rows(SearchNote) == []
    for attempt in (
        lambda: services.note_solved(item, None, actor=carol),
        lambda: services.give_feedback(item, FeedbackDraft(helpful=True), actor=carol),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_solving_counts_a_deflection_once_a_day_and_person(alice, bob, clock):
    item = knowledge.item(actor=bob)
    services.note_search("no power", 3, actor=alice)

    services.note_solved(item, "no power", actor=alice)
    services.note_solved(item, "no power", actor=alice)
    services.note_solved(item, None, actor=bob)
    services.note_solved(item, "other words", actor=PersonFactory())

    assert len(rows(Solution)) == queries.deflections(clock() - timedelta(days=1)) == 3
    assert {(row.words, row.times) for row in rows(Evidence)} == {("no power", 1), ("other words", 1)}
    assert [note.has_solved for note in rows(SearchNote)] == [True]


def test_search_hears_of_the_first_second_and_fourth_time(bob):
    item = knowledge.item(actor=bob)
    forget_what_was_told()

    for _time in range(5):
        services.learn_words(item.id, "Blinks", EvidenceKind.ticket, actor=system_user())
    services.learn_words(item.id, " ", EvidenceKind.ticket, actor=system_user())
    services.learn_words(9_000_000, "gone", EvidenceKind.ticket, actor=system_user())

    assert [(row.words, row.times) for row in rows(Evidence)] == [("blinks", 5)]
    assert len(told(DocumentsChanged)) == 3


def test_feedback_is_one_per_person_and_can_be_changed(alice, bob, clock):
    item = knowledge.item(actor=bob)
    services.give_feedback(item, FeedbackDraft(helpful=False, comment="Too long"), actor=alice)
    clock.advance(minutes=1)

    said = services.give_feedback(item, FeedbackDraft(helpful=True), actor=alice)

    assert (said.is_helpful, said.comment, said.updated_at) == (True, "", clock())
    assert len(rows(Feedback)) == 1


def test_who_may_not_sign_in_says_nothing(bob):
    left = PersonFactory(active=False)

    with pytest.raises(NotAllowed):
        services.give_feedback(knowledge.item(actor=bob), FeedbackDraft(helpful=True), actor=left)


def test_what_is_done_is_audited(bob):
    item = knowledge.item(actor=bob)
    services.save_item(item, ItemChange(title="New"), actor=bob)
    services.archive_item(item, actor=bob)

    actions = [row.action for row in rows(audit.AuditEntry, audit.AuditEntry.subject == f"kb_items:{item.id}")]
    assert actions == ["knowledge.written", "knowledge.published", "knowledge.saved", "knowledge.archived"]


def test_a_withdrawn_item_is_found_no_more(alice, bob):
    item = knowledge.item("Laptop does not charge", actor=bob)
    relay.run()
    assert [hit.item for hit in queries.suggest(alice, "laptop does not charge")] == [item]

    services.unpublish_item(item, actor=bob)
    assert queries.suggest(alice, "laptop does not charge") == []
    relay.run()
    assert queries.suggest(alice, "laptop does not charge") == []


def test_the_upload_purposes_have_their_own_folders(bob):
    file = knowledge.upload("a.txt", b"x", FilePurpose.document, bob)

    assert file.storage_key.startswith("kb/documents/")
