"""`score`: large files in, parquet out; whole or not at all, and what could not be read is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from duediligence.declarations.sector import load_sector
from duediligence.errors import InputError
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.scoring.large import Part
from duediligence.scoring.score import score
from duediligence.tables.engine import PolarsEngine
from duediligence.tables.facts import facts_table
from duediligence.tables.responses import response_table
from duediligence.workflow import scoring_files
from duediligence.workflow.layers import open_library
from duediligence.workflow.scoring_files import Files, ScoredFiles, score_files
from tests import mini

SECTOR = "x"
ENGINE = PolarsEngine()
REGISTER = {"id": ["s2", "s1", "s3"], "country": ["IN", "NO", "CN"], "workers": [30.0, 5.0, None]}
ANSWERS = [
    ("s1", "supplier", "2026-01-01", "pay", "ok"),
    ("s2", "supplier", "2026-01-01", "papers", "held"),
    ("s2", "worker_interviews", "2026-02-01", "wi_papers", "own"),
]


def scored(
    folder: Path, answers: Sequence[Sequence[str]] = ANSWERS, register: Any = None, at_once: int | None = 2
) -> ScoredFiles:
    pl.DataFrame(register or REGISTER).write_parquet(folder / "register.parquet")
    columns = ["supplier", "source", "date", "question", "answer"]
    pl.DataFrame([tuple(row) for row in answers], schema=columns, orient="row").write_csv(folder / "answers.csv")
    files = Files(folder / "register.parquet", folder / "answers.csv", folder / "scores")
    return score_files(ENGINE, SECTOR, files, mini.FOLDER, at_once=at_once)


def tiers(folder: Path) -> dict[str, str]:
    return dict(pl.read_parquet(folder / "scores" / "suppliers.parquet").select("supplier", "tier").rows())


@pytest.mark.parametrize("at_once", [None, 1, 2, 50])
def test_the_scores_are_those_of_answers_read_one_by_one_however_many_go_at_once(
    tmp_path: Path, at_once: int | None
) -> None:
    done = scored(tmp_path, at_once=at_once)
    suppliers = [
        Supplier("s1", "s1", {"country": ("NO",), "workers": (5.0,)}),
        Supplier("s2", "s2", {"country": ("IN",), "workers": (30.0,)}),
        Supplier("s3", "s3", {"country": ("CN",)}),
    ]
    answers = [Answer(s, q, SourceKind(k), AnswerState.ANSWERED, (a,), date=_day(d)) for s, k, d, q, a in ANSWERS]
    content = load_sector(open_library(Path(), None, mini.FOLDER), SECTOR)
    facts, responses = facts_table(ENGINE, suppliers, content), response_table(ENGINE, answers, content)
    expected = mini.bounds_of(score(ENGINE, facts, responses, content))
    assert tiers(tmp_path) == {id: bounds.tier for id, bounds in expected.items()}
    rows = pl.read_parquet(tmp_path / "scores" / "indicators.parquet").rows(named=True)
    found = {(row["supplier"], row["indicator"]): row["possible"] for row in rows}
    assert found == {
        (id, i): pytest.approx(pair[1], abs=1e-9) for id, b in expected.items() for i, pair in b.indicators.items()
    }
    assert (done.suppliers, done.answers, sum(done.tiers.values())) == (3, 3, 3)


def test_suppliers_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    scored(tmp_path, at_once=1)
    assert pl.read_parquet(tmp_path / "scores" / "suppliers.parquet")["supplier"].to_list() == ["s1", "s2", "s3"]


def test_every_problem_is_told_and_written(tmp_path: Path) -> None:
    wrong = [
        ("s1", "supplier", "2026-01-01", "pai", "ok"),
        ("s1", "the_neighbour", "2026-01-01", "pay", "ok"),
        ("s1", "supplier", "next week", "pay", "ok"),
        ("s1", "supplier", "2026-01-01", "papers", "perhaps"),
        ("nobody", "supplier", "2026-01-01", "pay", "ok"),
    ]
    done = scored(tmp_path, [*ANSWERS, *wrong])
    assert {finding.code: finding.params["found"] for finding in done.findings} == {
        "unknown_question": "pai",
        "unknown_source": "the_neighbour",
        "many_unreadable_date": "next week",
        "many_unreadable_answer": "papers",
        "many_unknown_supplier": "",
    }
    assert pl.read_parquet(tmp_path / "scores" / "problems.parquet").height == 5


def test_a_register_with_a_supplier_twice_and_a_number_that_is_none(tmp_path: Path) -> None:
    register = {"id": ["s1", "s1", "s2"], "country": ["NO", "IN", "IN"], "workers": ["5", "6", "many"]}
    done = scored(tmp_path, register=register)
    assert set(tiers(tmp_path)) == {"s2"}
    assert {f.code: f.params["found"] for f in done.findings if f.code != "many_unknown_supplier"} == {
        "many_duplicate_supplier": "s1",
        "many_unreadable_fact": "workers",
    }


def test_a_register_without_suppliers_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_suppliers"):
        scored(tmp_path, [], {"id": pl.Series([], dtype=pl.String)})
    assert not (tmp_path / "scores").exists()


def test_nothing_appears_when_the_work_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(self: Part, engine: object) -> dict[str, int]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Part, "tiers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        scored(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.csv", "register.parquet"]


def test_the_former_scores_stay_when_the_work_is_broken_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scored(tmp_path)
    before = tiers(tmp_path)
    monkeypatch.setattr(scoring_files, "_write", _broken)
    with pytest.raises(KeyboardInterrupt):
        scored(tmp_path, [("s1", "supplier", "2026-01-01", "papers", "held")])
    assert tiers(tmp_path) == before


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("register.csv", "answers.csv", "damaged.parquet", "answers.txt")}
    files["register.csv"].write_text("id,country\ns1,NO\n")
    files["answers.csv"].write_text("supplier,source,question\ns1,supplier,pay\n")
    files["damaged.parquet"].write_bytes(b"nothing of the kind")
    files["answers.txt"].write_text("anything")
    for register, answers, code in (
        ("register.csv", "answers.csv", "table_columns"),
        ("damaged.parquet", "answers.csv", "table_unreadable"),
        ("register.csv", "absent.csv", "table_missing"),
        ("register.csv", "answers.txt", "table_type"),
    ):
        named = Files(tmp_path / register, tmp_path / answers, tmp_path / "scores")
        with pytest.raises(InputError, match=code):
            score_files(ENGINE, SECTOR, named, mini.FOLDER)
    assert not (tmp_path / "scores").exists()


def test_progress_is_told_part_by_part(tmp_path: Path) -> None:
    scored(tmp_path)
    told: list[tuple[int, int]] = []
    files = Files(tmp_path / "register.parquet", tmp_path / "answers.csv", tmp_path / "again")
    score_files(ENGINE, SECTOR, files, mini.FOLDER, lambda done, of: told.append((done, of)), at_once=2)
    assert told == [(2, 3), (3, 3)]


def _broken(*arguments: object) -> dict[str, int]:
    raise KeyboardInterrupt


def _day(text: str) -> Any:
    return date.fromisoformat(text)
