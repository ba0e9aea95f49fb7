"""A child process in chains: what it may use, and what its end means."""

import io

import pytest

from app.core import child, child_start
from app.core.child import Limits

SAYS_ITS_LIMITS = """
import json, resource, sys
kinds = {"cpu": resource.RLIMIT_CPU, "memory": resource.RLIMIT_AS, "output": resource.RLIMIT_FSIZE}
print(json.dumps({name: resource.getrlimit(kind) for name, kind in kinds.items()} | {"folder": sys.argv[1]}))
"""


@pytest.fixture
def program(tmp_path):
    """Writes a program for the child."""

    def write(text):
        path = tmp_path / "some_program.py"
        path.write_text(text)
        return path

    return write


def test_the_program_runs_within_its_limits(program, tmp_path):
    said = child.ask(program(SAYS_ITS_LIMITS), io.BytesIO(b"content"), tmp_path, Limits(cpu_seconds=5, megabytes=200))

    assert said == {
        "cpu": [5, 5], "memory": [200 * 2**20] * 2, "output": [child_start.OUTPUT] * 2, "folder": str(tmp_path),
    }  # fmt: skip
    assert (tmp_path / "source").read_bytes() == b"content"


@pytest.mark.parametrize("costly", ["while True: pass", "import os; os.abort()"])
def test_who_goes_beyond_a_limit_or_crashes_is_costly(program, tmp_path, costly):
    said = child.ask(program(costly), io.BytesIO(), tmp_path, Limits(cpu_seconds=1))

    assert said == {"refused": "costly"}


def test_who_waits_too_long_is_costly(program, tmp_path):
    slow = program("import time; time.sleep(60)")

    assert child.ask(slow, io.BytesIO(), tmp_path, Limits(wall_seconds=0.5)) == {"refused": "costly"}


def test_a_program_that_fails_is_an_error_of_ours(program, tmp_path):
    with pytest.raises(RuntimeError, match="some program failed"):
        child.ask(program("raise SystemExit(3)"), io.BytesIO(), tmp_path, Limits())
