"""Text tables (csv, tsv): whatever separator and encoding a spreadsheet program chose to write them with."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from duediligence.findings import Finding, Location, error, warning
from duediligence.intake.files.grid import Book, Grid, until_gap
from duediligence.intake.files.kinds import two_bytes_a_sign
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.safety import LIMITS, Limits, Refused
from duediligence.intake.files.text import clean_rows

SEPARATORS = (";", "\t", ",", "|")
_LOOKED_AT = 40  # rows from which the separator is told
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_OLD_WINDOWS = "cp1252"


def open_delimited(data: bytes, shown_as: str, limits: Limits = LIMITS) -> Reading[Book]:
    """The one sheet of a text table; raises Refused where the file is no text."""
    decoded = decode(data, shown_as)
    text, skipped = _without_hint(decoded.value)
    grid = _grid(text, shown_as, skipped, limits)
    return Reading(Book(("",), lambda name: grid), decoded.findings)


def decode(data: bytes, shown_as: str) -> Reading[str]:
    """The text of a file, with a finding where the encoding had to be taken for the old one of Windows."""
    marked = next((name for bom, name in _BOMS if data.startswith(bom)), None)
    for encoding in (marked or two_bytes_a_sign(data[:4096]), "utf-8"):
        if encoding and (text := _decoded(data, encoding)) is not None:
            return Reading(text)
    old = None if data.startswith(_UTF16) else _decoded(data, _OLD_WINDOWS)
    if old is None:
        raise Refused("text_unreadable", Location(file=shown_as))
    return Reading(old, (warning("read_as_windows_text", Location(file=shown_as, line=_first_bad_line(data))),))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _first_bad_line(data: bytes) -> int:
    """The first line with a byte that is no UTF-8."""
    return next((n for n, line in enumerate(data.split(b"\n"), 1) if _decoded(line, "utf-8") is None), 1)


def _without_hint(text: str) -> tuple[str, str]:
    """Excel may write `sep=;` in the first line: it is no row of data, but it counts as a line."""
    first, _, rest = text.partition("\n")
    hint = first.strip().strip('"')
    if hint.casefold().startswith("sep=") and len(hint) == 5:
        return rest, hint[4]
    return text, ""


def _grid(text: str, shown_as: str, hint: str, limits: Limits) -> Grid:
    separator = hint or separator_of(text)
    rows, lines, findings = _rows(text, separator, shown_as)
    if hint:
        rows, lines = [[], *rows], [1, *(line + 1 for line in lines)]
    kept, ended = until_gap(rows, shown_as, "")
    if text.count('"') % 2:
        findings.append(warning("quote_not_closed", Location(file=shown_as, line=lines[-1] if lines else 1)))
    return clean_rows(Grid(shown_as, "", kept, lines=lines), limits.text, [*findings, *ended])


def _rows(text: str, separator: str, shown_as: str) -> tuple[list[list[str]], list[int], list[Finding]]:
    """The rows with the line at which each begins; stops, with a finding, where a cell has no end."""
    rows, lines, line = list[list[str]](), list[int](), 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append(row)
            lines.append(line)
            line = reader.line_num + 1
    except csv.Error:
        return rows, lines, [error("csv_cell_without_end", Location(file=shown_as, line=line))]
    return rows, lines, []


def separator_of(text: str) -> str:
    """The separator that cuts most rows into the same number of cells, and then into the most cells."""
    head = "".join(islice(io.StringIO(text, newline=""), _LOOKED_AT))
    return max(SEPARATORS, key=lambda separator: _evenness(head, separator))


def _evenness(head: str, separator: str) -> tuple[int, int]:
    widths = Counter(width for width in _widths(head, separator) if width > 1)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width


def _widths(head: str, separator: str) -> Iterator[int]:
    with suppress(csv.Error):  # a cell without end is named when the rows are read
        for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            yield len(row)
