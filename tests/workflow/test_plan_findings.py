"""Everything that is said about what people typed in the last plan stands in the assessment, apart from the input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from duediligence.workflow.checking import check_workspace
from duediligence.workflow.rounds import Done, run_round
from duediligence.workflow.starting import write_example


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The worked example, assessed."""
    folder = tmp_path_factory.mktemp("demo") / "demo"
    write_example(folder, "garments")
    return run_round(folder, None, ("en",))


def test_the_document_holds_what_is_said_about_the_plan(done: Done) -> None:
    written = json.loads(next(file for file in done.files if file.name == "assessment.json").read_text("utf-8"))
    for document in (written, done.document):
        told = {finding["code"] for finding in document["plan_findings"]}
        assert {"action_claimed", "action_claimed_without_evidence", "action_no_longer_needed"} <= told
        assert told.isdisjoint(finding["code"] for finding in document["findings"])
        assert len(document["findings"]) + len(document["plan_findings"]) == len(done.findings)


def test_check_finds_as_many_problems_of_the_input_as_the_demo_says(done: Done) -> None:
    folder: Path = done.opened.root
    assert len(check_workspace(folder).findings) == done.found_by_check == len(done.document["findings"])


def test_the_page_names_every_problem(done: Done) -> None:
    page = done.page.read_text("utf-8")
    claimed = next(f for f in done.document["plan_findings"] if f["code"] == "action_claimed")
    assert claimed["params"]["action"] in page
