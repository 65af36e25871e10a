"""The ledger: the rows from which every number of a supplier follows, collected into values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import narwhals as nw

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
from duediligence.tables.engine import Engine, Frame

Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Rows by supplier id; a supplier without rows is absent. Rows that say the same are one value."""

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
    counting = {index for (index,) in engine.tuples(found.judgements.said.filter(nw.col("counts") == 1), "answer")}
    counting |= {index for (index,) in engine.tuples(found.coverage.counting, "answer")}
    signals = in_order(engine, found.judgements.signals, _SIGNALS, "indicator", "dimension")
    clears = in_order(engine, found.judgements.clears, _CLEARS, "indicator")
    return Ledger(
        drivers=_drivers(engine, behind, {s.id: s for s in suppliers}, content),
        answers=_answers(answers, counting, _raised(signals), _assured(clears), content),
        matters=_matters(engine, found.cells, scores),
        controls=_controls(engine, behind, content),
        contradictions=_contradictions(signals, clears, counting),
    )


_SIGNALS = (
    "answer",
    "supplier",
    "matter",
    "indicator",
    "source",
    "counts",
    "closed",
    "strength",
    "dimension",
    "critical",
)
_CLEARS = ("answer", "supplier", "matter", "indicator", "source")


def in_order(engine: Engine, frame: Frame, columns: Sequence[str], *by: str) -> list[tuple[Any, ...]]:
    """The rows of a table as tuples, in the order of columns of text."""
    text = frame.with_columns(*(nw.col(name).cast(nw.String) for name in by))
    return list(engine.tuples(text.sort(*by), *columns))


def _drivers(
    engine: Engine, behind: Reasons, suppliers: Mapping[str, Supplier], content: SectorContent
) -> Mapping[str, list[DriverRow]]:
    by_id = {driver.id: driver for driver in content.drivers}
    row_of = cache(DriverRow)
    found: dict[str, list[DriverRow]] = defaultdict(list)
    columns = ("supplier", "driver", "indicator", "level", "known", "critical")
    for supplier, driver, indicator, rank, known, critical in engine.tuples(behind.drivers, *columns):
        level = LEVELS[rank - 1]
        unknown = () if known else unknown_facts(by_id[driver].when, suppliers[supplier], content)
        value = content.scales.levels[level].value
        found[supplier].append(row_of(driver, indicator, level, value, bool(critical), unknown))
    for rows in found.values():
        rows.sort(key=lambda row: (row.indicator, -LEVELS.index(row.level), row.id))
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


def _raised(signals: Rows) -> Mapping[int, list[SignalRow]]:
    """The signals of each answer, by indicator and dimension."""
    row_of = cache(SignalRow)
    raised: dict[int, list[SignalRow]] = defaultdict(list)
    for answer, _, _, indicator, _, _, closed, strength, dimension, critical in signals:
        raised[answer].append(row_of(indicator, STRENGTHS[strength - 1], dimension, bool(critical), bool(closed)))
    return raised


def _assured(clears: Rows) -> Mapping[int, list[str]]:
    """The indicators that each answer assures."""
    assured: dict[int, list[str]] = defaultdict(list)
    for answer, _, _, indicator, _ in clears:
        assured[answer].append(indicator)
    return assured


def _answers(
    answers: Sequence[Answer],
    counting: Collection[int],
    raised: Mapping[int, list[SignalRow]],
    assured: Mapping[int, list[str]],
    content: SectorContent,
) -> Mapping[str, list[AnswerRow]]:
    found: dict[str, list[AnswerRow]] = defaultdict(list)
    one = cache(_same)
    for index, answer in enumerate(answers):
        if answer.question in content.matter_of:
            signals, assures = one(tuple(raised.get(index, ()))), one(tuple(assured.get(index, ())))
            counts = index in counting or any(signal.critical for signal in signals)
            found[answer.supplier].append(_answer_row(answer, signals, assures, counts, content))
    for rows in found.values():
        rows.sort(key=lambda r: (r.matter, r.question, r.source, r.date is not None and r.date.toordinal(), r.keys))
    return found


