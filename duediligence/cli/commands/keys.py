"""`duediligence keys`: the secretariat's key for sites, and a company's keys to sign with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import Language

app = typer.Typer(help="Make the key for sites (secretariat) or keys to sign packages with (company).")

Folder = Annotated[Path, typer.Argument(help="The folder to write to.", show_default="this folder")]


@app.command("sites")
def sites(folder: Folder = Path(), lang: Language = None) -> None:
    """Make the key by which members' sites are recognised; hand it to every member securely, not by ordinary e-mail."""
    from duediligence.workflow.keys import write_site_key

    Console(lang or "en").say("aggregate.new_key", file=write_site_key(folder))


@app.command("signing")
def signing(folder: Folder = Path(), lang: Language = None) -> None:
    """Make a company's pair of keys: keep the private one, send the public one to the secretariat."""
    from duediligence.workflow.keys import write_signing_keys

    made = write_signing_keys(folder)
    Console(lang or "en").say("aggregate.new_pair", private=made.private, public=made.public, key=made.key)
