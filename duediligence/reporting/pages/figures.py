"""Pictures of a view as shapes: paths in simple coordinates, which the page stretches to any width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duediligence.model.assessment import Interval
from duediligence.model.base import Text
from duediligence.reporting.shared.parts import IndicatorLine

HEIGHT = 100


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of columns: what is established (solid), and on top of it what is still possible (light)."""

    id: str
    name: Text
    established: str
    possible: str
    shown: int
    likely: int


@dataclass(frozen=True, slots=True)
class TierSpan:
    """The columns of one tier, as shares of the width."""

    tier: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Panorama:
    """All suppliers beside each other: one strip for all signs together and one for each sign."""

    columns: int
    spans: tuple[TierSpan, ...]
    overall: Strip
    strips: tuple[Strip, ...]
    ticks: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """A line from a tier of the last round to a tier of this one; rows are counted from the top."""

    old: str
    new: str
    count: int
    from_row: float
    to_row: float
    width: float


def panorama(
    tiers: Sequence[str],
    totals: Sequence[Interval],
    signs: Sequence[Sequence[Interval]],
    lines: Sequence[IndicatorLine],
    overall: Text,
) -> Panorama:
    """The picture of all suppliers, in the order given."""
    count = len(totals)
    strips = tuple(
        _strip(line.id, line.name, [row[index] for row in signs], line.established, line.possible)
        for index, line in enumerate(lines)
    )
    shown = sum(t.established > 0 for t in totals)
    return Panorama(
        columns=count,
        spans=tuple(_spans(tiers)),
        overall=_strip("overall", overall, totals, shown, count - shown),
        strips=tuple(sorted(strips, key=lambda strip: (-strip.shown, -strip.likely))),
        ticks=tuple((rank, (rank - 0.5) / count) for rank in _ticks(count)),
    )


def flows(moves: Iterable[tuple[str, str, int]], order: Sequence[str]) -> tuple[Flow, ...]:
    """Lines between tiers; a tier that is not known stands below the others."""
    rows = {tier: index for index, tier in enumerate(order)}
    known = [(old, new, count) for old, new, count in moves if old in rows and new in rows]
    most = max((count for _, _, count in known), default=1)
    return tuple(Flow(old, new, n, rows[old], rows[new], 1 + 9 * n / most) for old, new, n in known)


def _strip(id: str, name: Text, values: Sequence[Interval], shown: int, likely: int) -> Strip:
    gap = 0.14 if len(values) <= 60 else 0.06 if len(values) <= 200 else 0.0
    solid = "".join(_box(i, gap, 0, v.established) for i, v in enumerate(values) if _points(v.established))
    light = "".join(
        _box(i, gap, v.established, v.possible)
        for i, v in enumerate(values)
        if _points(v.possible) > _points(v.established)
    )
    return Strip(id, name, solid, light, shown, likely)


def _box(index: int, gap: float, low: float, high: float) -> str:
    top, bottom = HEIGHT - _points(high), HEIGHT - _points(low)
    return f"M{index + gap:g} {bottom}V{top}H{index + 1 - gap:g}V{bottom}z"


def _points(value: float) -> int:
    return round(value * HEIGHT)


def _spans(tiers: Sequence[str]) -> Iterable[TierSpan]:
    total = len(tiers) or 1
    start = 0
    for index in range(1, len(tiers) + 1):
        if index == len(tiers) or tiers[index] != tiers[start]:
            yield TierSpan(tiers[start], start / total, (index - start) / total)
            start = index


def _ticks(count: int) -> Iterable[int]:
    step = 1 if count <= 12 else 5 if count <= 40 else 10 if count <= 120 else 50 if count <= 600 else 1000
    return [1, *(rank for rank in range(step, count + 1, step) if rank > 1)]
