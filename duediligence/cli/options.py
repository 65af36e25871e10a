"""Options that commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[
    Path, typer.Argument(help="The workspace: the folder with duediligence.yaml.", show_default="this folder")
]
Content = Annotated[
    Path | None,
    typer.Option("--content", help="A folder of content laid over the bundled one; an id there replaces ours."),
]
Language = Annotated[str | None, typer.Option("--lang", help="nl or en; default: the workspace's first language.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when problems in the input were reported.")]

COMPANY = "For companies"
SECRETARIAT = "For secretariats"
AUDITOR = "For auditors"
AUTHORS = "For authors of content"
EVERYONE = "To begin"
