"""The worked examples: what the stories say is what the engine finds, and the folders hold what the stories tell."""

from __future__ import annotations

import atexit
import json
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from duediligence.findings import NOWHERE
from duediligence.model.plan_sheet import TypedAction
from duediligence.model.response import Answer, Supplier
from duediligence.resources import content_root
from duediligence.workflow.assessing import Assessed, assess
from duediligence.workflow.opened import Opened, open_workspace
from duediligence.workflow.rounds import last_plan
from tests.examples.make import EXAMPLES, make
from tests.examples.story import Story, read_story, sectors

SECTORS = sectors()


@dataclass(frozen=True, slots=True)
class Example:
    """An example as it lies in the tree, and as the story would write it now."""

    story: Story
    folder: Path
    opened: Opened
    assessed: Assessed
    findings: Counter[str]
    made: Path


@pytest.fixture(scope="module", params=SECTORS)
def example(request: pytest.FixtureRequest) -> Example:
    sector = str(request.param)
    folder = content_root() / EXAMPLES / sector
    opened = open_workspace(folder)
    typed, of_plan = last_plan(opened)
    assessed = assess(opened, typed)
    found = Counter(finding.code for finding in (*assessed.findings, *of_plan))
    return Example(read_story(sector), folder, opened, assessed, found, _made(sector))


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
    assert names == _names(example.made)
    for name in (name for name in names if name.endswith((".yaml", ".csv"))):
        assert (example.folder / name).read_bytes() == (example.made / name).read_bytes(), name


def test_register_and_forms_hold_what_the_story_tells(example: Example) -> None:
    made = open_workspace(example.made)
    assert _suppliers(example.opened) == _suppliers(made)
    assert _answers(example.opened) == _answers(made)


def test_last_years_plan_holds_what_people_typed(example: Example) -> None:
    typed, made = _typed(example.folder), _typed(example.made)
    assert typed == made
    texts = {row.measure_text for row in typed if row.own}
    assert texts == {edit.text for edit in example.story.plan if edit.text}
    assert sum(row.touched for row in typed) >= len(example.story.plan)


def test_last_years_assessment_is_what_the_engine_finds(example: Example) -> None:
    assert _told(_history(example.folder, example.story)) == _told(_history(example.made, example.story))


def test_a_story_written_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    sector = min(SECTORS, key=lambda name: len(read_story(name).sites))
    first, second = _made(sector), tmp_path / "second"
    make(sector, second)
    assert _bytes(first) == _bytes(second)


@cache
def _made(sector: str) -> Path:
    """The example as the story would write it now; written once for all tests."""
    place = TemporaryDirectory()
    atexit.register(place.cleanup)
    folder = Path(place.name) / sector
    make(sector, folder)
    return folder


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


def _typed(folder: Path) -> list[TypedAction]:
    rows, _ = last_plan(open_workspace(folder))
    return [replace(row, location=NOWHERE) for row in rows]
