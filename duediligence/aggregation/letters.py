"""A letter for each company: its own results beside the sector's published numbers, and nothing of another member."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duediligence.aggregation.classes import ALL, DUE
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.aggregation.naming import Names
from duediligence.aggregation.printed import Grid, Line, Printed
from duediligence.findings import Finding
from duediligence.i18n.formats import show_date, show_number, show_percent
from duediligence.i18n.texts import translate
from duediligence.model.aggregate import Scope, SectorReport, Shown, Withheld
from duediligence.model.assessment import CommitmentState, Tier
from duediligence.model.content import SectorContent
from duediligence.tables.engine import Engine
from duediligence.tables.expressions import row_count


@dataclass(frozen=True, slots=True)
class Own:
    """What one company handed in, as far as its letter speaks of it: values by commitment, suppliers by tier."""

    commitments: Mapping[str, tuple[str, float | None]]
    tiers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter in one language, as finished texts."""

    language: str
    company: str
    agreement: str
    title: str
    date: str
    intro: str
    grids: tuple[Grid, ...]
    shared: str
    urgent: str
    results_title: str
    remarks_title: str
    never: str
    remarks: tuple[str, ...] = field(default=())


def own_results(engine: Engine, data: Tables) -> dict[int, Own]:
    """Every company's own results, by its number."""
    found: dict[int, tuple[dict[str, tuple[str, float | None]], dict[str, int]]] = {}
    for row in engine.rows(data["commitments"].select(COMPANY, "commitment", "state", "value")):
        commitments, _ = found.setdefault(row[COMPANY], ({}, {}))
        commitments[row["commitment"]] = (row["state"], row["value"])
    counted = data["sites"].group_by(COMPANY, "tier").agg(row_count("sites"))
    for row in engine.rows(counted):
        _, tiers = found.setdefault(row[COMPANY], ({}, {}))
        tiers[row["tier"]] = row["sites"]
    return {number: Own(*parts) for number, parts in found.items()}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes letters about one report in one language."""

    report: SectorReport
    content: SectorContent
    language: str

    def letter(self, name: str, own: Own, shared: int, urgent: int, findings: Sequence[Finding]) -> Letter:
        """The letter to one company.

        `shared`: how many of its sites other members use too; `urgent`: at how many of them it may hear that another
        member found something critical.
        """
        names = Names(self.content, self.language)
        return Letter(
            language=self.language,
            company=name,
            agreement=self.content.agreements[self.report.agreement].name.get(self.language),
            title=names.say("title.letter"),
            date=show_date(self.report.reported_on, self.language),
            intro=names.say("letter.intro", company=name, round=self.report.round),
            grids=(self._commitments(names, own), self._tiers(names, own)),
            shared=names.say("letter.shared", count=show_number(shared, self.language)),
            urgent=names.say("letter.urgent", count=show_number(urgent, self.language)) if urgent else "",
            results_title=names.say("letter.results"),
            remarks_title=names.say("letter.remarks"),
            never=names.say("text.never"),
            remarks=tuple(self._remark(finding) for finding in findings),
        )

    def _commitments(self, names: Names, own: Own) -> Grid:
        head = ("", names.say("letter.yours"), names.say("letter.value"), names.say("letter.sector"))
        lines = tuple(
            Line(names.commitment(id), (self._state(state), self._percent(value), self._sector_met(names, id)))
            for id in self._order(own)
            for state, value in (own.commitments[id],)
        )
        return Grid("letter_commitments", names.say("letter.commitments"), "", head, lines)

    def _order(self, own: Own) -> Iterator[str]:
        table = self.report.table("commitments")
        return (id for id in (table.rows if table else ()) if id in own.commitments)

    def _tiers(self, names: Names, own: Own) -> Grid:
        total = sum(own.tiers.values()) or 1
        head = ("", names.say("letter.count"), names.say("letter.share"), names.say("letter.sector_share"))
        lines = tuple(
            Line(
                translate(f"terms.tier.{tier.value}", self.language),
                (
                    Printed(show_number(own.tiers.get(tier.value, 0), self.language), own.tiers.get(tier.value, 0)),
                    self._percent(own.tiers.get(tier.value, 0) / total),
                    self._sector_tier(names, tier),
                ),
            )
            for tier in Tier
        )
        return Grid("letter_tiers", names.say("letter.tiers"), "", head, lines)

    def _sector_met(self, names: Names, id: str) -> Printed:
        table = self.report.table("commitments")
        assert table is not None
        return self._ratio(names, table.cell(id, CommitmentState.MET.value), table.cell(id, DUE))

    def _sector_tier(self, names: Names, tier: Tier) -> Printed:
        table = self.report.table("tiers", Scope.ALL)
        assert table is not None
        return self._ratio(names, table.cell(ALL, tier.value), self.report.participation.sites)

    def _ratio(self, names: Names, part: Shown | Withheld, whole: Shown | Withheld) -> Printed:
        if not isinstance(part, Shown) or not isinstance(whole, Shown):
            return Printed(names.say("cell.protected"), withheld="protected")
        return self._percent(min(1.0, part.value / whole.value)) if whole.value else Printed("–")

    def _state(self, state: str) -> Printed:
        return Printed(translate(f"terms.commitment_state.{state}", self.language))

    def _percent(self, value: float | None) -> Printed:
        return Printed("–") if value is None else Printed(show_percent(value, self.language), value, percent=True)

    def _remark(self, finding: Finding) -> str:
        params = {name: "" if value is None else value for name, value in finding.params.items()}
        return translate(f"findings.{finding.code}.problem", self.language, **params)
