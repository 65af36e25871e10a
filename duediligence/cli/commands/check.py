"""`duediligence check`: reads everything, reports every problem, writes nothing."""

from __future__ import annotations

from pathlib import Path

import typer

from duediligence.cli.console import Console, as_json
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict


def check(
    folder: Folder = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Read everything and report every problem with its place and remedy; nothing is written."""
    from duediligence.workflow.opened import open_workspace

    with Console(lang or "en", json, quiet).reading() as on_file:
        opened = open_workspace(folder, content, on_file)
    console = Console(lang or opened.workspace.languages[0], json, quiet)
    counts = {"suppliers": len(opened.suppliers), "answers": len(opened.answers), "files": len(opened.inputs)}
    console.document({**counts, "findings": as_json(opened.findings, console)})
    console.findings(opened.findings)
    console.say("read", suppliers=counts["suppliers"], answers=counts["answers"], files=counts["files"])
    if strict and opened.findings:
        raise typer.Exit(1)
