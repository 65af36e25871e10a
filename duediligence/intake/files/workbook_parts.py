"""The checked parts of a workbook on their way to the parser: without what it need not see, in an archive of ours."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping

from duediligence.intake.files.safety import Limits
from duediligence.intake.files.sheet_xml import reach
from duediligence.model.form import LISTS_MARK

EMPTY_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'

_FIRST_CELL = re.compile(
    rb"<sheetData>\s*<row\s[^<>]*>\s*<c r=\"A1\"[^<>]*>\s*(?:<is>\s*<t[^<>]*>([^<]*)</t>|<v>([0-9]+)</v>)"
)
_MERGED, _MERGED_END = re.compile(rb"<mergeCells(?:\s[^<>]*)?>"), b"</mergeCells>"
_WITHIN = 4_096
_ENTRY, _LISTED, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_FIRST_DAY = 33  # 1980-01-01: an archive knows no earlier one


def without_endless_sheets(parts: Mapping[str, bytes], limits: Limits) -> tuple[dict[str, bytes], dict[str, str]]:
    """Empties every sheet that reaches further than may be read; gives the code of the finding by part."""
    endless: dict[str, str] = {}
    for name, part in parts.items():
        cells = reach(part) if b"sheetData" in part else 0
        if cells is None or cells > limits.cells:
            endless[name] = "sheet_unreadable" if cells is None else "sheet_too_large"
    return {name: EMPTY_SHEET if name in endless else part for name, part in parts.items()}, endless


def slimmed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts without lists for dropdowns, and without what follows the cells of a sheet."""
    return _only_cells(_without_lists(parts))


def _only_cells(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every sheet without what follows its cells; its merged cells are put in front of them.

    The parser goes through a sheet a second time, until it has found these, and they stand at the end.
    """
    return {name: _cells_of(part) for name, part in parts.items()}


def _cells_of(part: bytes) -> bytes:
    start, end = part.find(b"<sheetData>"), part.rfind(b"</sheetData>") + len(b"</sheetData>")
    if not 0 <= start < end or part.find(b"<!", 0, start) >= 0 or part.find(b"<!", end) >= 0:
        return part
    return b"".join((part[:start], _merged_of(part, end), part[start:end], b"</worksheet>"))


def _merged_of(part: bytes, end: int) -> bytes:
    """The merged cells of a sheet, which stand after its cells; in two steps, so that no search begins ever again."""
    opened = _MERGED.search(part, end)
    closed = part.find(_MERGED_END, opened.end()) if opened else -1
    return part[opened.start() : closed] + _MERGED_END if opened and closed >= 0 else b"<mergeCells></mergeCells>"


def _without_lists(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Empties the hidden sheet with the dropdowns of our own forms, a third of the file and nobody's answer."""
    number = _number_of_text(LISTS_MARK.encode(), parts)
    return {name: EMPTY_SHEET if _is_lists(part, number) else part for name, part in parts.items()}


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The parts as a new archive in memory, so that a parser sees what was checked and nothing else.

    Written here and not by zipfile, which takes longer over it than the parser takes to read it.
    """
    entries, listed, at = [], [], 0
    for name, content in parts.items():
        called = name.encode("utf-8", "surrogatepass")
        about = (0x800, 0, 0, _FIRST_DAY, zlib.crc32(content), len(content), len(content), len(called), 0)
        entries += [_ENTRY.pack(b"PK\3\4", 20, *about), called, content]
        listed += [_LISTED.pack(b"PK\1\2", 20, 20, *about, 0, 0, 0, 0, at), called]
        at += _ENTRY.size + len(called) + len(content)
    length = sum(map(len, listed))
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), length, at, 0)
    return io.BytesIO(b"".join((*entries, *listed, end)))


def _number_of_text(text: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Under which number cells refer to a text; empty where it is not among the shared texts."""
    texts = next((part for name, part in parts.items() if name.casefold() == "xl/sharedstrings.xml"), b"")
    at = texts.find(b">%s</t>" % text)
    if at < 0 or b"<!" in texts:
        return b""
    return b"%d" % (texts.count(b"<si", 0, at) - 1)


def _is_lists(part: bytes, number: bytes) -> bool:
    first = _FIRST_CELL.search(part[:_WITHIN])
    if first is None:
        return False
    return first[1] == LISTS_MARK.encode() if first[1] is not None else bool(number) and first[2] == number
