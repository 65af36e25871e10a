"""A concern of the last record stays open where its file is taken away, until somebody answers it."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from duediligence.findings import Severity
from duediligence.workflow.bundling import run_with_bundle
from duediligence.workflow.checking import check_workspace
from duediligence.workflow.from_record import from_record
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import Done, run_round
from duediligence.workflow.verifying import verify_report

HEAD = "supplier,source,date,question,answer\n"
TALKS = "a,worker_interviews,2026-05-01,w_housing,curfew\n"
WORD = "a,supplier,2026-04-01,wages_on_time,on_time\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    (tmp_path / "suppliers.csv").write_text("id,name,country\na,Alpha,NL\n")
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "word.csv").write_text(HEAD + WORD)
    told(tmp_path, TALKS)
    return tmp_path


def told(workspace: Path, rows: str) -> None:
    """What workers told, in the file of their talks; nothing takes the file away."""
    file = workspace / "responses" / "talks.csv"
    file.write_text(HEAD + rows) if rows else file.unlink(missing_ok=True)


def assess(workspace: Path, day: str) -> Done:
    (workspace / "duediligence.yaml").write_text(
        f"company: {{id: c1, name: Invented BV}}\nsector: garments\nassessed_on: {day}\nlanguages: [en]\n"
    )
    return run_round(workspace)


def concerns(done: Done) -> list[tuple[str, str, date | None]]:
    (supplier,) = done.round.assessment.suppliers
    return [(row.question, row.source, row.record) for row in supplier.answers if row.open_signals]


def lost(done: Done) -> list[str]:
    return [f.code for f in done.findings if f.code in ("concern_only_in_record", "concern_rewritten")]


KEPT = [("w_housing", "worker_interviews", date(2026, 6, 1))]


def test_a_concern_whose_file_is_gone_counts_as_before_and_is_told(workspace: Path) -> None:
    before = assess(workspace, "2026-06-01")
    told(workspace, "")
    after = assess(workspace, "2026-11-01")
    assert concerns(after) == KEPT
    was, now = before.round.assessment.suppliers[0], after.round.assessment.suppliers[0]
    assert (now.tier, now.established, now.gate) == (was.tier, was.established, was.gate)
    (finding,) = [f for f in after.findings if f.code == "concern_only_in_record"]
    assert finding.severity is Severity.ERROR
    assert (finding.location.file, finding.params["supplier"]) == ("responses/talks.csv", "a")
    page = (workspace / "reports" / "company-plan.html").read_text()
    assert page.index("At one supplier a concern has vanished from the files") < page.index("Alpha")
    assert "From the record of" in page


def test_check_says_it_too(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, "")
    assert "concern_only_in_record" in {f.code for f in check_workspace(workspace).findings}


def test_it_stays_round_after_round_and_on_the_same_day(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, "")
    assert concerns(assess(workspace, "2026-06-01")) == KEPT
    first = (workspace / "reports" / "assessment.json").read_bytes()
    assert concerns(assess(workspace, "2026-06-01")) == KEPT
    assert (workspace / "reports" / "assessment.json").read_bytes() == first
    assert concerns(assess(workspace, "2026-11-01")) == KEPT
    assert concerns(assess(workspace, "2027-11-01")) == KEPT


def test_a_file_that_is_put_back_or_renamed_is_no_loss(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, "")
    assess(workspace, "2026-07-01")
    (workspace / "responses" / "renamed.csv").write_text(HEAD + TALKS)
    after = assess(workspace, "2026-11-01")
    assert (concerns(after), lost(after)) == ([("w_housing", "worker_interviews", None)], [])


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("a,worker_interviews,2026-10-01,w_housing,any_time\n", id="its own source takes it back later"),
        pytest.param("a,union_monitoring,2026-10-01,w_housing,any_time\n", id="later evidence closes it"),
    ],
)
def test_a_later_answer_ends_it(workspace: Path, answer: str) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, answer)
    after = assess(workspace, "2026-11-01")
    assert (concerns(after), lost(after)) == ([], [])


def test_a_suppliers_own_word_does_not_end_it(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, "a,supplier,2026-10-01,housing_freedom,any_time\n")
    assert concerns(assess(workspace, "2026-11-01")) == KEPT


def test_an_answer_that_was_rewritten_is_told(workspace: Path) -> None:
    """A mistake of typing can be mended; that it was, does not go unsaid."""
    assess(workspace, "2026-06-01")
    told(workspace, TALKS.replace("curfew", "any_time"))
    after = assess(workspace, "2026-11-01")
    assert (concerns(after), lost(after)) == ([], ["concern_rewritten"])


def test_a_refusal_stays_as_well(workspace: Path) -> None:
    told(workspace, TALKS.replace("curfew", "refused"))
    assess(workspace, "2026-06-01")
    told(workspace, "")
    assert lost(assess(workspace, "2026-11-01")) == ["concern_only_in_record"]


def test_a_record_of_before_that_names_no_options_is_enough(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    change(workspace, lambda answer: answer.pop("keys"))
    told(workspace, "")
    assert concerns(assess(workspace, "2026-11-01")) == KEPT


def test_an_answer_that_is_still_there_is_no_loss_where_other_options_raise_the_same(workspace: Path) -> None:
    told(workspace, TALKS.replace("w_housing,curfew", "w_contract,after"))
    assess(workspace, "2026-06-01")
    change(workspace, lambda answer: answer.pop("keys"))
    assert lost(assess(workspace, "2026-11-01")) == []


@pytest.mark.parametrize("name", ["question", "source", "date", "keys", "signals", "state", "record", "cell", "counts"])
def test_a_record_that_somebody_damaged_stops_nothing(workspace: Path, name: str) -> None:
    assess_once(workspace)
    opened = open_workspace(workspace)
    values: list[object] = [None, 7, "x", [], {}, [[]], {"a": 1}]
    for value in values:
        change(workspace, partial(put, name, value))
        kept = from_record(opened.root, opened.workspace, opened.content, opened.suppliers, ())
        assert len(kept.answers) == len(kept.findings) <= 1


def assess_once(workspace: Path) -> None:
    """A record as a run writes it, without the reports around it."""
    signal = {"indicator": "restriction_of_movement", "strength": "medium", "dimension": "coercion", "critical": False}
    answer = {
        "question": "w_housing", "source": "worker_interviews", "evidence": "E5", "date": "2026-05-01",
        "state": "concern", "keys": ["curfew"], "signals": [{**signal, "closed": False}], "closed": False,
        "counts": True, "cell": "responses/talks.csv › E2", "record": None,
    }  # fmt: skip
    supplier = {"id": "a", "tier": "low", "established": 0, "possible": 0, "answers": [answer]}
    document = {"schema": "duediligence.assessment/1.1", "assessed_on": "2026-06-01", "suppliers": [supplier]}
    (workspace / "duediligence.yaml").write_text(
        "company: {id: c1, name: Invented BV}\nsector: garments\nassessed_on: 2026-11-01\nlanguages: [en]\n"
    )
    history = workspace / "reports" / "history"
    history.mkdir(parents=True)
    (history / "2026-06-01.json").write_text(json.dumps(document))


def put(name: str, value: object, answer: dict[str, object]) -> None:
    answer[name] = value


def change(workspace: Path, how: Any) -> None:
    file = workspace / "reports" / "history" / "2026-06-01.json"
    document = json.loads(file.read_text())
    for supplier in document["suppliers"]:
        for answer in supplier["answers"]:
            how(answer)
    file.write_text(json.dumps(document))


def test_a_bundle_repeats_a_round_that_rests_on_the_record(workspace: Path) -> None:
    assess(workspace, "2026-06-01")
    told(workspace, "")
    assess(workspace, "2026-11-01")
    bundle = run_with_bundle(workspace).bundle
    assert verify_report(bundle).verdict.differences == ()
