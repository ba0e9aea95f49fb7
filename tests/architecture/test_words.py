"""What does not belong in the repository: notes to oneself, filler, and the paths of somebody's machine."""

import re
from pathlib import PurePosixPath

from tests.architecture.source import kept_files, text

TEXTS = {".py", ".html", ".txt", ".md", ".js", ".css", ".toml", ".yml", ".yaml", ".json", ".conf", ".cfg", ".po", ""}
OWN = PurePosixPath("tests/architecture/test_words.py")
BANNED = re.compile(
    r"\b(TODO|FIXME|XXX|HACK|raise NotImplementedError|lorem ipsum|whitelist|blacklist)\b"
    r"|(?<![\w.:/-])/(root|home/\w+|Users/\w+|work)/"
    r"|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org",
    re.IGNORECASE,
)


def test_banned_words_are_found():
    assert BANNED.search("# TODO: later")
    assert BANNED.search("open('/home/sam/file')")
    assert not BANNED.search("a todolist for today")


def test_no_banned_word_is_kept():
    places = [path for path in kept_files() if path.suffix in TEXTS and path != OWN and "vendor" not in path.parts]
    found = [f"{path}: {match[0]}" for path in places for match in BANNED.finditer(text(path))]
    assert not found
