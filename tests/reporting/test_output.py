"""Files appear whole or not at all, over nothing that is not ours, and what people changed is never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from duediligence.errors import InputError
from duediligence.reporting.exports.output import write_files


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_set_of_files_is_written_with_its_folders(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.html": b"page", "history/2026.json": "{}"})
    assert (tmp_path / "plan.html").read_bytes() == b"page"
    assert (tmp_path / "history" / "2026.json").read_bytes() == b"{}"


def test_our_own_work_is_replaced_without_leaving_a_copy(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.html": b"first"})
    write_files(tmp_path, {"plan.html": b"second"})
    assert names(tmp_path) == {"plan.html", ".written"}


def test_what_people_changed_is_kept_aside_before_it_is_replaced(tmp_path: Path) -> None:
    for change in (b"with their notes", b"with other notes"):
        write_files(tmp_path, {"plan.xlsx": b"ours"})
        (tmp_path / "plan.xlsx").write_bytes(change)
    write_files(tmp_path, {"plan.xlsx": b"next round"})
    kept = {file.read_bytes() for file in (tmp_path / "kept").iterdir()}
    assert kept == {b"with their notes", b"with other notes"}
    assert (tmp_path / "plan.xlsx").read_bytes() == b"next round"


def test_a_file_that_is_not_ours_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"my own budget")
    with pytest.raises(InputError) as refused:
        write_files(tmp_path, {"new.html": b"page", "plan.xlsx": b"book"})
    assert refused.value.code == "output_not_ours"
    assert names(tmp_path) == {"plan.xlsx"}
    assert (tmp_path / "plan.xlsx").read_bytes() == b"my own budget"


def test_our_own_file_is_known_by_its_mark_where_the_record_is_gone(tmp_path: Path) -> None:
    (tmp_path / "plan.html").write_bytes(b'<meta name="generator" content="duediligence">')
    write_files(tmp_path, {"plan.html": b"next"})
    assert (tmp_path / "plan.html").read_bytes() == b"next"


def test_a_failure_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    with pytest.raises(InputError) as failed:
        write_files(tmp_path, {"plan.html": b"page", "taken/plan.xlsx": b"book"})
    assert failed.value.code == "output_not_written"
    assert names(tmp_path) == {"taken"}


def test_a_failure_halfway_puts_every_old_file_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"a.html": b"old a", "b.html": b"old b"})
    before = {name: (tmp_path / name).read_bytes() for name in names(tmp_path)}
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if self.name == ".b.html.new":
            raise PermissionError(13, "in use", str(self))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(InputError, match="output_not_written"):
        write_files(tmp_path, {"a.html": b"new a", "b.html": b"new b", "c.html": b"new c"})
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == before


@pytest.mark.parametrize("name", ["../plan.html", "/plan.html", "a/../../plan.html"])
def test_a_name_never_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="output_bad_name"):
        write_files(tmp_path / "reports", {name: b"page"})
    assert names(tmp_path) == set()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.html"
    outside.write_bytes(b"duediligence")
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "plan.html").symlink_to(outside)
    with pytest.raises(InputError, match="output_not_ours"):
        write_files(folder, {"plan.html": b"page"})
    assert outside.read_bytes() == b"duediligence"


def test_a_report_that_would_contradict_the_new_ones_goes_with_them(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.xlsx": b"nl", "plan.en.xlsx": b"en", "bundle.zip": b"z"})
    write_files(tmp_path, {"plan.xlsx": b"en"}, stale=["plan.en.xlsx", "plan.nl.xlsx"])
    assert names(tmp_path) == {"plan.xlsx", "bundle.zip", ".written"}


def test_what_people_typed_in_a_report_that_goes_is_kept_aside(tmp_path: Path) -> None:
    write_files(tmp_path, {"plan.xlsx": b"nl", "plan.en.xlsx": b"en"})
    (tmp_path / "plan.en.xlsx").write_bytes(b"with notes")
    write_files(tmp_path, {"plan.xlsx": b"nl 2"}, stale=["plan.en.xlsx"])
    assert names(tmp_path) == {"plan.xlsx", "kept/plan.en.xlsx", ".written"}
    assert (tmp_path / "kept" / "plan.en.xlsx").read_bytes() == b"with notes"


def test_a_stranger_with_the_name_of_an_old_report_stays(tmp_path: Path) -> None:
    (tmp_path / "plan.en.xlsx").write_bytes(b"my own translation")
    write_files(tmp_path, {"plan.xlsx": b"nl"}, stale=["plan.en.xlsx"])
    assert (tmp_path / "plan.en.xlsx").read_bytes() == b"my own translation"


def test_a_failure_puts_back_what_was_to_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"plan.xlsx": b"nl", "plan.en.xlsx": b"en"})
    replace = Path.replace

    def stopped(source: Path, target: Path) -> Path:
        if source.name == "plan.en.xlsx":
            raise KeyboardInterrupt
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        write_files(tmp_path, {"plan.xlsx": b"nl 2"}, stale=["plan.en.xlsx"])
    monkeypatch.undo()
    assert (tmp_path / "plan.xlsx").read_bytes() == b"nl"
    assert (tmp_path / "plan.en.xlsx").read_bytes() == b"en"
    assert names(tmp_path) == {"plan.xlsx", "plan.en.xlsx", ".written"}
