"""Which commitments a concern, a gap or a missing answer at a supplier breaks or touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from duediligence.model.agreement import AbsenceMeasure, AnswerMeasure, Commitment, ShareMeasure
from duediligence.model.conditions import When, holds
from duediligence.model.content import SectorContent
from duediligence.planning.readers import aimed, fact_names, facts_and_results, own_answers
from duediligence.planning.record import Record


class LinkKind(StrEnum):
    """What touches a commitment: something found, something refused, contradicted or unknown, or nothing said."""

    CONCERN = "concern"
    GAP = "gap"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Link:
    """One commitment touched at one supplier; `refs` are the questions, matters or facts that touch it."""

    commitment: str
    supplier: str
    kind: LinkKind
    refs: tuple[str, ...]


def links(content: SectorContent, records: Iterable[Record]) -> tuple[Link, ...]:
    """Every link, in the order of the records; concerns first, then gaps, then missing answers.

    A commitment about a share of some suppliers is not in play at one that is known not to be among them.
    """
    touched = _touched(content)
    among = {c.id: aimed(c.measure.among) for c in content.commitments.values() if isinstance(c.measure, ShareMeasure)}
    found = ((link, record) for record in records for link in _of_supplier(record, touched))
    return tuple(link for link, record in found if _is_meant(record, among.get(link.commitment), content))


def suppliers_behind(links: Iterable[Link]) -> Mapping[str, tuple[str, ...]]:
    """The suppliers that touch each commitment: those with concerns first."""
    found: dict[str, dict[str, None]] = {}
    ranked = list(links)
    for kind in LinkKind:
        for link in ranked:
            if link.kind is kind:
                found.setdefault(link.commitment, {})[link.supplier] = None
    return {commitment: tuple(suppliers) for commitment, suppliers in found.items()}


def _is_meant(record: Record, among: When | None, content: SectorContent) -> bool:
    """Whether a supplier is among those whom a commitment is about, as far as is known."""
    if among is None:
        return True
    fact, answer = facts_and_results(record.supplier, content), own_answers(record.supplier)
    return holds(among, fact, answer) is not False


@dataclass(frozen=True, slots=True)
class _Touched:
    """Commitments by what touches them: `named` by question or topic of a matter, `asked` also by what it covers."""

    by_indicator: Mapping[str, frozenset[str]]
    named: Mapping[str, frozenset[str]]
    asked: Mapping[str, frozenset[str]]
    by_fact: Mapping[str, frozenset[str]]


def _touched(content: SectorContent) -> _Touched:
    by_indicator: dict[str, set[str]] = {}
    by_fact: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    asked: dict[str, set[str]] = {}
    for commitment in content.commitments.values():
        for indicator in _indicators(commitment):
            by_indicator.setdefault(indicator, set()).add(commitment.id)
        for fact in _facts(commitment, content):
            by_fact.setdefault(fact, set()).add(commitment.id)
    for id, question in content.questions.items():
        matter = content.matter_of[id]
        mine = {c.id for c in content.commitments.values() if id in _questions(c) or question.topic in c.topics}
        named.setdefault(matter, set()).update(mine)
        asked.setdefault(matter, set()).update(mine, *(by_indicator.get(i, ()) for i in question.covers()))
    return _Touched(_frozen(by_indicator), _frozen(named), _frozen(asked), _frozen(by_fact))


def _of_supplier(record: Record, touched: _Touched) -> Iterator[Link]:
    groups = {
        LinkKind.CONCERN: _concerns(record, touched),
        LinkKind.GAP: _gaps(record, touched),
        LinkKind.MISSING: ((ref, touched.asked.get(ref, frozenset())) for ref in record.missing),
    }
    for kind, pairs in groups.items():
        found: dict[str, set[str]] = {}
        for ref, commitments in pairs:
            for commitment in commitments:
                found.setdefault(commitment, set()).add(ref)
        for commitment in sorted(found):
            yield Link(commitment, record.id, kind, tuple(sorted(found[commitment])))


def _concerns(record: Record, touched: _Touched) -> Iterator[tuple[str, frozenset[str]]]:
    for row in record.supplier.answers:
        for signal in row.open_signals:
            yield row.question, touched.by_indicator.get(signal.indicator, frozenset())
            yield row.question, touched.named.get(row.matter, frozenset())


def _gaps(record: Record, touched: _Touched) -> Iterator[tuple[str, frozenset[str]]]:
    """Refusals, contradictions, and facts that a share looks at but the register does not know."""
    for matter in record.refused_matters:
        yield matter, touched.asked.get(matter, frozenset())
    for contradiction in record.supplier.contradictions:
        yield contradiction.matter, touched.by_indicator.get(contradiction.indicator, frozenset())
        yield contradiction.matter, touched.named.get(contradiction.matter, frozenset())
    for fact, commitments in touched.by_fact.items():
        if not record.supplier.supplier.facts.get(fact):
            yield fact, commitments


def _indicators(commitment: Commitment) -> frozenset[str]:
    measured = commitment.measure.indicators if isinstance(commitment.measure, AbsenceMeasure) else ()
    return frozenset((*commitment.indicators, *measured))


def _questions(commitment: Commitment) -> frozenset[str]:
    match commitment.measure:
        case AnswerMeasure(question=question):
            return frozenset({question})
        case AbsenceMeasure(questions=questions):
            return frozenset(questions)
        case ShareMeasure(where=where, among=among):
            return where.questions() | among.questions()
    return frozenset()


def _facts(commitment: Commitment, content: SectorContent) -> frozenset[str]:
    if not isinstance(commitment.measure, ShareMeasure):
        return frozenset()
    measure = commitment.measure
    weight = frozenset({measure.of} & content.facts.keys())
    return weight | fact_names(aimed(measure.where), content) | fact_names(aimed(measure.among), content)


def _frozen(found: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in sorted(found.items())}
