"""`duediligence submit`: the package for the secretariat."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from duediligence.cli.console import Console, as_json, at_terminal
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict
from duediligence.errors import UsageError

if TYPE_CHECKING:
    from duediligence.workflow.submitting import Prepared

Agreement = Annotated[
    str | None, typer.Option("--agreement", "-a", help="The agreement's ID; needed if you joined several.")
]
SiteKey = Annotated[
    Path | None, typer.Option("--key", help="The secretariat's key file for sites.", show_default="site.key")
]
SigningKey = Annotated[
    Path | None, typer.Option("--sign", help="Your key to sign with.", show_default="signing.key, if it is there")
]
Format = Annotated[Literal["parquet", "csv"], typer.Option("--format", help="The file format of the tables.")]
ListOnly = Annotated[bool, typer.Option("--list", help="Show what would be inside and write nothing; needs no key.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Write without asking; needed where nobody can be asked.")]
Shared = Annotated[
    Path | None,
    typer.Option("--shared", help="Read the secretariat's list of shared sites and show which of yours they are."),
]


def submit(
    folder: Folder = Path(),
    agreement: Agreement = None,
    key: SiteKey = None,
    sign: SigningKey = None,
    format: Format = "parquet",
    list_only: ListOnly = False,
    yes: Yes = False,
    shared: Shared = None,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Make the package for the secretariat: only what the agreement lets it see, shown before it is written."""
    from duediligence.intake.workspace import first_language
    from duediligence.workflow.submitting import prepare, write

    console = Console(lang or first_language(folder) or "en", json, quiet)
    if shared is not None:
        _show_shared(console, folder, shared, key)
        return
    if not (list_only or yes or at_terminal()):
        raise UsageError("consent_needed")
    with console.reading() as on_file:
        prepared = prepare(folder, content, agreement, key, sign, format, on_file, look=list_only)
    console.findings(prepared.findings)
    _show_inside(console, prepared)
    file = write(prepared) if not list_only and (yes or console.agrees("submit.confirm")) else None
    console.document({**prepared.document, "file": file and str(file), "findings": as_json(prepared.findings, console)})
    told = "submit.not_written" if file is None else "submit.same" if prepared.unchanged else "wrote"
    console.say(told, file=prepared.target)
    declined = file is None and not list_only
    if declined or (strict and prepared.findings):
        raise typer.Exit(1)


def _show_inside(console: Console, prepared: Prepared) -> None:
    """The tables that go, and the categories that stay."""
    from duediligence.i18n.texts import translate

    manifest = prepared.package.manifest
    console.say("submit.inside", agreement=prepared.visible.agreement.name.get(console.language))
    headers = [console.text(f"submit.{name}") for name in ("name", "rows", "columns")]

    def named(part: str, name: str) -> str:
        return translate(f"aggregate.package.{part}.{name}", console.language)

    rows = [
        (named("table", name), str(entry.rows), ", ".join(named("column", column) for column in entry.columns))
        for name, entry in manifest.tables.items()
    ]
    console.table(headers, rows)
    console.say("submit.outside")
    for id in manifest.withheld:
        console.line(f"  – {translate(f'aggregate.withheld.{id}', console.language)}")
    if prepared.visible.agreement.submission.warn_members:
        console.say("submit.warns")
    if manifest.revision > 1 and not prepared.unchanged:
        console.say("submit.corrected", correction=manifest.revision - 1)
    if not prepared.signed:
        console.say("submit.unsigned")


def _show_shared(console: Console, folder: Path, file: Path, key: Path | None) -> None:
    from duediligence.workflow.submitting import shared_with

    rows = shared_with(folder, file, key)
    console.document(rows)
    console.say("submit.shared")
    headers = [console.text(f"submit.{name}") for name in ("site", "members", "token")]
    console.table(headers, ((f"{row['id']}  {row['name']}", str(row["members"]), str(row["token"])) for row in rows))
