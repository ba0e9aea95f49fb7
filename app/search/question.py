"""What somebody asks, as the groups of terms that a document should have."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from app.search import analysis
from app.search.synonyms import Groups, both_ways, everyday

MOST_LETTERS = 4_000
MOST_WORDS = 400
CONTEXT_WEIGHT = 0.5  # of a word that stands only in the further text
CONTEXT_BEGINS = 1_000_000  # its words are never near those of the text
SYNONYM, EVERYDAY = 0.8, 0.3  # how well a synonym of staff, or one of everybody's, answers for the word itself
LONGEST_PHRASE = 4  # words

Name = Sequence[list[str]]  # the terms of each of its words
Phrases = Mapping[tuple[str, ...], Sequence[Name]]  # stems of a phrase -> what it is also called


@dataclass
class Group:
    """One word of the question and what else will do for it: terms, each with how well it answers (1 is the word)."""

    word: str
    at: int
    weight: float = 1.0
    terms: dict[str, float] = field(default_factory=dict)
    how: dict[str, str] = field(default_factory=dict)  # term -> "synonym" or "spelling"; the word itself is not in it

    def accept(self, term: str, worth: float, how: str | None = None) -> None:
        """Let this term answer as well."""
        if worth > self.terms.get(term, 0.0):
            self.terms[term] = worth
            if how:
                self.how[term] = how


@dataclass
class Question:
    """The groups, in the order of the words, and whether the last word may go on."""

    text: str
    groups: list[Group]
    unfinished: bool = False

    def keep(self, best: Sequence[Group], most: int) -> None:
        """Go on with the best groups only, in the order of the words: a long text says enough with them."""
        kept = {id(group) for group in best[:most]}
        self.groups = [group for group in self.groups if id(group) in kept]

    @property
    def terms(self) -> set[str]:
        """Every term that may answer."""
        return {term for group in self.groups for term in group.terms}


def parse(text: str, context: str, languages: Sequence[str], synonyms: Groups) -> Question:
    """Read what was typed: `text` first, `context` (the rest of a ticket, say) for less."""
    text = analysis.clean(text[:MOST_LETTERS])
    meant = [(_phrases(tuple(synonyms), tuple(languages)), SYNONYM), (_everyday(tuple(languages)), EVERYDAY)]
    groups = _groups(text, languages, meant)
    seen = {term for group in groups for term, worth in group.terms.items() if worth >= 1}
    for group in _groups(analysis.clean(context[:MOST_LETTERS]), languages, meant):
        if not seen & {term for term, worth in group.terms.items() if worth >= 1}:
            group.weight *= CONTEXT_WEIGHT
            group.at += CONTEXT_BEGINS
            groups.append(group)
    return Question(text, groups, unfinished=bool(text) and not text[-1].isspace())


def variants(word: str, languages: Collection[str]) -> list[str]:
    """The terms of a word in each of the languages, without doubles."""
    return list(dict.fromkeys(analysis.stem(word, language) for language in languages))


@lru_cache(maxsize=64)
def _phrases(groups: Groups, languages: Sequence[str]) -> Phrases:
    """The synonyms by the stems of their words, so that every form of a word has them."""
    found: dict[tuple[str, ...], Sequence[Name]] = {}
    for phrase, others in both_ways(groups).items():
        meant = [_telling_words(other, languages) for other in others]
        words = [word.text for word in analysis.words(phrase)]
        for language in languages:
            key = tuple(analysis.stem(word, language) for word in words)
            if key not in found:
                found[key] = meant
    return found


@lru_cache(maxsize=64)
def _everyday(languages: tuple[str, ...]) -> Phrases:
    own = [_phrases(everyday(language), (language,)) for language in languages]
    return {key: others for known in reversed(own) for key, others in known.items()}


def _telling_words(text: str, languages: Sequence[str]) -> list[list[str]]:
    words = [word.text for word in analysis.words(text)]
    telling = [word for word in words if not _says_nothing(word, languages)] or words
    return [variants(word, languages) for word in telling]


def _groups(text: str, languages: Sequence[str], meant: Sequence[tuple[Phrases, float]]) -> list[Group]:
    found = [part for word in analysis.words(text) for part in _parts(word)][:MOST_WORDS]
    spoken = _spoken(found, languages)
    silent = [_says_nothing(word, spoken) for word in found]
    groups: dict[int, Group] = {}
    for at, word in enumerate(found):
        if not silent[at] or all(silent):
            groups[at] = group = Group(word, at)
            for term in variants(word, languages):
                group.accept(term, 1.0)
    for known, worth in meant:
        _add_synonyms(groups, found, languages, known, worth)
    return _without_doubles(groups[at] for at in sorted(groups))


def _parts(word: analysis.Word) -> list[str]:
    return analysis.pairs(word.text) if word.unspaced else [word.text]


def _spoken(words: Sequence[str], languages: Sequence[str]) -> list[str]:
    """The languages whose stop words the text has most; one chance hit in a foreign language proves nothing."""
    hits = {language: sum(analysis.is_stop_word(word, language) for word in words) for language in languages}
    best = max(hits.values(), default=0)
    return [each for each in languages if hits[each] == best and (best > 1 or each in {languages[0], "en"})]


def _says_nothing(word: str, languages: Collection[str]) -> bool:
    return any(analysis.is_stop_word(word, language) for language in languages)


def _add_synonyms(
    groups: dict[int, Group], words: Sequence[str], languages: Sequence[str], known: Phrases, worth: float
) -> None:
    """The first telling word of a phrase learns what the phrase also is; one of several words counts in parts."""
    spans = ((begin, begin + long) for begin in range(len(words)) for long in range(1, LONGEST_PHRASE + 1))
    for begin, end in spans:
        others = _others(words[begin:end], languages, known)
        if others:
            first = next((place for place in range(begin, end) if place in groups), begin)
            group = groups.setdefault(first, Group(" ".join(words[begin:end]), first))
            for name in others:
                for term in (term for terms in name for term in terms):
                    group.accept(term, worth / len(name), "synonym")


def _others(phrase: Sequence[str], languages: Sequence[str], known: Phrases) -> Sequence[Name]:
    """What else the phrase is called, in whatever language it is known."""
    stems = (tuple(analysis.stem(word, language) for word in phrase) for language in languages)
    return next((known[each] for each in stems if each in known), ())


def _without_doubles(groups: Iterable[Group]) -> list[Group]:
    kept: list[Group] = []
    seen: set[str] = set()
    for group in groups:
        own = {term for term, worth in group.terms.items() if worth >= 1} or group.terms.keys()
        if not own & seen:
            kept.append(group)
            seen |= own
    return kept
