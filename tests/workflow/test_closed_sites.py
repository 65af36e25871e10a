"""Talks from a place where talking is dangerous are told of as such, and by whom they were is told to nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.findings import Severity
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import run_round

TALKS = "supplier,source,date,question,answer\nx,worker_interviews,2026-05-04,w_housing,curfew\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "duediligence.yaml").write_text(
        "company: {id: c1, name: Invented BV}\nsector: garments\nassessed_on: 2026-11-01\nlanguages: [en]\n"
    )
    (tmp_path / "suppliers.csv").write_text(
        "id,name,country,subdivision,workers\nx,Xi,CN,CN-XJ,900\ng,Guang,CN,CN-GD,900\n"
    )
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "talks.csv").write_text(TALKS + TALKS.splitlines()[1].replace("x,", "g,", 1) + "\n")
    return tmp_path


def test_the_file_is_to_be_kept_apart(workspace: Path) -> None:
    found = [f for f in open_workspace(workspace).findings if f.code == "talks_at_closed_site"]
    assert [(f.severity, f.location.file, f.params["supplier"]) for f in found] == [
        (Severity.ERROR, "responses/talks.csv", "x")
    ]


def test_the_union_reads_neither_who_spoke_nor_when_nor_in_which_words(workspace: Path) -> None:
    run_round(workspace)
    page = (workspace / "reports" / "union-plan.html").read_text()
    closed, other = (site.partition("</details>")[0] for site in sorted_sites(page))
    assert "a source that stays unnamed" in closed
    assert "a source that stays unnamed" not in other
    for told in ("4 May 2026", "Confidential interviews", "curfew"):
        assert told not in closed, told
    assert "4 May 2026" in other


def sorted_sites(page: str) -> list[str]:
    """What unfolds under the closed site, and under the other one."""
    parts = page.split('<details class="site')[1:]
    return sorted(parts, key=lambda part: "Xi" not in part.partition("</summary>")[0])