def _same(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Behind a cache: many answers say the same."""
    return rows


def company_rows(answers: Sequence[Answer], content: SectorContent) -> tuple[AnswerRow, ...]:
    """The company's own answers as ledger rows; they raise no signals on suppliers."""
    own = [answer for answer in answers if answer.supplier == COMPANY and answer.question in content.matter_of]
    return tuple(_answer_row(answer, (), (), counts=True, content=content) for answer in own)


def _answer_row(
    answer: Answer, signals: tuple[SignalRow, ...], assures: tuple[str, ...], counts: bool, content: SectorContent
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
        signals=signals,
        assures=assures,
        counts=counts,
        document=answer.document,
        reason=answer.reason,
        comment=answer.comment,
        location=answer.location,
        record=answer.record,
    )


def answer_state(answer: Answer, signals: Sequence[SignalRow], assures: Sequence[str]) -> str:
    """The state in the method's words: `concern` and `no_concern` follow from what was chosen."""
    if signals:
        return "concern"
    return "no_concern" if assures else answer.state.value


def _matters(engine: Engine, cells: Frame, scores: Scores) -> Mapping[str, list[MatterRow]]:
    """Established(q, i), possible(q, i) and the rule that gave them, by indicator and matter."""

    @cache
    def row_of(
        matter: str, indicator: str, strength: int | None, reach: int | None, evidence: int, put: int, inherent: float
    ) -> MatterRow:
        bounds = _cell_bounds(strength, reach, evidence, indicator, inherent, scores.content)
        return MatterRow(matter, indicator, *bounds, bool(put))

    inherent = scores.indicators.select("supplier", "indicator", "inherent")
    rows = cells.join(inherent, on=["supplier", "indicator"], how="inner")
    found: dict[str, list[MatterRow]] = defaultdict(list)
    columns = ("supplier", "matter", "indicator", "strength", "reach", "evidence", "put", "inherent")
    for supplier, *row in engine.tuples(rows, *columns):
        found[supplier].append(row_of(*row))
    for told in found.values():
        told.sort(key=attrgetter("indicator", "matter"))
    return found


def _cell_bounds(
    strength: int | None, reach: int | None, evidence: int, indicator: str, inherent: float, content: SectorContent
) -> tuple[float, float, str]:
    if strength is not None:
        rule = "refused" if strength == 0 else "concern"
        return _strength(strength, content), max(_strength(reach or 0, content), inherent), rule
    if evidence == 0:
        return 0.0, inherent, "open"
    cap = content.scales.caps[f"E{evidence}"].value * content.indicators[indicator].reducible
    return 0.0, (1 - cap) * inherent, "assured"


def _strength(rank: int, content: SectorContent) -> float:
    return content.scales.strengths[STRENGTHS[rank - 1]].value if rank else 0.0


def _controls(engine: Engine, behind: Reasons, content: SectorContent) -> Mapping[str, list[ControlRow]]:
    """One row for every control matter put, credited or not: the mean is taken over all of them."""
    mapped: dict[str, set[str]] = defaultdict(set)
    for question in content.questions.values():
        mapped[content.matter_of[question.id]].update(i for i in question.controls if i in content.indicators)
    controls = [matter for matter, indicators in mapped.items() if indicators]
    put = behind.put.select("supplier", "matter").filter(nw.col("matter").is_in(controls)).unique()
    rows = put.join(behind.details.credit, on=["supplier", "matter"], how="left")
    row_of = cache(ControlRow)
    found: dict[str, list[ControlRow]] = defaultdict(list)
    for supplier, matter, credit, evidence in engine.tuples(rows, "supplier", "matter", "credit", "evidence"):
        given = (0.0, "E0") if evidence is None else (credit, f"E{evidence}")
        found[supplier] += [row_of(matter, indicator, *given) for indicator in mapped[matter]]
    for told in found.values():
        told.sort(key=attrgetter("question", "indicator"))
    return found


def _contradictions(signals: Rows, clears: Rows, counting: Collection[int]) -> Mapping[str, list[Contradiction]]:
    objecting: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for _, supplier, matter, indicator, source, counts, closed, *_ in signals:
        if counts == 1 and closed == 0:
            objecting[supplier, matter, indicator].add(source)
    assuring: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for answer, supplier, matter, indicator, source in clears:
        if (supplier, matter, indicator) in objecting and answer in counting:
            assuring[supplier, matter, indicator].add(source)
    found: dict[str, list[Contradiction]] = defaultdict(list)
    for cell in sorted(assuring):
        supplier, matter, indicator = cell
        row_of = Contradiction(matter, indicator, tuple(sorted(assuring[cell])), tuple(sorted(objecting[cell])))
        found[supplier].append(row_of)
    return found
