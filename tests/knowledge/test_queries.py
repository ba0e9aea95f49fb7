"""What is answered about knowledge, and to whom."""

from datetime import date, timedelta

import pytest

from app.core.errors import Malformed, NotFound
from app.core.paging import Paging
from app.core.richtext import as_text
from app.knowledge import policies, queries, services
from app.knowledge.comparison import MOST_LETTERS, rows
from app.knowledge.found import ItemsSource
from app.knowledge.models import EvidenceKind
from app.knowledge.schemas import FeedbackDraft, ItemChange, ItemFilters, SearchFilters, StaffItemFilters
from app.worker import relay
from tests.factories import knowledge
from tests.factories.people import PersonFactory

NEWEST = Paging("-updatedAt")


def titles(items):
    return [item.title for item in items]


@pytest.fixture
def all_sorts(bob):
    """One of each state and audience."""
    made = {
        "open": knowledge.item("Open", bob),
        "staff": knowledge.item("Staff", bob, audience="staff"),
        "draft": knowledge.item("Draft", bob, status="draft"),
        "archived": knowledge.item("Archived", bob),
    }
    services.archive_item(made["archived"], actor=bob)
    return made


def test_everybody_reads_what_is_published_for_them(all_sorts, alice, bob, mia):
    assert titles(queries.published_items(alice, ItemFilters(), NEWEST).items) == ["Open"]
    for staff in (bob, mia):
        assert sorted(titles(queries.published_items(staff, ItemFilters(), NEWEST).items)) == ["Open", "Staff"]
        assert len(queries.staff_items(staff, StaffItemFilters(), NEWEST).items) == 4
    assert titles(queries.staff_items(alice, StaffItemFilters(), NEWEST).items) == ["Open"]


def test_what_is_hidden_is_missing(all_sorts, alice, bob):
    for name in ("staff", "draft", "archived"):
        assert queries.item_for(bob, all_sorts[name].id) is all_sorts[name]
        with pytest.raises(NotFound):
            queries.item_for(alice, all_sorts[name].id)
    for number in (0, -1, 2**63, 9_000_000):
        with pytest.raises(NotFound):
            queries.item_for(bob, number)
    with pytest.raises(NotFound):
        queries.item_by_id(9_000_000)


def test_policies_agree_with_the_gate(all_sorts, alice, bob):
    assert [policies.can_see(alice, item) for item in all_sorts.values()] == [True, False, False, False]
    assert all(policies.can_see(bob, item) for item in all_sorts.values())


def test_lists_are_narrowed_by_type_category_and_tag(alice, bob):
    tag, shelf = knowledge.tag("Wi-Fi"), knowledge.shelf("Phones")
    one = knowledge.item("One", bob, tag_ids=[tag.id], category_id=shelf.id)
    knowledge.video("Two", bob)

    for filters in (
        ItemFilters(type=["article"]), ItemFilters(category=["phones"]), ItemFilters(category=[str(shelf.id)]),
        ItemFilters(tag=["wi-fi"]), ItemFilters(tag=[str(tag.id), "none"]),
    ):  # fmt: skip
        assert queries.published_items(alice, filters, NEWEST).items == [one]
    assert not queries.published_items(alice, ItemFilters(tag=["9" * 30]), NEWEST).items
    with pytest.raises(Malformed):
        queries.published_items(alice, ItemFilters(), Paging("views"))


def test_writers_filter_by_everything(all_sorts, bob, carol):
    knowledge.item("Anders", carol, language="de", review_on=date(2026, 1, 1))

    def found(**filters):
        return sorted(titles(queries.staff_items(bob, StaffItemFilters(**filters), Paging("title")).items))

    assert found(status=["draft", "archived"]) == ["Archived", "Draft"]
    assert found(audience=["staff"]) == ["Staff"]
    assert found(language=["de"]) == found(owner=[str(carol.id), "nobody"]) == ["Anders"]
    assert len(found(owner=["me"])) == 4
    assert found(q="rAf") == ["Draft"]
    assert found(q="%") == []


