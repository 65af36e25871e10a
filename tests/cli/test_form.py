"""`form` says how long the forms are, and how everything is asked at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.running import Run

SETTINGS = "company: {id: c1, name: Firm}\nsector: food\nassessed_on: 2026-11-01\nlanguages: [en]\n"


def _lengths(run: Run, folder: Path, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("form", "-w", folder, "--kind", "xlsx", "--json", *words).out)[
        "suppliers"
    ]
    return found


def test_a_form_is_short_and_asks_everything_where_that_is_wanted(tmp_path: Path, run: Run) -> None:
    (tmp_path / "duediligence.yaml").write_text(SETTINGS, "utf-8")
    (tmp_path / "suppliers.csv").write_text("id,name,country\nfar,Far Field,MM\n", "utf-8")
    (short,), (whole,) = _lengths(run, tmp_path), _lengths(run, tmp_path, "--full")
    assert short["supplier"] == "far"
    assert short["kept"] > 0
    assert short["questions"] + short["kept"] == whole["questions"]
    assert whole["kept"] == 0
    told = run("form", "-w", tmp_path, "--kind", "xlsx").out
    assert f"{short['questions']} questions, about {short['minutes']} minutes" in told
    assert f"{short['kept']} questions are kept for the next form" in told
    assert "next form" not in run("form", "-w", tmp_path, "--kind", "xlsx", "--full").out
