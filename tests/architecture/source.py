"""The repository's files, as the rules read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".venv", "var", ".git", "vendor", "node_modules", "__pycache__"}


def files(*patterns: str) -> list[PurePosixPath]:
    """What matches, relative to the root, without what others wrote."""
    found = (path.relative_to(ROOT) for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
    return sorted({PurePosixPath(path) for path in found if not NOT_OURS & set(path.parts)})


def text(path: PurePosixPath) -> str:
    """The content of a file."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path: PurePosixPath) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


@cache
def kept_files() -> list[PurePosixPath]:
    """What is, or would be, in the repository."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [PurePosixPath(line) for line in listed.splitlines() if (ROOT / line).is_file()]


def calls(module: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Each call with its dotted name, as far as it has one: `db.session.add`."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield node, name


def dotted(node: ast.expr) -> str:
    """The dotted name of an expression; a call in it stays as `()`."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return f"{dotted(node.func)}()" if isinstance(node, ast.Call) else ""


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def public_functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """The functions of a module that others may call."""
    return (node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))
