"""A page or workbook beside the one that the repeated run gives: the texts and cells that differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from duediligence.audit.manifest_reader import page_texts
from duediligence.i18n.texts import LANGUAGES, translate
from duediligence.intake.files.grid import Grid, as_text, is_blank_row
from duediligence.intake.files.sources import receive
from duediligence.model.plan_sheet import ACTION_ID, MEMORY, TYPED
from duediligence.model.verification import Difference, DifferenceKind

NOTHING = "–"
LONGEST = 200
SHEET = "report.sheets.method.title"
_LANGUAGE = re.compile(r'<html lang="(\w+)"')


def page_language(page: Path) -> str:
    """The language in which a page says it is."""
    found = _LANGUAGE.search(page.read_text("utf-8", errors="replace")[:4096])
    return found[1] if found and found[1] in LANGUAGES else LANGUAGES[0]


def workbook_language(workbook: Path) -> str:
    """The language of a workbook, by the name of one of its sheets that each language writes in its own way."""
    received = receive(workbook, workbook.name).value
    names = received.sheet_names if received else ()
    told = (language for language in LANGUAGES if translate(SHEET, language) in names)
    return next(told, LANGUAGES[0])


def told_audience(texts: Iterable[str], names: Mapping[str, str]) -> str | None:
    """For whom a report says it is, whatever its file is called; None where it is of no audience that we know."""
    told = (names.get(text) or names.get(text.partition(". ")[0]) for text in texts)
    return next(filter(None, told), None)


def page_differences(old: Path, new: Path) -> Iterator[Difference]:
    """The texts of a page that differ, each with the text before it as its place.

    A page can mislead in its pictures, colours and script alone, so one whose texts are the same differs all the same.
    """
    before, after = (page_texts(path.read_text("utf-8", errors="replace")) for path in (old, new))
    if before == after:
        yield Difference(DifferenceKind.MARKUP_CHANGED, old.name)
    for tag, a1, a2, b1, b2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag != "equal":
            place = before[a1 - 1] if a1 else old.name
            values = (" ".join(part)[:LONGEST] or NOTHING for part in (before[a1:a2], after[b1:b2]))
            yield Difference(DifferenceKind.OUTPUT_CHANGED, f"{old.name} › {place[:80]}", *values)


def workbook_differences(old: Path, new: Path) -> Iterator[Difference]:
    """The rows of a workbook that only one side has; sorting a sheet and filling in the plan changes none."""
    before, after = (receive(path, old.name).value for path in (old, new))
    names = dict.fromkeys((*(before.sheet_names if before else ()), *(after.sheet_names if after else ())))
    for name in names:
        rows = [_rows(side.grid(name) if side else None) for side in (before, after)]
        for row in sorted(rows[0].keys() - rows[1].keys()):
            yield Difference(DifferenceKind.OUTPUT_CHANGED, rows[0][row], " | ".join(row)[:LONGEST], NOTHING)
        for row in sorted(rows[1].keys() - rows[0].keys()):
            yield Difference(DifferenceKind.OUTPUT_CHANGED, f"{old.name} › {name}", NOTHING, " | ".join(row)[:LONGEST])


def _rows(grid: Grid | None) -> dict[tuple[str, ...], str]:
    """The rows with their place, without the columns that people fill in and without blank cells."""
    if grid is None:
        return {}
    left_out = _typed_columns(grid)
    found: dict[tuple[str, ...], str] = {}
    for index, row in enumerate(grid.rows):
        if not is_blank_row(row):
            cells = (as_text(value) for column, value in enumerate(row) if column not in left_out)
            found.setdefault(tuple(filter(None, cells)), str(grid.location(index, 0)))
    found.pop((), None)
    return found


def _typed_columns(grid: Grid) -> frozenset[int]:
    """The columns of the sheet of actions under the keys of what people type and what is remembered of it."""
    heads = next((row for row in grid.rows[:30] if ACTION_ID in row), ())
    return frozenset(i for i, value in enumerate(heads) if value in (*TYPED, *MEMORY))
