"""Input that cannot be used at all: exit code 3, every problem named, and nothing written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Run

REGISTERS = {
    "a register with only headings": b"id,name,country\n",
    "an empty file": b"",
    "a photograph named csv": b"\x89PNG\r\n\x1a\n\0\0\0",
    "rows that were all refused": b"id,name,country\n_company,Me,NL\n,,NL\n",
    "something else": b"invoice;amount\n1;200\n",
}


COMMANDS = [
    ["check"],
    ["screen"],
    ["sample"],
    ["submit", "--yes"],
    ["assess", "--bundle"],
    ["form", "--workspace"],
    ["explain", "s1", "--workspace"],
]


def refused(run: Run, workspace: Path, words: list[str], register: bytes) -> None:
    (workspace / "suppliers.csv").write_bytes(register)
    (workspace / "reports" / "history").mkdir(parents=True)
    (workspace / "reports" / "assessment.json").write_text("{}")
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    done = run(*words, workspace)
    assert done.code == 3, done.err
    assert "No supplier in the register" in done.err
    assert "[" in done.out, "no finding says why"
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_a_wrong_file_in_the_place_of_the_register_leaves_the_last_report_as_it_is(
    register: bytes, workspace: Path, run: Run
) -> None:
    refused(run, workspace, ["assess"], register)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_register_without_a_supplier_stops_every_command(words: list[str], workspace: Path, run: Run) -> None:
    refused(run, workspace, words, b"id,name,country\n")


def test_score_of_a_register_without_a_supplier_writes_nothing(tmp_path: Path, run: Run) -> None:
    (tmp_path / "register.csv").write_text("id,country\n")
    (tmp_path / "answers.csv").write_text("supplier,source,date,question,answer\n")
    done = run("score", "garments", tmp_path / "register.csv", tmp_path / "answers.csv", "--to", tmp_path / "scores")
    assert done.code == 3
    assert not (tmp_path / "scores").exists()
