"""Why a site is urgent, said to the union as strongly as to the company, and resting on nothing that it may not see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duediligence.model.assessment import DriverRow, Gate, SupplierAssessment
from duediligence.model.base import Text
from duediligence.reporting.shared.audience import AudienceSpec
from duediligence.reporting.shared.disclosure import is_small, safe_at_small_site, shared_facts
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.words import listed, say, term
from duediligence.reporting.union.view import UnionFinding, UnionSign


def union_reasons(
    s: SupplierAssessment,
    findings: Iterable[UnionFinding],
    signs: Sequence[UnionSign],
    spec: AudienceSpec,
    labels: Labels,
) -> tuple[Text, ...]:
    """What is critical first, then the definition of forced labour, and the signs."""
    reasons = [_concern(finding) for finding in findings if finding.critical and finding.kind == "concern"]
    reasons += [_fact(row, s, spec, labels) for row in s.drivers if row.critical and not row.unknown_facts]
    if s.gate is not Gate.NONE:
        reasons.append(term("gate_long", s.gate.value))
    if s.closed_by:
        reasons.append(say("why.no_access"))
    return (*dict.fromkeys(reasons), _strongest(signs))


def _concern(finding: UnionFinding) -> Text:
    """What was answered and by whom; at a small site only the sign, for the rest could point to a worker."""
    if finding.question is None or finding.answer is None:
        return say("why.critical_sign", sign=finding.indicator)
    who = term("source", finding.source)
    return say("why.critical_answer", question=finding.question, answer=finding.answer, who=who)


def _fact(row: DriverRow, s: SupplierAssessment, spec: AudienceSpec, labels: Labels) -> Text:
    """The fact itself where the union may see all that it rests on, such as the region; otherwise its sign."""
    if _may_be_told(row.id, s, spec, labels):
        return say("why.critical_driver", driver=labels.driver(row.id))
    return say("why.critical_fact_sign", sign=labels.indicator(row.indicator))


def _may_be_told(driver: str, s: SupplierAssessment, spec: AudienceSpec, labels: Labels) -> bool:
    content = labels.content
    small = is_small(s, content)
    told = {fact.id for fact in shared_facts(content, spec) if not small or safe_at_small_site(fact)}
    names = next((declared.when.names() for declared in content.drivers if declared.id == driver), frozenset([driver]))
    return {content.fact_ids.get(name, name.partition(".")[0]) for name in names} <= told


def _strongest(signs: Sequence[UnionSign]) -> Text:
    """What is established, or, where nothing is, what cannot be ruled out."""
    shown = [sign.name for sign in signs if sign.established > 0]
    if shown:
        return say("why.established", signs=listed(shown, 3))
    return say("why.possible", signs=listed([sign.name for sign in signs], 3)) if signs else say("why.nothing")
