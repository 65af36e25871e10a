"""Signs in texts that nobody sees and nobody typed: removed, and said so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from duediligence.findings import Finding, warning
from duediligence.intake.files.grid import Grid, Value

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    """The text without control and direction signs, zero-width spaces and halves of surrogate pairs."""
    return _UNSEEN.sub("", text)


def shown_path(path: Path, root: Path) -> str:
    """A file as people see it: below a folder, with `?` for what is no sign of a text (a name may hold any byte)."""
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    return _UNSEEN.sub("?", name)


def is_clean(text: str) -> bool:
    """Whether a text holds only signs that people see or type."""
    return _UNSEEN.search(text) is None


def clean_rows(grid: Grid, longest: int, findings: Sequence[Finding] = ()) -> Grid:
    """The grid with clean texts of bearable length, and findings at the cells that were changed."""
    # one search over all texts together: nearly every file is clean
    texts = [value for value in filter(None, chain.from_iterable(grid.rows)) if type(value) is str]
    if max(map(len, texts), default=0) <= longest and _all_clean(texts):
        return replace(grid, findings=(*grid.findings, *findings)) if findings else grid
    rows, found = [], list(findings)
    for i, row in enumerate(grid.rows):
        if any(_needs_work(value, longest) for value in row):
            row = [_cleaned(grid, i, j, value, longest, found) for j, value in enumerate(row)]
        rows.append(row)
    return replace(grid, rows=rows, findings=(*grid.findings, *found))


def _all_clean(texts: Iterable[str]) -> bool:
    """Whether all texts are clean; every sign that is not counts as not printable, and that is known sooner."""
    joined = "\n".join(texts)
    return joined.replace("\n", "").isprintable() or is_clean(joined)


def _needs_work(value: Value, longest: int) -> bool:
    return isinstance(value, str) and (len(value) > longest or not is_clean(value))


def _cleaned(grid: Grid, row: int, column: int, value: Value, longest: int, found: list[Finding]) -> Value:
    if not isinstance(value, str):
        return value
    text = clean(value)
    if text != value:
        found.append(warning("unseen_signs_removed", grid.location(row, column), count=len(value) - len(text)))
    if len(text) > longest:
        found.append(warning("text_cut", grid.location(row, column), length=len(text), limit=longest))
    return text[:longest]
