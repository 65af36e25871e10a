"""`duediligence demo`: the worked example."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.commands.assess import show_tiers
from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Language, Quiet


def demo(
    folder: Annotated[Path, typer.Argument(help="Where to write the example.")] = Path("demo"),
    sector: Annotated[str, typer.Option("--sector", "-s", help="The sector of the example.")] = "garments",
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write a worked example (an invented company) and assess it."""
    from duediligence.workflow.rounds import run_round
    from duediligence.workflow.starting import write_example

    write_example(folder, sector)
    done = run_round(folder, None, (lang,) if lang else None)
    console = Console(lang or done.opened.spoken[0], json, quiet)
    console.document({"folder": str(folder), "tiers": done.tiers, "files": [str(file) for file in done.files]})
    show_tiers(console, done.tiers)
    read = done.found_by_check
    console.say("demo.problems", count=read, folder=folder)
    console.say("demo.plan_problems", count=len(done.findings) - read, folder=folder)
    console.say("demo.open", style="bold", file=done.page)
