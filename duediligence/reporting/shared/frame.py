"""What surrounds the results in every pack: head, method, sources, what is withheld, and the manifest."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel

from duediligence.model.base import Source, Sourced, Text
from duediligence.model.manifest import Manifest
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.method import method_blocks
from duediligence.reporting.shared.parts import Frame, Head, Round, SourceView
from duediligence.reporting.shared.words import as_text


def frame(round: Round, spec: AudienceSpec, manifest: Manifest) -> Frame:
    """The frame of one audience's pack."""
    return Frame(
        head=_head(round, spec),
        sections=spec.sections,
        sheets=spec.sheets,
        method=method_blocks(round.content),
        sources=tuple(_source(round.content.sources[id]) for id in sorted(_cited(round) & set(round.content.sources))),
        withheld=spec.withheld,
        manifest=manifest,
    )


def _head(round: Round, spec: AudienceSpec) -> Head:
    assessment = round.assessment
    countries = {code for s in assessment.suppliers for code in s.supplier.words("country")}
    return Head(
        audience=spec.id,
        audience_name=spec.name,
        intro=spec.intro,
        company=assessment.company_name,
        sector=round.content.profile.name,
        round=assessment.round,
        assessed_on=assessment.assessed_on,
        suppliers=len(assessment.suppliers),
        countries=len(countries),
    )


def _cited(round: Round) -> set[str]:
    """The sources of what a report shows: the sector, its drivers, the chosen measures, agreements and laws."""
    content = round.content
    chosen = {action.measure for action in round.plan.actions}
    records: list[Sourced] = [content.profile, *content.drivers, *content.regulations]
    records += [m for m in content.measures.values() if m.id in chosen]
    records += [r for a in content.agreements.values() for r in (a, *a.commitments)]
    records += [*content.indicators.values(), *_scales(content.scales)]
    references = {c.reference.source for c in content.commitments.values() if c.reference.source}
    return {id for record in records for id in record.sources} | references


def _scales(node: object) -> Iterable[Sourced]:
    if isinstance(node, Sourced):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _scales(value)
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from _scales(getattr(node, name))


def _source(source: Source) -> SourceView:
    title = source.title if isinstance(source.title, Text) else as_text(source.title)
    return SourceView(
        id=source.id,
        title=title,
        publisher=source.publisher or "",
        year=source.year,
        url=source.url if source.url and source.url.startswith(("https://", "http://")) else "",
        checked=source.checked,
        mark=source.mark,
    )
