"""From text to terms."""

import threading

import pytest

from app.search import analysis
from app.search.entries import LONGEST_EVIDENCE, MOST_EVIDENCE, Content, entry_of, places_in
from app.search.synonyms import both_ways, everyday
from tests.search.texts import article


def texts(text: str) -> list[str]:
    return [word.text for word in analysis.words(text)]


@pytest.mark.parametrize(("text", "found"), [
    ("Müller’s naïve CAFÉ", ["muller", "naive", "cafe"]), ("C++ and C# in 2.7", ["c++", "and", "c#", "in", "2", "7"]),
    ("don't snake_case", ["dont", "snake", "case"]), ("ﬁle ＡＢＣ", ["file", "abc"]), ("x" * 90, ["x" * 40]),
    ("Wi-Fi", ["wi", "fi"]), ("設定を開くOffice", ["設定を開く", "office"]), ("", []), ("… — !", []), ("'s", ["s"]),
])  # fmt: skip
def test_words_are_folded(text: str, found: list[str]):
    assert texts(text) == found


def test_kana_keep_their_voice_marks():
    assert analysis.fold("ガ") == "ガ"
    assert texts("ﾊﾟｽﾜｰﾄﾞ") == ["パスワード"]


def test_no_letter_brings_what_the_engines_take_for_a_border():
    strange = "".join(chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000 and chr(code).isalnum())
    found = {
        letter
        for text in (strange[at : at + 30] for at in range(0, len(strange), 30))
        for letter in "".join(texts(text))
    }
    assert not [letter for letter in found if letter.isspace() or letter in "!=:,'&|"]
    assert texts("\u037a a") == ["a"]  # a lone iota is a space and a mark
    assert texts("か\u309b") == ["か\u3099"]


def test_scripts_without_spaces_become_pairs():
    [word] = analysis.words("電源入")
    assert analysis.terms(word, "ja") == ["電源", "源入"]
    assert analysis.pairs("電") == ["電"]


@pytest.mark.parametrize(("language", "one", "other"), [
    ("en", "connected", "connecting"), ("de", "anmeldungen", "anmeldung"), ("fr", "imprimantes", "imprimante"),
    ("pl", "drukarki", "drukarka"), ("ja", "same", "same"), ("", "same", "same"),
])  # fmt: skip
def test_forms_of_a_word_meet_in_its_stem(language: str, one: str, other: str):
    assert analysis.stem(one, language) == analysis.stem(other, language)


def test_numbers_and_short_words_are_their_own_stem():
    assert [analysis.stem(word, "en") for word in ("is", "0x80070005", "365s")] == ["is", "0x80070005", "365s"]


def test_stems_are_right_when_many_ask_at_once():
    wrong = []

    def work(number: int) -> None:
        for turn in range(200):
            word = f"connection{chr(97 + number)}{'abcdefgh'[turn % 8]}ing"
            wrong.extend([word] if not analysis.stem(word, "en").startswith("connection") else [])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not wrong


def test_languages_of_locales():
    assert [analysis.language_of(each) for each in ("de-AT", "pt_BR", "zh_CN", "", None)] == ["de", "pt", "zh", "", ""]


def test_clean_text_can_be_stored():
    assert analysis.clean("a\0b\ud800c") == "a bc"


def test_a_document_notes_where_its_terms_stand():
    entry = entry_of(article("a", "The lamp", "Lamps glow.", summary="About a lamp", tags=["light"],
                             evidence=["lamp dark", "no light"]))  # fmt: skip
    places = places_in(entry.written, ["lamp", "the", "light", "dark", "absent"])
    assert places["lamp"] == "3A,403C,1401,15900B"
    assert places["the"] == "2A"  # stop words count in titles only
    assert places["light"].split(",")[-1] == "15901B"
    assert "absent" not in places
    assert entry.lengths[:4] == (2, 2, 2, 2)
    assert len(entry.lengths) == 6
    assert "dark" not in entry.words  # what people typed is no vocabulary: it has slips
    assert Content.unpacked(entry.content.packed()) == entry.content


def test_terms_that_begin_alike_are_told_apart():
    entry = entry_of(article("a", "c c++ c1 ca c#"))
    assert {term: places_in(entry.written, [term])[term] for term in ("c", "c++", "c1", "ca", "c#")} == {
        "c": "2A", "c++": "3A", "c1": "4A", "ca": "5A", "c#": "6A",
    }  # fmt: skip


def test_a_term_has_so_many_places_and_no_more():
    entry = entry_of(
        article("a", "Lamp", "lamp " * 20_000, evidence=["lamp " * LONGEST_EVIDENCE] * (MOST_EVIDENCE + 9))
    )
    places = entry.places["lamp"]
    assert len(places) == 250
    assert len(set(places)) == 250
    assert entry.lengths[1] == MOST_EVIDENCE


def test_synonyms_go_both_ways():
    assert both_ways([("a", "b"), ("a", "c")]) == {"a": ["b", "c"], "b": ["a"], "c": ["a"]}
    assert "kennwort" in both_ways(everyday("de"))["passwort"]
    assert everyday("fr") == ()
    assert "remove" in both_ways(everyday("en"))["delete"]
