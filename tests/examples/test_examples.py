"""The worked examples: what the stories say is what the engine finds, and the folders hold what the stories tell."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from duediligence.findings import NOWHERE
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import Answer, Supplier
from duediligence.resources import content_root
from duediligence.workflow.assessing import Assessed, assess
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import last_plan
from tests.examples.make import EXAMPLES
from tests.examples.story import Story, read_story, sectors

SECTORS = sectors()


def _sites(sector: str) -> int:
    return len(read_story(sector).sites)


SMALLEST = min(SECTORS, key=_sites)


@dataclass(frozen=True, slots=True)
class Example:
    """An example as it lies in the tree, and as the story would write it now."""

    story: Story
    folder: Path
    opened: Opened
    assessed: Assessed
    findings: Counter[str]
    typed: tuple[TypedAction, ...]
    made: Opened


class Made:
    """The examples as the stories would write them now: each by a Python of its own, side by side."""

    def __init__(self, place: Path) -> None:
        self.place = place
        runs = [*((sector, 0) for sector in sorted(SECTORS, key=_sites, reverse=True)), (SMALLEST, 1)]
        self.running = {run: self._start(*run) for run in runs}

    def _start(self, sector: str, seed: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "tests.examples.make", sector, "--into", str(self.place / str(seed))]
        return subprocess.Popen(command, cwd=content_root(), env={**os.environ, "PYTHONHASHSEED": str(seed)})

    def folder(self, sector: str, seed: int = 0) -> Path:
        """Where an example lies once it is written."""
        assert self.running[sector, seed].wait() == 0
        return self.place / str(seed) / sector

    def stop(self) -> None:
        """Ends what nobody waited for."""
        for process in self.running.values():
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    made = Made(tmp_path_factory.mktemp("examples"))
    yield made
    made.stop()


@pytest.fixture(scope="module", params=SECTORS)
def example(request: pytest.FixtureRequest, made: Made) -> Example:
    sector = str(request.param)
    folder = content_root() / EXAMPLES / sector
    opened = open_workspace(folder)
    typed, of_plan = last_plan(opened)
    assessed = assess(opened, typed)
    found = Counter(finding.code for finding in (*assessed.findings, *of_plan))
    return Example(read_story(sector), folder, opened, assessed, found, typed, open_workspace(made.folder(sector)))


def test_every_site_comes_to_the_tier_that_the_story_names(example: Example) -> None:
    found = {s.id: s.tier.value for s in example.assessed.assessment.suppliers}
    assert found == {site.id: site.expect for site in example.story.sites_in(example.story.rounds[-1].name)}


def test_last_year_came_to_the_tiers_that_the_story_names(example: Example) -> None:
    before = example.story.rounds[0]
    found = {s["id"]: s["tier"] for s in _history(example.folder, example.story)["suppliers"]}
    assert found.keys() == {site.id for site in example.story.sites_in(before.name)}
    expected = {site.id: site.before for site in example.story.sites_in(before.name) if site.before}
    assert {id: found[id] for id in expected} == expected


def test_check_says_what_the_story_intends_and_nothing_else(example: Example) -> None:
    assert dict(example.findings) == example.story.findings


def test_the_settings_and_tables_are_those_of_the_story(example: Example) -> None:
    names = _names(example.folder)
    assert names == _names(example.made.root)
    for name in (name for name in names if name.endswith((".yaml", ".csv"))):
        assert (example.folder / name).read_bytes() == (example.made.root / name).read_bytes(), name


def test_register_and_forms_hold_what_the_story_tells(example: Example) -> None:
    assert _suppliers(example.opened) == _suppliers(example.made)
    assert _answers(example.opened) == _answers(example.made)


def test_last_years_plan_holds_what_people_typed(example: Example) -> None:
    made, _ = last_plan(example.made)
    assert _elsewhere(example.typed) == _elsewhere(made)
    texts = {row.measure_text for row in made if row.own}
    assert texts == {edit.text for edit in example.story.plan if edit.text}
    assert sum(row.touched for row in made) >= len(example.story.plan)


def test_last_years_assessment_is_what_the_engine_finds(example: Example) -> None:
    assert _told(_history(example.folder, example.story)) == _told(_history(example.made.root, example.story))


def test_another_run_of_python_writes_the_same_bytes(made: Made) -> None:
    assert _bytes(made.folder(SMALLEST, seed=1)) == _bytes(made.folder(SMALLEST))


def _names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def _bytes(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in _names(folder)}


def _history(folder: Path, story: Story) -> dict[str, Any]:
    file = folder / "reports" / "history" / f"{story.rounds[0].assessed_on}.json"
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return document


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """What the next round is compared with; digests of the content change with every word in it."""
    return {key: value for key, value in document.items() if key not in ("tool", "findings")}


def _suppliers(opened: Opened) -> list[Supplier]:
    return [replace(supplier, location=NOWHERE) for supplier in opened.suppliers]


def _answers(opened: Opened) -> list[Answer]:
    answers = (replace(answer, location=NOWHERE) for answer in opened.answers)
    return sorted(answers, key=lambda a: (a.supplier, a.question, a.source.value, str(a.date)))


def _elsewhere(rows: tuple[TypedAction, ...]) -> list[TypedAction]:
    return [replace(row, location=NOWHERE) for row in rows]
