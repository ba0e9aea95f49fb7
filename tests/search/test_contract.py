"""What search promises, whichever engine answers: run on SQLite it is Whoosh, on PostgreSQL its full text."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core import clock as product_clock
from app.search import Section, Wish, find, ranking, services, suggest
from app.search import question as asked
from app.search.engines import Filters, engine
from app.search.entries import entry_of
from tests.search.exhaustive import ExhaustiveEngine
from tests.search.texts import WRITTEN, article, sixty

QUESTIONS = [
    "printer does not answer", "share my mailbox", "remove vpn client", "password", "who may use the meeting room",
    "slow wireless display", "new headset", "delete a shared folder", "forgot password", "update on tuesday",
]  # fmt: skip


def keys(text: str, **wish: object) -> list[str]:
    return [hit.key.removeprefix("shelf:") for hit in find(Wish(text, **wish)).hits]


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_engine_shares_nine_of_ten_with_reading_everything(indexed, text: str):
    documents = sixty()
    indexed(*documents)
    everything = ExhaustiveEngine()
    everything.write([entry_of(document) for document in documents], ())
    question = asked.parse(text, "", ["en"], ())
    statistics = everything.statistics(question.terms)
    candidates = everything.candidates(
        [group.terms for group in question.groups], Filters(("everyone",)), statistics, 0
    )
    today = int(product_clock.now().timestamp() // 86_400)
    best = ranking.rank(question, candidates, statistics, ranking.Reader(today))[:10]

    found = find(Wish(text, limit=10)).hits

    shared = {hit.key for hit in found} & {each.key for each in best[: len(found)]}
    assert found
    assert len(shared) >= len(found) * 0.9


def test_the_title_that_says_it_comes_first(indexed):
    indexed(*sixty())
    hit = find(Wish("replace the headset")).hits[0]
    assert (hit.key, hit.title) == ("shelf:3-2", "<mark>Replace</mark> the <mark>headset</mark>")
    assert "title" in hit.why


def test_a_section_leads_to_its_heading_and_a_moment_to_its_second(indexed):
    indexed(
        article("steps", "Paper", sections=[Section("Begin here."), Section("Open the lid", "Jam", "s-jam")]),
        article("film", "A film", kind="video", sections=[Section("Hello", second=0.0), Section("A jam", second=41.5)]),
    )
    one, other = sorted(find(Wish("jam")).hits, key=lambda hit: hit.kind)
    assert (one.heading, one.anchor, one.second) == ("Jam", "s-jam", None)
    assert (other.second, other.snippet) == (41.5, "A <mark>jam</mark>")


def test_staff_documents_are_for_staff(indexed):
    indexed(article("open", "Vault for visitors"), article("closed", "Vault code", "crocodile", audience="staff"))
    assert keys("vault") == ["open"]
    assert find(Wish("vault")).counts["kind"] == {"article": 1}
    assert set(keys("vault", audience="staff")) == {"open", "closed"}
    assert suggest(Wish("vault co")) != suggest(Wish("vault co", audience="staff"))


def test_no_word_of_a_hidden_document_is_proposed(indexed):
    indexed(article("open", "Vault for visitors"), article("closed", "Crocodile", audience="staff"))
    assert find(Wish("vault crocodille")).did_you_mean is None
    assert find(Wish("vault crocodille", audience="staff")).did_you_mean == "vault crocodile"


def test_totals_and_counts_know_only_what_the_person_may_see(indexed):
    indexed(*sixty())
    every = find(Wish("printer", limit=3))
    some = find(Wish("printer", visible=lambda found: set(found) - {hit.key for hit in every.hits}))
    assert every.total == 8
    assert some.total == 5
    assert some.counts == {"kind": {"article": 5}, "category": {"printer": 5}, "tag": some.counts["tag"]}
    assert sum(some.counts["tag"].values()) == 5


def test_filters_narrow_and_counts_stay(indexed):
    indexed(article("a", "Lamp one", category="1", tags=["red"]), article("b", "Lamp two", category="2"),
            article("c", "Lamp three", kind="video", category="2", tags=["red", "blue"]))  # fmt: skip
    assert set(keys("lamp", categories=["2"])) == {"b", "c"}
    assert set(keys("lamp", tags=["red"])) == {"a", "c"}
    assert keys("lamp", kinds=["video"]) == ["c"]
    counts = find(Wish("lamp", kinds=["video"])).counts
    assert counts == {"kind": {"article": 2, "video": 1}, "category": {"1": 1, "2": 2}, "tag": {"red": 2, "blue": 1}}


def test_pages_follow_each_other(indexed):
    indexed(*sixty())
    whole = keys("computer settings", limit=12)
    assert whole == keys("computer settings", limit=6) + keys("computer settings", limit=6, offset=6)


def test_what_helped_before_is_found_by_the_words_it_was_asked_with(indexed):
    indexed(article("a", "Clear the cookies", evidence=["pages look strange", "page layout broken since monday"]),
            article("b", "Clear the table"))  # fmt: skip
    hit = find(Wish("layout looks strange")).hits[0]
    assert (hit.key, hit.why) == ("shelf:a", ("earlier",))


def test_more_earlier_questions_outweigh_fewer(indexed):
    indexed(article("a", "Alpha", evidence=["beamer dark"]), article("b", "Beta", evidence=["beamer dark"] * 5))
    assert keys("beamer dark") == ["b", "a"]


def test_synonyms_of_staff_find_and_are_said(indexed):
    indexed(article("a", "Join from home with AnyConnect"))
    assert keys("tunnel") == []
    hit = find(Wish("tunnels", synonyms=[("tunnel", "anyconnect")])).hits[0]
    assert hit.why == ("title", "synonym")
    assert keys("dial in", synonyms=[("dial in", "join from home")]) == ["a"]


def test_a_slip_is_put_right_and_said(indexed):
    indexed(*sixty())
    found = find(Wish("Replace the haedset"))
    assert found.did_you_mean == "Replace the headset"
    assert found.hits[0].key == "shelf:3-2"
    assert "spelling" in found.hits[0].why


@pytest.mark.parametrize(("language", "title", "words"), [
    ("en", "Connecting printers", "connect printer"), ("de", "Passwörter ändern", "passwort geändert"),
    ("fr", "Réinitialiser les mots de passe", "reinitialisation mot"), ("es", "Contraseñas olvidadas", "contrasena"),
    ("pt", "Impressoras lentas", "impressora"), ("it", "Stampanti lente", "stampante"),
    ("nl", "Wachtwoorden wijzigen", "wachtwoord"), ("pl", "Drukarki sieciowe", "drukarka"),
    ("ja", "パスワードを変更する方法", "パスワード 変更"), ("zh-CN", "如何更改密码", "更改密码"),
    ("he", "איפוס סיסמה", "סיסמה"),
])  # fmt: skip
def test_words_are_found_in_their_language(indexed, language: str, title: str, words: str):
    indexed(article("x", title, language=language), article("y", "Something else"))
    [hit] = find(Wish(words)).hits
    assert hit.key == "shelf:x"
    assert "<mark>" in hit.title


def test_ones_own_language_comes_first(indexed):
    indexed(article("en", "Monitor"), article("de", "Monitor ", language="de", stamp="2"))
    assert keys("monitor", language="de_AT") == ["de", "en"]
    assert keys("monitor", language="en") == ["en", "de"]


def test_of_equals_the_newer_comes_first(indexed):
    indexed(article("old", "Cable red", updated_at=WRITTEN - timedelta(days=900)), article("new", "Cable blue"))
    assert keys("cable") == ["new", "old"]


def test_joined_and_hyphened_words_meet(indexed):
    indexed(article("a", "Wi-Fi in the garden"))
    assert keys("wifi") == keys("wi-fi") == ["a"]


def test_suggestions_take_the_last_word_as_a_beginning(indexed):
    indexed(*sixty())
    found = suggest(Wish("share the mailb"))
    assert found[0].key == "shelf:2-3"
    assert len(found) <= 5
    assert [hit.key for hit in suggest(Wish("share the mailb", limit=1))] == ["shelf:2-3"]
    assert [hit.key for hit in suggest(Wish("share the mailb "))] != []


def test_the_text_of_a_ticket_helps_its_subject(indexed):
    indexed(*sixty())
    assert suggest(Wish("Broken", context="The headset does not answer any more"))[0].key == "shelf:3-1"


@pytest.mark.parametrize(
    "text", ["", " ", "*", "xqzzy wrglt", "?!%_\\", "\0", "\ud800", "((((", ".*", "' | '", "a & !b"]
)
def test_nonsense_finds_and_suggests_nothing(indexed, text: str):
    indexed(*sixty())
    assert find(Wish(text)).hits == []
    assert suggest(Wish(text)) == []


@pytest.mark.parametrize("text", [
    "printer " * 10_000, " ".join(f"word{number}" for number in range(10_000)), "x" * 100_000, "(a+)+$" * 1000,
    "pr\0int\ud800er % _ \\ ' \" : & | ! ( ) <-> *",
])  # fmt: skip
def test_whatever_is_typed_is_answered_soon(indexed, text: str):
    indexed(*sixty())
    find(Wish("printer"))
    began = time.process_time()
    find(Wish(text))
    suggest(Wish(text))
    assert time.process_time() - began < 0.6


def test_nothing_is_found_in_an_empty_index(shelf):
    assert find(Wish("printer")).total == 0
    assert engine().stamps() == {}


def test_what_changed_or_went_is_found_so(shelf, indexed):
    indexed(article("a", "Kettle"), article("b", "Kettle two"))
    indexed(replace(article("a", "Toaster"), stamp="2"))
    shelf.by_key.pop("shelf:b")
    services.index_documents(["shelf:b"])
    assert keys("kettle") == []
    assert keys("toaster") == ["a"]
    assert engine().stamps() == {"shelf:a": "2"}


def test_a_document_of_any_size_and_script_is_taken(indexed):
    indexed(article("a", "Long " * 300, "word " * 100_000 + "needle " + "\0\ud800", summary="s" * 5000,
                    tags=["tag:'\\"], evidence=["again"] * 900))  # fmt: skip
    assert keys("again") == keys("long word") == ["a"]
