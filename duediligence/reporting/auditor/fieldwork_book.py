"""The field pack as a workbook, and beside it the one that stays at the office: what sources said, and the draw."""

from __future__ import annotations

from duediligence.reporting.auditor.book import clash_sheet, draw_sheet, flag_sheet, head_lines
from duediligence.reporting.auditor.view import FieldView, OfficeView
from duediligence.reporting.auditor.words import AuditWords
from duediligence.reporting.workbook.sheets import Book, Column, Line, ProseSheet, TableSheet
from duediligence.reporting.workbook.workbook import write_book

WIDTHS = (6.0, 110.0)


def render_field_workbook(view: FieldView, language: str) -> bytes:
    """The workbook in one language; the same view gives the same bytes."""
    words = AuditWords(language)
    sheets = (
        _safety(view, words), _visits(view, words), _groups(view, words), _questions(view, words),
        _documents(view, words),
    )  # fmt: skip
    return write_book(Book(f"{view.head.company} · {words.say('field_title')}", sheets, ""))


def render_office_workbook(view: OfficeView, language: str) -> bytes:
    """The workbook that stays at the office, in one language; the same view gives the same bytes."""
    words = AuditWords(language)
    sheets = (
        _draw(view, words), clash_sheet(view.clashes, words), flag_sheet(view.flags, words),
        draw_sheet(view.draw, words),
    )  # fmt: skip
    return write_book(Book(f"{view.head.company} · {words.say('office_title')}", sheets, ""))


def _safety(view: FieldView, words: AuditWords) -> ProseSheet:
    lines = [Line("title", (view.head.company,)), *head_lines(view, words, "field_title")]
    lines += [Line("strong", (words.say("travels"),)), Line("heading", (words.say("sections.safety"),))]
    lines += [Line("text", (str(n), words.text(text))) for n, text in enumerate(view.safety, 1)]
    return ProseSheet("safety", words.say("sheets.safety.title"), tuple(lines), WIDTHS)


def _draw(view: OfficeView, words: AuditWords) -> ProseSheet:
    lines = [Line("title", (view.head.company,)), *head_lines(view, words, "office_title")]
    lines += [Line("strong", (words.say("confidential"),)), Line("heading", (words.say("sections.draw"),))]
    lines += [Line("text", (words.text(sentence),)) for sentence in view.draw.sentences]
    for rule, why in view.draw.rules:
        lines += [Line("strong", (words.text(rule),)), Line("text", (words.text(why),))]
    return ProseSheet("office", words.say("sheets.office.title"), tuple(lines), WIDTHS)


def _visits(view: FieldView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 30), words.column("country", 16),
        words.column("tier", 20, look="tier"), words.column("established", 13, "score", look="bar"),
        words.column("possible", 13, "score", look="bar"), words.column("draw", 22),
        words.column("probability", 12, "percent"), words.column("why", 50, "text"),
        words.column("interviews", 12, "number"), words.column("workers", 12, "number"),
        words.column("unknown_facts", 40, "text"), _done(words),
    )  # fmt: skip
    rows = [
        (
            v.site.id, v.site.name, words.text(v.country), words.tier(v.tier), words.score(v.established),
            words.score(v.possible), words.text(v.draw), v.probability,
            f"{words.text(v.why)} {words.text(v.interviews)}", v.total, v.workers,
            ", ".join(words.text(fact) for fact in v.unknown_facts), None,
        )
        for v in view.visits
    ]  # fmt: skip
    return words.table("visits", columns, rows, frozen_columns=2)


def _groups(view: FieldView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 30), words.column("group", 44, "text"),
        words.column("interviews", 12, "number"), words.column("workers", 12, "number"),
        words.column("basis", 50, "text"), _done(words),
    )  # fmt: skip
    rows = [
        (v.site.id, v.site.name, words.text(g.name), g.interviews, g.workers, words.text(g.basis), None)
        for v in view.visits
        for g in v.groups
    ]
    return words.table("groups", columns, rows, frozen_columns=2)


def _questions(view: FieldView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 30), words.column("question", 70, "text"),
        words.column("respondent", 16), words.column("evidence", 26, "text"), words.column("drop", 12, "number"),
        _done(words),
    )  # fmt: skip
    rows = [
        (
            v.site.id, v.site.name, words.text(q.text), words.term("respondent", q.respondent),
            words.evidence(q.evidence), round(q.points, 1) or None, None,
        )
        for v in view.visits for q in v.questions
    ]  # fmt: skip
    return words.table("questions", columns, rows, frozen_columns=2)


def _documents(view: FieldView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 30), words.column("document", 70, "text"),
        words.column("named", 12), words.column("why", 44, "text"), _done(words),
    )  # fmt: skip
    rows = [
        (v.site.id, v.site.name, words.text(d.text), words.flag(d.named), words.text(d.why), None)
        for v in view.visits
        for d in v.documents
    ]
    return words.table("documents", columns, rows, frozen_columns=2)


def _done(words: AuditWords) -> Column:
    """A column for the auditor's own mark."""
    return Column("done", words.say("columns.done"), 16, typed=True)
