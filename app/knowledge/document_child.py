"""The child process of `app.knowledge.documents`: reads FOLDER/source, writes FOLDER/text, prints JSON.

Runs alone (see `core/child_start.py`), so it imports nothing of the application. Packages (DOCX, ODT) are read as a
stream of XML and no further than a document's text can reach, which no library for them does.
"""

import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError, XMLParser

import pypdfium2

MOST_TEXT = 2_000_000  # letters; a book has one million
CHUNK = 256 * 1024
MOST_XML = 60 * 1024 * 1024  # unpacked bytes of one member
MOST_PAGES = 3_000
PACKAGES = {"docx": "word/document.xml", "odt": "content.xml"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ODF = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
HOLDS = {f"{WORD}t", f"{ODF}p", f"{ODF}h"}
ENDS = {f"{WORD}p", f"{WORD}br", f"{WORD}tr", f"{ODF}p", f"{ODF}h", f"{ODF}line-break"}
GAPS = {f"{WORD}tab", f"{WORD}tc", f"{ODF}tab", f"{ODF}s"}
BROKEN = (zipfile.BadZipFile, KeyError, ParseError, RuntimeError, NotImplementedError, zlib.error, EOFError, ValueError)


class TooLong(Exception):
    """There is more in it than anybody writes."""


def main(folder: Path) -> dict[str, object]:
    """What became of the document: its text lies in FOLDER/text, or why there is none."""
    kind = (folder / "kind").read_text()
    try:
        text = "".join(_bounded(_parts(folder / "source", kind)))
    except TooLong:
        return {"refused": "costly"}
    except MemoryError:  # pragma: no cover  tried out in the child, whose memory is bounded
        return {"refused": "costly"}
    except pypdfium2.PdfiumError as error:
        return {"unreadable": "locked" if "password" in str(error).lower() else "broken"}
    except BROKEN as error:
        return {"unreadable": "locked" if "encrypted" in str(error) else "broken"}
    if not text.strip():
        return {"unreadable": "empty"}
    (folder / "text").write_text(text.encode("utf-8", "replace").decode(), encoding="utf-8")
    return {}


def _parts(source: Path, kind: str) -> Iterator[str]:
    if kind == "pdf":
        return _pdf(source)
    if kind in PACKAGES:
        return _package(source, PACKAGES[kind])
    return _plain(source)


def _bounded(parts: Iterator[str]) -> Iterator[str]:
    """As much as is worth searching; the rest of a long text is left out."""
    left = MOST_TEXT
    for part in parts:
        yield part[:left]
        left -= len(part)
        if left <= 0:
            return


def _pdf(source: Path) -> Iterator[str]:
    document = pypdfium2.PdfDocument(source)
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        words = page.get_textpage()
        yield words.get_text_bounded() + "\n\n"
        words.close()
        page.close()


def _package(source: Path, member: str) -> Iterator[str]:
    words = Words()
    parser = XMLParser(target=words)  # noqa: S314  in a bounded process, where expansion ends at the limits
    with zipfile.ZipFile(source) as package:
        if package.getinfo(member).file_size > MOST_XML:
            raise TooLong
        with package.open(member) as stream:
            while words.left > 0 and (content := stream.read(CHUNK)):
                parser.feed(content)
    yield "".join(words.parts)


class Words:
    """Gathers the text of a package as its XML streams by."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.left, self.depth = MOST_TEXT, 0

    def start(self, tag: str, _attributes: object) -> None:
        """An element begins."""
        self.depth += tag in HOLDS
        if tag in GAPS:
            self.parts.append(" ")

    def data(self, text: str) -> None:
        """Letters: words inside paragraphs, settings and blanks elsewhere."""
        if self.depth:
            self.parts.append(text)
            self.left -= len(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= tag in HOLDS
        if tag in ENDS:
            self.parts.append("\n")


def _plain(source: Path) -> Iterator[str]:
    """UTF-8, UTF-16 with its mark, else one byte a letter."""
    content = source.read_bytes()[: MOST_TEXT * 4]
    for charset in ("utf-8-sig", "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"):
        try:
            return iter([content.decode(charset)])
        except UnicodeDecodeError:
            continue
    return iter([content.decode("cp1252", "replace")])


if __name__ == "__main__":  # pragma: no cover  in the child, which nobody measures
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
