"""`duediligence explain`: how one score came about."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Language, Workspace


def explain(
    supplier: Annotated[str, typer.Argument(help="The supplier's ID (or the start of its name).")],
    workspace: Workspace = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
) -> None:
    """Show how a supplier's score came about, and the answers that would change its risk tier."""
    from duediligence.workflow.explaining import explain_supplier

    explained = explain_supplier(workspace, supplier, content, lang)
    console = Console(lang or explained.language, json)
    console.document(explained.document)
    console.tree(explained.tree)
