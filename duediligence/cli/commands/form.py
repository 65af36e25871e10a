"""`duediligence form`: questionnaires to send out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console, as_json
from duediligence.cli.options import AsJson, Content, Quiet


def _written_in(given: list[str] | None) -> list[str] | None:
    """The codes of the languages that were asked for, each by its code or its name."""
    from duediligence.errors import UsageError
    from duediligence.i18n.formats import language_code

    codes = [(name, language_code(name)) for name in given or ()]
    if unknown := [name for name, code in codes if code is None]:
        raise UsageError("unknown_form_language", name=unknown[0])
    return [code for _, code in codes if code] or None


def _day(written: str) -> date:
    """The day that people wrote, in the ways in which dates in forms are read."""
    from duediligence.errors import UsageError
    from duediligence.intake.typed.dates import date_of

    day = date_of(written)
    if not isinstance(day, date):
        raise UsageError("unknown_date", found=written)
    return day


def form(
    suppliers: Annotated[
        list[str] | None, typer.Argument(help="Suppliers by id or name; without any: all of them.")
    ] = None,
    workspace: Annotated[Path, typer.Option("--workspace", "-w", help="The workspace folder.")] = Path(),
    respondent: Annotated[
        str, typer.Option("--for", help="Who fills it in: supplier, company, workers, auditor, union or ngo.")
    ] = "supplier",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="xlsx, html or xlsform (may be repeated).")] = None,
    deadline: Annotated[
        str | None, typer.Option("--deadline", help="Ask for an answer by: 2026-12-31 or 31-12-2026.")
    ] = None,
    content: Content = None,
    lang: Annotated[
        list[str] | None,
        typer.Option("--lang", callback=_written_in, help="Languages of the forms (may be repeated)."),
    ] = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write questionnaires, prefilled with what is known: short ones for suppliers of low risk."""
    from duediligence.errors import UsageError
    from duediligence.i18n.formats import language_name
    from duediligence.workflow.sending import Order, write_forms_of

    by = _day(deadline) if deadline else None
    if by and by < date.today():
        raise UsageError("deadline_past", day=by)
    order = Order(tuple(suppliers or ()), respondent, tuple(kind or ()), tuple(lang or ()), by)
    sent = write_forms_of(workspace, order, content)
    console = Console(lang[0] if lang else sent.opened.spoken[0], json, quiet)
    files = [str(file) for file in sent.files]
    console.document(
        {
            "files": files,
            "untranslated": list(sent.untranslated),
            "spared": list(sent.spared),
            "findings": as_json(sent.findings, console),
        }
    )
    console.say("form.wrote", count=len(sent.files), folder=sent.files[0].parent if sent.files else "–")
    for code in sent.untranslated:
        console.say("form.untranslated", style="yellow", language=language_name(code, console.language))
    if sent.spared:
        console.say("form.spared", style="yellow", names=", ".join(sent.spared))
    console.see_check(sent.findings)
