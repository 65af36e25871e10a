"""The ledger of one supplier: for each sign the drivers, matters, answers and controls from which it follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from duediligence.model.assessment import AnswerRow, SupplierAssessment
from duediligence.model.scales import STRENGTHS
from duediligence.reporting.shared.evidence_rows import (
    AnswerGroup,
    AnswerView,
    ControlView,
    DriverView,
    MatterView,
    SignLedger,
)
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.words import NOTHING, term


def sign_ledgers(s: SupplierAssessment, labels: Labels) -> tuple[SignLedger, ...]:
    """Every sign of a supplier with its rows, those in play first, the most established on top."""
    answers: dict[str, list[AnswerRow]] = defaultdict(list)
    for row in s.answers:
        answers[row.matter].append(row)
    ledgers = [_sign(s, indicator, answers, labels) for indicator in s.indicators]
    return tuple(sorted(ledgers, key=lambda sign: (not sign.in_play, -sign.established, -sign.possible)))


def grouped(answers: Iterable[AnswerView]) -> tuple[AnswerGroup, ...]:
    """Answers that say the same, from the same source, on the same day."""
    return _groups(answers, lambda answer: answer.day.isoformat() if answer.day else "")


def summed_up(answers: Iterable[AnswerView]) -> tuple[AnswerGroup, ...]:
    """Answers that say the same, from the same source, whenever they were given."""
    return _groups(answers, lambda answer: "")


def _groups(answers: Iterable[AnswerView], part: Callable[[AnswerView], str]) -> tuple[AnswerGroup, ...]:
    groups: dict[tuple[str, str, str, str], list[AnswerView]] = defaultdict(list)
    for answer in answers:
        groups[answer.state, answer.source, answer.evidence, part(answer)].append(answer)
    return tuple(
        _group(state, source, evidence, views) for (state, source, evidence, _), views in sorted(groups.items())
    )


def _group(state: str, source: str, evidence: str, views: Sequence[AnswerView]) -> AnswerGroup:
    days = sorted(view.day for view in views if view.day)
    first, last = (days[0], days[-1]) if days else (None, None)
    return AnswerGroup(state, source, evidence, first, last if last != first else None, tuple(views))


def answer_view(row: AnswerRow, labels: Labels, indicator: str | None = None) -> AnswerView:
    """One answer in words; for one sign, only what it says about that sign."""
    signals = [s for s in row.signals if indicator in (None, s.indicator)]
    strongest = max((s.strength for s in signals), key=STRENGTHS.index, default="")
    return AnswerView(
        number=labels.number(row.question),
        question=labels.question(row.question),
        answer=labels.answer(row),
        source=row.source,
        evidence=row.evidence,
        day=row.date,
        state=shown_state(row, indicator),
        strength=strongest,
        critical=any(s.critical for s in signals),
        counts=row.counts,
        document=row.document,
        reason=row.reason,
        comment=row.comment,
        place=str(row.location),
    )


def shown_state(row: AnswerRow, indicator: str | None = None) -> str:
    """What an answer comes down to: an open or closed concern, no concern, or the state in which it was left."""
    signals = [s for s in row.signals if indicator in (None, s.indicator)]
    if signals:
        return "closed" if all(s.closed for s in signals) else "concern"
    if row.assures and indicator in (None, *row.assures):
        return "no_concern"
    return row.state


def _sign(s: SupplierAssessment, id: str, answers: dict[str, list[AnswerRow]], labels: Labels) -> SignLedger:
    bounds = s.indicators[id]
    matters = tuple(_matters(s, id, answers, labels))
    told = [answer for matter in matters for answer in matter.answers]
    return SignLedger(
        indicator=id,
        name=labels.indicator(id),
        inherent=s.inherent.get(id, 0.0),
        established=bounds.established,
        possible=bounds.possible,
        control=s.control_effect.get(id, 0.0),
        in_play=labels.content.scales.in_play(bounds),
        drivers=tuple(_drivers(s, id, labels)),
        matters=matters,
        controls=tuple(
            ControlView(labels.number(c.question), labels.question(c.question), c.credit, c.evidence)
            for c in s.controls
            if c.indicator == id
        ),
        concerns=tuple(a for a in told if a.state == "concern" and a.counts),
    )


def _drivers(s: SupplierAssessment, id: str, labels: Labels) -> Iterable[DriverView]:
    for row in s.drivers:
        if row.indicator == id:
            unknown = tuple(dict.fromkeys(labels.fact(fact) for fact in row.unknown_facts))
            number, sources = labels.driver_number(row.id), labels.driver_sources(row.id)
            yield DriverView(number, labels.driver(row.id), row.level, row.value, row.critical, unknown, sources)


def _matters(
    s: SupplierAssessment, id: str, answers: dict[str, list[AnswerRow]], labels: Labels
) -> Iterable[MatterView]:
    for row in s.matters:
        if row.indicator == id:
            views = tuple(answer_view(a, labels, id) for a in answers.get(row.matter, ()) if _speaks(a, id, labels))
            yield MatterView(
                labels.number(row.matter),
                labels.question(row.matter),
                row.established,
                row.possible,
                term("rule", row.rule) if row.rule else NOTHING,
                row.put,
                views,
            )


def _speaks(row: AnswerRow, indicator: str, labels: Labels) -> bool:
    """Whether this answer's own question covers the sign; another question of the same matter may not."""
    covers = labels.covers.get(row.question)
    return covers is None or indicator in covers