def test_shelves_and_tags_are_found_by_id_and_address(bob, alice):
    shelf, tag = knowledge.shelf("Phones"), knowledge.tag("Wi-Fi")
    knowledge.item(actor=bob, category_id=shelf.id, audience="staff")

    assert queries.category(shelf.id) is queries.category_by_slug("phones") is shelf
    assert queries.tag(tag.id) is queries.tag_by_slug("wi-fi") is tag
    assert tag in queries.tags(bob)
    assert shelf in queries.categories()
    assert (queries.category_counts(bob), queries.category_counts(alice)) == ({shelf.id: 1}, {})
    for missing in (queries.category, queries.tag, queries.synonym):
        with pytest.raises(NotFound):
            missing(9_000_000)
    with pytest.raises(NotFound):
        queries.category_by_slug("none")
    assert list(queries.synonyms()) == []


def test_home_shows_the_newest_and_the_most_read(alice, bob, clock):
    first, second = knowledge.item("First", bob), knowledge.item("Second", bob)
    hidden = knowledge.item("Hidden", bob, audience="staff")
    clock.advance(hours=1)
    third = knowledge.item("Third", bob)
    for reader in (alice, bob, PersonFactory()):
        services.note_opening(first, actor=reader)
        services.note_opening(hidden, actor=reader)
    services.note_opening(second, actor=alice)

    assert titles(queries.newest_items(alice)) == ["Third", "Second", "First"]
    assert titles(queries.most_read(alice)) == ["First", "Second"]
    assert queries.newest_items(alice, 1) == [third]


def test_contents_are_the_headings_of_an_article(bob):
    item = knowledge.item(actor=bob, body_html="<p>x</p><h2>One &amp; <b>two</b></h2><h3>Deep</h3>")

    assert [(part.level, part.anchor, part.text) for part in queries.contents(item)] == [
        (2, "s-one-two", "One & two"), (3, "s-deep", "Deep"),
    ]  # fmt: skip


def test_versions_stand_side_by_side(bob):
    item = knowledge.video("Old title", bob)
    change = ItemChange(title="New title", chapters=[{"seconds": 75, "title": "End"}])
    services.save_item(item, change, actor=bob)
    new, old = queries.version_of(item, 2), queries.version_of(item, 1)

    found = {each.name: each for each in queries.comparison(old, new)}

    assert [name for name, each in found.items() if each.is_changed] == ["title", "chapters"]
    [row] = found["title"].rows
    assert [(span.text, span.is_changed) for span in row.new] == [("New", True), (" title", False)]
    assert [row.kind for row in found["chapters"].rows] == ["changed", "removed"]
    for number in (0, 3, 2**40):
        with pytest.raises(NotFound):
            queries.version_of(item, number)


def test_lines_are_same_changed_added_or_removed():
    assert [row.kind for row in rows("a\nb\nc", "a\nx b\nc\nd")] == ["same", "changed", "same", "added"]
    assert [row.kind for row in rows("a\nb", "a")] == ["same", "removed"]
    [row] = rows("x" * MOST_LETTERS + "1", "y")
    assert (row.old[0].is_changed, row.new[0].text) == (True, "y")
    [row] = rows("one two", "one")
    assert [span.text for span in row.new] == ["one"]


def test_what_readers_said_is_counted(alice, bob, carol):
    good, quiet = knowledge.item("Good", bob), knowledge.item("Quiet", bob)
    services.note_opening(good, actor=alice)
    services.note_solved(good, "x", actor=alice)
    services.give_feedback(good, FeedbackDraft(helpful=True), actor=alice)
    services.give_feedback(good, FeedbackDraft(helpful=False, comment="Too long"), actor=carol)

    usage = queries.usage_of([good, quiet])

    assert usage[good.id] == queries.Usage(readers=1, solved=1, helpful=1, unhelpful=1)
    assert usage[quiet.id] == queries.Usage()
    assert queries.feedback_totals([quiet]) == {quiet.id: (0, 0)}
    assert [said.comment for said in queries.comments_on(good)] == ["Too long"]
    assert queries.feedback_of(good, alice).is_helpful is True
    assert queries.feedback_of(quiet, alice) is None


