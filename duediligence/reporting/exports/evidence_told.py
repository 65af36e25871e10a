"""What an evidence pack says in so many words: the short answer, what came of the measures, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duediligence.model.assessment import SupplierAssessment
from duediligence.model.base import Text
from duediligence.model.movement import ConcernChange, Movement
from duediligence.model.response import UNANSWERED
from duediligence.reporting.company.view import ActionView
from duediligence.reporting.shared.counts import indicator_lines
from duediligence.reporting.shared.labels import Labels
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.words import counted, listed, plain, say, term

IDENTITY = ("id", "name")
"""Columns of the register that every supplier has, or it would not be one."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something that is not known: `about` what, and said in so many words."""

    supplier: str
    kind: str
    about: Text
    text: Text


def short_answer(
    round: Round,
    chosen: Sequence[SupplierAssessment],
    actions: Sequence[ActionView],
    unknowns: Sequence[Unknown],
    labels: Labels,
) -> tuple[Text, ...]:
    """What the authority reads first: about what, what was found, what is being done, and how much is not known."""
    assessment = round.assessment
    about = counted(
        "evidence_pack.about", len(chosen), company=plain(assessment.company_name), day=assessment.assessed_on
    )
    return (
        about,
        *_outcomes(chosen),
        *_signs(chosen, labels),
        *_plan(actions),
        counted("evidence_pack.not_known", len(unknowns)),
    )


def results(round: Round, chosen: Sequence[SupplierAssessment], labels: Labels) -> tuple[Text, ...]:
    """What changed at these sites since the last round: that is what measures led to, or did not."""
    if round.movement is None:
        return (say("evidence_pack.first_round"),)
    return tuple(text for s in chosen for text in _moved(s, round.movement, labels, named=len(chosen) > 1))


def unknowns(s: SupplierAssessment, labels: Labels) -> Iterable[Unknown]:
    """Facts, answers and evidence that are missing; an empty list would be a claim, so it says that too."""
    if not s.assessed:
        text = say("evidence_pack.no_response")
        yield Unknown(s.id, "response", text, text)
    known = {*s.supplier.facts, *IDENTITY}
    missing = [fact.name for id, fact in labels.content.facts.items() if id not in known]
    yield from (Unknown(s.id, "fact", name, say("evidence_pack.fact", fact=name)) for name in missing)
    for row in s.answers:
        if row.counts and row.state in UNANSWERED:
            question = labels.question(row.question)
            yield Unknown(s.id, row.state, question, say(f"evidence_pack.{row.state}", question=question))
    for ask in s.ask_next:
        question = labels.question(ask.question)
        yield Unknown(s.id, "weak", question, say("evidence_pack.weak", question=question))
    undated = sum(row.date is None for row in s.answers)
    if undated:
        text = counted("evidence_pack.undated", undated)
        yield Unknown(s.id, "undated", text, text)


def _outcomes(chosen: Sequence[SupplierAssessment]) -> Iterable[Text]:
    """The outcome in the words of the tier: one by one, the same ones together."""
    for tier, count in Counter(s.tier for s in chosen).items():
        yield counted("evidence_pack.outcome", count, tier=term("tier_long", tier.value))
    clashing = sum(bool(s.contradictions) for s in chosen)
    if clashing:
        yield counted("evidence_pack.clashing", clashing)


def _signs(chosen: Sequence[SupplierAssessment], labels: Labels) -> Iterable[Text]:
    """What is established, and what is not but cannot be ruled out."""
    lines = indicator_lines(chosen, labels)
    for key, names in (
        ("why.established", [line.name for line in lines if line.established]),
        ("why.possible", [line.name for line in lines if line.possible and not line.established]),
    ):
        if names:
            yield say(key, signs=listed(names))


def _plan(actions: Sequence[ActionView]) -> Iterable[Text]:
    states = Counter(a.state for a in actions)
    counts = {state: states[state] for state in ("done", "claimed", "started", "open")}
    yield counted("evidence_pack.in_plan", len(actions), **counts, late=sum(a.overdue for a in actions))


def _moved(s: SupplierAssessment, movement: Movement, labels: Labels, named: bool) -> Iterable[Text]:
    name = plain(f"{s.supplier.name}: " if named else "")
    move = next((m for m in movement.suppliers if m.supplier == s.id), None)
    if move is None:
        yield say("evidence_pack.new_here", name=name)
        return
    old, new = term("tier", move.old_tier), term("tier", move.new_tier)
    yield say("evidence_pack.moved", name=name, day=date.fromisoformat(movement.old_date), old=old, new=new)
    mine = [concern for concern in movement.concerns if concern.supplier == s.id]
    for change in (ConcernChange.CLOSED, ConcernChange.OPENED):
        changed = [concern for concern in mine if concern.change is change]
        if changed:
            signs = [labels.indicator(id) for id in dict.fromkeys(concern.indicator for concern in changed)]
            yield counted(f"evidence_pack.concerns_{change}", len(changed), name=name, signs=listed(signs))
