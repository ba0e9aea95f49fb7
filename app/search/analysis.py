"""From text to terms: the same for documents and questions, for both engines.

A text becomes words (folded: lower case, no accents), a word becomes terms (stemmed as its language does). Scripts
without spaces become pairs of letters.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import snowballstemmer

from app.search.stopwords import STOP_WORDS

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "fi": "finnish", "fr": "french", "hu": "hungarian", "it": "italian", "lt": "lithuanian",
    "nl": "dutch_porter", "no": "norwegian", "nb": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian",
    "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
LONGEST_WORD = 40  # letters; what is longer is a key or a token, found by its beginning
UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f"  # kana, Han, Hangul, Thai
WORD = re.compile(rf"[{UNSPACED}々ー]+|[^\W_{UNSPACED}]+(?:['’][^\W_{UNSPACED}]+)*[+#]{{0,2}}")
_UNSPACED = re.compile(rf"[{UNSPACED}]")

_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as people wrote it: folded, and where it stands."""

    text: str
    start: int
    end: int
    unspaced: bool = False


def clean(text: str) -> str:
    """The text without what no engine can store: NUL, lone surrogates."""
    return text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """Lower case without accents; kana keep their voice marks, which tell words apart."""
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKC", word.casefold())
    if "\u3040" <= plain[:1] <= "\u30ff":
        return plain
    return "".join(each for each in unicodedata.normalize("NFKD", plain) if each.isalnum() or each in "+#'’")


def words(text: str) -> Iterator[Word]:
    """The words of the text, in order."""
    for match in WORD.finditer(text):
        raw = match[0]
        if is_unspaced(raw):
            plain = "".join(unicodedata.normalize("NFKC", raw).split())  # a voice mark alone brings a space
            yield Word(plain, match.start(), match.end(), unspaced=True)
            continue
        plain = fold(raw).replace("’", "'").removesuffix("'s").replace("'", "")[:LONGEST_WORD]
        if plain:
            yield Word(plain, match.start(), match.end())


def is_unspaced(word: str) -> bool:
    """Whether it is of a script without spaces."""
    return word[0] >= "\u0e00" and _UNSPACED.match(word) is not None


def language_of(locale: str | None) -> str:
    """The language of a locale: `de` of `de-AT`, `pt` of `pt_BR`."""
    return re.split(r"[-_]", locale or "")[0].lower()


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The word's stem in the language; one without a stemmer keeps its words."""
    stemmer = _stemmer(language)
    if stemmer is None or len(word) < 3 or any(letter.isdigit() for letter in word):
        return word
    with _one_at_a_time:  # a stemmer keeps the word it works on in itself
        return str(stemmer.stemWord(word))


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Any:
    name = STEMMERS.get(language)
    return snowballstemmer.stemmer(name) if name else None


def is_stop_word(word: str, language: str) -> bool:
    """Whether the word says nothing by itself in the language."""
    return word in STOP_WORDS.get(language, ())


def pairs(run: str) -> list[str]:
    """The overlapping pairs of letters of a run without spaces; a single letter stays."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


def terms(word: Word, language: str) -> list[str]:
    """The terms that a document's word is found by."""
    return pairs(word.text) if word.unspaced else [stem(word.text, language)]