def test_staff_see_what_needs_them(alice, bob, carol, clock):
    today = clock().date()
    due = knowledge.item("Due", bob, review_on=today)
    knowledge.item("Later", bob, review_on=today + timedelta(days=1))
    services.archive_item(knowledge.item("Gone", bob, review_on=today), actor=bob)
    bad = knowledge.item("Bad", bob)
    services.give_feedback(bad, FeedbackDraft(helpful=False), actor=alice)
    services.give_feedback(due, FeedbackDraft(helpful=True), actor=alice)
    services.note_search("Fax machine", 0, actor=alice)
    services.note_search("fax  machine", 0, actor=carol)
    services.note_search("found", 2, actor=alice)
    assert queries.never_found(bob) == []
    clock.advance(days=15)
    services.note_opening(due, actor=alice)

    assert titles(queries.to_review(bob, today)) == ["Due"]
    assert due.is_due(today)
    assert not bad.is_due(today)
    assert titles(queries.never_found(bob)) == ["Later", "Bad"]
    assert titles(queries.unhelpful(bob)) == ["Bad"]
    [missing] = queries.unanswered_searches(clock() - timedelta(days=30))
    assert (missing.words, missing.times, missing.people) == ("Fax machine", 2, 2)
    assert missing.last_at.tzinfo is not None


def test_search_answers_with_items_and_where_they_match(alice, bob):
    article = knowledge.item("Laptop does not charge", bob, tag_ids=[knowledge.tag("Power").id])
    video = knowledge.video("The dock in a minute", bob)
    services.add_captions(video, knowledge.CAPTIONS, "en", actor=bob)
    relay.run()

    found = queries.search(alice, SearchFilters(q="stronger charger"))
    assert [hit.address for hit in found.hits] == [f"/kb/{article.id}#s-the-light-blinks"]
    assert "<mark>" in found.hits[0].snippet
    assert found.counts == {"type": {"article": 1}, "category": {"devices": 1}, "tag": {"power": 1}}
    assert found.total == 1
    [spoken] = queries.search(alice, SearchFilters(q="button at the back")).hits
    assert (spoken.item, spoken.moment, spoken.address) == (video, 30, f"/kb/{video.id}?t=30")
    assert queries.search(alice, SearchFilters(q="dock", tag=["none"])).total == 0
    assert queries.search(alice, SearchFilters(q="laptop", tag=["power"], category=["devices"], type=["article"])).total


def test_related_items_leave_the_item_itself_out(alice, bob):
    one, other = (knowledge.item(f"Laptop does not charge {where}", bob) for where in ("at home", "in the office"))
    relay.run()

    assert queries.related_items(alice, one) == [other]


def test_search_learns_from_what_led_to_an_item(alice, bob):
    item = knowledge.item("Laptop does not charge", bob)
    services.learn_words(item.id, "juice missing", EvidenceKind.solved, actor=bob)
    relay.run()

    assert [hit.item for hit in queries.search(alice, SearchFilters(q="juice missing")).hits] == [item]
    assert [row.words for row in queries.evidence_of([item.id])[item.id]] == ["juice missing"]


def test_the_index_is_told_what_is_published_and_what_it_says(bob):
    file = knowledge.document("Rules", bob, "Keep your badge.")
    relay.run()
    draft = knowledge.item("Draft", bob, status="draft")
    source = ItemsSource()

    stamps = dict(source.stamps())
    documents = {document.key: document for document in source.documents([*stamps, f"kb:{draft.id}"])}

    assert documents.keys() == stamps.keys() == {f"kb:{file.id}"}
    assert stamps == {key: document.stamp for key, document in documents.items()}
    assert documents[f"kb:{file.id}"].sections[-1].text == "Keep your badge."
    services.learn_words(file.id, "badge rules", EvidenceKind.opened, actor=bob)
    assert dict(source.stamps()) != stamps


def test_a_text_wrapped_otherwise_in_its_source_reads_the_same():
    wrapped = "<p>Hold the\n  button.</p>\n<pre>one\n  two</pre>\n<ul>\n<li>A\nb</li></ul>\n<h2>C\n d</h2>"
    flowing = "<p>Hold the button.</p><pre>one\n  two</pre><ul><li>A b</li></ul><h2>C d</h2>"

    assert as_text(wrapped) == as_text(flowing) == "Hold the button.\none\n  two\nA b\nC d"
