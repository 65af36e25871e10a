"""The sector report as sections of grids, ready to be printed: page and workbook say the same, for both print this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from duediligence.aggregation.contributions import ALL, DUE, REACHED
from duediligence.aggregation.naming import Names
from duediligence.aggregation.printed import Grid, Line, Printed, Section, SectorView
from duediligence.i18n.formats import show_date, show_number, show_percent
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
from duediligence.model.assessment import CommitmentState
from duediligence.model.content import SectorContent

MET = CommitmentState.MET.value


def sector_view(report: SectorReport, content: SectorContent, language: str) -> SectorView:
    """The report in one language."""
    return _Viewer(report, content, Names(content, language), language).view()


@dataclass(frozen=True, slots=True)
class _Viewer:
    report: SectorReport
    content: SectorContent
    names: Names
    language: str

    def view(self) -> SectorView:
        report, agreement = self.report, self.content.agreements[self.report.agreement]
        ended = agreement.status.state in ("ended", "lapsed") and agreement.status.ends
        people = report.participation
        lead = "text.lead" if isinstance(people.sites, Shown) else "text.lead_protected"
        return SectorView(
            language=self.language,
            title=self.names.say("title.report"),
            agreement=agreement.name.get(self.language),
            sector=self.content.profile.name.get(self.language),
            round=report.round,
            date=show_date(report.reported_on, self.language),
            lead=self.names.say(lead, handed_in=self._count(people.handed_in), sites=self._print(people.sites).text),
            status=self.names.say("text.status_ended", date=show_date(agreement.status.ends, self.language))
            if ended
            else "",
            sections=tuple(section for section in self._sections() if section.grids or section.texts),
            never=self.names.say("text.never"),
        )

    def _sections(self) -> Iterator[Section]:
        facts = [table.id for table in self.report.tables if table.id in self.content.facts]
        yield self._section("participation", [self._participation(), *self._plain("size", "score")])
        yield self._section(
            "commitments", [self._progress(), *self._plain("commitments", "commitments_weight"), *self._measured()]
        )
        yield self._section("change", self._change(), self._change_texts())
        yield self._section(
            "risks",
            self._plain(
                "tiers",
                "tier_companies",
                "indicators",
                "indicator_companies",
                "countries",
                "country_indicators",
                *facts,
            ),
        )
        yield self._section("evidence", self._plain("coverage", "evidence"))
        yield self._section("actions", [*self._plain("actions", "action_leads"), *self._joint()])
        yield self._section("shared", [self._shared()], (self.names.say("text.shared"),))
        complaints = self._complaints()
        yield self._section("complaints", complaints, () if complaints else (self.names.say("text.no_complaints"),))
        yield self._section("protection", [self._rules()], self._protection_texts())
        editions = ", ".join(f"{id} {edition}" for id, edition in sorted(self.report.editions.items()) if "." not in id)
        made = self.names.say(
            "text.manifest", tool=self.report.tool, round=self.report.round, editions=editions,
            date=show_date(self.report.reported_on, self.language),
        )  # fmt: skip
        yield self._section("manifest", [], (made,))

    def _section(self, id: str, grids: Sequence[Grid], texts: tuple[str, ...] = ()) -> Section:
        return Section(id, self.names.say(f"section.{id}"), texts, tuple(grids))

    def _plain(self, *ids: str) -> list[Grid]:
        return [self._grid(table) for id in ids if (table := self.report.table(id)) is not None]

    def _grid(self, table: AggregateTable) -> Grid:
        title = "states" if table.id == "commitments" else table.id
        lines = tuple(
            Line(
                self.names.row(table.id, row), tuple(self._print(table.cell(row, c), table.unit) for c in table.columns)
            )
            for row in table.rows
        )
        head = ("", *(self.names.column(table.id, column) for column in table.columns))
        return Grid(
            table.id, self.names.table(title), self.names.say(f"unit.{table.unit}"), head, lines, self._notes(lines)
        )

    def _participation(self) -> Grid:
        people = self.report.participation
        counts = {
            "members": people.members, "handed_in": people.handed_in, "corrected": self.report.corrected,
            "matched": people.matched, "joined": people.joined, "left": people.left,
        }  # fmt: skip
        lines = [
            Line(self.names.say(f"column.{name}"), (self._exact(count),))
            for name, count in counts.items()
            if count is not None
        ]
        lines.append(Line(self.names.say("column.sites"), (self._print(people.sites),)))
        return self._simple("participation", ("count",), lines)

    def _progress(self) -> Grid:
        table = self.report.table("commitments")
        assert table is not None
        lines = tuple(self._progress_line(table, row) for row in table.rows)
        return self._simple("commitments", ("count_met", DUE, "share_companies", "share_weight", "threshold"), lines)

    def _progress_line(self, table: AggregateTable, row: str) -> Line:
        met, due = table.cell(row, MET), table.cell(row, DUE)
        weight = self.report.table("commitments_weight")
        by_weight: Cell = weight.cell(row, MET) if weight else Withheld(Why.NOT_HANDED_IN)
        share = self._share(met, due)
        shares = (share, self._print(by_weight, Unit.WEIGHT))
        return Line(self.names.commitment(row), (self._print(met), self._print(due), *shares, self._threshold(row)))

    def _share(self, part: Cell, whole: Cell) -> Printed:
        """A share of two printed numbers, so that anybody can work it out again and nobody more than that."""
        if not isinstance(part, Shown) or not isinstance(whole, Shown):
            return self._print(part if isinstance(part, Withheld) else whole)
        return self._percent(min(1.0, part.value / whole.value)) if whole.value else Printed("–")

    def _threshold(self, row: str) -> Printed:
        asked = self.report.thresholds.get(row, Thresholds(None, None, {}, False))
        if asked.lowest is None or asked.highest is None:
            return Printed(self.names.say("text.not_published") if asked.not_published else "–")
        ends = dict.fromkeys((show_percent(asked.lowest, self.language), show_percent(asked.highest, self.language)))
        return Printed("–".join(ends), asked.highest, percent=True)

    def _measured(self) -> list[Grid]:
        table = self.report.table("commitments_measured")
        if table is None:
            return []
        lines = tuple(
            Line(self.names.commitment(row), (self._print(table.cell(row, REACHED), table.unit), self._threshold(row)))
            for row in table.rows
        )
        return [self._simple(table.id, (REACHED, "threshold"), lines, unit="measured")]

    def _change(self) -> list[Grid]:
        grids = []
        for id in ("commitments", "score", "tiers", "tier_companies", "indicator_companies"):
            now, before = self.report.table(id, Scope.MATCHED), self.report.table(id, Scope.BEFORE)
            if now is None or before is None:
                continue
            if id == "commitments":
                head = ("before", "before_share", "now", "now_share")
                grids.append(self._simple("met_before", head, tuple(self._met(now, before)), unit=now.unit.value))
            else:
                grids.append(self._simple(id, ("before", "now"), tuple(self._moves(now, before)), unit=now.unit.value))
        return grids

    def _met(self, now: AggregateTable, before: AggregateTable) -> Iterator[Line]:
        """What was due may differ between the years, so the share stands beside the count."""
        for row in now.rows:
            pairs = ((table.cell(row, MET), table.cell(row, DUE)) for table in (before, now))
            cells = [cell for met, due in pairs for cell in (self._print(met), self._share(met, due))]
            yield Line(self.names.commitment(row), tuple(cells))

    def _moves(self, now: AggregateTable, before: AggregateTable) -> Iterator[Line]:
        for row in now.rows:
            for column in now.columns:
                name = [] if row == ALL else [self.names.row(now.id, row)]
                name += [] if len(now.columns) == 1 else [self.names.column(now.id, column)]
                yield Line(
                    " · ".join(name), (self._print(before.cell(row, column)), self._print(now.cell(row, column)))
                )

    def _change_texts(self) -> tuple[str, ...]:
        matched = self.report.participation.matched
        if matched is None:
            return (self.names.say("text.no_previous"),)
        texts = [self.names.say("text.matched", count=self._count(matched))]
        if self.report.breaks:
            texts.append(self.names.say("text.breaks", names="; ".join(self.report.breaks)))
        return tuple(texts)

    def _joint(self) -> list[Grid]:
        lines = tuple(
            Line(
                self.names.commitment(j.commitment),
                (Printed(self._party(j.party)), Printed(self._joint_state(j.state))),
            )
            for j in self.report.joint
        )
        return [self._simple("joint", ("party", "state"), lines, unit="joint")] if lines else []

    def _party(self, party: str) -> str:
        return self.names.party(party)

    def _joint_state(self, state: str) -> str:
        return self.names.say(f"joint_state.{state}") if state else self.names.say("text.not_recorded")

    def _shared(self) -> Grid:
        found = self.report.shared
        lines = (
            Line(self.names.say("column.shared"), (self._print(found.shared),)),
            Line(self.names.say("column.shared_critical"), (self._print(found.critical),)),
        )
        return self._simple("shared", ("count",), lines)

    def _complaints(self) -> list[Grid]:
        given = self.report.complaints
        lines = tuple(
            Line(self.names.say(f"complaint.{state}"), (self._exact(count),)) for state, count in given.items()
        )
        return [self._simple("complaints", ("count",), lines)] if lines else []

    def _rules(self) -> Grid:
        lines = []
        for rule in self.report.rules:
            share = rule.value < 1
            text = show_percent(rule.value, self.language) if share else self._count(rule.value)
            why = rule.why.get(self.language) if rule.why else ""
            sources = "; ".join(self.names.source(id) for id in rule.sources)
            cells = (Printed(text, rule.value, percent=share), Printed(why), Printed(sources or "–"))
            lines.append(Line(self.names.say(f"rule.{rule.id}"), cells))
        return self._simple("rules", ("value", "why", "source"), lines)

    def _protection_texts(self) -> tuple[str, ...]:
        step = next(rule.value for rule in self.report.rules if rule.id == "round_to")
        checked = "text.verified" if self.report.verified else "text.not_verified"
        rounding = self.names.say("text.rounding", step=self._count(step))
        return self.names.say("cell.protected_long"), rounding, self.names.say(checked)

    def _simple(self, id: str, head: Sequence[str], lines: Sequence[Line], unit: str = "") -> Grid:
        titles = ("", *(self.names.say(f"column.{name}") for name in head))
        shown = tuple(lines)
        return Grid(
            id,
            self.names.say(f"table.{id}"),
            self.names.say(f"unit.{unit}") if unit else "",
            titles,
            shown,
            self._notes(shown),
        )

    def _notes(self, lines: Sequence[Line]) -> tuple[str, ...]:
        reasons = {cell.withheld for line in lines for cell in line.cells if cell.withheld}
        return tuple(self.names.say(f"cell.{reason}_long") for reason in sorted(reasons))

    def _print(self, cell: Cell, unit: Unit = Unit.COMPANIES) -> Printed:
        if isinstance(cell, Withheld):
            return Printed(self.names.say(f"cell.{cell.reason}"), withheld=cell.reason.value)
        return self._percent(cell.value) if unit in (Unit.WEIGHT, Unit.MEASURED) else self._exact(cell.value)

    def _percent(self, share: float) -> Printed:
        return Printed(show_percent(share, self.language), round(share, 4), percent=True, bar=share)

    def _exact(self, count: float) -> Printed:
        return Printed(self._count(count), count)

    def _count(self, value: float) -> str:
        return show_number(value, self.language)
