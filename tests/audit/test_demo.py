"""The worked examples as an auditor meets them: every number follows from its rows, and the demo repeats as equal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from duediligence.audit.recount import departures
from duediligence.resources import content_root
from duediligence.scoring.assess import assess_suppliers
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow.bundling import run_with_bundle
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.verifying import verify_report

FOLDER = content_root() / "questionnaires" / "examples"
EXAMPLES = sorted(path.parent for path in FOLDER.glob("*/duediligence.yaml"))
DEMO = FOLDER / "garments"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_the_numbers_of_every_example_follow_from_their_rows(example: Path) -> None:
    opened = open_workspace(example)
    answers = [answer for answer in opened.answers if answer.supplier in {s.id for s in opened.suppliers}]
    suppliers = assess_suppliers(PolarsEngine(), opened.suppliers, answers, opened.content, opened.workspace.seed)
    assert len(suppliers) > 0
    assert {s.id: found for s in suppliers if (found := departures(s, opened.content))} == {}


def test_the_demo_repeats_as_equal_from_its_report_and_from_its_bundle_with_its_plan(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    bundled = run_with_bundle(folder, languages=("en",))
    for report in (folder / "reports" / "assessment.json", bundled.bundle):
        found = verify_report(report).verdict
        assert found.differences == ()
        assert found.compared_suppliers == len(bundled.done.opened.suppliers)
