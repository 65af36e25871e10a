"""`duediligence diff`: what changed between two rounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Language

SHOWN = 10
"""How many lines of a list stand in the terminal; the page and `--json` have them all."""


def diff(
    old: Annotated[Path, typer.Argument(help="The earlier assessment.json, or the folder that holds it.")],
    new: Annotated[Path, typer.Argument(help="The later one.")],
    html: Annotated[Path | None, typer.Option("--html", help="Write the changes as a page to this file.")] = None,
    lang: Language = None,
    json: AsJson = False,
) -> None:
    """Show what changed between two rounds: risk tiers, concerns, commitments, actions."""
    from duediligence.intake.workspace import first_language
    from duediligence.reporting.exports.output import write_files
    from duediligence.workflow.comparing import compare_files

    compared = compare_files(old, new)
    console = Console(lang or first_language(new if new.is_dir() else new.parent) or "en", json)
    console.document(compared.document)
    console.tree(compared.tree(console.language, SHOWN))
    if html:
        write_files(html.parent, {html.name: compared.page(console.language).encode()})
        console.say("wrote", file=html)
