"""The auditor's report as a workbook: every table whole, however many sites there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duediligence.reporting.auditor.view import (
    AuditorView,
    ClashView,
    DrawView,
    FieldView,
    FlagView,
    OfficeView,
    StatementView,
)
from duediligence.reporting.auditor.words import AuditWords
from duediligence.reporting.workbook.sheets import Book, Line, ProseSheet, Sheet, TableSheet, Value
from duediligence.reporting.workbook.workbook import write_book

WIDTHS = (34.0, 26.0, 30.0, 12.0, 12.0, 26.0, 60.0)
DIGEST_WIDTHS = (60.0, 70.0)
PLACES = 6
MOST_ROWS = 200_000
"""More rows than this open slowly everywhere, and beyond a million nowhere."""


def render_auditor_workbook(view: AuditorView, language: str) -> bytes:
    """The workbook in one language; the same view gives the same bytes."""
    words = AuditWords(language)
    sheets: list[Sheet] = [
        _summary(view, words), _sites(view, words), _register(view, words), clash_sheet(view.clashes, words),
        flag_sheet(view.flags, words), _gaps(view, words), _history(view, words), _unread(view, words),
    ]  # fmt: skip
    if view.draw:
        sheets.append(draw_sheet(view.draw, words))
    sheets.append(_repeat(view, words))
    return write_book(Book(f"{view.head.company} · {words.say('title')}", tuple(sheets), ""))


def _summary(view: AuditorView, words: AuditWords) -> ProseSheet:
    lines = [Line("title", (view.head.company,)), *head_lines(view, words, "title")]
    lines += [Line("lead", (words.text(view.lead),)), Line("small", (words.say("never"),))]
    lines += [Line("strong", (words.say("confidential"),)), Line("heading", (words.say("sections.scope"),))]
    lines.append(Line("text", (words.text(view.scope),)))
    names = ("source", "class", "independence", "sites", "answers", "period", "limits")
    lines.append(Line("small", tuple(words.say(f"scope.columns.{name}") for name in names)))
    lines += [Line("table", row) for row in _sources(view, words)]
    if view.silent:
        lines.append(Line("text", (words.text(view.silent),)))
    return ProseSheet("summary", words.say("sheets.summary.title"), tuple(lines), WIDTHS)


def head_lines(view: AuditorView | FieldView | OfficeView, words: AuditWords, title: str) -> Iterator[Line]:
    """Whose report it is, and when it was true."""
    sector, round = words.text(view.head.sector), view.head.round
    about = words.say("kicker", sector=sector, round=round) if round else sector
    yield Line("text", (f"{words.say(title)} · {about}",))
    day = f"{words.say('assessed_on')}: {view.head.assessed_on.isoformat()}"
    yield Line("small", (f"{day} · {words.say('of_sites')}: {view.head.sites}",))


def _sources(view: AuditorView, words: AuditWords) -> Iterator[tuple[Value, ...]]:
    for s in view.sources:
        days = " – ".join(day.isoformat() for day in dict.fromkeys((s.first, s.last)) if day) or words.say("undated")
        yield (
            words.term("source", s.source), words.evidence(s.evidence), words.say(f"independence.{s.independence}"),
            s.sites, s.answers, days, words.text(s.limits),
        )  # fmt: skip


def _sites(view: AuditorView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 32), words.column("country", 18),
        words.column("tier", 20, look="tier"), words.column("established", 13, "score", look="bar"),
        words.column("possible", 13, "score", look="bar"), words.column("gate", 24),
        words.column("coverage", 14, "percent"), words.column("workers", 12, "number"),
        words.column("independent", 14), words.column("clashes", 14, "number"),
        words.column("flags", 14, "number"), words.column("gaps", 16, "number"),
    )  # fmt: skip
    rows = [
        (
            s.id, s.name, words.text(s.country), words.tier(s.tier), words.score(s.established),
            words.score(s.possible), words.term("gate", s.gate), s.coverage, s.workers,
            words.yes_or_no(s.independent), s.clashes, s.flags, s.gaps,
        )
        for s in view.sites
    ]  # fmt: skip
    return words.table("sites", columns, rows, frozen_columns=2)


def _register(view: AuditorView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 28), words.column("sign", 26, "text"),
        words.column("established", 13, "score"), words.column("possible", 13, "score"),
        words.column("inherent", 13, "score"), words.column("source", 24), words.column("evidence", 24, "text"),
        words.column("independence", 24, "text"), words.column("date", 13, "date"), words.column("state", 16),
        words.column("strength", 11), words.column("question", 44, "text"), words.column("answer", 34, "text"),
        words.column("counts", 11), words.column("document", 26, "text"), words.column("seen", 11),
        words.column("place", 30, "text"), words.column("comment", 44, "text"),
    )  # fmt: skip
    rows: list[Sequence[Value]] = []
    for site in view.sites:
        for sign in site.signs:
            scores = [words.score(value) for value in (sign.established, sign.possible, sign.inherent)]
            head: tuple[Value, ...] = (site.id, site.name, words.text(sign.name), *scores)
            rows += [(*head, *_said(said, words)) for said in sign.statements]
            if not sign.statements:
                rows.append((*head, words.say("nobody"), *(None for _ in range(12))))
    left_out = len(rows) - MOST_ROWS
    more = words.say("results.rows_left_out", count=left_out) if left_out > 0 else ""
    return words.table("register", columns, rows[:MOST_ROWS], frozen_columns=2, more=more)


def _said(said: StatementView, words: AuditWords) -> tuple[Value, ...]:
    seen = words.yes_or_no(said.seen) if said.document else None
    return (
        words.term("source", said.source), words.evidence(said.evidence),
        words.say(f"independence.{said.independence}"), said.day, words.term("answer", said.state),
        words.term_or_blank("strength", said.strength), words.text(said.question),
        words.text(said.answer), words.yes_or_no(said.counts), said.document or None, seen,
        said.place, said.comment or None,
    )  # fmt: skip


def clash_sheet(clashes: Iterable[ClashView], words: AuditWords) -> TableSheet:
    """Contradictions, a row each."""
    columns = (
        words.column("id", 12), words.column("site", 28), words.column("sign", 26, "text"),
        words.column("question", 44, "text"), words.column("objecting", 44, "text"),
        words.column("assuring", 44, "text"), words.column("needed", 24, "text"), words.column("way", 60, "text"),
    )  # fmt: skip
    rows = [
        (
            c.site.id, c.site.name, words.text(c.sign), words.text(c.question), _sides(c.objecting, words),
            _sides(c.assuring, words), words.evidence(c.needed), words.text(c.way),
        )
        for c in clashes
    ]  # fmt: skip
    return words.table("clashes", columns, rows, frozen_columns=2)


def _sides(said: Iterable[StatementView], words: AuditWords) -> str:
    lines = (
        f"{words.term('source', s.source)} ({s.evidence}, {s.day.isoformat() if s.day else words.say('undated')}): "
        f"{words.text(s.answer)}"
        for s in said
    )
    return "\n".join(lines)


def flag_sheet(flags: Iterable[FlagView], words: AuditWords) -> TableSheet:
    """Prompts to look again, a row each."""
    columns = (
        words.column("kind", 30, "text"), words.column("text", 60, "text"), words.column("look", 50, "text"),
        words.column("sites", 40, "text"), words.column("place", 40, "text"),
    )  # fmt: skip
    rows = [
        (
            words.text(f.title), words.text(f.text), words.text(f.look), ", ".join(site.name for site in f.sites),
            ", ".join(f.places),
        )
        for f in flags
    ]  # fmt: skip
    return words.table("flags", columns, rows)


def _gaps(view: AuditorView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 28), words.column("sign", 28, "text"),
        words.column("possible", 13, "score"), words.column("why", 34, "text"), words.column("matters", 70, "text"),
    )  # fmt: skip
    rows = [
        (
            g.site.id, g.site.name, words.text(g.sign), words.score(g.possible), words.text(g.why),
            "\n".join(words.text(matter) for matter in g.matters),
        )
        for g in view.gaps
    ]  # fmt: skip
    return words.table("gaps", columns, rows, frozen_columns=2)


def _history(view: AuditorView, words: AuditWords) -> TableSheet:
    columns = (
        words.column("id", 12), words.column("site", 28), words.column("sign", 26, "text"),
        words.column("question", 44, "text"), words.column("date", 13, "date"), words.column("source", 24),
        words.column("evidence", 24, "text"), words.column("event", 34, "text"), words.column("strength", 11),
        words.column("still_open", 12), words.column("place", 30, "text"),
    )  # fmt: skip
    rows = [
        (
            t.site.id, t.site.name, words.text(t.sign), words.text(t.question), e.day, words.term("source", e.source),
            words.evidence(e.evidence), words.text(e.what), words.term_or_blank("strength", e.strength),
            words.say("history.open") if t.open else words.say("history.closed"), e.place,
        )
        for t in view.threads for e in t.events
    ]  # fmt: skip
    return words.table("history", columns, rows, frozen_columns=2)


def _unread(view: AuditorView, words: AuditWords) -> TableSheet:
    columns = (words.column("place", 44, "text"), words.column("problem", 100, "text"))
    return words.table("unread", columns, [(place, words.text(problem)) for place, problem in view.unread])


def draw_sheet(draw: DrawView, words: AuditWords) -> TableSheet:
    """Every site of the frame with its probability."""
    columns = (
        words.column("id", 12), words.column("site", 32), words.column("tier", 20, look="tier"),
        words.column("possible", 13, "score"), words.column("probability", 13, "number"),
        words.column("by_risk", 14, "number"), words.column("draw", 26),
    )  # fmt: skip
    rows = [
        (
            c.site.id, c.site.name, words.tier(c.tier), words.score(c.possible), round(c.probability, PLACES),
            round(c.by_risk, PLACES), words.text(c.draw),
        )
        for c in draw.frame
    ]  # fmt: skip
    return words.table("sample", columns, rows, frozen_columns=2)


def _repeat(view: AuditorView, words: AuditWords) -> ProseSheet:
    lines = [Line("title", (words.say("sections.repeat"),))]
    lines += [Line("text", (words.text(sentence),)) for sentence in view.statement]
    lines.append(Line("table", (words.say("repeat.version"), f"duediligence {view.manifest.version}")))
    lines.append(Line("table", (words.say("assessed_on"), view.manifest.assessed_on.isoformat())))
    lines.append(Line("table", (words.say("repeat.seed"), str(view.manifest.seed))))
    lines.append(Line("heading", (words.say("sections.method"),)))
    lines += [Line("table", (id, edition)) for id, edition in view.editions.items()]
    for key, files in (("inputs", view.manifest.inputs), ("content", view.manifest.content)):
        lines.append(Line("heading", (words.say(f"repeat.{key}"),)))
        lines += [Line("small", (name, digest)) for name, digest in sorted(files.items())]
    lines.append(Line("heading", (words.say("sections.sources"),)))
    lines += [Line("table", (words.text(s.title), s.url or s.publisher)) for s in view.bibliography]
    return ProseSheet("repeat", words.say("sheets.repeat.title"), tuple(lines), DIGEST_WIDTHS)
