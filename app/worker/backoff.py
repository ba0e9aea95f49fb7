"""How long a failed attempt waits for the next one."""

import random
from datetime import timedelta


def delay(attempts: int, *, first: timedelta, most: timedelta) -> timedelta:
    """Doubles with each attempt up to `most`; up to a quarter is added by chance, lest failures march in step."""
    grown = min(first * 2 ** min(attempts - 1, 30), most)
    return grown * random.uniform(1, 1.25)  # noqa: S311  spread, no secret
