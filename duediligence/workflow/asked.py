"""Who was sent a form and by when an answer is asked, as far as the folder of forms shows it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from duediligence.model.form import file_stem
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Supplier
from duediligence.reporting.exports.output import RECORD, written_names

FOLDER = "forms"
DEADLINES = "deadlines.json"
"""By when an answer was asked of each supplier: whoever still has time is not silent."""
_SCHEMA = "duediligence.deadlines/1"


def form_files(root: Path) -> list[Path]:
    """The files that show which forms were written: the record that the writer keeps, else the forms themselves."""
    folder = root / FOLDER
    if (folder / RECORD).is_file():
        return [folder / name for name in (RECORD, DEADLINES) if (folder / name).is_file()]
    return sorted(file for file in folder.glob("*") if file.is_file()) if folder.is_dir() else []


def asked_suppliers(root: Path, suppliers: Iterable[Supplier]) -> frozenset[str]:
    """The suppliers for whom a form was written; a form may be gone by now, for it was sent."""
    names = written_names(root / FOLDER) or [file.name for file in form_files(root)]
    stems = {name.rpartition(f"_{Respondent.SUPPLIER.value}")[0] for name in names}
    return frozenset(supplier.id for supplier in suppliers if file_stem(supplier.id) in stems)


def deadlines(root: Path) -> dict[str, date]:
    """By supplier the day by which an answer was asked; what cannot be read says nothing."""
    with suppress(OSError, ValueError, AttributeError):
        found = json.loads((root / FOLDER / DEADLINES).read_bytes()).get("suppliers")
        return {str(id): date.fromisoformat(str(day)) for id, day in found.items()}
    return {}


def with_deadline(root: Path, asked: Iterable[Supplier], day: date | None) -> bytes:
    """The file of deadlines once these suppliers were asked; a form without a day takes an earlier day away."""
    ids = [supplier.id for supplier in asked]
    known: Mapping[str, date] = {id: by for id, by in deadlines(root).items() if id not in ids}
    told = {**known, **(dict.fromkeys(ids, day) if day else {})}
    document = {"schema": _SCHEMA, "suppliers": {id: told[id].isoformat() for id in sorted(told)}}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
