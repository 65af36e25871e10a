"""The stages of `assess` that the benchmarks put a clock around are there, and together they are the whole run."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.benchmarks import pages
from tests.benchmarks.generate import ORDINARY
from tests.benchmarks.pages import FROM, TO, write_results, write_stages
from tests.benchmarks.stages import STAGES
from tests.benchmarks.works import content
from tests.benchmarks.workspace import write_workspace


@pytest.mark.parametrize("place", [place for places in STAGES.values() for place in places])
def test_every_stage_names_a_function(place: str) -> None:
    module, _, name = place.partition(":")
    assert callable(getattr(import_module(f"duediligence.{module}"), name))


def test_a_run_passes_every_stage_and_writes_its_reports(tmp_path: Path) -> None:
    write_workspace(content(), tmp_path, 3, 20, ORDINARY)
    command = [sys.executable, "-m", "tests.benchmarks.stages", str(tmp_path)]
    clock = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])
    assert set(STAGES) <= set(clock["seconds"])
    assert (tmp_path / "reports" / "assessment.json").is_file()


@pytest.mark.parametrize("page", ["RESULTS", "STAGES"])
def test_a_run_writes_its_table_in_its_page_and_leaves_the_words_around_it(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = getattr(pages, page).read_text("utf-8")
    copy = tmp_path / "page.md"
    copy.write_text(words, "utf-8")
    monkeypatch.setattr(pages, page, copy)
    for _ in range(2):
        (write_results if page == "RESULTS" else write_stages)("| a |\n|---|\n| 1 |")
    written = copy.read_text("utf-8")
    assert written.partition(FROM)[0] == words.partition(FROM)[0]
    assert written.partition(TO)[2] == words.partition(TO)[2]
    assert written.count("| 1 |") == 1
    assert "cores" in written
