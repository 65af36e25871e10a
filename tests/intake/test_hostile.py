from __future__ import annotations

import io
import random
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Font

from duediligence.findings import Finding
from duediligence.intake.files.excel import open_xlsx
from duediligence.intake.files.grid import Fault
from duediligence.intake.files.ods_xml import ods_reach
from duediligence.intake.files.safety import LIMITS, Limits, Refused
from duediligence.intake.files.sheet_xml import reach
from duediligence.intake.files.sources import receive
from tests.intake import hostile
from tests.intake.tables import codes, xlsx_file

ROWS = [["id", "name", "country"], ["s001", "Eerste", "China"]]


def arrive(folder: Path, data: bytes, name: str = "a.xlsx", limits: Limits = LIMITS) -> tuple[object, list[Finding]]:
    """The rows of the first sheet of a file that arrives, and all findings."""
    (folder / name).write_bytes(data)
    received = receive(folder / name, name, limits)
    findings = list(received.findings)
    if received.value is None:
        return None, findings
    grids = list(received.value.grids())
    return [list(row) for row in grids[0].rows], [*findings, *(f for grid in grids for f in grid.findings)]


def test_the_honest_one_says_nothing(tmp_path: Path) -> None:
    assert arrive(tmp_path, hostile.honest(tmp_path)) == (ROWS, [])


FAR_CELLS = {
    "far corner": '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
    "single quotation marks": "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1048576'><v>1</v></c></row>",
    "space inside the tag": '<row r="1"><c r="A1"><v>1</v></c><c\tr\n=\n"XFD1048576"><v>1</v></c></row>',
    "a prefix of its own": '<row r="1"><c r="A1"><v>1</v></c><y-z:c r="XFD1048576"><y-z:v>1</y-z:v></y-z:c></row>',
    "small letters": '<row r="1"><c r="a1"><v>1</v></c><c r="xfd1048576"><v>1</v></c></row>',
    "a bracket in an attribute": '<row r="1"><c r="A1"><v>1</v></c><c t=">" r="XFD1048576"><v>1</v></c></row>',
    "cells without a name": '<row r="1"><c r="A1"><v>1</v></c></row><row r="900000">'
    + "<c><v>1</v></c>" * 9
    + "</row>",
    "a row of cells without a name": '<row r="9998">' + '<c t="n"><v>1</v></c>' * 16_384 + "</row>",
    "rows without a name": "<row/>" * 9_000 + "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>",
}


@pytest.mark.parametrize("rows", FAR_CELLS.values(), ids=FAR_CELLS.keys())
def test_a_sheet_that_reaches_too_far_is_not_read_and_the_rest_of_the_workbook_is(tmp_path: Path, rows: str) -> None:
    data = xlsx_file(tmp_path / "two.xlsx", ROWS, ROWS).read_bytes()
    changed = hostile.changed(data, hostile.sheet(rows))
    opened = open_xlsx(changed, "a.xlsx")
    assert [(f.code, f.location.sheet) for f in opened.findings] == [("sheet_too_large", "Blad1")]
    second = opened.value.grid("Blad2")
    assert second is not None
    assert [list(row) for row in second.rows] == ROWS


@pytest.mark.parametrize("name", ["X&#70;D1048576", "AAAAAAAA99999999999999", "A1 B2"])
def test_a_sheet_whose_size_cannot_be_told_is_not_read(tmp_path: Path, name: str) -> None:
    rows = f'<row r="1"><c r="A1"><v>1</v></c><c r="{name}"><v>1</v></c></row>'
    _, findings = arrive(tmp_path, hostile.changed(hostile.honest(tmp_path), hostile.sheet(rows)))
    assert codes(findings) == ["sheet_unreadable"]


