"""`duediligence sample`: where an auditor should look, and what to take along."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet

if TYPE_CHECKING:
    from duediligence.workflow.sampling import Sampled

Sites = Annotated[
    int | None, typer.Option("--sites", min=1, help="How many sites; default: the rule in sampling.yaml.")
]
Seed = Annotated[
    int | None,
    typer.Option("--draw-number", "--seed", help="The number of the draw, from the auditor; default: the workspace's."),
]
GivenBy = Annotated[str, typer.Option("--given-by", help="Who gave the number of the draw; the report says so.")]
Forms = Annotated[bool, typer.Option("--forms/--no-forms", help="Write the forms for every site of the sample.")]


def sample(
    folder: Folder = Path(),
    sites: Sites = None,
    seed: Seed = None,
    given_by: GivenBy = "",
    forms: Forms = True,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Draw sites by risk and by chance, and write the field pack and the auditor's report."""
    from duediligence.workflow.sampling import sample_workspace

    with Console(lang or "en", json, quiet).reading() as on_file:
        sampled = sample_workspace(
            folder, sites, seed, content, (lang,) if lang else None, on_file, forms, given_by, date.today()
        )
    console = Console(lang or sampled.opened.spoken[0], json, quiet)
    console.document({**sampled.document, "files": [str(file) for file in sampled.files]})
    _show(console, sampled)
    for file in sampled.files:
        if file.parent.name != "forms":
            console.say("wrote", file=file)


def _show(console: Console, sampled: Sampled) -> None:
    from duediligence.i18n.formats import show_percent
    from duediligence.i18n.texts import translate
    from duediligence.model.tree import Node

    def say(key: str, **params: object) -> str:
        return translate(f"audit.{key}", console.language, **params)

    draw = sampled.fieldwork.sample
    counts = {"certain": draw.certain, "risk": draw.by_risk, "random": draw.by_chance}
    console.tree(Node(say("console.drawn", size=draw.size, sites=len(draw.frame), seed=draw.seed, **counts)))
    names = {supplier.id: supplier.name for supplier in sampled.opened.suppliers}
    if sampled.fieldwork.spared:
        spared = ", ".join(names[id] for id in sampled.fieldwork.spared)
        console.tree(Node(say("sample.spared", sites=spared)))
    rows = [
        (
            visit.chance.supplier,
            names[visit.chance.supplier],
            translate(f"terms.tier.{visit.chance.tier}", console.language),
            say(f"sample.{visit.chance.draw}"),
            show_percent(visit.chance.probability, console.language),
            str(visit.interviews.total),
        )
        for visit in sampled.fieldwork.visits
    ]
    titles = [say(f"columns.{key}") for key in ("id", "site", "tier", "draw", "probability", "interviews")]
    console.table(titles, rows)
