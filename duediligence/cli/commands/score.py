"""`duediligence score`: large files in, parquet out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.commands.aggregate import Engine, Master
from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Language, Quiet, Strict, end

Sector = Annotated[str, typer.Argument(help="A sector's ID (`content list` shows them).")]
Register = Annotated[
    Path, typer.Argument(help="One row per supplier (csv or parquet): the column id, and columns named after facts.")
]
Answers = Annotated[
    Path, typer.Argument(help="One row per answer: supplier, source, date, question, answer; IDs, not texts.")
]
To = Annotated[Path, typer.Option("--to", help="The folder to write to; it appears complete or not at all.")]


def score(
    sector: Sector,
    register: Register,
    answers: Answers,
    to: To = Path("scores"),
    engine: Engine = "polars",
    master: Master = None,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Score a register and answers of any size: suppliers, signs and problems as parquet files, no reports."""
    from duediligence.cli.commands.assess import show_tiers
    from duediligence.tables.engines import open_engine
    from duediligence.workflow.scoring_files import AT_ONCE, Files, score_files

    console = Console(lang or "en", json, quiet)
    files, at_once = Files(register, answers, to), AT_ONCE if engine == "polars" else None
    with console.progress("scoring") as on_part:
        done = score_files(open_engine(engine, master), sector, files, content, on_part, at_once)
    console.outcome(done.document, done.findings)
    show_tiers(console, dict(done.tiers))
    console.say("wrote", file=done.folder)
    end(strict, done.findings)
