"""Two sets of files side by side: which ones differ by their digest, and inside them the cells and lines that do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from duediligence import yamlfile
from duediligence.intake.files.grid import Grid, as_text, is_blank_row
from duediligence.intake.files.sources import receive
from duediligence.model.verification import Difference, DifferenceKind

MOST_ROWS = 20_000
"""Larger tables are compared as sets of rows: lining rows up takes time that grows with their square."""
NOTHING = "–"
_SHOWN = 12

_INPUT = (DifferenceKind.INPUT_MISSING, DifferenceKind.INPUT_ADDED, DifferenceKind.INPUT_CHANGED)
_CONTENT = (DifferenceKind.CONTENT_MISSING, DifferenceKind.CONTENT_ADDED, DifferenceKind.CONTENT_CHANGED)

Table = list[tuple[str, ...]]


def digest_differences(old: Mapping[str, str], new: Mapping[str, str], content: bool) -> Iterator[Difference]:
    """The files that are gone, that came, and that changed."""
    missing, added, changed = _CONTENT if content else _INPUT
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield Difference(missing, name, old[name][:_SHOWN], NOTHING)
        elif name not in old:
            yield Difference(added, name, NOTHING, new[name][:_SHOWN])
        elif old[name] != new[name]:
            yield Difference(changed, name, *short_digests(old[name], new[name]))


def short_digests(old: str, new: str) -> tuple[str, str]:
    """The part of two digests that people compare by eye: their beginning, or the place where they first differ."""
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), 0)
    if same < _SHOWN:
        return old[:_SHOWN], new[:_SHOWN]
    first = same - _SHOWN // 2
    shown = (digest[first : first + _SHOWN] for digest in (old, new))
    before, after = (f"…{part}" for part in shown)
    return before, after


def inside_differences(old: Path, new: Path, shown_as: str) -> Iterator[Difference]:
    """The cells of a table, or the lines of a text, that differ between two editions of a file."""
    if new.suffix.casefold() in (".yaml", ".yml"):
        yield from _lines(old, new, shown_as)
        return
    before, after = (receive(path, shown_as).value for path in (old, new))
    if before is None or after is None or not (before.sheet_names and after.sheet_names):
        yield from _lines(old, new, shown_as) if _is_text(new) else ()
        return
    for name in dict.fromkeys((*before.sheet_names, *after.sheet_names)):
        yield from table_differences(before.grid(name), after.grid(name), shown_as, name)


def table_differences(old: Grid | None, new: Grid | None, file: str, sheet: str) -> Iterator[Difference]:
    """The cells that differ; rows that were put in or taken out are told whole, the others are lined up."""
    before, after = _table(old), _table(new)
    if before == after:
        return
    if max(len(before), len(after)) > MOST_ROWS:
        yield from _row_sets(before, after, " › ".join(filter(None, (file, sheet))))
        return
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(a2 - a1, b2 - b1)):
            was = before[a1 + step] if a1 + step < a2 else None
            now = after[b1 + step] if b1 + step < b2 else None
            grid, row = (new, b1 + step) if now is not None else (old, a1 + step)
            if grid is not None:
                yield from _cells(was, now, grid, row)


def _table(grid: Grid | None) -> Table:
    rows = [tuple(map(as_text, row)) for row in grid.rows] if grid else []
    while rows and is_blank_row(rows[-1]):
        rows.pop()
    return rows


def _cells(was: Sequence[str] | None, now: Sequence[str] | None, grid: Grid, row: int) -> Iterator[Difference]:
    if was is None or now is None:
        values = (NOTHING, _row_text(now)) if was is None else (_row_text(was), NOTHING)
        yield Difference(DifferenceKind.CELL, str(grid.location(row, 0)), *values)
        return
    for column in range(max(len(was), len(now))):
        a, b = (cells[column] if column < len(cells) else "" for cells in (was, now))
        if a != b:
            yield Difference(DifferenceKind.CELL, str(grid.location(row, column)), a or NOTHING, b or NOTHING)


def _row_text(row: Sequence[str] | None) -> str:
    return " | ".join(cell for cell in row or () if cell) or NOTHING


def _row_sets(before: Table, after: Table, place: str) -> Iterator[Difference]:
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    yield from (Difference(DifferenceKind.CELL, place, _row_text(row), NOTHING) for row in gone.elements())
    yield from (Difference(DifferenceKind.CELL, place, NOTHING, _row_text(row)) for row in come.elements())


def _is_text(path: Path) -> bool:
    return b"\0" not in path.read_bytes()[:4096]


def _lines(old: Path, new: Path, shown_as: str) -> Iterator[Difference]:
    """The lines that differ, each with the key under which it stands where the file is YAML."""
    before, after = (path.read_text("utf-8-sig", errors="replace").splitlines() for path in (old, new))
    keys = {path: _keys_by_line(path, shown_as) for path in (old, new)}
    for tag, a1, a2, b1, b2 in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(a2 - a1, b2 - b1)):
            was = before[a1 + step].strip() if a1 + step < a2 else NOTHING
            now = after[b1 + step].strip() if b1 + step < b2 else NOTHING
            line, path = (b1 + step + 1, new) if b1 + step < b2 else (a1 + step + 1, old)
            key = keys[path].get(line, "")
            yield Difference(DifferenceKind.LINE, f"{shown_as} › {line}", was or NOTHING, now or NOTHING, subject=key)


def _keys_by_line(path: Path, shown_as: str) -> dict[int, str]:
    """The innermost key of every line of a YAML file (`tiers.high_possible.value`)."""
    if path.suffix.casefold() not in (".yaml", ".yml"):
        return {}
    document, _ = yamlfile.read(path, shown_as)
    found: dict[int, str] = {}
    for keys in document.marks if document else ():
        if keys:
            place = document.location(keys) if document else None
            if place is not None and len(place.path) >= len(found.get(place.line, "")):
                found[place.line] = place.path
    return found
