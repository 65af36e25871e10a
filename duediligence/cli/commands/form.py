"""`duediligence form`: questionnaires to send out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Quiet


def form(
    suppliers: Annotated[list[str] | None, typer.Argument(help="Ids of suppliers; without any: all of them.")] = None,
    workspace: Annotated[Path, typer.Option("--workspace", "-w", help="The workspace folder.")] = Path(),
    respondent: Annotated[
        str, typer.Option("--for", help="Who fills it in: supplier, company, workers, auditor, union or ngo.")
    ] = "supplier",
    kind: Annotated[list[str] | None, typer.Option("--kind", help="xlsx, html or xlsform (may be repeated).")] = None,
    deadline: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Ask for an answer by.")] = None,
    content: Content = None,
    lang: Annotated[list[str] | None, typer.Option("--lang", help="Languages of the forms (may be repeated).")] = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write questionnaires, prefilled with what is known: short ones for suppliers of low risk."""
    from duediligence.workflow.sending import Order, write_forms_of

    by = deadline.date() if deadline else None
    order = Order(tuple(suppliers or ()), respondent, tuple(kind or ()), tuple(lang or ()), by)
    sent = write_forms_of(workspace, order, content)
    console = Console(lang[0] if lang else sent.opened.workspace.languages[0], json, quiet)
    console.document({"files": [str(file) for file in sent.files]})
    console.say("form.wrote", count=len(sent.files), folder=sent.files[0].parent if sent.files else "–")
