"""Claims name their sources, sources exist, and nobody claims more than the source was checked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel

from duediligence.declarations.defects import (
    Defect,
    Rule,
    each_commitment,
    each_driver,
    each_question,
    unknown,
)
from duediligence.findings import Severity
from duediligence.model.base import Confidence, Declared, Sourced
from duediligence.model.content import SectorContent
from duediligence.yamlfile import KeyPath

_FIGURE = re.compile(r"(?<![\w./-])\d[\d.,]*\s*(?:%|procent|percent)")


def unknown_sources(content: SectorContent) -> Iterator[Defect]:
    """A source that is not in the bibliography."""
    for record, path, sourced in _each_claim(content):
        for index, id in enumerate(sourced.sources):
            if id not in content.sources:
                yield unknown(record, (*path, "sources", index), "unknown_source_id", id, content.sources)
    for agreement, path, commitment in each_commitment(content):
        source = commitment.reference.source
        if source is not None and source not in content.sources:
            yield unknown(agreement, (*path, "reference", "source"), "unknown_source_id", source, content.sources)


def claims_without_a_source(content: SectorContent) -> Iterator[Defect]:
    """What is called verified or secondary and names no source."""
    for record, path, sourced in _each_claim(content):
        if sourced.confidence is not Confidence.ASSUMPTION and not sourced.sources:
            yield Defect(record, path, "claim_without_source")


def confidence_above_the_source(content: SectorContent) -> Iterator[Defect]:
    """What is called verified while nobody read any of its sources, or secondary while all are from memory."""
    highest = {Confidence.VERIFIED: "V", Confidence.SECONDARY: "VS"}
    for record, path, sourced in _each_claim(content):
        marks = {content.sources[id].mark for id in sourced.sources if id in content.sources}
        allowed = highest.get(sourced.confidence)
        if allowed and marks and not marks & set(allowed):
            yield Defect(record, path, "confidence_above_source")


def figures_without_a_source(content: SectorContent) -> Iterator[Defect]:
    """A percentage in a question, driver or measure that names no source and no reason."""
    for record, path, sourced in _each_claim(content):
        text = getattr(sourced, "label", None) or getattr(sourced, "text", None)
        figures = _FIGURE.search(text.en) if text is not None else None
        if figures and not sourced.sources and sourced.why is None:
            yield Defect(record, path, "figure_without_source", {"found": figures[0]}, Severity.WARNING)


def assumptions_without_a_reason(content: SectorContent) -> Iterator[Defect]:
    """A driver, commitment or number of the method that is our own assumption, has no source and does not say why."""
    for record, path, sourced in _each_claim(content):
        own = sourced.confidence is Confidence.ASSUMPTION and not sourced.sources and sourced.why is None
        if own and type(sourced).__name__.partition("[")[0] in ("Driver", "Commitment", "Scale", "Indicator"):
            yield Defect(record, path, "assumption_without_reason", {}, Severity.WARNING)


def _each_claim(content: SectorContent) -> Iterator[tuple[Declared, KeyPath, Sourced]]:
    yield content.profile, (), content.profile
    yield from each_driver(content)
    for agreement in content.agreements.values():
        yield agreement, (), agreement
    yield from each_commitment(content)
    for form in content.questionnaires.values():
        yield form, (), form
    yield from each_question(content)
    for record in (*content.measures.values(), *content.indicators.values(), *content.regulations):
        yield record, (), record
    yield from ((content.scales, path, scale) for path, scale in _scales(content.scales, ()))


def _scales(node: object, path: KeyPath) -> Iterator[tuple[KeyPath, Sourced]]:
    if isinstance(node, Sourced):
        yield path, node
    elif isinstance(node, BaseModel):
        for name, value in node:
            yield from _scales(value, (*path, name))
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _scales(value, (*path, name))


RULES: tuple[Rule, ...] = (
    unknown_sources,
    claims_without_a_source,
    confidence_above_the_source,
    figures_without_a_source,
    assumptions_without_a_reason,
)
