"""`duediligence check`: reads everything, reports every problem, and shows what was understood of each supplier."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli.console import Console, as_json
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict, end

if TYPE_CHECKING:
    from duediligence.model.understood import Understood
    from duediligence.workflow.checking import Checked

Suppliers = Annotated[
    list[str] | None, typer.Option("--supplier", help="Show what was understood from one supplier (may be repeated).")
]
Reports = Annotated[
    list[str] | None,
    typer.Option("--report", help="html or xlsx: write this for each supplier, to mail back (may be repeated)."),
]

MOST_SUPPLIERS = 40
"""Of more suppliers than this only the counts are printed; `--json` and `--report` have them all."""


def check(
    folder: Folder = Path(),
    supplier: Suppliers = None,
    report: Reports = None,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Read everything and report every problem with its place and remedy; nothing is written without --report."""
    from duediligence.workflow.checking import check_workspace

    with Console(lang or "en", json, quiet).reading() as on_file:
        checked = check_workspace(folder, supplier or (), report or (), content, on_file, lang)
    opened = checked.opened
    console = Console(lang or opened.spoken[0], json, quiet)
    counts = {"suppliers": len(opened.suppliers), "answers": len(opened.answers), "files": len(opened.inputs)}
    console.document({**counts, "findings": as_json(checked.findings, console), **_told(checked, bool(supplier))})
    if supplier:
        for understood in checked.understood:
            _show(understood, Console(understood.language, json, quiet))
    else:
        console.findings(checked.findings)
        _show_counts(checked, console)
    read = "read_and_wrote" if checked.files else "read"
    console.say(read, suppliers=counts["suppliers"], answers=counts["answers"], files=counts["files"])
    if checked.files:
        console.say("check.wrote", count=len(checked.files), folder=checked.files[0].parent)
    end(strict, checked.findings)


def _told(checked: Checked, whole: bool) -> dict[str, object]:
    """What a JSON document says of suppliers: everything of those who were asked for, else counts."""
    if whole:
        return {"understood": [asdict(one) for one in checked.understood], "written": _names(checked)}
    rows = [{"id": u.supplier, "language": u.language, **_counts(u)} for u in checked.understood]
    return {"understood": rows, "written": _names(checked)}


def _names(checked: Checked) -> list[str]:
    return [str(file) for file in checked.files]


def _counts(understood: Understood) -> dict[str, int]:
    from duediligence.model.understood import Standing

    answered, otherwise = understood.count(Standing.ANSWERED), understood.count(Standing.SAID_OTHERWISE)
    still_open = len(understood.questions) - answered - otherwise
    return {"answered": answered, "otherwise": otherwise, "open": still_open, "problems": understood.to_mend}


def _show_counts(checked: Checked, console: Console) -> None:
    if not checked.understood or len(checked.understood) > MOST_SUPPLIERS:
        return
    headers = [console.text(f"check.{key}") for key in ("supplier", "answered", "otherwise", "open", "problems")]
    rows = [[f"{u.name} ({u.supplier})", *map(str, _counts(u).values())] for u in checked.understood]
    console.table(headers, rows, wide=0)
    console.say("check.more")


def _show(understood: Understood, console: Console) -> None:
    """One supplier as it will read it itself: what is to be corrected first, then every question."""
    from duediligence.reporting.check.page import say, summary_of

    language = understood.language
    console.line(f"{understood.name} · {say(language, 'title')}", "bold")
    console.line(summary_of(understood))
    for problem in understood.problems:
        console.problem(problem.severity, problem.place, problem.problem, problem.remedy)
    for question in understood.questions:
        for problem in question.problems:
            console.problem(problem.severity, problem.place, problem.problem, problem.remedy)
    headers = [say(language, f"columns.{key}") for key in ("number", "question", "answer", "place")]
    rows = [
        [str(q.number), q.text, q.answer or f"({say(language, f'standing.{q.standing}')})", q.place]
        for q in understood.questions
    ]
    console.table(headers, rows, wide=1)
    for fact in understood.facts:
        console.line(f"{fact.name}: {fact.before} → {fact.now}")
    for remark in understood.remarks:
        console.line(remark)
