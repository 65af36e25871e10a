"""The tables of the sector report as grids: which number stands where, in what words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duediligence.aggregation.classes import ALL, DUE, MET, REACHED
from duediligence.aggregation.naming import Names
from duediligence.aggregation.printed import Grid, Line, Printed
from duediligence.i18n.formats import show_number, show_percent
from duediligence.model.aggregate import (
    AggregateTable,
    Cell,
    Scope,
    SectorReport,
    Shown,
    Thresholds,
    Unit,
    Why,
    Withheld,
)

LISTED_DOWN = ("score",)
"""Tables that read better with their columns as rows, like those by sign."""


@dataclass(frozen=True, slots=True)
class Grids:
    """Lays the tables of one report out in one language."""

    report: SectorReport
    names: Names
    language: str

    def plain(self, *ids: str) -> list[Grid]:
        """Tables as they are; one with a single row as a list, one by sign with the signs below each other."""
        return [self._plain(table) for id in ids if (table := self.report.table(id)) is not None]

    def simple(self, id: str, head: Sequence[str], lines: Sequence[Line], unit: str = "") -> Grid:
        """A grid whose headings are the tool's own words."""
        return self._grid(id, [self.names.say(f"column.{name}") for name in head], lines, unit)

    def progress(self) -> Grid:
        """Each commitment: the share that met it, by company and by volume, beside what was asked."""
        table = self.report.table("commitments")
        assert table is not None
        weight = self.report.table("commitments_weight")
        lines = []
        for row in table.rows:
            met, due = table.cell(row, MET), table.cell(row, DUE)
            by_weight: Cell = weight.cell(row, MET) if weight else Withheld(Why.NOT_HANDED_IN)
            shares = (self._share(met, due), self.printed(by_weight, Unit.WEIGHT))
            cells = (*shares, self.printed(met), self.printed(due), self._threshold(row))
            lines.append(Line(self.names.commitment(row), cells))
        return self.simple("commitments", ("share_companies", "share_weight", "count_met", DUE, "threshold"), lines)

    def measured(self) -> list[Grid]:
        """What all suppliers together reached, where a commitment asks for a share of them."""
        table = self.report.table("commitments_measured")
        if table is None:
            return []
        lines = [
            Line(self.names.commitment(row), (self.printed(table.cell(row, REACHED), table.unit), self._threshold(row)))
            for row in table.rows
        ]
        return [self.simple(table.id, (REACHED, "threshold"), lines, unit="measured")]

    def change(self) -> list[Grid]:
        """The matched companies last year and now."""
        found = []
        for id in ("commitments", "score", "tiers", "tier_companies", "indicator_companies"):
            before, now = self.report.table(id, Scope.BEFORE), self.report.table(id, Scope.MATCHED)
            if before is not None and now is not None:
                found.append(self._met(before, now) if id == "commitments" else self._moves(before, now))
        return found

    def shared(self) -> Grid:
        """How many suppliers other members use too."""
        lines = [
            Line(self.names.say(f"column.{id}"), (self.printed(table.cell(ALL, table.columns[0])),))
            for id in ("shared", "shared_critical")
            if (table := self.report.table(id)) is not None
        ]
        return self.simple("shared", ("count",), lines, unit="sites")

    def printed(self, cell: Cell, unit: Unit = Unit.COMPANIES) -> Printed:
        """One cell as people see it."""
        if isinstance(cell, Withheld):
            return Printed(self.names.say(f"cell.{cell.reason}"), withheld=cell.reason.value)
        return self.percent(cell.value) if unit in (Unit.WEIGHT, Unit.MEASURED) else self.count(cell.value)

    def percent(self, share: float) -> Printed:
        """A share with its bar."""
        return Printed(show_percent(share, self.language), round(share, 4), percent=True, bar=share)

    def count(self, value: float) -> Printed:
        """A number as it is."""
        return Printed(show_number(value, self.language), value)

    def _plain(self, table: AggregateTable) -> Grid:
        if table.rows == (ALL,):
            return self._list(table)
        laid = self._laid(table)
        laid = laid.turned if table.id in LISTED_DOWN or table.id.endswith("_indicators") else laid
        lines = [
            Line(name, tuple(self.printed(cell, table.unit) for cell in cells))
            for name, cells in zip(laid.down, laid.cells, strict=True)
        ]
        return self._grid("states" if table.id == "commitments" else table.id, laid.across, lines, table.unit)

    def _list(self, table: AggregateTable) -> Grid:
        """A single row, told downwards, with the share that each printed number has in the printed total."""
        people = self.report.participation
        total: Cell = Shown(people.handed_in) if table.unit is Unit.COMPANIES else people.sites
        laid = self._laid(table).turned
        lines = [
            Line(name, (self._share(cell, total), self.printed(cell)))
            for name, (cell,) in zip(laid.down, laid.cells, strict=True)
        ]
        return self.simple(table.id, ("share", "count"), lines, table.unit)

    def _met(self, before: AggregateTable, now: AggregateTable) -> Grid:
        """What was due may differ between the years, so the share stands beside the count."""
        lines = []
        for row in now.rows:
            pairs = [(table.cell(row, MET), table.cell(row, DUE)) for table in (before, now)]
            shares, counts = [self._share(*pair) for pair in pairs], [self.printed(met) for met, _ in pairs]
            lines.append(Line(self.names.commitment(row), (*shares, *counts)))
        return self.simple("met_before", ("before_share", "now_share", "before", "now"), lines, now.unit)

    def _moves(self, before: AggregateTable, now: AggregateTable) -> Grid:
        """Both years beside each other, with the longer side of the table downwards."""
        then, today = self._laid(before), self._laid(now)
        if len(now.columns) > len(now.rows):
            then, today = then.turned, today.turned
        lines = [
            Line(name, tuple(self.printed(cell, now.unit) for pair in zip(*both, strict=True) for cell in pair))
            for name, *both in zip(today.down, then.cells, today.cells, strict=True)
        ]
        years = [self.names.say(f"column.{year}") for year in ("before", "now")]
        alone = len(today.across) == 1
        head = [year if alone else f"{name}, {year.lower()}" for name in today.across for year in years]
        return self._grid(now.id, head, lines, now.unit)

    def _laid(self, table: AggregateTable) -> _Laid:
        return _Laid(
            down=tuple(self.names.row(table.id, row) for row in table.rows),
            across=tuple(self.names.column(table.id, column) for column in table.columns),
            cells=tuple(tuple(table.cell(row, column) for column in table.columns) for row in table.rows),
        )

    def _grid(self, id: str, head: Sequence[str], lines: Sequence[Line], unit: str = "") -> Grid:
        told = self.names.say(f"unit.{unit}") if unit else ""
        return Grid(id, self.names.table(id), told, ("", *head), tuple(lines), self._notes(lines))

    def _notes(self, lines: Sequence[Line]) -> tuple[str, ...]:
        reasons = {cell.withheld for line in lines for cell in line.cells if cell.withheld}
        return tuple(self.names.say(f"cell.{reason}_long") for reason in sorted(reasons))

    def _share(self, part: Cell, whole: Cell) -> Printed:
        """A share of two printed numbers, so that anybody can work it out again and nobody more than that."""
        if not isinstance(part, Shown) or not isinstance(whole, Shown):
            return self.printed(part if isinstance(part, Withheld) else whole)
        return self.percent(min(1.0, part.value / whole.value)) if whole.value else Printed("–")

    def _threshold(self, row: str) -> Printed:
        asked = self.report.thresholds.get(row, Thresholds(None, None, {}, False))
        if asked.lowest is None or asked.highest is None:
            return Printed(self.names.say("text.not_published") if asked.not_published else "–")
        ends = dict.fromkeys((show_percent(asked.lowest, self.language), show_percent(asked.highest, self.language)))
        return Printed("–".join(ends), asked.highest, percent=True)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A table with the names of its rows and columns."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]

    @property
    def turned(self) -> _Laid:
        """With rows as columns."""
        return _Laid(self.across, self.down, tuple(zip(*self.cells, strict=True)))
