"""Files stay small enough to be read in one go."""

import ast
from pathlib import PurePosixPath

import pytest

from tests.architecture.source import files, text, tree

LIMITS = [("app/**/*.py", 400), ("*.py", 400), ("tests/**/*.py", 600), ("templates/**/*", 150)]


def too_long(lengths: dict[PurePosixPath, int], limit: int) -> list[str]:
    return [f"{path}: {length} lines, limit {limit}" for path, length in lengths.items() if length > limit]


def test_a_long_file_is_found():
    lengths = {PurePosixPath("app/long.py"): 401, PurePosixPath("app/short.py"): 400}
    assert too_long(lengths, 400) == ["app/long.py: 401 lines, limit 400"]


@pytest.mark.parametrize(("pattern", "limit"), LIMITS, ids=[pattern for pattern, _ in LIMITS])
def test_files_are_short(pattern: str, limit: int):
    lengths = {path: len(text(path).splitlines()) for path in files(pattern)}
    assert not too_long(lengths, limit)


def own_lines(module: ast.Module) -> int:
    """Lines of a package's door that are more than its list of exports."""
    exports = [node for node in module.body if isinstance(node, ast.Import | ast.ImportFrom) or _names_all(node)]
    return sum((node.end_lineno or 0) - node.lineno + 1 for node in module.body if node not in exports)


def _names_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(each, ast.Name) and each.id == "__all__" for each in node.targets
    )


def test_exports_do_not_count():
    assert own_lines(ast.parse('"""Door."""\nfrom a import (\n    b,\n)\n__all__ = [\n    "b",\n]\nx = 1')) == 2


def test_doors_of_packages_hold_little():
    lengths = {path: own_lines(tree(path)) for path in files("app/**/__init__.py")}
    assert not too_long(lengths, 40)
