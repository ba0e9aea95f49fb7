"""What the product imports is pinned, and each direct dependency has its reason."""

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import PurePosixPath

from tests.architecture.source import files, text, tree

OURS = {"app", "config"}
PIN = re.compile(r"^([A-Za-z0-9._-]+)==\S+$", re.MULTILINE)


def normal(name: str) -> str:
    """One spelling of a package's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(module: ast.Module) -> set[str]:
    """Top-level packages of others."""
    names = {alias.name for node in ast.walk(module) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(module) if isinstance(node, ast.ImportFrom) and not node.level}
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - OURS


def pinned(name: str) -> set[str]:
    """The packages of a requirements file."""
    return {normal(each) for each in PIN.findall(text(PurePosixPath(name)))}


def direct(name: str) -> set[str]:
    """Those in a group that is headed "Direct"."""
    groups = text(PurePosixPath(name)).partition("# Transitive")[0]
    return {normal(each) for each in PIN.findall(groups)}


def test_imports_are_noticed():
    assert imported(ast.parse("import os, flask.cli\nfrom app.core import db\nfrom nh3 import clean")) == {
        "flask",
        "nh3",
    }


def test_everything_imported_is_pinned():
    homes = packages_distributions()
    used = set().union(*(imported(tree(path)) for path in files("app/**/*.py", "*.py", "migrations/**/*.py")))
    assert not {
        name for name in used if not {normal(each) for each in homes.get(name, [])} & pinned("requirements.txt")
    }


def test_every_direct_dependency_has_its_reason():
    reasons = normal(text(PurePosixPath("docs/dependencies.md")))
    named = direct("requirements.txt") | {
        name for name in direct("requirements-dev.txt") if not name.startswith("types-")
    }
    assert not {name for name in named if name not in reasons}


def test_no_requirements_name_where_packages_come_from():
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert not re.search(r"^\s*(-i|--|https?:|git\+)|@ ", text(PurePosixPath(name)), re.MULTILINE)
