"""Options that commands share, and what one of them decides at the end."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from duediligence.findings import Finding


def spoken(given: str | None) -> str | None:
    """Refuses a language that the program does not speak, instead of taking another one in silence."""
    from duediligence.errors import UsageError
    from duediligence.i18n.texts import LANGUAGES

    if given is not None and given not in LANGUAGES:
        raise UsageError("unknown_language", name=given)
    return given


Folder = Annotated[
    Path, typer.Argument(help="The workspace: the folder with duediligence.yaml.", show_default="this folder")
]
Workspace = Annotated[Path, typer.Option("--workspace", "-w", help="The workspace folder.")]
"""The same for commands whose arguments are something else."""
Content = Annotated[
    Path | None,
    typer.Option("--content", help="Your own content folder; a record there replaces ours with the same ID."),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", callback=spoken, help="nl or en; default: the workspace's first language."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 when problems in the input were reported.")]


def end(strict: bool, findings: Iterable[Finding]) -> None:
    """Ends a command that did its work: with 1 where problems were found and `--strict` asks for that."""
    if strict and any(findings):
        raise typer.Exit(1)


COMPANY = "For companies"
SECRETARIAT = "For secretariats"
AUDITOR = "For auditors"
AUTHORS = "For authors of content"
EVERYONE = "To begin"
