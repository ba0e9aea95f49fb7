"""Starts a program in chains: `python -I child_start.py PROGRAM FOLDER CPU_SECONDS MEGABYTES`.

Runs alone, so it imports nothing of the application. The limits hold from before the program loads its decoders.
"""

import resource
import runpy
import sys

MEGABYTE = 1024 * 1024
OUTPUT = 64 * MEGABYTE


def bound(cpu_seconds: int, megabytes: int) -> None:  # pragma: no cover  it would bind the tests too
    """Take the rights to use much from this process; it cannot get them back."""
    limits = {
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_AS: megabytes * MEGABYTE,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))


if __name__ == "__main__":  # pragma: no cover  in the child, which nobody measures
    program, folder, cpu_seconds, megabytes = sys.argv[1:]
    bound(int(cpu_seconds), int(megabytes))
    sys.argv = [program, folder]
    runpy.run_path(program, run_name="__main__")
