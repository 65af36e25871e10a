"""From a round and its triangulation to the auditor's report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import BaseModel

from duediligence.findings import Severity
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.audit import RegisterRow, Triangulation
from duediligence.model.audit_sample import Fieldwork
from duediligence.model.base import Sourced, Text
from duediligence.model.response import COMPANY, SourceKind
from duediligence.model.sampling import SamplingRules
from duediligence.model.triangulation import TriangulationRules
from duediligence.model.verification import Verdict
from duediligence.reporting.auditor.fieldwork_build import draw_view
from duediligence.reporting.auditor.rows import AuditLabels, joined
from duediligence.reporting.auditor.view import AuditHead, AuditorView, AuditSite, SourceLine
from duediligence.reporting.auditor.words import audit_text
from duediligence.reporting.shared.method import method_blocks
from duediligence.reporting.shared.parts import Round, SourceView
from duediligence.reporting.shared.words import NOTHING, as_text, listed, plain, term

DETAILS_UP_TO = 300
"""More sites than this make a page that no browser opens gladly; the workbook has them all."""
COMMAND = "duediligence verify reports/assessment.json"


def auditor_view(
    round: Round,
    found: Triangulation,
    rules: TriangulationRules,
    sampling: SamplingRules,
    fieldwork: Fieldwork | None = None,
    verdict: Verdict | None = None,
) -> AuditorView:
    """The report on one round; `verdict` is what repeating the written assessment gave, where there was one."""
    suppliers = round.assessment.ranked
    labels, sources = AuditLabels.of(round), tuple(_sources(suppliers, rules))
    return AuditorView(
        head=audit_head(round),
        lead=_lead(found),
        scope=_scope(round, suppliers),
        sources=sources,
        silent=_silent(sources),
        sites=tuple(_sites(suppliers, found, labels)),
        details_up_to=DETAILS_UP_TO,
        clashes=tuple(map(labels.clash, found.clashes)),
        flags=tuple(map(labels.flag, found.flags)),
        gaps=tuple(map(labels.gap, found.gaps)),
        threads=tuple(map(labels.thread, found.threads)),
        unread=tuple(_unread(round, labels)),
        draw=draw_view(fieldwork, sampling, labels) if fieldwork else None,
        editions=dict(sorted({**round.manifest.editions, "triangulation": rules.edition}.items())),
        statement=tuple(_statement(found, suppliers, verdict)),
        manifest=round.manifest,
        method=method_blocks(round.content),
        bibliography=tuple(_bibliography(round, rules, sampling)),
    )


def _unread(round: Round, labels: AuditLabels) -> Iterator[tuple[str, Text]]:
    """What was not read, or not as it was meant: an answer that nobody sees is no silence."""
    for finding in round.findings:
        if finding.severity is not Severity.NOTE:
            problem, _ = labels.labels.finding(finding)
            yield str(finding.location), problem


def audit_head(round: Round) -> AuditHead:
    """Whose report it is."""
    assessment = round.assessment
    return AuditHead(
        company=assessment.company_name,
        sector=round.content.profile.name,
        round=assessment.round,
        assessed_on=assessment.assessed_on,
        sites=len(assessment.suppliers),
        countries=len({code for s in assessment.suppliers for code in s.supplier.words("country")}),
    )


def _lead(found: Triangulation) -> Text:
    counts = {"clashes": len(found.clashes), "gaps": len(found.gaps), "flags": len(found.flags)}
    said = (audit_text(f"lead.{key}.{'one' if count == 1 else 'other'}", count=count) for key, count in counts.items())
    return joined(said, " ")


def _scope(round: Round, suppliers: Sequence[SupplierAssessment]) -> Text:
    head = audit_head(round)
    workers = sum(int(s.supplier.number("workers") or 0) for s in suppliers)
    screened = sum(not s.assessed for s in suppliers)
    return audit_text("scope.intro", sites=head.sites, countries=head.countries, workers=workers, screened=screened)


def _sources(suppliers: Sequence[SupplierAssessment], rules: TriangulationRules) -> Iterator[SourceLine]:
    """Who spoke, at which class, how often and when, the most dependent first."""
    said = defaultdict(list)
    for s in suppliers:
        for row in s.answers:
            said[row.source, row.evidence].append((s.id, row.date))
    order = [kind.value for kind in SourceKind]
    for (source, evidence), rows in sorted(said.items(), key=lambda item: (order.index(item[0][0]), item[0][1])):
        scale = rules.independence.get(SourceKind(source))
        days = [day for _, day in rows if day is not None]
        yield SourceLine(
            source=source,
            evidence=evidence,
            independence=scale.value if scale else "own",
            sites=len({id for id, _ in rows}),
            answers=len(rows),
            first=min(days, default=None),
            last=max(days, default=None),
            limits=(scale.why if scale else None) or NOTHING,
        )


def _silent(sources: Iterable[SourceLine]) -> Text | None:
    """The kinds of source that said nothing at any site."""
    heard = {line.source for line in sources} | {SourceKind.COMPANY.value}
    silent = [kind.value for kind in SourceKind if kind.value not in heard]
    return audit_text("scope.missing", sources=listed([term("source", kind) for kind in silent])) if silent else None


def _sites(suppliers: Sequence[SupplierAssessment], found: Triangulation, labels: AuditLabels) -> Iterator[AuditSite]:
    rows: Mapping[str, list[RegisterRow]] = defaultdict(list)
    for row in found.rows:
        rows[row.supplier].append(row)
    clashes, gaps = Counter(c.supplier for c in found.clashes), Counter(g.supplier for g in found.gaps)
    flags = Counter(id for flag in found.flags for id in flag.suppliers)
    for s in suppliers:
        link, workers = labels.site(s.id), s.supplier.number("workers")
        yield AuditSite(
            id=s.id,
            target=link.target,
            name=link.name,
            country=labels.labels.known(s.supplier, "country"),
            tier=s.tier.value,
            established=s.established,
            possible=s.possible,
            gate=s.gate.value,
            coverage=s.coverage,
            status=s.status,
            workers=int(workers) if workers is not None else None,
            independent=any(row.independent for row in rows[s.id]),
            clashes=clashes[s.id],
            flags=flags[s.id],
            gaps=gaps[s.id],
            signs=tuple(map(labels.sign, rows[s.id])),
        )


def _bibliography(round: Round, *rules: BaseModel) -> Iterator[SourceView]:
    """The sources behind the numbers of the method and of the auditor's own rules."""
    cited = {id for record in (round.content.scales, *rules) for id in _source_ids(record)}
    for id in sorted(cited & round.content.sources.keys()):
        source = round.content.sources[id]
        url = source.url if source.url and source.url.startswith(("https://", "http://")) else ""
        yield SourceView(
            id, as_text(source.title), source.publisher or "", source.year, url, source.checked, source.mark
        )


def _source_ids(node: object) -> Iterator[str]:
    if isinstance(node, Sourced):
        yield from node.sources
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _source_ids(getattr(node, name))
    elif isinstance(node, dict):
        for value in node.values():
            yield from _source_ids(value)
    elif isinstance(node, tuple):
        for value in node:
            yield from _source_ids(value)


def _statement(
    found: Triangulation, suppliers: Sequence[SupplierAssessment], verdict: Verdict | None
) -> Iterator[Text]:
    yield audit_text("repeat.intro", command=COMMAND)
    yield audit_text("repeat.recounted", all=len(suppliers), count=len(found.recounted))
    if found.not_recounted:
        names = listed([plain(id) for id in found.not_recounted if id != COMPANY], 20)
        yield audit_text("repeat.not_recounted", sites=names)
    if verdict is None:
        yield audit_text("repeat.not_compared")
    elif verdict.equal:
        yield audit_text("repeat.equal", report=verdict.report)
    else:
        yield audit_text("repeat.differs", report=verdict.report, count=len(verdict.differences))
