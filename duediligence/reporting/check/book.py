"""What was understood of a supplier's form as a workbook, to be mailed back."""

from __future__ import annotations

from functools import partial

from duediligence.i18n.formats import show_date
from duediligence.model.understood import Problem, Understood
from duediligence.reporting.check.page import say, summary_of
from duediligence.reporting.workbook.sheets import Book, Column, Line, ProseSheet, TableSheet, Value
from duediligence.reporting.workbook.workbook import write_book

WIDTHS = (30.0, 80.0)


def render_check_book(understood: Understood) -> bytes:
    """The workbook, in the supplier's own language; the same input gives the same bytes."""
    sheets = (_summary(understood), _problems(understood), _answers(understood))
    return write_book(Book(f"{understood.name} · {say(understood.language, 'title')}", sheets, ""))


def _summary(u: Understood) -> ProseSheet:
    word = partial(say, u.language)
    lines = [Line("title", (u.name,)), Line("heading", (word("title"),))]
    lines.append(Line("small", (word("from", company=u.company, date=show_date(u.read_on, u.language)),)))
    lines += [Line("strong", (summary_of(u),)), Line("text", (word("intro"),))]
    for index, form in enumerate(u.received):
        day = show_date(form.day, u.language) if form.day else word("no_day")
        lines.append(Line("text", (word("received") if not index else "", f"{form.file} ({day})")))
    if u.facts:
        lines += [Line("heading", (word("sections.facts"),)), Line("text", (word("facts_intro"),))]
        lines += [Line("text", (fact.name, f"{fact.before} → {fact.now}")) for fact in u.facts]
    if u.remarks:
        lines.append(Line("heading", (word("sections.remarks"),)))
        lines += [Line("text", (remark,)) for remark in u.remarks]
    return ProseSheet("summary", word("sheets.summary"), tuple(lines), WIDTHS)


def _problems(u: Understood) -> TableSheet:
    word = partial(say, u.language)
    columns = (
        Column("number", word("columns.number"), 6, "number"),
        Column("question", word("columns.question"), 46, "text"),
        Column("problem", word("columns.problem"), 52, "text"),
        Column("remedy", word("columns.remedy"), 52, "text"),
        Column("place", word("columns.place"), 26, "text"),
    )
    rows: list[tuple[Value, ...]] = [(None, "", *_told(problem)) for problem in u.problems]
    rows += [(q.number, q.text, *_told(problem)) for q in u.questions for problem in q.problems]
    note = word("nothing_to_mend") if not rows else ""
    return TableSheet("problems", word("sheets.problems"), word("sections.problems"), note, columns, rows)


def _told(problem: Problem) -> tuple[str, str, str]:
    return problem.problem, problem.remedy, problem.place


def _answers(u: Understood) -> TableSheet:
    word = partial(say, u.language)
    columns = (
        Column("number", word("columns.number"), 6, "number"),
        Column("question", word("columns.question"), 50, "text"),
        Column("standing", word("columns.standing"), 14),
        Column("answer", word("columns.answer"), 46, "text"),
        Column("notes", word("columns.notes"), 44, "text"),
        Column("place", word("columns.place"), 26, "text"),
    )
    rows: list[tuple[Value, ...]] = [
        (q.number, q.text, word(f"standing.{q.standing}"), q.answer, "\n".join(q.notes), q.place) for q in u.questions
    ]
    heading = word("sections.answers")
    return TableSheet("answers", word("sheets.answers"), heading, summary_of(u), columns, rows, frozen_columns=2)
