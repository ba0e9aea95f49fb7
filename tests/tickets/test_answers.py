"""Knowledge and tickets: what was shown, read, sent and written, and what search learns from it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.queries import system_user
from app.core.errors import NotAllowed
from app.extensions import db
from app.knowledge import queries as knowledge_queries
from app.knowledge.models import Evidence, ItemStatus, KnowledgeCategory
from app.tickets import queries, services
from app.tickets.anonymous import without_people
from app.tickets.models import ItemUse, TicketItem, TicketStatus
from app.tickets.schemas import MessageDraft, Resolution
from app.worker import relay
from tests.factories import knowledge, tickets

LONG_THANKS = "Thank you for the long explanation of how all of this is done in detail"


def uses(ticket):
    rows = db.session.scalars(sa.select(TicketItem).where(TicketItem.ticket_id == ticket.id).order_by(TicketItem.id))
    return [(row.item_id, row.use) for row in rows]


def send(ticket, actor, text, **fields):
    return services.post_message(ticket, MessageDraft(body=text, **fields), actor=actor)


@pytest.fixture
def article(bob):
    """A published article, found."""
    made = knowledge.item("Laptop does not charge", bob)
    relay.run()
    return made


def test_a_ticket_remembers_what_was_shown_and_read_while_it_was_typed(alice, bob, article):
    other, hidden = knowledge.item("Other", bob), knowledge.item("Hidden", bob, audience="staff")

    ticket = tickets.ticket(alice, shown_item_ids=[other.id, hidden.id, 9_000_000], opened_item_ids=[article.id])

    assert sorted(uses(ticket)) == [
        (article.id, ItemUse.opened), (article.id, ItemUse.shown), (other.id, ItemUse.shown),
    ]  # fmt: skip
    assert {row.item for row in queries.items_of_ticket(ticket, bob)} == {article, other}


def test_a_link_in_a_public_reply_counts_as_sent_once(alice, bob, article):
    ticket = tickets.ticket(alice)
    send(ticket, bob, f"See http://localhost/kb/{article.id}#s-a and /kb/9000000 and /kb/images/7")
    send(ticket, bob, "again", body_html=f'<p><a href="/kb/{article.id}">here</a></p>')
    send(ticket, bob, f"/kb/{article.id}", message_type="internal")
    send(ticket, alice, f"I read /kb/{article.id}")

    assert uses(ticket) == [(article.id, ItemUse.sent)]


def test_a_solved_ticket_teaches_search_once(alice, bob, article):
    ticket = tickets.ticket(alice, "Battery stays flat", opened_item_ids=[knowledge.item("Read", bob).id])
    send(ticket, bob, f"/kb/{article.id}")
    services.move_ticket(ticket, TicketStatus.in_progress, actor=bob)
    relay.run()
    assert db.session.scalars(sa.select(Evidence)).all() == []

    services.resolve_ticket(ticket, Resolution(text="Charger"), actor=bob)
    relay.run()
    services.learn_from_solved(ticket.id, actor=system_user())

    [learned] = db.session.scalars(sa.select(Evidence)).all()
    assert (learned.item_id, learned.kind, learned.times) == (article.id, "ticket", 1)
    assert learned.words == "battery stays flat"


def test_matching_items_leave_for_last_what_the_requester_knows(alice, bob, article):
    better = knowledge.item("Laptop does not charge at the dock", bob)
    relay.run()
    ticket = tickets.ticket(alice, "Laptop does not charge", opened_item_ids=[article.id])

    matches = queries.matching_items(ticket, bob)

    assert [(match.found.item, match.was_opened, match.was_sent) for match in matches] == [
        (better, False, False), (article, True, False),
    ]  # fmt: skip


def test_an_article_is_begun_from_a_ticket_without_its_people(alice, bob):
    shelf = knowledge.shelf("Hardware")
    said = "Hi Bob,\n\nit is black. Call +43 1 555 01 900.\n\nAlice"
    ticket = tickets.ticket(alice, "Berg: screen black", description=said)
    send(ticket, bob, "Dear Alice,\n\nuse socket 2.\n\nBest regards\nBob Ito")
    send(ticket, bob, "Alice's boss is angry", message_type="internal")
    services.resolve_ticket(ticket, Resolution(text="Socket 2 <works>."), actor=bob)

    item = services.article_from_ticket(ticket, actor=bob)

    assert (item.status, item.category, item.owner, item.title) == (ItemStatus.draft, shelf, bob, "…: screen black")
    assert item.body_html == (
        '<h2 id="s-problem">Problem</h2><p>it is black. Call ….</p><h2 id="s-steps">Steps</h2><p>use socket 2.</p>'
        '<h2 id="s-solution">Solution</h2><p>Socket 2 &lt;works&gt;.</p>'
    )
    assert uses(ticket) == [(item.id, ItemUse.written)]
    assert queries.timeline(ticket, bob)[-1].kind == "article_written"
    with pytest.raises(NotAllowed):
        services.article_from_ticket(ticket, actor=alice)


def test_the_shelf_of_a_new_article_is_found_or_made(alice, bob, carol):
    ticket = tickets.ticket(alice, "x", category="Hardware")
    assert services.article_from_ticket(ticket, actor=bob).category.name == "Hardware"
    from app.core.transaction import transaction

    other = tickets.ticket(alice, "y", category="Robots")
    first = knowledge_queries.categories()[0]
    assert services.article_from_ticket(other, actor=bob).category is first
    with transaction():
        for item in db.session.scalars(sa.select(TicketItem)):
            db.session.delete(item)
        db.session.flush()
        db.session.execute(sa.text("DELETE FROM kb_items"))
        db.session.execute(sa.delete(KnowledgeCategory))
    assert services.article_from_ticket(other, actor=bob).category.name == "Robots"


def test_requests_without_an_answer_are_told_by_what_they_share(alice, bob, article, clock):
    for who in ("Anna", "Ben", "Carl"):
        tickets.ticket(alice, f"Badge reader broken, says {who}")
    tickets.ticket(alice, "Projector lamp")
    answered = tickets.ticket(alice, "Badge reader broken again")
    send(answered, bob, f"/kb/{article.id}")

    [cluster] = queries.ticket_clusters(bob, clock() - timedelta(days=1))

    assert (len(cluster.ticket_ids), set(cluster.words) <= {"badge", "reader", "broken", "says"}) == (3, True)
    assert cluster.subject == "Badge reader broken, says Carl"
    assert queries.ticket_clusters(bob, clock() + timedelta(days=1)) == []


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Anna Berg wrote: ask BERG's team", "… wrote: ask … team"),
        ("Bergamo is a town, Li is short", "Bergamo is a town, Li is short"),
        ("write to a.b+c@example.org", "write to …"),
        ("Hi Anna!\n\nIt works\n\n\n\nThanks", "It works"),
        (LONG_THANKS, LONG_THANKS),
    ],
)  # fmt: skip
def test_people_are_taken_out_of_texts(text, clean):
    assert without_people(text, ["Anna Berg", "Li Wu", " "]) == clean
