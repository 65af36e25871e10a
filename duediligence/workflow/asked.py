"""Who was sent a form, as far as the folder of forms shows it; nobody else is said not to have answered."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from duediligence.model.form import file_stem
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.reporting.output import RECORD, written_names

FOLDER = "forms"


def form_files(root: Path) -> list[Path]:
    """The files that show which forms were written: the record that the writer keeps, else the forms themselves."""
    folder = root / FOLDER
    if (folder / RECORD).is_file():
        return [folder / RECORD]
    return sorted(file for file in folder.glob("*") if file.is_file()) if folder.is_dir() else []


def asked_suppliers(root: Path, suppliers: Iterable[Supplier]) -> frozenset[str]:
    """The suppliers for whom a form was written; a form may be gone by now, for it was sent."""
    names = written_names(root / FOLDER) or [file.name for file in form_files(root)]
    stems = {name.rpartition(f"_{Respondent.SUPPLIER.value}")[0] for name in names}
    return frozenset(supplier.id for supplier in suppliers if file_stem(supplier.id) in stems)
