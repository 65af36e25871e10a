"""From one company's assessment and plan to the tables that it hands in: results and counts, never words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from duediligence.aggregation.identity import SiteKey, site_tokens
from duediligence.aggregation.visibility import Visibility
from duediligence.model.assessment import DECIMALS, AgreementResult, Assessment, SupplierAssessment
from duediligence.model.content import SectorContent
from duediligence.model.package import OWN_MEASURE, HandIn, Rows
from duediligence.model.plan import Action, ActionPlan
from duediligence.model.workspace import Company


@dataclass(frozen=True, slots=True)
class Round:
    """What a hand-in is made from."""

    assessment: Assessment
    plan: ActionPlan
    company: Company
    content: SectorContent


@dataclass(frozen=True, slots=True)
class _Site:
    number: int
    assessed: SupplierAssessment
    tokens: tuple[tuple[str, str], ...]


def hand_in(round: Round, visible: Visibility, key: SiteKey) -> HandIn:
    """The tables of one company under one agreement, each in a fixed order."""
    sites = _numbered(round.assessment.suppliers, key)
    result = next(a for a in round.assessment.agreements if a.id == visible.agreement.id)
    made: Mapping[str, Iterator[tuple[object, ...]]] = {
        "company": _company(round, result, visible),
        "commitments": _commitments(result, visible),
        "sites": (_site(site, visible) for site in sites),
        "tokens": ((site.number, kind, token) for site in sites for kind, token in site.tokens),
        "places": (_place(site) for site in sites),
        "risks": (row for site in sites for row in _risks(site, round.content)),
        "facts": (row for site in sites for row in _facts(site, visible)),
        "actions": _actions(round.plan),
    }
    tables: dict[str, Rows] = {name: tuple(sorted(made[name], key=_order)) for name in visible.tables}
    return HandIn(tables, visible.withheld)


def _numbered(suppliers: Sequence[SupplierAssessment], key: SiteKey) -> list[_Site]:
    """Sites numbered in the order of their tokens, which tells nothing about the company's own order or ids."""
    ranked = sorted(((site_tokens(s.supplier, key), s.id, s) for s in suppliers), key=lambda found: found[:2])
    return [_Site(number, assessed, tokens) for number, (tokens, _, assessed) in enumerate(ranked)]


def _company(round: Round, result: AgreementResult, visible: Visibility) -> Iterator[tuple[object, ...]]:
    score = result.score
    yield (
        round.company.country,
        round.company.size,
        result.joined.isoformat() if result.joined else None,
        None if score is None else round_once(score.established),
        None if score is None else round_once(score.possible),
        _weight(round.assessment.suppliers, visible.weight),
    )


def _weight(suppliers: Sequence[SupplierAssessment], fact: str | None) -> float | None:
    """The company's total of a fact, or None where the agreement does not ask for it or no site has it."""
    known = [] if fact is None else [v for s in suppliers if (v := s.supplier.number(fact)) is not None]
    return round_once(fsum(known)) if known else None


def _commitments(result: AgreementResult, visible: Visibility) -> Iterator[tuple[object, ...]]:
    for c in result.commitments:
        if c.id not in visible.commitments:
            continue
        parts = (c.numerator, c.denominator) if visible.shows_parts(c.id) else (None, None)
        numbers = (c.value, c.possible_value, *parts, c.threshold)
        yield c.id, c.state.value, *(None if n is None else round_once(n) for n in numbers), c.year


def _site(site: _Site, visible: Visibility) -> tuple[object, ...]:
    s = site.assessed
    subdivision = visible.agreement.submission.location != "country"
    return (
        site.number,
        next(iter(s.supplier.words("country")), None),
        next(iter(s.supplier.words("subdivision")), None) if subdivision else None,
        s.tier.value,
        s.status,
        s.gate.value,
        None if s.coverage is None else round_once(s.coverage),
        max((int(row.evidence[1:]) for row in s.answers if row.counts), default=0),
        _criticals(s),
    )


def _criticals(s: SupplierAssessment) -> int:
    """Open critical concerns by question, and critical facts that are known to hold."""
    concerns = {row.question for row in s.answers for signal in row.open_signals if signal.critical}
    return len(concerns) + len({row.id for row in s.drivers if row.critical and not row.unknown_facts})


def _place(site: _Site) -> tuple[object, ...]:
    supplier = site.assessed.supplier
    words = (next(iter(supplier.words(fact)), None) for fact in ("address", "city", "os_id"))
    return site.number, supplier.name, *words


def _risks(site: _Site, content: SectorContent) -> Iterator[tuple[object, ...]]:
    for indicator, bounds in site.assessed.indicators.items():
        if round(bounds.established, DECIMALS) > 0:
            yield site.number, indicator, "established"
        elif content.scales.asks_prevention(bounds.possible):
            yield site.number, indicator, "possible"


def _facts(site: _Site, visible: Visibility) -> Iterator[tuple[object, ...]]:
    for fact, values in visible.facts.items():
        for word in sorted(set(site.assessed.supplier.words(fact)) & values):
            yield site.number, fact, word


def _actions(plan: ActionPlan) -> Iterator[tuple[object, ...]]:
    counts = Counter(_action(action) for action in plan.actions if action.needed)
    for (measure, horizon, lead, state), count in counts.items():
        yield measure, horizon, lead, state, count


def _action(action: Action) -> tuple[str, str, str, str]:
    measure = OWN_MEASURE if action.own_text else action.measure
    return measure, action.horizon, action.lead, action.state.value


def round_once(value: float) -> float:
    """A number as it is handed in; a negative zero is a zero."""
    return round(float(value), DECIMALS) + 0.0


def _order(row: tuple[object, ...]) -> tuple[tuple[bool, object], ...]:
    """Rows in order, with absent values first."""
    return tuple((value is not None, value) for value in row)
