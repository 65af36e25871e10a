"""The ledger: the rows from which every number of a supplier follows, collected into values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duediligence.model.assessment import (
    AnswerRow,
    Contradiction,
    ControlRow,
    DriverRow,
    MatterRow,
    SignalRow,
)
from duediligence.model.conditions import When
from duediligence.model.content import SectorContent
from duediligence.model.response import COMPANY, Answer, Supplier
from duediligence.model.scales import LEVELS, STRENGTHS
from duediligence.scoring.reasons import Reasons
from duediligence.scoring.score import Scores
from duediligence.tables.engine import Engine

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows by supplier id; a supplier without rows is absent."""

    drivers: Mapping[str, list[DriverRow]]
    answers: Mapping[str, list[AnswerRow]]
    matters: Mapping[str, list[MatterRow]]
    controls: Mapping[str, list[ControlRow]]
    contradictions: Mapping[str, list[Contradiction]]


def ledger(
    engine: Engine, scores: Scores, behind: Reasons, suppliers: Iterable[Supplier], answers: Sequence[Answer]
) -> Ledger:
    """Collects the tables of a run; `answers` are the ones that the response table was made of."""
    found, content = behind.details, scores.content
    signals = engine.rows(found.judgements.signals)
    clears = engine.rows(found.judgements.clears)
    counting = {row["answer"] for row in engine.rows(found.judgements.said) if row["counts"] == 1}
    counting |= {row["answer"] for row in engine.rows(found.coverage.counting)}
    return Ledger(
        drivers=_drivers(engine.rows(behind.drivers), {s.id: s for s in suppliers}, content),
        answers=_answers(answers, counting, signals, clears, content),
        matters=_matters(engine.rows(found.cells), engine.rows(scores.indicators), content),
        controls=_controls(engine.rows(found.credit), engine.rows(behind.put), content),
        contradictions=_contradictions(signals, clears, counting),
    )


def _drivers(
    rows: Iterable[Row], suppliers: Mapping[str, Supplier], content: SectorContent
) -> Mapping[str, list[DriverRow]]:
    by_id = {driver.id: driver for driver in content.drivers}
    found: dict[str, list[DriverRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r["supplier"], r["indicator"], -r["level"], r["driver"])):
        level = LEVELS[row["level"] - 1]
        unknown = () if row["known"] else unknown_facts(by_id[row["driver"]].when, suppliers[row["supplier"]], content)
        value = content.scales.levels[level].value
        found[row["supplier"]].append(
            DriverRow(row["driver"], row["indicator"], level, value, bool(row["critical"]), unknown)
        )
    return found


def unknown_facts(when: When, supplier: Supplier, content: SectorContent) -> tuple[str, ...]:
    """The facts of a condition that are not known of this supplier."""
    missing = set()
    for name in when.names():
        table, _, column = name.partition(".")
        if not column:
            id = content.fact_ids.get(name, name)
            missing |= {id} - supplier.facts.keys()
        else:
            needed = {"country"} if table == "country" else {"country", "goods"}
            missing |= (needed - supplier.facts.keys()) or ({name} if table == "country" else set())
    return tuple(sorted(missing))


def _answers(
    answers: Sequence[Answer],
    counting: set[int],
    signals: Iterable[Row],
    clears: Iterable[Row],
    content: SectorContent,
) -> Mapping[str, list[AnswerRow]]:
    raised: dict[int, list[SignalRow]] = defaultdict(list)
    for row in sorted(signals, key=lambda r: (r["indicator"], r["dimension"])):
        strength = STRENGTHS[row["strength"] - 1]
        signal = SignalRow(row["indicator"], strength, row["dimension"], bool(row["critical"]), bool(row["closed"]))
        raised[row["answer"]].append(signal)
    assured: dict[int, list[str]] = defaultdict(list)
    for row in clears:
        assured[row["answer"]].append(row["indicator"])
    found: dict[str, list[AnswerRow]] = defaultdict(list)
    for index, answer in enumerate(answers):
        if answer.question in content.matter_of:
            counts = index in counting or any(signal.critical for signal in raised[index])
            row_of = _answer_row(answer, raised[index], sorted(assured[index]), counts, content)
            found[answer.supplier].append(row_of)
    for rows in found.values():
        rows.sort(key=lambda r: (r.matter, r.question, r.source, r.date is not None and r.date.toordinal(), r.keys))
    return found


