"""One list of settings: config.py reads it, .env.example shows it, docs/configuration.md explains it."""

import ast
import re
from pathlib import Path, PurePosixPath

import config
from tests.architecture.source import ROOT, text, tree

READERS = {"text", "flag", "whole", "duration", "choice", "words", "rate", "networks", "zone", "address"}
NOT_OURS = {"FLASK_DEBUG"}  # Flask's own, read only to refuse it in production


def read_names(module: ast.Module) -> set[str]:
    """The first arguments of `env.text("NAME")` and its like."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READERS:
            owner, first = node.func.value, next(iter(node.args), None)
            if isinstance(owner, ast.Name) and owner.id == "env" and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return found - NOT_OURS


def sample_values() -> dict[str, str]:
    """What .env.example shows as defaults."""
    return dict(re.findall(r"^# ([A-Z][A-Z0-9_]+)=(.*)$", text(PurePosixPath(".env.example")), re.MULTILINE))


def documented() -> dict[str, str]:
    """The table rows of docs/configuration.md: name and default."""
    rows = re.findall(r"^\| `([A-Z0-9_]+)` \| (\S.*?) \|", text(PurePosixPath("docs/configuration.md")), re.MULTILINE)
    return {name: "" if default == "unset" else default.strip("`") for name, default in rows}


def test_reading_is_noticed():
    assert read_names(ast.parse('env.text("A", "x"); env.flag("B", False); other.text("C")')) == {"A", "B"}


def test_every_setting_is_shown_and_explained():
    names = read_names(tree(PurePosixPath("config.py"))) | {"SECRET_KEY", "JWT_SECRET_KEY"}
    assert names == set(sample_values())
    assert documented() == sample_values()


def test_the_sample_shows_the_true_defaults(tmp_path: Path):
    place = {"VAR_DIR": str(tmp_path)}
    assert config.from_environment(sample_values() | place) == config.from_environment(place)
    assert config.from_environment(sample_values())["VAR_DIR"] in (str(ROOT / "var"), str(Path("var").absolute()))
