"""What leaves the secretariat: cells rounded or withheld, and nothing from which a company's own value follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duediligence import __version__
from duediligence.aggregation.cells import Key
from duediligence.aggregation.contributions import ALL
from duediligence.aggregation.dataset import COMPANY, Tables
from duediligence.aggregation.design import BASE, Table
from duediligence.aggregation.linked import COUNTS, rounded
from duediligence.aggregation.overlap import SharedSite
from duediligence.aggregation.parameters import RULES, Parameters
from duediligence.aggregation.sector import SectorTables
from duediligence.model.aggregate import (
    AggregateTable,
    Cell,
    JointAction,
    Participation,
    Rule,
    Scope,
    SectorReport,
    SharedSites,
    Shown,
    Thresholds,
    Why,
    Withheld,
)
from duediligence.model.assessment import Tier
from duediligence.model.content import SectorContent
from duediligence.model.secretariat import Secretariat
from duediligence.tables.engine import Engine

PROTECTED = Withheld(Why.PROTECTED)
NOT_HANDED_IN = Withheld(Why.NOT_HANDED_IN)
_PERCENT = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the report says besides its tables."""

    settings: Secretariat
    content: SectorContent
    editions: Mapping[str, str]
    digests: Mapping[str, str]
    thresholds: Mapping[str, Thresholds]
    shared: Sequence[SharedSite]
    companies: int
    corrected: int = 0
    previous_round: str = ""
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
        shared=_shared(about.shared, found.parameters),
        rules=tuple(_rules(about.content)),
        verified=found.protection.verified,
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
    members = [m for m in settings.members if m.takes_part(settings.reported_on)]
    return Participation(
        members=len(members) if settings.members else None,
        handed_in=about.companies,
        joined=found.joined,
        left=found.left,
        matched=found.matched,
        sites=_cell(found, Key(Scope.ALL, BASE, ALL, "sites")),
    )


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


def _shared(sites: Sequence[SharedSite], limits: Parameters) -> SharedSites:
    """Counts of shared sites: shown where enough members stand behind them."""
    critical = [site for site in sites if site.worst == Tier.CRITICAL or site.criticals]
    return SharedSites(
        _count_of(sites, limits.minimum_companies, limits),
        _count_of(critical, limits.minimum_companies_findings, limits),
    )


def _count_of(sites: Sequence[SharedSite], minimum: int, limits: Parameters) -> Cell:
    members = {use.company for site in sites for use in site.uses}
    if sites and len(members) < minimum:
        return PROTECTED
    return Shown(rounded(len(sites), limits.round_to))


def _rules(content: SectorContent) -> Iterator[Rule]:
    for id in RULES:
        scale = content.scales.disclosure[id]
        yield Rule(id, scale.value, scale.why, scale.sources, scale.confidence.value)
