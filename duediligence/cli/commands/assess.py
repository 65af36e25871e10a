"""`duediligence assess`: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict, end

Evidence = Annotated[
    list[str] | None,
    typer.Option(help="Also write the evidence pack for a supplier or a product, by its ID (may be repeated)."),
]
Bundled = Annotated[bool, typer.Option("--bundle", help="Also keep what is needed to repeat this run in one archive.")]
Oscal = Annotated[bool, typer.Option("--oscal", help="Also write the plan as an OSCAL plan of action.")]


def assess(
    folder: Folder = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
    evidence: Evidence = None,
    bundle: Bundled = False,
    oscal: Oscal = False,
) -> None:
    """Read the register and the answers, score, plan, and write the reports."""
    from duediligence.workflow.bundling import run_with_bundle
    from duediligence.workflow.evidence import write_evidence, write_oscal
    from duediligence.workflow.rounds import run_round

    languages = (lang,) if lang else None
    with Console(lang or "en", json, quiet).bars("reading", "assessing") as told:
        kept = run_with_bundle(folder, content, languages, *told) if bundle else None
        done = kept.done if kept else run_round(folder, content, languages, *told)
    spoken = languages or done.opened.spoken
    packs = (*write_evidence(done, evidence or (), spoken), *(write_oscal(done, spoken) if oscal else ()))
    files = (*done.files, *packs, *([kept.bundle] if kept else ()))
    console = Console(lang or done.opened.spoken[0], json, quiet)
    if json:
        console.document({**done.document, "files": [str(file) for file in files]})
    console.findings(done.findings)
    show_tiers(console, done.tiers)
    for file in files:
        console.say("wrote", file=file)
    end(strict, done.findings)


def show_tiers(console: Console, tiers: dict[str, int]) -> None:
    """How many suppliers are in each tier."""
    from duediligence.i18n.texts import translate

    rows = [(translate(f"terms.tier.{tier}", console.language), str(count)) for tier, count in tiers.items()]
    console.table((console.text("tier"), console.text("suppliers")), rows)
