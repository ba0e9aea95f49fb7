"""What somebody asks, as the groups of terms that a document should have."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.search import analysis

MOST_LETTERS = 4_000
MOST_GROUPS = 40
CONTEXT_WEIGHT = 0.5  # of a word that stands only in the further text
SYNONYM = 0.8  # how well a synonym answers for the word itself

Synonyms = Mapping[str, Sequence[str]]


@dataclass
class Group:
    """One word of the question and what else will do for it: terms, each with how well it answers (1 is the word)."""

    word: str
    at: int
    weight: float = 1.0
    terms: dict[str, float] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)  # term -> "synonym", "spelling" or "prefix"; the word itself not

    def accept(self, term: str, worth: float, how: str | None = None) -> None:
        """Let this term answer as well."""
        if worth > self.terms.get(term, 0.0):
            self.terms[term] = worth
            if how and term not in self.how:
                self.how[term] = how


@dataclass
class Question:
    """The groups, in the order of the words, and whether the last word may go on."""

    text: str
    groups: list[Group]
    unfinished: bool = False

    @property
    def terms(self) -> set[str]:
        """Every term that may answer."""
        return {term for group in self.groups for term in group.terms}


def parse(text: str, context: str, languages: Collection[str], synonyms: Synonyms) -> Question:
    """Read what was typed: `text` first, `context` (the rest of a ticket, say) for less."""
    text = analysis.clean(text[:MOST_LETTERS])
    groups = _groups(text, languages)
    seen = {term for group in groups for term in group.terms}
    for group in _groups(analysis.clean(context[:MOST_LETTERS]), languages):
        if not seen & group.terms.keys():
            group.weight *= CONTEXT_WEIGHT
            group.at += 1_000_000  # never near the words of the text
            groups.append(group)
    _add_synonyms(groups, languages, synonyms)
    return Question(text, groups, unfinished=bool(text) and not text[-1].isspace())


def _groups(text: str, languages: Collection[str]) -> list[Group]:
    found = list(analysis.words(text))
    telling = [each for each in enumerate(found) if not _says_nothing(each[1].text, languages)]
    groups: dict[str, Group] = {}
    for at, word in telling or enumerate(found):
        for number, part in enumerate(analysis.pairs(word.text) if word.unspaced else [word.text]):
            if part in groups:
                continue
            groups[part] = group = Group(part, at + number)
            for term in variants(part, languages):
                group.accept(term, 1.0)
    return _without_doubles(groups.values())


def variants(word: str, languages: Collection[str]) -> list[str]:
    """The terms of a word in each of the languages, without doubles."""
    return list(dict.fromkeys(analysis.stem(word, language) for language in languages))


def _without_doubles(groups: Iterable[Group]) -> list[Group]:
    kept: list[Group] = []
    seen: set[str] = set()
    for group in groups:
        first = next(iter(group.terms))
        if first not in seen:
            kept.append(group)
            seen.update(group.terms)
    return kept


def _says_nothing(word: str, languages: Collection[str]) -> bool:
    return any(analysis.is_stop_word(word, language) for language in languages)


def _add_synonyms(groups: list[Group], languages: Collection[str], synonyms: Synonyms) -> None:
    """A group learns the synonyms of its word; of a synonym of several words, each word for its part."""
    for group in groups:
        for other in synonyms.get(group.word, ()):
            parts = [word.text for word in analysis.words(other)]
            for part in parts:
                for term in variants(part, languages):
                    group.accept(term, SYNONYM / len(parts), "synonym")
