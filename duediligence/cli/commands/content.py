"""`duediligence content`: for those who write profiles, questionnaires, agreements and measures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Language, Quiet, Strict, end
from duediligence.findings import Severity

if TYPE_CHECKING:
    from duediligence.workflow.importing import Imported

app = typer.Typer(help="Read, check and try the content: profiles, questionnaires, agreements, measures.")

Kind = Annotated[str, typer.Argument(help="Its kind: ituc_global_rights_index, vdem, us_dol_list_of_goods, ...")]
Published = Annotated[Path, typer.Argument(help="Your own copy of the published file (xlsx, ods or csv).")]
To = Annotated[Path, typer.Option("--to", help="The folder of your own content to write to.")]
Edition = Annotated[str | None, typer.Option("--edition", help="The edition of the file, if the file does not say.")]
Sector = Annotated[str | None, typer.Argument(help="A sector's ID; without it: all sectors.")]


@app.command("list")
def list_content(content: Content = None, lang: Language = None, json: AsJson = False) -> None:
    """List the sectors with their editions, agreements and questionnaires."""
    from duediligence.workflow.contents import list_sectors

    console = Console(lang or "en", json)
    rows = list_sectors(content, console.language)
    console.document(rows)
    headers = [console.text(f"content.{name}") for name in ("sector", "name", "edition", "agreements")]
    console.table(headers, (list(row.values()) for row in rows), wide=3)


@app.command("show")
def show_content(
    sector: Annotated[str, typer.Argument(help="A sector's ID.")],
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    html: Annotated[str | None, typer.Option("--html", help="Write a page for reading to this file.")] = None,
) -> None:
    """Show one sector for reading: risks, questions, agreement and measures with their sources."""
    from duediligence.workflow.contents import show_sector, write_sector_page

    console = Console(lang or "en", json)
    if html:
        console.say("wrote", file=write_sector_page(sector, html, content, console.language))
        return
    shown = show_sector(sector, content, console.language)
    console.document(shown.document)
    console.tree(shown.tree)


@app.command("lint")
def lint_content(
    sector: Sector = None, content: Content = None, lang: Language = None, json: AsJson = False, quiet: Quiet = False
) -> None:
    """Check every file: names that do not exist, claims without a source, questions that nothing uses."""
    from duediligence.workflow.contents import lint_sectors

    console = Console(lang or "en", json, quiet)
    result = lint_sectors(sector, content)
    console.outcome({"sectors": result.sectors}, result.findings)
    if any(finding.severity is Severity.ERROR for finding in result.findings):
        raise typer.Exit(4)
    console.say("content.lint_clean", style="green", count=len(result.sectors))


@app.command("test")
def run_cases_of_content(
    sector: Sector = None, content: Content = None, lang: Language = None, json: AsJson = False, quiet: Quiet = False
) -> None:
    """Run the test cases that come with the content (tests.yaml)."""
    from duediligence.workflow.cases import run_cases

    console = Console(lang or "en", json, quiet)
    results = run_cases(sector, content, console.language)
    console.document([result.document for result in results])
    for result in results:
        mark, style = ("✓", "green") if result.passed else ("✗", "red")
        console.say("content.case", style=style, mark=mark, sector=result.sector, name=result.name)
        for line in result.failures:
            console.say("content.failure", line=line)
    failed = sum(not result.passed for result in results)
    console.say("content.tested", passed=len(results) - failed, failed=failed)
    if failed:
        raise typer.Exit(4)


@app.command("reference")
def reference_of_content() -> None:
    """Print the keys of every content file as Markdown (the last part of sector_profiles/README.md)."""
    from duediligence.declarations.reference import key_reference

    typer.echo(key_reference())


@app.command("import")
def import_content(
    kind: Kind,
    file: Published,
    to: To,
    edition: Edition = None,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Read a published file that we may not distribute, and write it as country or product rows of your own content."""
    from duediligence.workflow.importing import import_file

    console = Console(lang or "en", json, quiet)
    done = import_file(kind, file, to, edition, content)
    console.outcome(done.document, done.findings)
    _show_imported(console, done)
    console.say("content.use_it", folder=to)
    end(strict, (finding for finding in done.findings if finding.severity is not Severity.NOTE))


def _show_imported(console: Console, done: Imported) -> None:
    console.say(
        "content.imported",
        edition=done.edition,
        publisher=done.kind.publisher,
        rows=done.rows,
        values=sum(done.values.values()),
    )
    for column, count in done.values.items():
        console.say("content.imported_column", column=column, count=count)
    if done.unlisted:
        console.say("content.unlisted", count=done.unlisted)
    console.say("content.terms", terms=done.kind.terms.get(console.language))
    console.say("wrote", file=done.file)
