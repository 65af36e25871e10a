"""What leaves the secretariat: cells rounded or withheld, and nothing from which a company's own value follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from duediligence import __version__
from duediligence.aggregation.cells import Key
from duediligence.aggregation.classes import ALL
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.aggregation.design import BASE, Table
from duediligence.aggregation.linked import COUNTS, rounded
from duediligence.aggregation.parameters import RULES, Parameters
from duediligence.aggregation.sector import SectorTables
from duediligence.model.aggregate import (
    AggregateTable,
    Cell,
    JointAction,
    MarketShare,
    Participation,
    Rule,
    Scope,
    SectorReport,
    Shown,
    Thresholds,
    Why,
    Withheld,
)
from duediligence.model.content import SectorContent
from duediligence.model.secretariat import Secretariat
from duediligence.tables.engine import Engine

PROTECTED = Withheld(Why.PROTECTED)
NOT_HANDED_IN = Withheld(Why.NOT_HANDED_IN)
NOT_RECORDED = "not_recorded"
_PERCENT = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the report says besides its tables."""

    settings: Secretariat
    content: SectorContent
    editions: Mapping[str, str]
    digests: Mapping[str, str]
    thresholds: Mapping[str, Thresholds]
    companies: int
    corrected: int = 0
    previous_round: str = ""
    previous_on: date | None = None
    breaks: tuple[str, ...] = field(default=())


def sector_report(found: SectorTables, about: Circumstances) -> SectorReport:
    """The report of one year."""
    settings, agreement = about.settings, about.content.agreements[about.settings.agreement]
    joint = [c for c in agreement.commitments if c.kind == "joint" and c.publish != "company"]
    return SectorReport(
        agreement=agreement.id,
        sector=settings.sector,
        round=settings.round,
        reported_on=settings.reported_on,
        tool=__version__,
        editions=about.editions,
        content=about.digests,
        participation=_participation(found, about),
        tables=tuple(_tables(found, about)),
        thresholds=about.thresholds,
        joint=tuple(JointAction(c.id, c.party, settings.joint_actions.get(c.id, "")) for c in joint),
        complaints={complaint.state: complaint.count for complaint in settings.complaints},
        rules=tuple(_rules(about.content)),
        verified=found.protection.verified,
        coarse=found.coarse,
        corrected=about.corrected,
        previous_round=about.previous_round if found.matched is not None else "",
        breaks=about.breaks,
    )


def thresholds(engine: Engine, data: Tables, content: SectorContent, agreement: str) -> dict[str, Thresholds]:
    """By commitment, the lowest and highest threshold that applies to the companies, and the whole schedule."""
    rows = data["commitments"].select("commitment", "threshold", COMPANY)
    asked: dict[str, list[float]] = {}
    for row in engine.rows(rows.select("commitment", "threshold").unique()):
        if row["threshold"] is not None:
            asked.setdefault(row["commitment"], []).append(row["threshold"])
    return {
        c.id: Thresholds(
            lowest=min(asked.get(c.id, ()), default=None),
            highest=max(asked.get(c.id, ()), default=None),
            schedule=dict(sorted(c.due.thresholds.items())) if c.due else {},
            not_published=c.not_published,
        )
        for c in content.agreements[agreement].commitments
        if c.publish != "company"
    }


def _participation(found: SectorTables, about: Circumstances) -> Participation:
    settings = about.settings
    members, declared = [m for m in settings.members if m.takes_part(settings.reported_on)], settings.market_share
    return Participation(
        members=len(members) if settings.members else None,
        handed_in=about.companies,
        joined=found.joined,
        left=found.left,
        matched=found.matched,
        sites=_cell(found, Key(Scope.ALL, BASE, ALL, "sites")),
        left_because=_left_because(settings, about.previous_on, found.parameters),
        market_share=MarketShare(declared.share, declared.of, declared.source) if declared else None,
    )


def _left_because(settings: Secretariat, since: date | None, limits: Parameters) -> dict[str, Cell]:
    """Why members left since the last report, or in a year: every reason, or where one is that of a few, none."""
    until = settings.reported_on
    begun = since or until - timedelta(days=365)
    gone = [m for m in settings.members if m.left is not None and begun < m.left <= until]
    counts = Counter(member.left_because or NOT_RECORDED for member in gone)
    if any(count < limits.minimum_companies for count in counts.values()):
        return {"": PROTECTED}
    return {reason: Shown(rounded(counts[reason], limits.round_to)) for reason in sorted(counts)}


def _tables(found: SectorTables, about: Circumstances) -> Iterator[AggregateTable]:
    for scope, tables in ((Scope.ALL, found.tables), (Scope.MATCHED, found.compared), (Scope.BEFORE, found.compared)):
        for table in tables:
            cells = {
                (row, column): _printed(found, table, Key(scope, table.id, row, column))
                for row in table.rows
                for column in table.shown
            }
            breaks = about.breaks if scope is not Scope.ALL else ()
            yield AggregateTable(table.id, table.unit, scope, table.rows, table.shown, cells, breaks)


def _printed(found: SectorTables, table: Table, key: Key) -> Cell:
    if table.unit in COUNTS:
        return _cell(found, key)
    total = found.system.nodes[table.total_of(key.scope, key.row)].sum.value
    if not total:
        return NOT_HANDED_IN
    if key in found.protection.withheld:
        return PROTECTED
    return Shown(round(found.system.nodes[key].sum.value / total, _PERCENT))


def _cell(found: SectorTables, key: Key) -> Cell:
    if key in found.protection.withheld:
        return PROTECTED
    node = found.system.nodes[key]
    return Shown(node.sum.value if node.exact else rounded(node.sum.value, found.parameters.round_to))


def _rules(content: SectorContent) -> Iterator[Rule]:
    for id in RULES:
        scale = content.scales.disclosure[id]
        yield Rule(id, scale.value, scale.why, scale.sources, scale.confidence.value)
