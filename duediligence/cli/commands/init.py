"""`duediligence init`: a new workspace."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import Content, Language


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make; it must not hold a workspace yet.")],
    sector: Annotated[str, typer.Option("--sector", "-s", help="The sector's ID; `content list` shows them.")],
    company: Annotated[str, typer.Option("--company", "-c", help="The name of your company.")] = "",
    content: Content = None,
    lang: Language = None,
) -> None:
    """Make a workspace: the settings file and an empty register with dropdowns and help."""
    from duediligence.workflow.starting import start_workspace

    console = Console(lang or "en")
    for file in start_workspace(folder, sector, company, console.language, content, date.today()):
        console.say("wrote", file=file)
    console.say("init.next", folder=folder)
