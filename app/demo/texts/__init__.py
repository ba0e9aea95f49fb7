"""What the demo company says and does, read from the files beside this one."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """One of the files."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
