"""Round after round: what people typed in the last plan, merged into what this round asks for; nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from duediligence.findings import Finding, in_order, note, warning
from duediligence.model.assessment import AnswerRow, Assessment, CommitmentState
from duediligence.model.content import SectorContent
from duediligence.model.plan import Action, ActionPlan, ActionState
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import AnswerState
from duediligence.model.scales import Evidence
from duediligence.planning.earlier import Round, distinct, gone_action, own_action
from duediligence.planning.measuring import answered
from duediligence.planning.record import is_answer

_SAID_DONE = (ActionState.DONE, ActionState.CLAIMED)
_CLOSED = (*_SAID_DONE, ActionState.DROPPED)


def merge_round(
    plan: ActionPlan, typed: Sequence[TypedAction], assessment: Assessment, content: SectorContent
) -> ActionPlan:
    """Carries the typed rows into the new plan by action id, with what people should know about them.

    Rows of actions that nothing asks for any more stay if somebody worked on them, marked as not needed. What is
    closed comes last; otherwise the plan keeps its order, with people's own actions after it.
    """
    round = Round(assessment, content)
    rows, findings = distinct(typed, round)
    chosen = [_carried(action, rows.pop(action.id, None), round, findings) for action in plan.actions]
    others = [_own(row, round, findings) for row in rows.values() if row.own]
    others += [_gone(row, round, findings) for row in rows.values() if not row.own and round.worked_on(row)]
    others.sort(key=lambda action: (action.due, action.id))
    actions = sorted((*chosen, *others), key=lambda action: action.closed)
    return replace(plan, actions=tuple(actions), findings=in_order(findings))


def _carried(action: Action, row: TypedAction | None, round: Round, findings: list[Finding]) -> Action:
    """An action that this round asks for, with what was typed in its row."""
    if row is None:
        return action
    typed = _with_typed(action, row)
    if not round.worked_on(row):  # nobody took it up: it is as old as it is, but due from now
        typed = replace(typed, due=action.due, planned=action.planned)
    joined = _new_sites(typed, row)
    if joined:
        names = ", ".join(map(round.name, joined))
        findings.append(warning("action_new_sites", row.location, **round.about(row), sites=names))
        return replace(_reopened(typed, action, round.assessment.assessed_on), returned=row.returned)
    settled = replace(typed, state=_closing_state(typed))
    objection = _newest_objection(settled, round) if settled.state is ActionState.DONE else None
    if not row.needed or _is_newer(objection, settled):
        findings.append(warning("action_returned", row.location, **round.about(row)))
        return _reopened(typed, action, round.assessment.assessed_on)
    findings += _about(settled, row, round)
    if objection is not None and settled.state is ActionState.DONE:
        findings.append(note("action_done_concern_open", row.location, **round.about(row)))
    return settled


def _new_sites(typed: Action, row: TypedAction) -> list[str]:
    """The sites for which an action that was finished is needed now too; none where the plan did not name its sites."""
    if not row.sites or _closing_state(typed) is not ActionState.DONE:
        return []
    return [site for site in typed.sites if site not in row.sites]


def _own(row: TypedAction, round: Round, findings: list[Finding]) -> Action:
    action, found = own_action(row, round)
    typed = replace(_with_typed(action, row), notes=action.notes)
    settled = replace(typed, state=_closing_state(typed))
    findings += [*found, *_about(settled, row, round)]
    return settled


def _gone(row: TypedAction, round: Round, findings: list[Finding]) -> Action:
    """An action that nothing asks for any more; its state stays as people left it."""
    typed = _with_typed(gone_action(row, round), row)
    if round.endangers(row) and row.state not in _CLOSED:
        findings.append(warning("action_endangers", row.location, **round.about(row)))
    elif row.needed and row.state not in _CLOSED:
        findings.append(note("action_no_longer_needed", row.location, **round.about(row)))
    return replace(typed, state=_closing_state(typed))


def _with_typed(action: Action, row: TypedAction) -> Action:
    return replace(
        action,
        state=row.state,
        owner=row.owner,
        due=row.due or action.due,
        started=row.started,
        done=row.done,
        evidence=row.evidence,
        evidence_class=row.evidence_class,
        notes=row.notes,
        first_seen=row.first_seen or action.first_seen,
        returned=row.returned,
        planned=row.planned or action.planned,
    )


def _closing_state(action: Action) -> ActionState:
    """Done needs evidence that is named and of the class that the measure asks for; otherwise it is a claim."""
    if action.state not in _SAID_DONE:
        return action.state
    return ActionState.DONE if _proven(action) else ActionState.CLAIMED


def _proven(action: Action) -> bool:
    needed = Evidence[action.closes_with]
    if needed is Evidence.E0:
        return action.state is ActionState.DONE
    return bool(action.evidence) and Evidence[action.evidence_class or Evidence.E0.name] >= needed


def _about(action: Action, row: TypedAction, round: Round) -> Iterator[Finding]:
    """What somebody should look at in a row that still matters."""
    if action.state is ActionState.CLAIMED and not action.evidence:
        yield warning("action_claimed_without_evidence", row.location, **round.about(row), needs=action.closes_with)
    elif action.state is ActionState.CLAIMED:
        given = action.evidence_class or Evidence.E0.name
        yield warning("action_claimed", row.location, **round.about(row), needs=action.closes_with, given=given)
    if action.state is ActionState.DONE and action.done is None:
        yield warning("action_done_without_date", row.location, **round.about(row))
    if action.state is ActionState.DROPPED and not action.notes:
        yield warning("action_dropped_without_reason", row.location, **round.about(row))
    for column, day in (("started", row.started), ("done", row.done)):
        if day is not None and day > round.assessment.assessed_on:
            yield warning("plan_date_in_future", row.location, column=column, found=day.isoformat())


def _is_newer(objection: date | None, action: Action) -> bool:
    """Whether something came back after it was done; what is older still waits for an answer that closes it."""
    return objection is not None and action.done is not None and objection > action.done and _proven(action)


def _reopened(typed: Action, action: Action, on: date) -> Action:
    """Open again where it was closed, with a new due date where the old one has passed; what was typed stays."""
    state = ActionState.OPEN if typed.state in _CLOSED else typed.state
    return replace(typed, state=state, due=typed.due if typed.due >= on else action.due, returned=True)


def _newest_objection(action: Action, round: Round) -> date | None:
    """The newest date of an answer that is a reason for the action: a concern, a refusal, a promise not kept."""
    questions = {reason.question for reason in action.reasons if reason.question}
    rows = [row for row in round.assessment.company_answers if _breaks(row, action, round)]
    suppliers = (round.suppliers[id] for id in action.places if id in round.suppliers)
    rows += [row for supplier in suppliers for row in supplier.answers if _objects(row)]
    return max((row.date for row in rows if row.question in questions and row.date is not None), default=None)


def _breaks(row: AnswerRow, action: Action, round: Round) -> bool:
    """Whether the company says that it does not do what it promised; doing a part of it brings nothing back."""
    for reason in action.reasons:
        commitment = round.content.commitments.get(reason.ref) if reason.kind == "commitment" else None
        if commitment is None or reason.question != row.question or not is_answer(row):
            continue
        if answered(commitment, row) is CommitmentState.NOT_MET:
            return True
    return False


def _objects(row: AnswerRow) -> bool:
    return bool(row.open_signals) or (row.counts and row.state == AnswerState.REFUSED.value)
