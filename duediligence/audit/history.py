"""The history of every concern: who said what and when, how it was closed and with what. Nothing leaves the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duediligence.audit.statements import statements_by_cell
from duediligence.model.assessment import SupplierAssessment
from duediligence.model.audit import Event, EventKind, Statement, Thread
from duediligence.model.content import SectorContent
from duediligence.model.scales import Evidence
from duediligence.model.triangulation import TriangulationRules

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """The answers of an earlier round, by supplier, as its `assessment.json` kept them."""

    day: str
    answers: Mapping[str, Sequence[Json]]


def earlier_round(document: Json) -> EarlierRound:
    """An earlier round from its document; what is not of the form is left aside."""
    rows = document.get("suppliers")
    suppliers = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    answers = {str(row.get("id")): [a for a in row.get("answers") or () if isinstance(a, dict)] for row in suppliers}
    return EarlierRound(str(document.get("assessed_on") or ""), answers)


def threads_of(
    supplier: SupplierAssessment,
    content: SectorContent,
    rules: TriangulationRules,
    rounds: Sequence[EarlierRound] = (),
) -> tuple[Thread, ...]:
    """A thread for every matter and sign that anybody worried about or refused, with what came before and after.

    What an earlier round (oldest first) held and the files hold no more is told as vanished.
    """
    gone = list(_vanished(supplier, content, rounds))
    found = []
    for (matter, indicator), said in statements_by_cell(supplier, content, rules).items():
        lost = tuple(event for root, sign, event in gone if (root, sign) == (matter, indicator))
        if lost or any(s.state in ("concern", "refused") for s in said):
            events = tuple(_events(said, content)) + lost
            still = any(s.counts and not s.closed and s.state == "concern" for s in said)
            found.append(Thread(supplier.id, matter, indicator, events, still))
    found += _lost_threads(supplier.id, gone, {(t.matter, t.indicator) for t in found})
    return tuple(sorted(found, key=lambda t: (not t.open, t.matter, t.indicator)))


def _lost_threads(
    supplier: str, gone: Iterable[tuple[str, str, Event]], told: set[tuple[str, str]]
) -> Iterator[Thread]:
    """Concerns of which nothing is left in the files."""
    cells: dict[tuple[str, str], list[Event]] = {}
    for matter, indicator, event in gone:
        if (matter, indicator) not in told:
            cells.setdefault((matter, indicator), []).append(event)
    for (matter, indicator), events in cells.items():
        yield Thread(supplier, matter, indicator, tuple(events), open=False)


def _events(said: Sequence[Statement], content: SectorContent) -> Iterator[Event]:
    """Every statement in the order of its date, with what it did to what was said before it."""
    earlier: list[Statement] = []
    for statement in said:
        kind = _kind(statement, earlier, content)
        yield Event(
            kind=kind,
            question=statement.question,
            source=statement.source,
            evidence=statement.evidence,
            date=statement.date,
            strength=statement.strength,
            place=str(statement.location),
        )
        earlier.append(statement)


def _kind(said: Statement, earlier: Sequence[Statement], content: SectorContent) -> EventKind:
    worries = [s for s in earlier if s.state == "concern"]
    if said.state == "refused":
        return EventKind.REFUSED
    if said.state == "concern":
        return EventKind.REPEATED if worries else EventKind.OPENED
    if said.state != "no_concern" or not worries:
        return EventKind.ASSURED
    if any(s.closed and _closes(said, s, content) for s in worries):
        return EventKind.CLOSED
    replaced = [s for s in worries if s.source == said.source and not s.counts]
    return EventKind.REPLACED if replaced else EventKind.CONTRADICTED


def _closes(said: Statement, worry: Statement, content: SectorContent) -> bool:
    """Whether a reassurance is later and strong enough to close a concern (method, section 4)."""
    needed = content.scales.closing.least(worry.dimension)
    later = said.date is not None and (worry.date is None or said.date > worry.date)
    return later and Evidence[said.evidence] >= needed


def _vanished(
    supplier: SupplierAssessment, content: SectorContent, rounds: Sequence[EarlierRound]
) -> Iterator[tuple[str, str, Event]]:
    """Concerns and refusals of an earlier round that no answer in the files carries any more."""
    told: set[tuple[object, ...]] = {
        (row.question, row.source, row.date.isoformat() if row.date else None, row.state) for row in supplier.answers
    }
    for row in supplier.answers:
        if row.record:
            signals = [{"indicator": s.indicator, "strength": s.strength} for s in row.signals]
            kept = {"question": row.question, "source": row.source, "evidence": row.evidence, "signals": signals}
            yield from _lost({**kept, "cell": str(row.location)}, row.record.isoformat(), content)
    for round in rounds:
        for answer in round.answers.get(supplier.id, ()):
            key = (answer.get("question"), answer.get("source"), answer.get("date"), answer.get("state"))
            if key not in told and answer.get("state") in ("concern", "refused"):
                told.add(key)
                yield from _lost(answer, round.day, content)


def _lost(answer: Json, day: str, content: SectorContent) -> Iterator[tuple[str, str, Event]]:
    question = str(answer["question"])
    known = content.questions.get(question)
    signs = {str(signal["indicator"]): str(signal["strength"]) for signal in answer.get("signals") or ()}
    covered = signs or dict.fromkeys(sorted(known.covers()) if known else (), "")
    for indicator, strength in covered.items():
        event = Event(
            kind=EventKind.VANISHED,
            question=question,
            source=str(answer.get("source") or ""),
            evidence=str(answer.get("evidence") or ""),
            date=None,
            strength=strength,
            place=str(answer.get("cell") or ""),
            round=day,
        )
        yield content.matter_of.get(question, question), indicator, event
