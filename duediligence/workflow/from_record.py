"""Concerns of the last record whose answers are not in the files any more: they stay open, and it is said.

A file that is taken away is no evidence. What was open in the newest record stays, as the answer that it was, until
the closing rule ends it or its own source takes it back with a later answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duediligence.findings import Finding, Location, error
from duediligence.model.base import Text
from duediligence.model.content import SectorContent
from duediligence.model.questionnaire import Question
from duediligence.model.response import SAYS_NOTHING, Answer, AnswerState, SourceKind, Supplier
from duediligence.model.workspace import Workspace
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.history import newest_record

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FromRecord:
    """The answers that only the record still holds, and what is to be said of them."""

    answers: tuple[Answer, ...] = ()
    findings: tuple[Finding, ...] = ()


def from_record(
    root: Path, workspace: Workspace, content: SectorContent, suppliers: Sequence[Supplier], given: Sequence[Answer]
) -> FromRecord:
    """What was open in the newest record and would still be open, if its answer were in the files."""
    record = newest_record(root, workspace)
    known = {supplier.id: supplier for supplier in suppliers}
    held = [answer for answer in _held(record, content, workspace.assessed_on) if answer.supplier in known]
    gone = [answer for answer in held if not _is_there(answer, given, content)]
    if not gone:
        return FromRecord()
    rewritten = {answer for answer in gone if _is_rewritten(answer, given)}
    concerned = [known[id] for id in sorted({answer.supplier for answer in gone})]
    still = _still_open(concerned, [answer for answer in gone if answer not in rewritten], given, content, workspace)
    findings = [
        *(_finding("concern_only_in_record", answer, content) for answer in still),
        *(_finding("concern_rewritten", answer, content) for answer in gone if answer in rewritten),
    ]
    return FromRecord(still, tuple(findings))


def _held(record: Json, content: SectorContent, today: date) -> Iterator[Answer]:
    """The open concerns and refusals of a record; what somebody damaged in it is left aside."""
    for supplier in _records(record.get("suppliers")):
        for row in _records(supplier.get("answers")):
            with suppress(KeyError, TypeError, ValueError):
                answer = _answer(str(supplier["id"]), row, record, content)
                if _is_open(row, answer, content) and (answer.date is None or answer.date <= today):
                    yield answer


def _records(rows: object) -> list[Json]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _answer(supplier: str, row: Json, record: Json, content: SectorContent) -> Answer:
    question = content.questions[row["question"]]
    refused = row["state"] == AnswerState.REFUSED.value
    file, _, rest = str(row.get("cell") or "").partition(" › ")
    return Answer(
        supplier=supplier,
        question=question.id,
        source=SourceKind(row["source"]),
        state=AnswerState.REFUSED if refused else AnswerState.ANSWERED,
        keys=() if refused else question.still_said(row["keys"] if "keys" in row else _raising(row, question)),
        date=date.fromisoformat(row["date"]) if row.get("date") else None,
        location=Location(file=file, path=rest),
        record=date.fromisoformat(row.get("record") or record["assessed_on"]),
    )


def _raising(row: Json, question: Question) -> Iterator[str]:
    """The answers that raise nothing else than a record of before tells, which did not say what was answered."""
    told = {(signal["indicator"], signal["strength"]) for signal in _records(row.get("signals"))}
    return (key for key, said in question.effects() if {(s.indicator, s.strength) for s in said.signals} <= told)


def _is_open(row: Json, answer: Answer, content: SectorContent) -> bool:
    if not row.get("counts", True):
        return False
    if answer.state is AnswerState.REFUSED:
        return bool(content.questions[answer.question].covers())
    return bool(answer.keys) and any(not signal.get("closed") for signal in _records(row.get("signals")))


def _is_there(held: Answer, given: Sequence[Answer], content: SectorContent) -> bool:
    """Whether the same source still says so: in the same place, or on that day or later."""
    for answer in _same_asked(held, given):
        same = answer.state is held.state and _raised(held, content) <= _raised(answer, content)
        later = held.date is None or (answer.date is not None and answer.date >= held.date)
        if same and (later or str(answer.location) == str(held.location)):
            return True
    return False


def _raised(answer: Answer, content: SectorContent) -> frozenset[tuple[str, str]]:
    """What an answer worries about; which of several options that raise the same it was, an old record does not say."""
    effects = dict(content.questions[answer.question].effects())
    signals = (signal for key in answer.keys if key in effects for signal in effects[key].signals)
    return frozenset((signal.indicator, signal.strength) for signal in signals)


def _is_rewritten(held: Answer, given: Sequence[Answer]) -> bool:
    """Whether the answer itself is there, of the same day, and says something else now."""
    return any(answer.date == held.date and answer.state not in SAYS_NOTHING for answer in _same_asked(held, given))


def _same_asked(held: Answer, given: Sequence[Answer]) -> Iterator[Answer]:
    asked = (held.supplier, held.question, held.source)
    return (answer for answer in given if (answer.supplier, answer.question, answer.source) == asked)


def _still_open(
    suppliers: Sequence[Supplier],
    gone: Sequence[Answer],
    given: Sequence[Answer],
    content: SectorContent,
    workspace: Workspace,
) -> tuple[Answer, ...]:
    """Those that no later answer closes or replaces, by the method itself."""
    ids = {supplier.id for supplier in suppliers}
    answers = [*(answer for answer in given if answer.supplier in ids), *gone]
    open_places = {
        (supplier.id, row.question, row.source, row.date, str(row.location))
        for supplier in assess_suppliers(PolarsEngine(), suppliers, answers, content, workspace.seed)
        for row in supplier.answers
        if row.record and (row.open_signals or (row.counts and row.state == AnswerState.REFUSED.value))
    }
    return tuple(
        answer
        for answer in gone
        if (answer.supplier, answer.question, answer.source.value, answer.date, str(answer.location)) in open_places
    )


def _finding(code: str, answer: Answer, content: SectorContent) -> Finding:
    question = content.questions[answer.question]
    said = [option.text for option in question.options if option.id in answer.keys]
    return error(
        code,
        answer.location,
        supplier=answer.supplier,
        question=question.text,
        said=Text(nl="; ".join(t.nl for t in said) or "–", en="; ".join(t.en for t in said) or "–"),
        file=answer.location.file,
        day=answer.record,
    )
