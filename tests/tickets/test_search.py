"""Finding tickets by their words, the same on both databases."""

import pytest

from app.core.paging import Paging
from app.tickets import queries
from app.tickets.filters import OwnTicketFilters, TicketFilters
from app.tickets.models import MessageType
from tests.factories import tickets


def found(actor, words):
    page = queries.queue(actor, TicketFilters(q=words, view="all"), Paging("-number"))
    return [ticket.subject for ticket in page.items]


@pytest.mark.parametrize("words", ["ecran", "ÉCRAN", "ecr", "screen noir", "tout noi"])
def test_accents_case_and_the_end_of_the_last_word_do_not_matter(alice, bob, words):
    tickets.ticket(alice, "Écran noir", description="The screen: tout noir!")

    assert found(bob, words) == ["Écran noir"]


@pytest.mark.parametrize("words", ["*", '"', "a AND", "NOT x", "(", "x" * 500, "%", "'; --", "né OR 1=1"])
def test_signs_of_query_languages_are_mere_words(alice, bob, words):
    tickets.ticket(alice)

    assert found(bob, words) == []


def test_staff_find_notes_but_not_on_tickets_of_their_own(alice, bob, carol):
    tickets.message(tickets.ticket(alice, "Hers"), bob, "coffee in the keyboard", MessageType.internal)
    tickets.message(tickets.ticket(bob, "His"), carol, "coffee again", MessageType.internal)

    assert found(carol, "coffee") == ["His", "Hers"]
    assert found(bob, "coffee") == ["Hers"]
    assert not queries.own_tickets(alice, OwnTicketFilters(q="coffee"), Paging("-number")).items
    assert not queries.own_tickets(bob, OwnTicketFilters(q="coffee"), Paging("-number")).items


def test_employees_find_their_own_and_nothing_else(alice, mallory):
    tickets.ticket(alice, "Hers about toner")
    tickets.ticket(mallory, "Foreign about toner")

    [ticket] = queries.own_tickets(alice, OwnTicketFilters(q="toner"), Paging("-number")).items

    assert ticket.subject == "Hers about toner"


def test_what_two_long_words_share_suggests_the_category(alice):
    assert queries.guessed_category("Printer prints half pages") is None
    for number in range(3):
        tickets.ticket(alice, f"Printer leaves half pages empty {number}", category="Hardware")

    assert queries.guessed_category("My printer: half pages") == "Hardware"
    assert queries.guessed_category("VPN") is None
