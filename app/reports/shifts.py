"""Why a mean or a share changed: because the groups themselves changed, or because there was more of some of them.

The whole's mean is the sum of each group's weight times its mean. Its change is split in two that add up to it exactly
(Marshall-Edgeworth): *within* is each group's own change at its average weight; *mix* is the change of its weight times
how far its average mean lies from the whole's. A group that is in one of the periods only has no change of its own:
all it does is mix.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Parts = Mapping[Hashable, tuple[int, int]]  # by group: the sum of its values (or how many fit), and how many there are
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class GroupShift:
    """What one group does to the whole; its weight is its part of all, its mean None where it has nothing."""

    key: Hashable
    weights: tuple[Fraction, Fraction]  # before and now
    means: tuple[Fraction | None, Fraction | None]
    within: Fraction
    mix: Fraction


@dataclass(frozen=True)
class Shift:
    """A change of the whole: `within + mix == now - before`, to the last digit."""

    before: Fraction
    now: Fraction
    groups: tuple[GroupShift, ...]

    @property
    def change(self) -> Fraction:
        """How far the whole moved."""
        return self.now - self.before

    @property
    def within(self) -> Fraction:
        """What the groups' own changes make of it."""
        return sum((group.within for group in self.groups), Fraction(0))

    @property
    def mix(self) -> Fraction:
        """What a different mix of the groups makes of it."""
        return sum((group.mix for group in self.groups), Fraction(0))


def split(before: Parts, now: Parts) -> Shift | None:
    """The change between two periods, split; None when one of them has nothing to make a mean of."""
    wholes = [sum(number for _sum, number in parts.values()) for parts in (before, now)]
    if not all(wholes):
        return None
    means = [Fraction(sum(value for value, _of in parts.values()), of)
             for parts, of in zip((before, now), wholes, strict=True)]  # fmt: skip
    middle = (means[0] + means[1]) * HALF
    keys = list(dict.fromkeys([*now, *before]))
    nothing, of = (0, 0), (wholes[0], wholes[1])
    groups = (_group(key, before.get(key, nothing), now.get(key, nothing), of, middle) for key in keys)
    return Shift(means[0], means[1], tuple(groups))


def _group(
    key: Hashable, before: tuple[int, int], now: tuple[int, int], wholes: tuple[int, int], middle: Fraction
) -> GroupShift:
    weights = Fraction(before[1], wholes[0]), Fraction(now[1], wholes[1])
    means = _mean(before), _mean(now)
    there = [mean for mean in means if mean is not None]
    average = sum(there, Fraction(0)) / len(there) if there else middle
    moved = means[1] - means[0] if means[0] is not None and means[1] is not None else Fraction(0)
    return GroupShift(
        key, weights, means, within=(weights[0] + weights[1]) * HALF * moved,
        mix=(weights[1] - weights[0]) * (average - middle),
    )  # fmt: skip


def _mean(parts: tuple[int, int]) -> Fraction | None:
    return Fraction(*parts) if parts[1] else None
