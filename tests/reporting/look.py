"""Draws the sample reports into a folder, to look at: `python -m tests.reporting.look FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from duediligence.reporting.pages.page import render_page
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.views import View, build_view
from duediligence.reporting.workbook.workbook import render_workbook
from tests.reporting.build import sample_assessment, sample_manifest, sample_workspace
from tests.reporting.content import sample_content
from tests.reporting.plan import sample_plan


def sample_round(copies: int = 1) -> Round:
    """The invented round, once or many times over."""
    return Round(
        sample_assessment(copies), sample_plan(copies), sample_content(), sample_workspace(), sample_manifest()
    )


def main(folder: Path, copies: int) -> None:
    """Writes the pages of every audience in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    round = sample_round(copies)
    for audience in ("company", "union", "ngo"):
        _write(folder, audience, build_view(audience, round))


def _write(folder: Path, audience: str, view: View) -> None:
    for language in ("nl", "en"):
        (folder / f"{audience}.{language}.html").write_text(render_page(view, language), "utf-8")
        (folder / f"{audience}.{language}.xlsx").write_bytes(
            render_workbook(view, language, f"{audience}.{language}.html")
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
