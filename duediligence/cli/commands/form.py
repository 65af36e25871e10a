"""`duediligence form`: questionnaires to send out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli.console import Console, as_json
from duediligence.cli.options import AsJson, Content, Quiet, Workspace

if TYPE_CHECKING:
    from duediligence.workflow.sending import Length, Sent


def _written_in(given: list[str] | None) -> list[str] | None:
    """The codes of the languages that were asked for, each by its code or its name."""
    from duediligence.errors import UsageError
    from duediligence.i18n.formats import language_code

    codes = [(name, language_code(name)) for name in given or ()]
    if unknown := [name for name, code in codes if code is None]:
        raise UsageError("unknown_form_language", name=unknown[0])
    return [code for _, code in codes if code] or None


def _day_to_come(written: str) -> date:
    """The day that people wrote, in the ways in which dates in forms are read; refuses one that is past."""
    from duediligence.errors import UsageError
    from duediligence.intake.typed.dates import date_of

    day = date_of(written)
    if not isinstance(day, date):
        raise UsageError("unknown_date", found=written)
    if day < date.today():
        raise UsageError("deadline_past", day=day)
    return day


Suppliers = Annotated[list[str] | None, typer.Argument(help="Suppliers by ID or name; without any: all of them.")]
Respondent = Annotated[
    str, typer.Option("--for", help="Who fills it in: supplier, company, workers, auditor, union or ngo.")
]
Kinds = Annotated[list[str] | None, typer.Option("--kind", help="xlsx, html or xlsform (may be repeated).")]
Deadline = Annotated[
    date | None,
    typer.Option("--deadline", parser=_day_to_come, help="Ask for an answer by: 2026-12-31 or 31-12-2026."),
]
Full = Annotated[bool, typer.Option("--full", help="Ask a supplier everything at once, however long it takes.")]
Languages = Annotated[
    list[str] | None, typer.Option("--lang", callback=_written_in, help="Languages of the forms (may be repeated).")
]


def form(
    suppliers: Suppliers = None,
    workspace: Workspace = Path(),
    respondent: Respondent = "supplier",
    kind: Kinds = None,
    deadline: Deadline = None,
    full: Full = False,
    content: Content = None,
    lang: Languages = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write questionnaires, prefilled with what is known: what matters most for each supplier, and no longer."""
    from duediligence.workflow.sending import Order, write_forms_of

    order = Order(tuple(suppliers or ()), respondent, tuple(kind or ()), tuple(lang or ()), deadline, full)
    with Console(lang[0] if lang else "en", json, quiet).bars("reading", "writing") as told:
        sent = write_forms_of(workspace, order, content, *told)
    _show(Console(lang[0] if lang else sent.opened.spoken[0], json, quiet), sent)


def _show(console: Console, sent: Sent) -> None:
    from duediligence.i18n.formats import language_name

    console.document(
        {
            "files": [str(file) for file in sent.files],
            "suppliers": [asdict(length) for length in sent.lengths],
            "untranslated": list(sent.untranslated),
            "spared": list(sent.spared),
            "unasked": list(sent.unasked),
            "endangered": list(sent.endangered),
            "findings": as_json(sent.findings, console),
        }
    )
    console.say("form.wrote", count=len(sent.files), folder=sent.files[0].parent if sent.files else "–")
    _show_lengths(console, sent.lengths)
    for code in sent.untranslated:
        console.say("form.untranslated", style="yellow", language=language_name(code, console.language))
    for key, names in (("spared", sent.spared), ("unasked", sent.unasked), ("endangered", sent.endangered)):
        if names:
            console.say(f"form.{key}", style="yellow", names=", ".join(names))
    console.see_check(sent.findings)


def _show_lengths(console: Console, lengths: Sequence[Length]) -> None:
    """How long the forms are, and what they leave for a next one."""
    if not lengths:
        return
    questions, minutes = [length.questions for length in lengths], [length.minutes for length in lengths]
    console.say("form.length", questions=_range(questions), minutes=_range(minutes))
    if kept := sum(length.kept for length in lengths):
        console.say("form.kept", count=kept)


def _range(numbers: Sequence[int]) -> str:
    least, most = min(numbers), max(numbers)
    return str(most) if least == most else f"{least}–{most}"
