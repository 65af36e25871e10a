from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.intake.files.delimited import open_delimited, separator_of
from duediligence.intake.files.grid import Grid
from duediligence.intake.files.safety import Limits, Refused
from duediligence.intake.files.sources import receive
from duediligence.intake.files.structured import parse_json, records_book
from tests.intake.tables import codes

TEXT = "id;naam;land\ns001;Café Noir;België\n"


def grid_of(data: bytes, limits: Limits | None = None) -> Grid:
    opened = open_delimited(data, "a.csv", *([limits] if limits else []))
    grid = opened.value.grid("")
    assert grid is not None
    return grid


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_that_are_certain_need_no_remark(encoding: str) -> None:
    opened = open_delimited(TEXT.encode(encoding), "a.csv")
    assert opened.findings == ()
    assert list(grid_of(TEXT.encode(encoding)).rows) == [["id", "naam", "land"], ["s001", "Café Noir", "België"]]


def test_old_windows_text_is_read_and_named_at_its_line() -> None:
    opened = open_delimited(TEXT.encode("cp1252"), "a.csv")
    assert [(f.code, f.location.line) for f in opened.findings] == [("read_as_windows_text", 2)]
    assert grid_of(TEXT.encode("cp1252")).rows[1] == ["s001", "Café Noir", "België"]


@pytest.mark.parametrize("data", [b"\xff\xfeabc", b"id\n\x81\x8d\n"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refused:
        open_delimited(data, "a.csv")
    assert refused.value.finding.code == "text_unreadable"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a,b\n1,2\n", ","),
        ("a\tb\n1,5\t2\n", "\t"),
        ("Our list, 2026\n\nid;name\n1;Foo, Bar\n2;Foo, Bar, Baz\n", ";"),
        ('name,address\n"A; B","x; y; z"\n"C; D","e"\n', ","),
    ],
)
def test_the_separator_is_told_from_the_rows(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_a_first_line_that_names_the_separator_is_no_row_but_counts_as_one() -> None:
    grid = grid_of(b"sep=|\r\nid|name\r\ns001|A;B;C\r\n")
    assert grid.rows[2] == ["s001", "A;B;C"]
    assert (grid.location(2, 1).cell, grid.location(2, 1).line) == ("B3", 3)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    assert list(grid_of(ending.join(["id;name", "1;a", "2;b"]).encode()).rows) == [
        ["id", "name"],
        ["1", "a"],
        ["2", "b"],
    ]


def test_a_quotation_mark_that_is_not_closed_is_named() -> None:
    assert codes(grid_of(b'id,name\n1,"abc\n2,b\n').findings) == ["quote_not_closed"]


def test_a_cell_without_end_stops_the_reading_and_says_where() -> None:
    grid = grid_of(b"id,name\n1,a\n2," + b"x" * 200_000 + b"\n3,c\n")
    assert [(f.code, f.location.line) for f in grid.findings] == [("csv_cell_without_end", 3)]
    assert list(grid.rows) == [["id", "name"], ["1", "a"]]


def test_a_huge_cell_is_cut_and_unseen_signs_are_removed_and_both_are_named() -> None:
    grid = grid_of("id,name\n1,abcdef\n2,a\u202eb\x00\n".encode(), Limits(text=5))
    assert list(grid.rows) == [["id", "name"], ["1", "abcde"], ["2", "ab"]]
    assert [(f.code, f.location.cell) for f in grid.findings] == [("text_cut", "B2"), ("unseen_signs_removed", "B3")]


def test_letters_of_other_scripts_are_left_as_they_are() -> None:
    names = "নাম,ही,می‌خواهم,ベトナム,Đẹp"
    assert grid_of(f"a,b,c,d,e\n{names}\n".encode()).rows[1] == names.split(",")


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_a_refusal(data: bytes) -> None:
    with suppress(Refused):
        assert all(isinstance(value, str) for row in grid_of(data).rows for value in row)


@given(st.text(alphabet=st.sampled_from(list('ab;,"\t\r\n |\0\u202e\ud800')), max_size=60))
def test_any_text_gives_clean_rows(text: str) -> None:
    grid = grid_of(text.encode("utf-8", "surrogatepass"))
    assert not any({"\0", "\u202e"} & set(value) for row in grid.rows for value in row)


@pytest.mark.parametrize(
    ("data", "line"), [(b'[{"a": 1,}]', 1), (b"[" * 100_000, 0), (b'[{"a": ' + b"9" * 5000 + b"}]", 0), (b"[{]\n", 1)]
)
def test_broken_json_is_refused_with_its_line(data: bytes, line: int) -> None:
    with pytest.raises(Refused) as refused:
        parse_json(data, "a.json")
    assert (refused.value.finding.code, refused.value.finding.location.line) == ("json_syntax", line)


def test_records_become_rows_under_all_their_keys() -> None:
    grid = records_book([{"a": 1, "b": None}, {"b": "x\u200b", "c": [1, "y"]}], "a.json").grid("")
    assert grid is not None
    assert list(grid.rows) == [["a", "b", "c"], [1, "", ""], ["", "x", [1, "y"]]]
    assert [(f.code, f.location.path) for f in grid.findings] == [("unseen_signs_removed", "[1].b")]


def test_a_key_that_stands_twice_is_named() -> None:
    parsed = parse_json(b'[{"a": 1, "a": 2}]', "a.json")
    assert (parsed.value, codes(parsed.findings)) == ([{"a": 1}], ["json_key_twice"])


def test_not_a_number_is_no_value() -> None:
    assert parse_json(b"[NaN, Infinity, 1]", "a.json").value == [None, None, 1]


@pytest.mark.parametrize("data", [{"answers": []}, [1, 2], "text", None])
def test_what_is_no_list_of_records_has_no_sheets(data: object) -> None:
    assert records_book(data, "a.json").names == ()


@given(st.binary(max_size=200))
def test_any_json_bytes_give_data_or_a_refusal(data: bytes) -> None:
    with suppress(Refused):
        assert isinstance(parse_json(b"[" + data + b"]", "a.json").value, list)


def test_a_table_behind_the_name_of_a_workbook_is_read_and_named(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_text("id;name\n1;a\n", encoding="utf-8")
    received = receive(path, path.name)
    assert codes(received.findings) == ["type_behind_name"]
    assert received.value is not None
    assert received.value.grid("") is not None
