"""How each kind of commitment is measured: a function a kind, and one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from math import fsum
from types import MappingProxyType

from duediligence.model.agreement import AnswerMeasure, Commitment, ScoreMeasure
from duediligence.model.assessment import AnswerRow, CommitmentState
from duediligence.model.conditions import Values, When, holds, lookup
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import AnswerState
from duediligence.planning.absences import absence
from duediligence.planning.measured import Known, Measured
from duediligence.planning.record import is_answer
from duediligence.planning.shares import share

_JOINT = {
    "done": CommitmentState.MET,
    "started": CommitmentState.PARTLY,
    "planned": CommitmentState.NOT_MET,
    "dropped": CommitmentState.NOT_MET,
}
_WORST_FIRST = (CommitmentState.NOT_MET, CommitmentState.PARTLY, CommitmentState.MET)


def answer(commitment: Commitment, known: Known) -> Measured:
    """What the company answered; not answering (not applicable included) leaves the commitment unknown.

    A company cannot release itself from a promise, so that "not applicable" does not take it out of the score.
    """
    measure = commitment.measure
    assert isinstance(measure, AnswerMeasure)
    rows = [row for row in known.company.get(measure.question, ()) if is_answer(row)]
    return Measured(state=min((answered(commitment, row) for row in rows), key=_WORST_FIRST.index, default=_UNKNOWN))


def answered(commitment: Commitment, row: AnswerRow) -> CommitmentState:
    """Where one answer leaves a commitment that is measured by an answer."""
    measure = commitment.measure
    assert isinstance(measure, AnswerMeasure)
    if not set(row.keys).isdisjoint(measure.met):
        return CommitmentState.MET
    return CommitmentState.NOT_MET if set(row.keys).isdisjoint(measure.partly) else CommitmentState.PARTLY


def score(commitment: Commitment, known: Known) -> Measured:
    """The mean credit of the questions that carry credit and are put to the company.

    Unanswered counts as 0 in the lower bound and as full credit in the upper one; not applicable leaves the sum.
    """
    measure = commitment.measure
    assert isinstance(measure, ScoreMeasure)
    bounds = [_credit(q, known.company.get(q.id, ())) for q in _scored(measure, known)]
    counted = [pair for pair in bounds if pair is not None]
    if not counted:
        return Measured()
    least, most = fsum(low for low, _ in counted), fsum(high for _, high in counted)
    return Measured(least / len(counted), most / len(counted), numerator=least, denominator=float(len(counted)))


def joint(commitment: Commitment, known: Known) -> Measured:
    """What people wrote in the workspace file about a joint action of the parties."""
    return Measured(state=_JOINT.get(known.workspace.joint_actions.get(commitment.id, ""), _UNKNOWN))


MEASURES: Mapping[str, Callable[[Commitment, Known], Measured]] = MappingProxyType(
    {"answer": answer, "share": share, "score": score, "absence": absence, "joint": joint}
)

_UNKNOWN = CommitmentState.UNKNOWN


def _scored(measure: ScoreMeasure, known: Known) -> Iterable[Question]:
    form = known.content.questionnaires.get(measure.questionnaire)
    uses = {use.id: use.condition for use in known.content.uses(Respondent.COMPANY)}
    for question in form.questions() if form else ():
        carries = any(effects.credit is not None for _, effects in question.effects())
        wanted = not measure.topics or question.topic in measure.topics
        if carries and wanted and _put(known, uses.get(measure.questionnaire), question.ask_when):
            yield question


def _put(known: Known, *conditions: When | None) -> bool:
    """A condition on something unknown counts as holding."""
    company = known.workspace.company
    facts: dict[str, Values] = {"country": (company.country,)}
    if company.size:
        facts["size"] = (company.size,)
    answers = lookup({question: _keys(rows) for question, rows in known.company.items()})
    return all(holds(when, lookup(facts), answers) is not False for when in conditions if when is not None)


def _keys(rows: Iterable[AnswerRow]) -> Values:
    given = [row for row in rows if is_answer(row)]
    return tuple(key for row in given for key in row.keys) if given else None


def _credit(question: Question, rows: tuple[AnswerRow, ...]) -> tuple[float, float] | None:
    """The credit at least and at most; None where the question does not apply."""
    credits = {key: effects.credit for key, effects in question.effects()}
    given = [max((credits.get(key) or 0.0 for key in row.keys), default=0.0) for row in rows if is_answer(row)]
    if given:
        return min(given), min(given)
    if rows and all(row.state == AnswerState.NOT_APPLICABLE.value for row in rows):
        return None
    return 0.0, 1.0
