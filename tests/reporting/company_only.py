"""Every kind of value that only the company may see, as a change of the invented round: one field at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from duediligence.findings import Location, warning
from duediligence.model.assessment import AnswerRow, Interval
from duediligence.model.plan import Action, ActionState
from duediligence.reporting.shared.parts import Round

Change = Callable[[Round, str, float], Round]


def _answers(**fields: Callable[[str, float], Any]) -> Change:
    """The same change in every answer of every supplier."""

    def change(round: Round, words: str, number: float) -> Round:
        new = {name: make(words, number) for name, make in fields.items()}
        suppliers = tuple(
            replace(s, answers=tuple(replace(row, **new) for row in s.answers)) for s in round.assessment.suppliers
        )
        return replace(round, assessment=replace(round.assessment, suppliers=suppliers))

    return change


def _facts(id: str) -> Change:
    def change(round: Round, words: str, number: float) -> Round:
        suppliers = tuple(
            replace(s, supplier=replace(s.supplier, facts={**s.supplier.facts, id: (number,)}))
            for s in round.assessment.suppliers
        )
        return replace(round, assessment=replace(round.assessment, suppliers=suppliers))

    return change


def _suppliers(**fields: Callable[[str, float], Any]) -> Change:
    def change(round: Round, words: str, number: float) -> Round:
        new = {name: make(words, number) for name, make in fields.items()}
        suppliers = tuple(replace(s, **new) for s in round.assessment.suppliers)
        return replace(round, assessment=replace(round.assessment, suppliers=suppliers))

    return change


def _actions(**fields: Callable[[str, float], Any]) -> Change:
    def change(round: Round, words: str, number: float) -> Round:
        new = {name: make(words, number) for name, make in fields.items()}
        actions = tuple(replace(action, **new) for action in round.plan.actions)
        return replace(round, plan=replace(round.plan, actions=actions))

    return change


def _own_action(round: Round, words: str, number: float) -> Round:
    last = round.plan.actions[-1]
    own = Action(
        "own_0123456789", last.subject, "", (), "short", last.due, "union", ("ngo",), "E2",
        state=ActionState.OPEN, own_text=words, owner=words,
    )  # fmt: skip
    return replace(round, plan=replace(round.plan, actions=(*round.plan.actions, own)))


def _company_answer(round: Round, words: str, number: float) -> Round:
    own = AnswerRow(
        "fee_policy", "fee_policy", "company", "E1", None, "answered", comment=words, document=words, numbers=(number,)
    )
    return replace(round, assessment=replace(round.assessment, company_answers=(own,)))


def _problem(round: Round, words: str, number: float) -> Round:
    found = warning("unknown_question", Location(file=words), found=words, count=int(number), nearest="–")
    return replace(round, assessment=replace(round.assessment, findings=(found,)))


def _score(round: Round, words: str, number: float) -> Round:
    results = tuple(replace(a, score=Interval(number / 1e7, 1.0)) for a in round.assessment.agreements)
    return replace(round, assessment=replace(round.assessment, agreements=results))


def _private_commitments(round: Round, words: str, number: float) -> Round:
    """Those on volumes, and those that are neither public nor joint."""
    kept = []
    for agreement in round.assessment.agreements:
        changed = tuple(
            replace(c, value=number / 1e7, possible_value=1.0, numerator=number, denominator=number, suppliers=())
            if c.id in ("demo_volume", "demo_remedy", "demo_training")
            else c
            for c in agreement.commitments
        )
        kept.append(replace(agreement, commitments=changed))
    return replace(round, assessment=replace(round.assessment, agreements=tuple(kept)))


def _input(round: Round, words: str, number: float) -> Round:
    return replace(round, manifest=replace(round.manifest, inputs={f"{words}.xlsx": f"{number:064.0f}"}))


def _folder(round: Round, words: str, number: float) -> Round:
    return replace(round, workspace=round.workspace.model_copy(update={"content": words, "reports": words}))


def _day(words: str, number: float) -> date:
    return date(2020, 1, 1) + timedelta(days=int(number) % 2000)


def _place(words: str, number: float) -> Location:
    return Location(file=words, sheet=words, cell="D4")


def _words(words: str, number: float) -> str:
    return words


def _share(words: str, number: float) -> float:
    return number / 1e7


COMPANY_ONLY: Mapping[str, Change] = {
    "comment": _answers(comment=_words),
    "reason why there is no answer": _answers(reason=_words),
    "document": _answers(document=_words),
    "place in a file": _answers(location=_place),
    "volume": _facts("volume"),
    "spend": _facts("spend"),
    "robustness": _suppliers(robustness=_share),
    "coverage": _suppliers(coverage=_share),
    "severity": _suppliers(severity=_share),
    "prior risk": _suppliers(inherent=lambda words, number: {"wages": number / 1e7}),
    "owner": _actions(owner=_words),
    "notes": _actions(notes=_words),
    "evidence": _actions(evidence=_words, evidence_class=lambda words, number: "E2"),
    "started": _actions(started=_day),
    "done": _actions(done=_day),
    "first seen": _actions(first_seen=_day),
    "action of one's own": _own_action,
    "company's own answer": _company_answer,
    "problem in a file": _problem,
    "score on the agreement": _score,
    "commitments that are not shared": _private_commitments,
    "digest of an input": _input,
    "folder": _folder,
}
