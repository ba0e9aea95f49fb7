"""Every text of the product has its German, with the same placeholders, and the compiled catalogue is up to date."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LOCALES = ("de",)  # the texts in the code are the English ones

by_locale = pytest.mark.parametrize("locale", LOCALES)


def texts() -> set[str]:
    """Every text in code and templates."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(str(ROOT), methods, options, KEYWORDS)
    return {message if isinstance(message, str) else message[0] for _file, _line, message, _comments, _context in found}


def folder(locale: str) -> Path:
    return ROOT / "translations" / locale / "LC_MESSAGES"


def catalogue(locale: str) -> Catalog:
    with (folder(locale) / "messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def untranslated(found: set[str], known: Catalog) -> Iterator[str]:
    """Texts that a reader of this language would see in English."""
    for text in sorted(found):
        message = known.get(text)
        if message is None or message.fuzzy or not all(_translations(message)):
            yield text


def unlike(known: Catalog) -> Iterator[str]:
    """Translations that lose or invent a placeholder."""
    for message in known:
        if message.id and not message.fuzzy:
            wanted = set(PLACEHOLDER.findall(" ".join(_texts(message.id))))
            given = [set(PLACEHOLDER.findall(text)) for text in _translations(message)]
            if any(not each <= wanted for each in given) or (given and set.union(*given) != wanted):
                yield _texts(message.id)[0]


def _translations(message: Message) -> tuple[str, ...]:
    return _texts(message.string)


def _texts(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def test_a_missing_text_is_found():
    known = Catalog(locale="de")
    known.add("Sign in", "Anmelden")
    known.add("Sign out", "")
    assert list(untranslated({"Sign in", "Sign out", "Help"}, known)) == ["Help", "Sign out"]


def test_a_lost_placeholder_is_found():
    known = Catalog(locale="de")
    known.add("%(count)s tickets", "Tickets")
    known.add("Hello %(name)s", "Hallo %(name)s")
    assert list(unlike(known)) == ["%(count)s tickets"]


def test_the_texts_are_found():
    assert len(texts()) > 100


@by_locale
def test_every_text_is_translated(locale: str):
    assert not list(untranslated(texts(), catalogue(locale)))


@by_locale
def test_placeholders_are_kept(locale: str):
    assert not list(unlike(catalogue(locale)))


@by_locale
def test_the_compiled_catalogue_is_up_to_date(locale: str):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(locale))
    assert (folder(locale) / "messages.mo").read_bytes() == compiled.getvalue(), "run `make catalogues`"


@pytest.mark.parametrize(
    ("text", "german"),
    [("Book", "Buchen"), ("Tag", "Inventarnummer"), ("Until", "Bis"), ("With you", "Bei Ihnen"), ("To", "An")],
)
def test_a_word_of_several_senses_is_translated_in_the_sense_of_its_pages(text: str, german: str) -> None:
    message = catalogue("de").get(text)
    assert message is not None
    assert message.string == german
