"""The sector report put together: tables, protection, and last year beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class _Years:
    """This year's companies, and last year's where enough of them are in both."""

    engine: Engine
    found: Frame
    now: frozenset[int]
    last: LastYear | None

    @classmethod
    def of(cls, engine: Engine, found: Frame, numbers: Sequence[int], last: LastYear | None, least: int) -> _Years:
        """The years; too few matched companies would be told about by comparing, so they are not."""
        now = frozenset(numbers)
        return cls(engine, found, now, last if last is not None and len(now & last.numbers) >= least else None)

    @property
    def matched(self) -> frozenset[int]:
        """Who handed in both years."""
        return self.now & (self.last.numbers if self.last else frozenset())

    def sums(self) -> dict[Key, Sum]:
        """The cells of all companies, and of every group that follows by subtracting the years."""
        totals = sums(self.engine, self.found, Scope.ALL)
        if self.last is not None:
            for scope, frame, chosen in (
                (Scope.MATCHED, self.found, self.matched),
                (JOINED, self.found, self.now - self.matched),
                (Scope.BEFORE, self.last.contributions, self.matched),
                (LEFT, self.last.contributions, self.last.numbers - self.matched),
            ):
                totals |= sums(self.engine, self._of(frame, chosen), scope)
        return totals

    def shares(self) -> Shares:
        """What each company contributes to each cell of every group that a reader can form."""
        shares: dict[Key, dict[int, float]] = {}
        matched = self.matched
        for frame, everybody, stayed, others in self._frames():
            for row in self.engine.rows(frame):
                number = row[COMPANY]
                for scope in (everybody, stayed if number in matched else others):
                    key = Key(scope, row["table"], row["row"], row["column"])
                    shares.setdefault(key, {})[number] = row["value"]
        return shares

    def _frames(self) -> Iterator[tuple[Frame, str, str, str]]:
        yield self.found, Scope.ALL.value, Scope.MATCHED.value, JOINED
        if self.last is not None:
            yield self.last.contributions, LAST + Scope.ALL, Scope.BEFORE.value, LEFT

    def _of(self, frame: Frame, numbers: Iterable[int]) -> Frame:
        chosen = self.engine.table([(number,) for number in sorted(numbers)], {COMPANY: int})
        return self.engine.keep(frame.join(chosen, on=COMPANY, how="semi"))


def sector_tables(
    engine: Engine,
    data: Tables,
    content: SectorContent,
    visible: Visibility,
    numbers: Sequence[int],
    last: LastYear | None = None,
    proved: bool = True,
) -> SectorTables:
    """Every table of one year, protected; raises DisclosureError where there are too few companies to publish."""
    limits, fineness = parameters(content.scales), detail(content.scales, len(numbers))
    if len(numbers) < limits.minimum_companies:
        raise DisclosureError("too_few_companies", count=len(numbers), minimum=limits.minimum_companies)
    indicators = [id for id in content.indicators if id in visible.indicators]
    found = contributions(engine, data, indicators, list(visible.facts), fineness, limits.minimum_companies)
    years = _Years.of(engine, found.frame, numbers, last, limits.minimum_companies)
    totals, past = years.sums(), years.last.past if years.last else None
    designed = tables(_vocabulary(visible, found, indicators, fineness, weighed=_weighed(totals, limits)))
    system = link(designed, fineness, totals, past, limits)
    return SectorTables(
        tables=designed,
        compared=comparable(designed, past),
        system=system,
        protection=protect(system, totals, limits, years.shares, proved),
        parameters=limits,
        contributions=found,
        coarse=fineness.coarse,
        matched=len(years.matched) if years.last else None,
        joined=len(years.now - years.matched) if years.last else None,
        left=len(years.last.numbers - years.matched) if years.last else None,
    )


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
