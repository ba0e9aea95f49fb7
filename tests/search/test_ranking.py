"""Which document comes first, what is shown of it, and how slips are seen."""

from collections.abc import Sequence

import pytest

from app.search import analysis, ranking
from app.search import question as asked
from app.search.documents import Section
from app.search.engines import Filters
from app.search.entries import Content, entry_of
from app.search.snippets import LENGTH, marked, passage
from app.search.spelling import Correction, corrected, distance
from tests.search.exhaustive import ExhaustiveEngine, candidate
from tests.search.texts import article


def order(text: str, *documents: object, language: str = "", synonyms: Sequence[tuple[str, ...]] = ()) -> list[str]:
    engine = ExhaustiveEngine()
    engine.write([entry_of(document) for document in documents], ())
    question = asked.parse(text, "", ["en"], synonyms)
    statistics = engine.statistics(question.terms)
    found = engine.candidates([group.terms for group in question.groups], Filters(("everyone",)), statistics, 0)
    ranked = ranking.rank(question, found, statistics, ranking.Reader(20_500, language))
    return [each.key.removeprefix("shelf:") for each in ranked]


def test_the_title_outweighs_the_outline_and_that_the_text():
    assert order("lamp", article("text", "Cable", "Lamp here"), article("title", "Lamp", "Here it is"),
                 article("outline", "Wire", "Here it is", summary="Lamp")) == ["title", "outline", "text"]  # fmt: skip


def test_the_rarer_word_decides():
    assert order("blue lamp", *(article(f"l{number}", "Lamp") for number in range(5)), article("b", "Blue"))[0] == "b"


def test_short_texts_outweigh_long_ones():
    assert (
        order("lamp", article("long", "A", "lamp " + "word " * 500), article("short", "B", "lamp here"))[0] == "short"
    )


def test_words_that_stand_together_come_first():
    near, far = "the red lamp and four words then more", "red one two three four five six seven eight nine lamp"
    assert order("red lamp", article("far", "A", far), article("near", "B", near))[0] == "near"


def test_documents_of_one_title_lift_each_other():
    assert order("lamp socket", article("a", "Twin", "lamp socket"), article("b", "Twin", "lamp"),
                 article("c", "Single", "lamp"))[:2] == ["a", "b"]  # fmt: skip


def test_the_most_alike_earlier_question_decides():
    vague = article("vague", "A", evidence=["lamp", "lamp again"])
    assert order("red lamp dark", vague, article("alike", "B", evidence=["red lamp dark"]))[0] == "alike"


def test_a_title_and_earlier_questions_of_the_same_words_add_up():
    assert order("lamp", article("a", "Lamp"), article("b", "Lamp ", evidence=["lamp"])) == ["b", "a"]


def test_a_term_that_the_counts_do_not_know_yet_is_passed_over():
    entry = entry_of(article("a", "Lamp"))
    question = asked.parse("lamp", "", ["en"], ())
    [ranked] = ranking.rank(
        question, [candidate(entry, ["lamp"])], ExhaustiveEngine().statistics([]), ranking.Reader(1)
    )
    assert ranked.score == 0


def test_synonyms_answer_for_less_than_the_word():
    assert order("lamp", article("s", "Torch"), article("w", "Lamp"), synonyms=[("lamp", "torch")]) == ["w", "s"]


def test_a_rare_synonym_is_worth_no_more_than_the_word():
    documents = [article(f"l{number}", "Lamp") for number in range(6)] + [article("t", "Torch")]
    assert order("lamp", *documents, synonyms=[("lamp", "torch")])[-1] == "t"


def test_least_distance():
    assert ranking.least_distance([1, 9], [4, 30]) == 3
    assert ranking.least_distance([7], [7]) == 1
    assert ranking.least_distance([7], []) > ranking.FARTHEST


def test_an_index_of_nothing_ranks_nothing():
    assert order("lamp") == []


def test_a_word_is_one_group_whatever_its_form():
    question = asked.parse("How do I print the prints?", "printing lamp", ["en"], ())
    assert [(group.word, group.weight) for group in question.groups] == [("print", 1.0), ("lamp", 0.5)]


def test_a_question_of_stop_words_is_taken_as_it_is():
    assert [group.word for group in asked.parse("who are you", "", ["en"], ()).groups] == ["who", "are", "you"]


