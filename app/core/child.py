"""Reads files that nobody trusts in a child process with hard limits; whatever they do, they do it there."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

START = Path(__file__).with_name("child_start.py")


@dataclass(frozen=True)
class Limits:
    """What one file may cost; the clock on the wall allows more than the processor, for a busy machine."""

    cpu_seconds: int = 30
    megabytes: int = 1024
    wall_seconds: float = 90


def ask(program: Path, stream: BinaryIO, folder: Path, limits: Limits) -> dict[str, Any]:
    """What the program says (JSON) about the file, which it finds as FOLDER/source; `costly` past a limit."""
    stream.seek(0)
    with (folder / "source").open("wb") as file:
        shutil.copyfileobj(stream, file)
    # -I: nothing but the interpreter's own packages; the environment with its secrets stays here
    command = [sys.executable, "-I", str(START), str(program), str(folder)]
    command += [str(limits.cpu_seconds), str(limits.megabytes)]
    try:
        done = subprocess.run(  # noqa: S603  our own program; the file is data on disk
            command, capture_output=True, timeout=limits.wall_seconds, env={}, cwd=folder, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": "costly"}
    if done.returncode < 0:  # killed by a limit, or crashed in a decoder
        return {"refused": "costly"}
    if done.returncode:
        raise RuntimeError(f"{program.stem.replace('_', ' ')} failed: {done.stderr[-2000:].decode(errors='replace')}")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
