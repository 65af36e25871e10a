"""Small files made so that a careless search through them would not end: they are read, or named, at once."""

from __future__ import annotations

import io
import signal
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType

import pytest

from duediligence.findings import NOWHERE
from duediligence.intake.answers import QuestionReader
from duediligence.intake.files.grid import Cell
from duediligence.intake.typed.values import FactReader
from tests.forms.bakery import content, form_for
from tests.forms.filled import ANSWERS, fill, read_back, said
from tests.intake.tables import FACTS

FAR_TOO_LONG = 120
"""Seconds; what is meant takes a few hundredths of one, and what is not meant takes hours."""
SHEET, STYLES = "xl/worksheets/sheet2.xml", "xl/styles.xml"
ERROR = b'<c r="A%d" t="e"><v>#N/A</v></c >'


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError("this search does not end")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(FAR_TOO_LONG)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@cache
def _parts() -> dict[str, bytes]:
    buffer = io.BytesIO()
    fill(form_for()).save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def after_the_cells(added: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"</sheetData>", b"</sheetData>" + added, 1)


def among_the_cells(added: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"</sheetData>", added + b"</sheetData>", 1)


def before_the_formats(added: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(b"<cellXfs", added + b"<cellXfs", 1)


WORKBOOKS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "merged cells without end": (SHEET, after_the_cells(b"<mergeCells>" * 100_000)),
    "the whole sheet merged, again and again": (
        SHEET,
        after_the_cells(b"<mergeCells>" + b'<mergeCell ref="A300:XFD1048576"/>' * 5_000 + b"</mergeCells>"),
    ),
    "cells in a remark": (
        SHEET,
        among_the_cells(b'<row r="200">' + ERROR % 200 + b"</row><!--" + b'<c r="A1">' * 100_000 + b"-->"),
    ),
    "cells that end with a space": (
        SHEET,
        among_the_cells(b"".join(b'<row r="%d">' % i + ERROR % i + b"</row>" for i in range(200, 40_000))),
    ),
    "formats without end": (STYLES, before_the_formats(b"<x>" + b"<cellXfs>" * 100_000 + b"</x>")),
    "a word without end": (
        STYLES,
        before_the_formats(b'<numFmts><numFmt numFmtId="170" formatCode="0%" ' + b"a" * 400_000 + b"/></numFmts>"),
    ),
}


@pytest.mark.parametrize(("part", "change"), WORKBOOKS.values(), ids=WORKBOOKS.keys())
def test_a_workbook(tmp_path: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "s001_supplier_nl.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content_of in _parts().items():
            new.writestr(name, change(content_of) if name == part else content_of)
    assert path.stat().st_size < 400_000
    assert said(read_back(path, tmp_path)) == set(ANSWERS)


CELLS = {text[:6]: text for text in ("1" + " " * 32_000 + "x1", "1 " * 16_000 + "%%", " " * 32_000 + "x", "1x" * 16_000,
                                     "1." * 16_000, "a1" * 16_000, "x," * 16_000, "\n" * 32_000 + "a")}  # fmt: skip


@pytest.mark.parametrize("text", CELLS.values(), ids=map(repr, CELLS))
def test_a_cell(text: str) -> None:
    for question in content().questions.values():
        read, found = QuestionReader(question).read(text, NOWHERE)
        assert found or read.text or not read.keys
    for fact in FACTS.values():
        values, problem = FactReader(fact).read(Cell(text, NOWHERE))
        assert values or problem
