"""Every function that looks like a test is one that pytest runs."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.architecture.source import dotted, files, tree


def uncollected(module: ast.Module, file_name: str) -> Iterator[str]:
    """Tests in a file, class or function where pytest does not look, and those hidden by one of the same name."""
    scopes = [
        module,
        *(node for node in module.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")),
    ]
    seen = [node for scope in scopes for node in scope.body if _is_test(node)]
    everywhere = [node for node in ast.walk(module) if _is_test(node)]
    if not file_name.startswith("test_"):
        yield from (node.name for node in everywhere)
        return
    yield from (node.name for node in everywhere if node not in seen)
    for scope in scopes:
        counted = Counter(node.name for node in scope.body if _is_test(node))
        yield from (name for name, count in counted.items() if count > 1)


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test")


@pytest.mark.parametrize(
    ("source", "file_name"),
    [
        ("def test_a(): pass\ndef test_a(): pass", "test_twice.py"),
        ("class Screens:\n    def test_a(self): pass", "test_class.py"),
        ("def outer():\n    def test_a(): pass", "test_nested.py"),
        ("def test_a(): pass", "screens.py"),
    ],
)
def test_what_pytest_overlooks_is_found(source: str, file_name: str):
    assert list(uncollected(ast.parse(source), file_name)) == ["test_a"]


def test_what_pytest_collects_is_fine():
    source = "def test_a(): pass\nclass TestB:\n    def test_a(self): pass"
    assert not list(uncollected(ast.parse(source), "test_both.py"))


def test_every_test_is_collected():
    ours = [path for path in files("tests/**/*.py") if path.parts[1] != "contracts"]
    found = {str(path): list(uncollected(tree(path), path.name)) for path in ours}
    assert not {path: names for path, names in found.items() if names}


def classes(pattern: str) -> Iterator[ast.ClassDef]:
    """The classes in files that match."""
    return (node for path in files(pattern) for node in tree(path).body if isinstance(node, ast.ClassDef))


def test_every_contract_is_inherited():
    inherited = {dotted(base).rpartition(".")[2] for node in classes("tests/**/test_*.py") for base in node.bases}
    assert {node.name for node in classes("tests/contracts/*.py") if any(map(_is_test, node.body))} <= inherited