def company_rows(answers: Sequence[Answer], content: SectorContent) -> tuple[AnswerRow, ...]:
    """The company's own answers as ledger rows; they raise no signals on suppliers."""
    own = [answer for answer in answers if answer.supplier == COMPANY and answer.question in content.matter_of]
    return tuple(_answer_row(answer, [], [], counts=True, content=content) for answer in own)


def _answer_row(
    answer: Answer, signals: list[SignalRow], assures: list[str], counts: bool, content: SectorContent
) -> AnswerRow:
    return AnswerRow(
        question=answer.question,
        matter=content.matter_of[answer.question],
        source=answer.source.value,
        evidence=content.scales.evidence_of(answer.source.value, answer.document_seen).name,
        date=answer.date,
        state=answer_state(answer, signals, assures),
        keys=answer.keys,
        numbers=answer.numbers,
        signals=tuple(signals),
        assures=tuple(assures),
        counts=counts,
        document=answer.document,
        reason=answer.reason,
        comment=answer.comment,
        location=answer.location,
    )


def answer_state(answer: Answer, signals: Sequence[SignalRow], assures: Sequence[str]) -> str:
    """The state in the method's words: `concern` and `no_concern` follow from what was chosen."""
    if signals:
        return "concern"
    return "no_concern" if assures else answer.state.value


def _matters(cells: Iterable[Row], indicators: Iterable[Row], content: SectorContent) -> Mapping[str, list[MatterRow]]:
    inherent = {(row["supplier"], row["indicator"]): row["inherent"] for row in indicators}
    found: dict[str, list[MatterRow]] = defaultdict(list)
    for row in sorted(cells, key=lambda r: (r["supplier"], r["indicator"], r["matter"])):
        bounds = _cell_bounds(row, inherent[row["supplier"], row["indicator"]], content)
        found[row["supplier"]].append(MatterRow(row["matter"], row["indicator"], *bounds, bool(row["put"])))
    return found


def _cell_bounds(row: Row, inherent: float, content: SectorContent) -> tuple[float, float, str]:
    """established(q, i), possible(q, i) and the rule that gave them."""
    if row["strength"] is not None:
        rule = "refused" if row["strength"] == 0 else "concern"
        return _strength(row["strength"], content), max(_strength(row["reach"], content), inherent), rule
    if row["evidence"] == 0:
        return 0.0, inherent, "open"
    cap = content.scales.caps[f"E{row['evidence']}"].value * content.indicators[row["indicator"]].reducible
    return 0.0, (1 - cap) * inherent, "assured"


def _strength(rank: int, content: SectorContent) -> float:
    return content.scales.strengths[STRENGTHS[rank - 1]].value if rank else 0.0


def _controls(credit: Iterable[Row], put: Iterable[Row], content: SectorContent) -> Mapping[str, list[ControlRow]]:
    """One row for every control matter put, credited or not: the mean is taken over all of them."""
    mapped: dict[str, set[str]] = defaultdict(set)
    for question in content.questions.values():
        mapped[content.matter_of[question.id]].update(i for i in question.controls if i in content.indicators)
    earned = {(row["supplier"], row["matter"]): row for row in credit}
    found: dict[str, list[ControlRow]] = defaultdict(list)
    for supplier, matter in sorted({(row["supplier"], row["matter"]) for row in put}):
        row = earned.get((supplier, matter))
        for indicator in sorted(mapped[matter]):
            given = (row["credit"], f"E{row['evidence']}") if row else (0.0, "E0")
            found[supplier].append(ControlRow(matter, indicator, *given))
    return found


def _contradictions(
    signals: Iterable[Row], clears: Iterable[Row], counting: set[int]
) -> Mapping[str, list[Contradiction]]:
    objecting: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in signals:
        if row["counts"] == 1 and row["closed"] == 0:
            objecting[row["supplier"], row["matter"], row["indicator"]].add(row["source"])
    assuring: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in clears:
        if row["answer"] in counting:
            assuring[row["supplier"], row["matter"], row["indicator"]].add(row["source"])
    found: dict[str, list[Contradiction]] = defaultdict(list)
    for cell in sorted(objecting.keys() & assuring.keys()):
        supplier, matter, indicator = cell
        row_of = Contradiction(matter, indicator, tuple(sorted(assuring[cell])), tuple(sorted(objecting[cell])))
        found[supplier].append(row_of)
    return found
