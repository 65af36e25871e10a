"""`duediligence screen`: risk from the register alone."""

from __future__ import annotations

from pathlib import Path

from duediligence.cli.console import Console
from duediligence.cli.options import AsJson, Content, Folder, Language, Quiet, Strict, end


def screen(
    folder: Folder = Path(),
    content: Content = None,
    lang: Language = None,
    json: AsJson = False,
    quiet: Quiet = False,
    strict: Strict = False,
) -> None:
    """Rank suppliers by the risk from their place, products and workforce, before anyone is asked."""
    from duediligence.workflow.screening import screen_workspace

    result = screen_workspace(folder, content)
    console = Console(lang or result.language, json, quiet)
    rows = result.rows(console.language)
    console.outcome({"suppliers": rows}, result.findings)
    headers = [console.text(f"screen.{name}") for name in ("rank", "supplier", "tier", "risk", "form", "why")]
    columns = ("rank", "named", "tier_name", "possible_shown", "questions", "why_shown")
    console.table(headers, ([str(row[column]) for column in columns] for row in rows), wide=5)
    console.say("screen.columns", style="dim")
    console.say("screen.note", style="dim")
    end(strict, result.findings)
