"""`duediligence aggregate`: from many companies to one sector report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from duediligence.cli.console import Console, as_json
from duediligence.cli.options import AsJson, Content, Language, Quiet, Strict, end

if TYPE_CHECKING:
    from duediligence.workflow.aggregating import Aggregated

SHOWN = 10
"""More urgent sites than this stand in the file only."""

Packages = Annotated[
    list[str] | None,
    typer.Argument(
        help="Packages, folders of them, or for Spark an address (s3a://...).",
        show_default="the folder in secretariat.yaml",
    ),
]
Office = Annotated[Path, typer.Option("--workspace", "-w", help="The folder with secretariat.yaml.")]
Engine = Annotated[str, typer.Option("--engine", help="polars, or spark (extra 'spark') for what is too large here.")]
Master = Annotated[
    str | None,
    typer.Option(
        "--master", help="The address of the Spark cluster.", show_default="this machine, or what spark-submit says"
    ),
]
Store = Annotated[
    Path | None,
    typer.Option(
        "--store", help="Where tables are gathered; a cluster must be able to read it.", show_default="temporary"
    ),
]
Unproved = Annotated[
    bool,
    typer.Option(
        "--unproved",
        help="Run without the extra 'disclosure': whole groups of tables are withheld, and the report says so.",
    ),
]


def aggregate(
    packages: Packages = None,
    workspace: Office = Path(),
    engine: Engine = "polars",
    master: Master = None,
    store: Store = None,
    unproved: Unproved = False,
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Add packages up to the sector report; what could give a company away is withheld, and that is verified."""
    from duediligence.tables.engines import open_engine
    from duediligence.workflow.aggregating import aggregate as run
    from duediligence.workflow.sector_files import write_report

    opened = open_engine(engine, master)
    with Console(lang or "en", json, quiet).reading() as tick:
        done = run(workspace, tuple(packages or ()), content, opened, store, not unproved, tick)
    console = Console(lang or done.office.settings.languages[0], json, quiet)
    console.findings(done.findings)
    _show(console, done)
    folder = write_report(done, opened)
    console.document({**done.document, "folder": str(folder), "findings": as_json(done.findings, console)})
    _show_urgent(console, done, folder)
    console.say("wrote", file=folder)
    end(strict, done.findings)


def _show_urgent(console: Console, done: Aggregated, folder: Path) -> None:
    """Sites at which somebody must be called today, with whom; however many there are, the file has them all."""
    from duediligence.i18n.formats import country_name
    from duediligence.workflow.secretariat import OWN
    from duediligence.workflow.sector_files import URGENT

    if not done.urgent:
        return
    console.say("aggregate.urgent", style="bold red", count=len(done.urgent))
    for site in done.urgent[:SHOWN]:
        place = " · ".join(filter(None, (country_name(site.uses[0].country, console.language), site.uses[0].name)))
        alarmed, unaware = ", ".join(site.alarmed), ", ".join(site.unaware) or "–"
        console.say("aggregate.urgent_site", place=place, alarmed=alarmed, unaware=unaware)
    console.say("aggregate.urgent_file", file=folder / OWN / URGENT)


def _show(console: Console, done: Aggregated) -> None:
    from duediligence.i18n.formats import show_percent

    told = done.document
    console.say("aggregate.accepted", accepted=told["accepted"], received=told["packages"])
    share = show_percent(told["withheld"] / max(1, told["cells"]), console.language)
    console.say("aggregate.withheld", withheld=told["withheld"], cells=told["cells"], share=share)
    if 2 * told["withheld"] > told["cells"]:
        console.say("aggregate.mostly_withheld", style="yellow")
    if told["verified"]:
        console.say("aggregate.verified", count=told["checked"])
    else:
        console.say("aggregate.not_verified", style="yellow")
    console.say("aggregate.shared", count=told["shared_sites"])
