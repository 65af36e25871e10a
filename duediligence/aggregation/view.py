"""The sector report as sections of grids, ready to be printed: page and workbook say the same, for both print this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from duediligence.aggregation.grids import Grids
from duediligence.aggregation.naming import Names
from duediligence.aggregation.printed import Grid, Line, Printed, Section, SectorView
from duediligence.i18n.formats import show_date, show_number, show_percent
from duediligence.model.aggregate import Cell, SectorReport, Shown
from duediligence.model.content import SectorContent


def sector_view(report: SectorReport, content: SectorContent, language: str) -> SectorView:
    """The report in one language."""
    names = Names(content, language)
    return _Viewer(report, content, names, Grids(report, names, language), language).view()


@dataclass(frozen=True, slots=True)
class _Viewer:
    report: SectorReport
    content: SectorContent
    names: Names
    grids: Grids
    language: str

    def view(self) -> SectorView:
        report, agreement = self.report, self.content.agreements[self.report.agreement]
        people = report.participation
        lead = "text.lead" if isinstance(people.sites, Shown) else "text.lead_protected"
        handed_in, sites = show_number(people.handed_in, self.language), self.grids.printed(people.sites).text
        return SectorView(
            language=self.language,
            title=self.names.say("title.report"),
            agreement=agreement.name.get(self.language),
            sector=self.content.profile.name.get(self.language),
            round=report.round,
            date=show_date(report.reported_on, self.language),
            lead=self.names.say(lead, handed_in=handed_in, sites=sites, step=self._step()),
            reach=self._reach(),
            status=self._status(),
            sections=tuple(section for section in self._sections() if section.grids or section.texts),
            never=self.names.say("text.never"),
        )

    def _reach(self) -> str:
        """What a report of so few companies can say and cannot, and why; nothing where there are enough."""
        small = self.content.scales.small_sector
        if small is None or not self.report.coarse:
            return ""
        return self.names.say(
            "text.reach",
            companies=show_number(self.report.participation.handed_in, self.language),
            withheld=show_percent(self.report.share_withheld, self.language),
            enough=show_number(small.below.value, self.language),
        )

    def _status(self) -> str:
        """That the agreement has ended, where it has: what it asked binds nobody any more."""
        status = self.content.agreements[self.report.agreement].status
        if status.state not in ("ended", "lapsed") or not status.ends:
            return ""
        return self.names.say("text.status_ended", date=show_date(status.ends, self.language))

    def _sections(self) -> Iterator[Section]:
        grids, complaints = self.grids, self._complaints()
        places = ("countries", *(table.id for table in self.report.tables if table.id in self.content.facts))
        by_place = [id for place in places for id in (place, f"{place}_indicators")]
        risks = ("tiers", "tier_companies", "indicators", "indicator_companies", *by_place)
        progress = [grids.progress(), *grids.plain("commitments", "commitments_weight"), *grids.measured()]
        asked = () if complaints else (self.names.say("text.no_complaints"),)
        yield self._section("participation", [*self._participation(), *grids.plain("size", "score")])
        yield self._section("commitments", progress, self._detail_texts())
        yield self._section("change", grids.change(), self._change_texts())
        yield self._section("risks", grids.plain(*risks))
        yield self._section("evidence", grids.plain("coverage", "evidence"))
        yield self._section("actions", [*grids.plain("actions", "action_leads"), *self._joint()])
        yield self._section("shared", [grids.shared()], (self.names.say("text.shared"),))
        yield self._section("complaints", complaints, asked)
        yield self._section("protection", [self._rules()], self._protection_texts())
        yield self._section("manifest", [], (self._made(),))

    def _section(self, id: str, grids: Sequence[Grid], texts: tuple[str, ...] = ()) -> Section:
        return Section(id, self.names.say(f"section.{id}"), texts, tuple(grids))

    def _participation(self) -> Iterator[Grid]:
        people = self.report.participation
        counts = {
            "members": people.members, "handed_in": people.handed_in, "corrected": self.report.corrected,
            "matched": people.matched, "joined": people.joined, "left": people.left,
        }  # fmt: skip
        lines = [self._line(name, Shown(count)) for name, count in counts.items() if count is not None]
        sites = self.names.say("column.sites_rounded", step=self._step())
        lines.append(Line(sites, (self.grids.printed(people.sites),)))
        yield self.grids.simple("participation", ("count",), lines)
        if people.left_because:
            gone = [self._line(f"left_{reason or 'all'}", cell) for reason, cell in people.left_because.items()]
            yield self.grids.simple("left_because", ("count",), gone)
        if (declared := people.market_share) is not None:
            cells = (self.grids.percent(declared.share), Printed(declared.source))
            line = Line(declared.of.get(self.language), cells)
            yield self.grids.simple("market_share", ("share", "source"), [line])

    def _line(self, name: str, cell: Cell) -> Line:
        return Line(self.names.say(f"column.{name}"), (self.grids.printed(cell),))

    def _detail_texts(self) -> tuple[str, ...]:
        small = self.content.scales.small_sector
        if small is None or not self.report.coarse:
            return ()
        return (self.names.say("text.coarse", below=show_number(small.below.value, self.language)),)

    def _change_texts(self) -> tuple[str, ...]:
        matched = self.report.participation.matched
        if matched is None:
            return (self.names.say("text.no_previous"),)
        texts = [self.names.say("text.matched", count=show_number(matched, self.language))]
        if self.report.breaks:
            texts.append(self.names.say("text.breaks", names="; ".join(self.report.breaks)))
        return tuple(texts)

    def _joint(self) -> list[Grid]:
        """The parties' own actions, party by party."""
        ordered = sorted(self.report.joint, key=lambda joint: self.names.party(joint.party))
        lines = [
            Line(self.names.commitment(j.commitment), (Printed(name if first else ""), Printed(self._state(j.state))))
            for name, actions in groupby(ordered, key=lambda joint: self.names.party(joint.party))
            for first, j in ((number == 0, action) for number, action in enumerate(actions))
        ]
        return [self.grids.simple("joint", ("party", "state"), lines, unit="joint")] if lines else []

    def _state(self, state: str) -> str:
        return self.names.say(f"joint_state.{state}") if state else self.names.say("text.not_recorded")

    def _complaints(self) -> list[Grid]:
        lines = [
            Line(self.names.say(f"complaint.{state}"), (self.grids.count(count),))
            for state, count in self.report.complaints.items()
        ]
        return [self.grids.simple("complaints", ("count",), lines, unit="given")] if lines else []

    def _rules(self) -> Grid:
        lines = []
        for rule in self.report.rules:
            share = rule.value < 1
            text = (show_percent if share else show_number)(rule.value, self.language)
            why = rule.why.get(self.language) if rule.why else ""
            sources = "; ".join(self.names.source(id) for id in rule.sources)
            cells = (Printed(text, rule.value, percent=share), Printed(why), Printed(sources or "–"))
            lines.append(Line(self.names.say(f"rule.{rule.id}"), cells))
        return self.grids.simple("rules", ("value", "why", "source"), lines)

    def _protection_texts(self) -> tuple[str, ...]:
        rounding = self.names.say("text.rounding", step=self._step())
        checked = self.names.say("text.verified" if self.report.verified else "text.not_verified")
        return self.names.say("cell.protected_long"), rounding, checked, self.names.say("text.not_covered")

    def _step(self) -> str:
        step = next(rule.value for rule in self.report.rules if rule.id == "round_to")
        return show_number(step, self.language)

    def _made(self) -> str:
        report = self.report
        editions = ", ".join(f"{id} {edition}" for id, edition in sorted(report.editions.items()) if "." not in id)
        made_on = show_date(report.reported_on, self.language)
        return self.names.say("text.manifest", tool=report.tool, round=report.round, editions=editions, date=made_on)
