"""The sheet of the ledger: every row from which a number follows, for the suppliers whose details are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from duediligence.reporting.company.view import CompanyView, SupplierView
from duediligence.reporting.shared.evidence_rows import AnswerView, SignLedger
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import TableSheet, Value


def ledger_sheet(view: CompanyView, words: Words) -> TableSheet:
    """Drivers, answers, matters and controls by supplier and sign, with the result in the last row of each sign."""
    columns = (
        words.column("supplier", 30),
        words.column("sign", 30, "text"),
        words.column("row", 16),
        words.column("what", 56, "text"),
        words.column("answer", 40, "text"),
        words.column("source", 26, "text"),
        words.column("evidence", 10),
        words.column("date", 13, "date"),
        words.column("answer_state", 18),
        words.column("strength", 11),
        words.column("established", 13, "score"),
        words.column("possible", 13, "score"),
        words.column("rule", 46, "text"),
        words.column("document", 22, "text"),
        words.column("remark", 36, "text"),
        words.column("place", 30, "text"),
    )
    rows_of = words.rows_of(view.suppliers)
    shown = view.detailed[: view.ledger_up_to]
    numbers = view.frame.source_numbers
    rows = [row for s in shown for row in _supplier(s, rows_of[s.id], numbers, words)]
    note = words.say("sheets.ledger.part", shown=len(shown)) if len(shown) < len(view.suppliers) else ""
    return words.table("ledger", columns, rows, frozen_columns=2, more=note, lookup=True)


def _supplier(s: SupplierView, row: int, numbers: Mapping[str, int], words: Words) -> Iterable[Sequence[Value]]:
    assert s.detail is not None
    name = words.jump(s.name, row)
    for sign in (*s.detail.ledger, *(quiet for quiet in s.detail.quiet if quiet.possible > 0)):
        for rest in _sign(sign, numbers, words):
            yield (name, words.text(sign.name), *rest)
    for group in s.detail.groups:
        for answer in group.answers:
            yield (name, None, *_answer(answer, words))


def _sign(sign: SignLedger, numbers: Mapping[str, int], words: Words) -> Iterable[tuple[Value, ...]]:
    for driver in sign.drivers:
        unknown = ", ".join(words.text(fact) for fact in driver.unknown)
        remark = words.say("supplier.driver_unknown", facts=unknown) if unknown else None
        level = words.term("level", driver.level)
        sources = ", ".join(f"[{numbers[id]}]" for id in driver.sources if id in numbers)
        yield (words.say("rows.driver"), words.text(driver.label), None, sources, None, None, None, level, None,
               words.score(driver.value), words.say("rows.driver_rule"), None, remark, None)  # fmt: skip
    for matter in sign.matters:
        for answer in matter.answers:
            yield _answer(answer, words)
        yield (words.say("rows.matter"), words.text(matter.question), None, None, None, None, None, None,
               words.score(matter.established), words.score(matter.possible), words.text(matter.rule), None,
               None if matter.put else words.say("rows.not_put"), None)  # fmt: skip
    for control in sign.controls:
        yield (words.say("rows.control"), words.text(control.question), None, None, control.evidence, None, None, None,
               None, words.score(control.credit), words.say("rows.control_rule"), None, None, None)  # fmt: skip
    yield (words.say("rows.total"), None, None, None, None, None, None, None, words.score(sign.established),
           words.score(sign.possible), words.say("rows.total_rule", score=str(words.score(sign.inherent))), None, None,
           None)  # fmt: skip


def _answer(a: AnswerView, words: Words) -> tuple[Value, ...]:
    remark = a.remark or (None if a.counts else words.say("supplier.replaced"))
    strength = words.term_or_blank("strength", a.strength)
    return (words.say("rows.answer"), words.text(a.question), words.text(a.answer), words.term("source", a.source),
            a.evidence, a.day, words.term("answer", a.state), strength, None, None, None, a.document, remark,
            a.place)  # fmt: skip
