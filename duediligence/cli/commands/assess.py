"""`duediligence assess`: the main job."""

from __future__ import annotations

from pathlib import Path

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict


def assess(
    folder: Folder = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Read the register and the answers, score, plan, and write the reports."""
    from duediligence.workflow.rounds import run_round

    with Console(lang or "en", json, quiet).reading() as on_file:
        done = run_round(folder, content, (lang,) if lang else None, on_file)
    console = Console(lang or done.opened.workspace.languages[0], json, quiet)
    console.document({**done.document, "files": [str(file) for file in done.files]})
    console.findings(done.findings)
    show_tiers(console, done.tiers)
    for file in done.files:
        console.say("wrote", file=file)
    if strict and done.findings:
        raise typer.Exit(1)


def show_tiers(console: Console, tiers: dict[str, int]) -> None:
    """How many suppliers are in each tier."""
    from duediligence.i18n.texts import translate

    rows = [(translate(f"terms.tier.{tier}", console.language), str(count)) for tier, count in tiers.items()]
    console.table((console.text("tier"), console.text("suppliers")), rows)
