"""Files appear whole or not at all, and what people changed is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.reporting.output import write_files


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_set_of_files_is_written_with_its_folders(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.html": b"page", "history/2026.json": b"{}"})
    assert (tmp_path / "plan.html").read_bytes() == b"page"
    assert (tmp_path / "history" / "2026.json").read_bytes() == b"{}"


def test_our_own_work_is_replaced_without_leaving_a_copy(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.html": b"first"})
    write_files(tmp_path, {"plan.html": b"second"})
    assert names(tmp_path) == {"plan.html", ".written"}


def test_what_people_changed_is_kept_aside_before_it_is_replaced(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.xlsx": b"ours"})
    (tmp_path / "plan.xlsx").write_bytes(b"with their notes")
    write_files(tmp_path, {"plan.xlsx": b"next round"})
    (kept,) = (tmp_path / "kept").iterdir()
    assert kept.read_bytes() == b"with their notes"
    assert (tmp_path / "plan.xlsx").read_bytes() == b"next round"


def test_a_failure_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(OSError, match="taken"):
        write_files(tmp_path, {"plan.html": b"page", "taken/plan.xlsx": b"book"})
    assert names(tmp_path) == {"taken"}
