"""Who was sent a form: the folder of forms shows it, also after the forms were mailed and moved."""

from __future__ import annotations

from pathlib import Path

from duediligence.model.response import Supplier
from duediligence.reporting.exports.output import write_files
from duediligence.workflow.asked import asked_suppliers, form_files

SITES = [Supplier(id, id, {}) for id in ("mill", "mill 2", "dyehouse")]
FORM = b"PK form of duediligence"


def test_without_a_folder_of_forms_nobody_is_known_to_have_been_asked(tmp_path: Path) -> None:
    assert asked_suppliers(tmp_path, SITES) == frozenset()
    assert form_files(tmp_path) == []


def test_a_form_for_the_supplier_shows_that_it_was_asked(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    for name in ("mill_supplier_nl.xlsx", "dyehouse_workers_en.xlsx", "notes.txt"):
        (folder / name).write_bytes(FORM)
    assert asked_suppliers(tmp_path, SITES) == {"mill"}


def test_a_form_that_was_sent_and_moved_away_still_counts(tmp_path: Path) -> None:
    (written,) = write_files(tmp_path / "forms", {"dyehouse_supplier.html": "<!-- duediligence -->"})
    written.unlink()
    assert asked_suppliers(tmp_path, SITES) == {"dyehouse"}
    assert [file.name for file in form_files(tmp_path)] == [".written"]