def test_formatted_cells_without_a_value_reach_nowhere(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in ROWS:
        sheet.append(row)
    sheet["XFD1048576"].font = Font(bold=True)
    book.save(tmp_path / "b.xlsx")
    assert arrive(tmp_path, (tmp_path / "b.xlsx").read_bytes()) == (ROWS, [])


@given(
    st.lists(
        st.tuples(st.integers(1, 30_000), st.integers(1, 60), st.sampled_from(['"', "'"]), st.booleans()),
        min_size=1,
        max_size=12,
    )
)
def test_the_reach_of_a_sheet_is_never_less_than_what_its_cells_span(cells: list[tuple[int, int, str, bool]]) -> None:
    def name(column: int) -> str:
        return (chr(64 + (column - 1) // 26) if column > 26 else "") + chr(65 + (column - 1) % 26)

    named = [f"<c r={quote}{name(c)}{r}{quote}><v>1</v></c>" for r, c, quote, _ in cells]
    part = f"<sheetData><row>{''.join(named)}</row></sheetData>".encode()
    span = max(r for r, *_ in cells) * max(c for _, c, *_ in cells)
    found = reach(part)
    assert found is not None
    assert found >= span


def test_the_number_of_texts_that_a_workbook_claims_is_not_believed(tmp_path: Path) -> None:
    book = hostile.honest(tmp_path)
    for attributes in ('count="99999999999" uniqueCount="99999999999"', 'x=">" uniqueCount="99999999999"'):
        (name, content), *_ = hostile.texts(attributes).items()
        assert arrive(tmp_path, hostile.changed(book, added=[(name, content)])) == (ROWS, [])


def test_a_list_of_texts_that_cannot_be_made_safe_is_refused(tmp_path: Path) -> None:
    texts = [("xl/sharedStrings.xml", b"<sst count=99999999999><si><t>a</t></si></sst>")]
    _, findings = arrive(tmp_path, hostile.changed(hostile.honest(tmp_path), added=texts))
    assert codes(findings) == ["workbook_damaged"]


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = hostile.changed(hostile.honest(tmp_path), added=[("xl/worksheets/sheet9.xml", b" " * 30_000_000)])
    rows, findings = arrive(tmp_path, bomb)
    assert (rows, codes(findings)) == (None, ["workbook_bomb"])


def test_a_part_larger_than_the_table_of_contents_says_is_refused(tmp_path: Path) -> None:
    name = "xl/worksheets/sheet9.xml"
    lying = hostile.with_false_size(
        hostile.changed(hostile.honest(tmp_path), added=[(name, b" " * 30_000_000)]), name, 10
    )
    assert codes(arrive(tmp_path, lying)[1]) == ["workbook_damaged"]


def test_sizes_and_numbers_of_parts_are_bounded(tmp_path: Path) -> None:
    book = hostile.honest(tmp_path)
    many = hostile.changed(book, added=[(f"xl/worksheets/x{n}.xml", b"x") for n in range(20)])
    assert codes(arrive(tmp_path, many, limits=Limits(parts=20))[1]) == ["workbook_too_large"]
    assert codes(arrive(tmp_path, book, limits=Limits(unpacked_bytes=1_000))[1]) == ["workbook_too_large"]
    assert codes(arrive(tmp_path, book, limits=Limits(file_bytes=1_000))[1]) == ["file_too_large"]


@pytest.mark.parametrize(
    "declaration", [b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'>"]
)
@pytest.mark.parametrize("name", [hostile.SHEET, "xl/workbook.xml", "[Content_Types].xml"])
def test_declared_entities_are_refused(tmp_path: Path, declaration: bytes, name: str) -> None:
    book = hostile.honest(tmp_path)
    changed = hostile.changed(book, {name: declaration + hostile.part(book, name)})
    assert (arrive(tmp_path, changed)[0], codes(arrive(tmp_path, changed)[1])) == (None, ["workbook_entities"])


def test_an_encoding_that_hides_what_is_said_is_refused(tmp_path: Path) -> None:
    book = hostile.honest(tmp_path)
    changed = hostile.changed(book, {hostile.SHEET: hostile.part(book, hostile.SHEET).decode().encode("utf-16")})
    assert codes(arrive(tmp_path, changed)[1]) == ["workbook_entities"]


@pytest.mark.parametrize("name", ["../../evil.xml", "/etc/evil.xml", "C:\\evil.xml", "xl/..\\..\\evil.xml"])
def test_names_that_point_outside_are_left_out_and_named(tmp_path: Path, name: str) -> None:
    rows, findings = arrive(tmp_path, hostile.changed(hostile.honest(tmp_path), added=[(name, b"x")]))
    assert (rows, codes(findings)) == (ROWS, ["archive_odd_names"])
    assert {path.name for path in tmp_path.iterdir()} == {"honest.xlsx", "a.xlsx"}


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    changed = hostile.changed(hostile.honest(tmp_path), added=[(hostile.SHEET.upper(), b"<x/>")])
    assert codes(arrive(tmp_path, changed)[1]) == ["workbook_damaged"]


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/vbaProject.bin", "macros_not_run"), ("xl/externalLinks/externalLink1.xml", "external_links_not_followed")],
)
def test_macros_and_links_are_left_alone_and_named(tmp_path: Path, part: str, code: str) -> None:
    rows, findings = arrive(tmp_path, hostile.changed(hostile.honest(tmp_path), added=[(part, b"<!DOCTYPE x>")]))
    assert (rows, codes(findings)) == (ROWS, [code])


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7\nrest", "a.xlsx", "type_not_read"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "type_not_read"),
        (b"", "a.xlsx", "file_empty"),
        (b"\0" * 500, "a.xlsx", "file_empty"),
        (b"\x01\x02\0\0\0\0\x03\0\0" * 90, "a.csv", "type_not_read"),
        (b"<?xml version='1.0'?><x/>", "a.xlsx", "type_not_read"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"),
            "a.xlsx",
            "workbook_encrypted",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "a.xls", "type_not_read"),
    ],
)
def test_other_things_behind_the_name_of_a_table(tmp_path: Path, data: bytes, name: str, code: str) -> None:
    rows, findings = arrive(tmp_path, data, name)
    assert (rows, codes(findings)) == (None, [code])


def test_half_a_workbook_is_damaged(tmp_path: Path) -> None:
    book = hostile.honest(tmp_path)
    assert codes(arrive(tmp_path, book[: len(book) // 2])[1]) == ["workbook_damaged"]
    assert codes(arrive(tmp_path, hostile.changed(book, {"xl/workbook.xml": b"<workbook>"}))[1]) == ["workbook_damaged"]


def test_a_broken_sheet_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    book = xlsx_file(tmp_path / "two.xlsx", ROWS, ROWS).read_bytes()
    opened = open_xlsx(hostile.changed(book, {hostile.SHEET: hostile.part(book, hostile.SHEET)[:200]}), "a.xlsx")
    first, second = opened.value.grids()
    assert (list(first.rows), codes(first.findings)) == ([], ["workbook_damaged"])
    assert [list(row) for row in second.rows] == ROWS


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    hostile.honest(tmp_path)
    (tmp_path / "link.xlsx").symlink_to(tmp_path / "honest.xlsx")
    assert codes(receive(tmp_path / "link.xlsx", "link.xlsx").findings) == ["symbolic_link"]
    assert codes(receive(tmp_path, "folder").findings) == ["not_a_file"]


def test_error_cells_are_not_blank_also_beyond_the_last_value(tmp_path: Path) -> None:
    rows = [["id", "name"], ["s001", "#N/A"], ["", "#DIV/0!"], ["", "", "=1+1"]]
    found, findings = arrive(tmp_path, xlsx_file(tmp_path / "b.xlsx", rows).read_bytes())
    assert found == [
        ["id", "name"],
        ["s001", Fault("error_cell", "#N/A")],
        ["", Fault("error_cell", "#DIV/0!")],
        ["", "", Fault("formula_without_value", "=…")],
    ]
    assert findings == []


def test_unseen_signs_in_a_workbook_are_removed_and_named(tmp_path: Path) -> None:
    rows, findings = arrive(tmp_path, xlsx_file(tmp_path / "b.xlsx", [["id"], ["a\u202eb\u200b"]]).read_bytes())
    assert rows == [["id"], ["ab"]]
    assert [(f.code, f.location.cell, f.params["count"]) for f in findings] == [("unseen_signs_removed", "A2", 2)]


PLAIN = "<table:table-row><table:table-cell{}><text:p>a</text:p></table:table-cell></table:table-row>"
REPEATED = ' table:number-columns-repeated="{}"'


def test_an_opendocument_table(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    row = "<table:table-row>" + "".join(cell.format(word) for word in ROWS[0]) + "</table:table-row>"
    empty = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell'
        + REPEATED.format(16_384)
        + "/></table:table-row>"
    )
    assert arrive(tmp_path, hostile.ods(row + empty), "a.ods") == ([ROWS[0]], [])


@pytest.mark.parametrize(
    "rows",
    [
        '<table:table-row table:number-rows-repeated="1000000">'
        + PLAIN.format(REPEATED.format(1_000)).partition(">")[2],
        PLAIN.format("") + '<table:table-row table:number-rows-repeated="9000000"/>' + PLAIN.format(""),
        PLAIN.format(REPEATED.format(2_000_000_000)),
        PLAIN.format(" x='>'" + REPEATED.format(2_000_000_000)),
        PLAIN.format(REPEATED.format("&#57;9999999999")),
        PLAIN.format(REPEATED.format("9" * 40)),
        "<table:table-row><table:table-cell office:value='1'" + REPEATED.format(2_000_000_000) + "/></table:table-row>",
    ],
)
def test_an_opendocument_table_that_repeats_itself_without_end_is_refused(tmp_path: Path, rows: str) -> None:
    assert ods_reach(rows.encode()) > LIMITS.cells
    assert codes(arrive(tmp_path, hostile.ods(rows), "a.ods")[1]) == ["sheet_too_large"]


def test_a_damaged_old_workbook_is_named(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook\0".encode("utf-16-le") + b"\xff" * 5_000
    assert codes(arrive(tmp_path, data, "a.xls")[1]) == ["workbook_damaged"]


@given(st.integers(min_value=0))
def test_a_workbook_changed_at_random_gives_rows_or_findings(seed: int) -> None:
    chance = random.Random(seed)
    parts = dict(_honest_parts())
    for _ in range(chance.randint(1, 4)):
        name = chance.choice(sorted(parts))
        content = bytearray(parts[name])
        at = chance.randrange(len(content))
        content[at : at + chance.randrange(20)] = chance.choice((b"", b"<", b'"', b"9" * 12, b"-1", b"&#0;", b"\xff"))
        parts[name] = bytes(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, changed in parts.items():
            archive.writestr(name, changed)
    try:
        read = [grid.rows for grid in open_xlsx(buffer.getvalue(), "a.xlsx").value.grids()]
    except Refused as refused:
        read = [(refused.finding.code,)]
    assert isinstance(read, list)


@cache
def _honest_parts() -> dict[str, bytes]:
    """The parts of a small workbook with numbers, a formula and an error cell; made once."""
    rows: list[list[Any]] = [*ROWS, [1.5, True, "=A1"], ["#N/A", None, "x" * 50]]
    with zipfile.ZipFile(io.BytesIO(_saved(rows))) as archive:
        return {n: archive.read(n) for n in archive.namelist() if not n.startswith(("xl/theme", "docProps"))}


def _saved(rows: list[list[Any]]) -> bytes:
    book, buffer = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()