def test_a_chance_hit_in_a_foreign_language_silences_nothing():
    assert [group.word for group in asked.parse("man pages", "", ["en", "de"], ()).groups] == ["man", "pages"]
    assert [group.word for group in asked.parse("wie kann man drucken", "", ["en", "de"], ()).groups] == ["drucken"]


def test_a_phrase_of_stop_words_can_have_synonyms():
    [group, _other] = asked.parse("look for lamp", "", ["en"], ()).groups
    assert group.word == "look" or "search" in group.terms


def test_of_a_long_text_the_best_groups_stay():
    question = asked.parse(" ".join(f"word{number}" for number in range(90)), "", ["en"], ())
    question.keep(question.groups[::-1], 40)
    assert [group.word for group in question.groups] == [f"word{number}" for number in range(50, 90)]


CONTENT = Content("T", "Sum & more", (
    Section("Nothing here."),
    Section("One lamp <b>here</b>. " + "word " * 100 + "two lamps and a socket. " + "end " * 90,
                                      "Light", "s-light"),
), (1400, 1414))  # fmt: skip


def test_the_best_lines_of_the_best_section_are_shown():
    document = article("x", "T", sections=list(CONTENT.sections))
    entry = entry_of(document)
    found = passage(entry.content, {term: ",".join(entry.places[term]) for term in ("lamp", "socket")},
                    {"lamp": 1.0, "socket": 2.0}, "en")  # fmt: skip
    assert found.section == CONTENT.sections[1]
    assert "two <mark>lamps</mark> and a <mark>socket</mark>" in found.snippet
    assert found.snippet.startswith("… ")
    assert found.snippet.endswith(" …")
    assert len(found.snippet) < LENGTH + 60


def test_without_a_word_in_the_body_the_summary_is_shown():
    assert passage(CONTENT, {"t": "1A"}, {"sum": 1.0}, "en").snippet == "<mark>Sum</mark> &amp; more"
    bare = Content("T", "", (Section("<i>First</i>"),), (1400,))
    assert passage(bare, {}, {}, "en").snippet == "&lt;i&gt;First&lt;/i&gt;"
    assert passage(Content("T", "", (), ()), {}, {}, "en").snippet == ""


def test_lines_of_scripts_without_spaces_are_found():
    document = article("x", "T", sections=[Section("設定を開きます。" * 60 + "電源を入れる", "見出し")], language="ja")
    entry = entry_of(document)
    found = passage(entry.content, {"電源": ",".join(entry.places["電源"])}, {"電源": 1.0}, "ja")
    assert "<mark>電源</mark>" in found.snippet


def test_a_place_beyond_the_text_shows_its_beginning():
    content = Content("T", "", (Section("short é"),), (1400,))
    assert passage(content, {"x": "1900"}, {"x": 1.0}, "en").snippet == "short é"


@pytest.mark.parametrize(("text", "html"), [
    ("<script>lamp</script>", "&lt;script&gt;<mark>lamp</mark>&lt;/script&gt;"),
    ("a \"lamp\" & 'more'", "a &quot;<mark>lamp</mark>&quot; &amp; &#x27;more&#x27;"), ("none", "none"), ("", ""),
    ("Lamps, LAMP", "<mark>Lamps</mark>, <mark>LAMP</mark>"), ("<mark>x</mark>", "&lt;mark&gt;x&lt;/mark&gt;"),
])  # fmt: skip
def test_only_marks_are_html(text: str, html: str):
    assert marked(text, {"lamp": 1.0}, "en") == html


def test_pairs_that_touch_are_marked_as_one():
    pairs = dict.fromkeys(analysis.pairs("電源を"), 1.0)
    assert marked("この電源を切る", pairs, "ja") == "この<mark>電源を</mark>切る"


@pytest.mark.parametrize(("one", "other", "slips"), [
    ("headset", "headset", 0), ("haedset", "headset", 1), ("headst", "headset", 1), ("heaadset", "headset", 1),
    ("hezdset", "headset", 1), ("", "abc", 3), ("kitten", "sitting", 3),
])  # fmt: skip
def test_slips_are_counted(one: str, other: str, slips: int):
    assert distance(one, other) == slips


def test_the_text_is_put_right_where_the_word_stands():
    slip = Correction("headst", "headset", ["headset"])
    assert corrected("A Headst, my headst!", [slip]) == "A headset, my headset!"
    assert corrected("A headset", []) is None
