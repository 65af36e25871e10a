"""`duediligence explain`: the ledger of one score."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Language, Workspace


def explain(
    supplier: Annotated[str, typer.Argument(help="The supplier's id (or the start of its name).")],
    workspace: Workspace = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
) -> None:
    """Show the rows from which a supplier's score follows, and the answers that would change its tier."""
    from duediligence.workflow.explaining import explain_supplier

    explained = explain_supplier(workspace, supplier, content, lang)
    console = Console(lang or explained.language, json)
    console.document(explained.document)
    console.tree(explained.tree)
