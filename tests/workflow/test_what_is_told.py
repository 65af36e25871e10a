"""What a supplier wrote beside its answers, could not be read of it, or declined is told at the supplier and on top."""

from __future__ import annotations

from pathlib import Path

from duediligence.workflow.rounds import run_round

ANSWERS = """supplier,source,date,question,answer
a,supplier,2026-05-01,recruitment_fees,declined_cap
a,supplier,2026-05-01,id_documents,"We do, for safety"
"""


def test_what_was_declined_and_what_could_not_be_read_stands_on_top(tmp_path: Path) -> None:
    (tmp_path / "duediligence.yaml").write_text(
        "company: {id: c1, name: Invented BV}\nsector: garments\nassessed_on: 2026-11-01\nlanguages: [en]\n"
    )
    (tmp_path / "suppliers.csv").write_text("id,name,country\na,Alpha,IN\n")
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "word.csv").write_text(ANSWERS)
    run_round(tmp_path)
    page = (tmp_path / "reports" / "company-plan.html").read_text()
    assert "One supplier declined under the limit on questions in the value chain" in page
    assert "One supplier has answers that we could not read" in page
    assert "One answer is in words that we could not read: responses/word.csv › E3." in page
