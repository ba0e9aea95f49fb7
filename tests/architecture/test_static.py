"""What pages load is here: vendored files are unchanged, icons exist, scripts import files that exist."""

import hashlib
import re
from pathlib import PurePosixPath

from tests.architecture.source import ROOT, files, text

VENDORED = re.compile(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", re.MULTILINE)
SYMBOL = re.compile(r'<symbol id="([^"]+)"')
IN_TEMPLATE = re.compile(r'\bicon(?:_button|_name=)?\(?\s*"([a-z0-9-]+)"')
IN_PYTHON = re.compile(r'\bicon="([a-z0-9-]+)"')
IMPORT = re.compile(r'^import .*? from "\./([^"]+)";', re.MULTILINE)
ASSET = re.compile(r"""asset\(\s*['"]([^'"{}~]+)['"]\s*\)""")


def unknown_icons(sources: dict[PurePosixPath, str], known: set[str]) -> list[str]:
    """Icons that are asked for and not in the sprite."""
    return [
        f"{path}: {name}"
        for path, source in sources.items()
        for name in (IN_PYTHON if path.suffix == ".py" else IN_TEMPLATE).findall(source)
        if name not in known
    ]


def sources(*patterns: str) -> dict[PurePosixPath, str]:
    return {path: text(path) for path in files(*patterns)}


def test_an_unknown_icon_is_found():
    pages = {PurePosixPath("a.html"): '{{ icon("house") }}{{ icon("hose") }}', PurePosixPath("b.py"): 'icon="hous"'}
    assert unknown_icons(pages, {"house"}) == ["a.html: hose", "b.py: hous"]


def test_every_icon_is_in_the_sprite():
    known = set(SYMBOL.findall((ROOT / "static/img/icons.svg").read_text(encoding="utf-8")))
    assert len(known) > 200
    assert not unknown_icons(sources("templates/**/*.html", "app/**/*.py"), known)


def test_vendored_files_are_as_they_came():
    folder = ROOT / "static/vendor"
    listed = dict(VENDORED.findall((folder / "README.md").read_text(encoding="utf-8")))
    present = {str(path.relative_to(folder)) for path in folder.rglob("*.*") if path.suffix in {".js", ".css"}}
    assert set(listed) == present
    for name, checksum in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum, name


def test_scripts_import_what_is_there():
    scripts = sources("static/js/**/*.js")
    assert scripts
    for path, source in scripts.items():
        for name in IMPORT.findall(source):
            assert (ROOT / path.parent / name).is_file(), f"{path} imports {name}"


def test_pages_load_what_is_there():
    for path, source in sources("templates/**/*.html").items():
        for name in ASSET.findall(source):
            assert (ROOT / "static" / name).is_file(), f"{path} loads {name}"
