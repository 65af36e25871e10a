"""The sector report put together: tables, protection, and last year beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from duediligence.aggregation.attackers import Shares
from duediligence.aggregation.cells import Key, Sum, sums
from duediligence.aggregation.classes import Detail
from duediligence.aggregation.contributions import Contributions, contributions
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.aggregation.design import Table, Vocabulary, tables
from duediligence.aggregation.linked import JOINED, LAST, LEFT, Past, System, comparable, link
from duediligence.aggregation.parameters import Parameters, detail, parameters
from duediligence.aggregation.protect import Protection, protect
from duediligence.aggregation.visibility import Visibility
from duediligence.errors import DisclosureError
from duediligence.model.aggregate import Scope
from duediligence.model.agreement import Commitment, ShareMeasure
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.tables.engine import Engine, Frame


@dataclass(frozen=True, slots=True)
class LastYear:
    """What was kept of last year: its cells and the contributions to them, with this year's numbers for companies."""

    past: Past
    contributions: Frame
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class SectorTables:
    """The tables of one report with the decision on every cell; for the secretariat alone."""

    tables: tuple[Table, ...]
    compared: tuple[Table, ...]
    system: System
    protection: Protection
    parameters: Parameters
    contributions: Contributions
    coarse: bool
    matched: int | None
    joined: int | None = None
    left: int | None = None


def sector_tables(
    engine: Engine,
    data: Tables,
    content: SectorContent,
    visible: Visibility,
    numbers: Sequence[int],
    last: LastYear | None = None,
    solver: bool | None = None,
) -> SectorTables:
    """Every table of one year, protected; raises DisclosureError where there are too few companies to publish."""
    limits = parameters(content.scales)
    if len(numbers) < limits.minimum_companies:
        raise DisclosureError("too_few_companies", count=len(numbers), minimum=limits.minimum_companies)
    indicators = [id for id in content.indicators if id in visible.indicators]
    fineness = detail(content.scales, len(numbers))
    found = contributions(engine, data, indicators, list(visible.facts), fineness, limits.minimum_companies)
    now, matched = frozenset(numbers), frozenset(numbers) & (last.numbers if last else frozenset())
    if last is not None and len(matched) < limits.minimum_companies:
        last = None
    totals = sums(engine, found.frame, Scope.ALL)
    if last is not None:
        for scope, frame, chosen in (
            (Scope.MATCHED, found.frame, matched),
            (JOINED, found.frame, now - matched),
            (Scope.BEFORE, last.contributions, matched),
            (LEFT, last.contributions, last.numbers - matched),
        ):
            totals |= sums(engine, _of(engine, frame, chosen), scope)
    words = _vocabulary(visible, found, indicators, fineness, weighed=_weighed(totals, limits))
    designed = tables(words)
    past = last.past if last else None
    system = link(designed, fineness, totals, past, limits)
    return SectorTables(
        tables=designed,
        compared=comparable(designed, past),
        system=system,
        protection=protect(system, totals, limits, lambda: _shares(engine, found.frame, last, matched), solver),
        parameters=limits,
        contributions=found,
        coarse=fineness.coarse,
        matched=len(matched) if last else None,
        joined=len(now - matched) if last else None,
        left=len(last.numbers - matched) if last else None,
    )


def _of(engine: Engine, frame: Frame, numbers: Iterable[int]) -> Frame:
    chosen = engine.table([(number,) for number in sorted(numbers)], {COMPANY: int})
    return engine.keep(frame.join(chosen, on=COMPANY, how="semi"))


def _shares(engine: Engine, now: Frame, last: LastYear | None, matched: frozenset[int]) -> Shares:
    """What each company contributes to each cell of every group that a reader can form."""
    shares: dict[Key, dict[int, float]] = {}
    frames = [(now, Scope.ALL.value, Scope.MATCHED.value, JOINED)]
    if last is not None:
        frames.append((last.contributions, LAST + Scope.ALL, Scope.BEFORE.value, LEFT))
    for frame, everybody, stayed, others in frames:
        for row in engine.rows(frame):
            number = row[COMPANY]
            for scope in (everybody, stayed if number in matched else others):
                key = Key(scope, row["table"], row["row"], row["column"])
                shares.setdefault(key, {})[number] = row["value"]
    return shares


def _weighed(totals: Mapping[Key, Sum], limits: Parameters) -> bool:
    cell = totals.get(Key(Scope.ALL, "base", "all", "weighed"))
    return cell is not None and cell.count >= limits.minimum_companies


def _vocabulary(
    visible: Visibility,
    found: Contributions,
    indicators: Sequence[str],
    fineness: Detail,
    weighed: bool,
) -> Vocabulary:
    commitments = tuple(id for id, c in visible.commitments.items() if c.kind != "joint")  # those are the parties' own
    measured = tuple(
        id for id, c in visible.commitments.items() if isinstance(c.measure, ShareMeasure) and visible.shows_parts(id)
    )
    dated = frozenset(id for id in commitments if _is_dated(visible.commitments[id]))
    return Vocabulary(commitments, dated, measured, tuple(indicators), found.rows, fineness, weighed)


def _is_dated(commitment: Commitment) -> bool:
    """Whether the day of joining alone says when it is due; a share of some sites is not due where there are none."""
    measure = commitment.measure
    return not isinstance(measure, ShareMeasure) or measure.among == When()
