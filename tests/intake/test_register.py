from __future__ import annotations

import stat
from pathlib import Path

import pytest

from duediligence.intake.register import read_register
from duediligence.model.response import Supplier
from tests.intake.tables import FACTS, codes, csv_file, json_file, places, xlsx_file

LIST = """
    | Nummer | Naam                | Land       | Aantal werknemers | % migranten |
    | s001   | Spinnerij Voorbeeld | India      | 300               | 35 %        |
    | s002   | Weverij Denkbeeldig | Bangladesh |                   | onbekend    |
"""


def by_id(suppliers: tuple[Supplier, ...]) -> dict[str, Supplier]:
    return {supplier.id: supplier for supplier in suppliers}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_with_dutch_headers(tmp_path: Path, separator: str) -> None:
    reading = read_register(csv_file(tmp_path / "suppliers.csv", LIST, separator), FACTS, "suppliers.csv")
    assert reading.findings == ()
    spinner, weaver = reading.value
    assert (spinner.id, spinner.name) == ("s001", "Spinnerij Voorbeeld")
    assert spinner.facts == {"country": ("IN",), "workers": (300.0,), "migrant_share": (0.35,)}
    assert weaver.facts == {"country": ("BD",)}
    assert (weaver.location.file, weaver.location.cell) == ("suppliers.csv", "A3")


def test_workbook_text_table_and_records_give_the_same_suppliers(tmp_path: Path) -> None:
    table = """
        | id   | name   | country | goods        | workers |
        | s001 | Eerste | IN      | cotton; yarn | 300     |
    """
    records = [{"id": "s001", "name": "Eerste", "country": "India", "goods": ["cotton", "yarn"], "workers": 300}]
    files = [
        xlsx_file(tmp_path / "a.xlsx", table),
        csv_file(tmp_path / "a.csv", table, ","),
        json_file(tmp_path / "a.json", records),
    ]
    read = [read_register(path, FACTS, path.name) for path in files]
    assert [reading.findings for reading in read] == [(), (), ()]
    assert len({str((s.id, s.name, s.facts)) for reading in read for s in reading.value}) == 1


def test_headers_by_id_singular_name_and_alias_whatever_the_case_and_punctuation(tmp_path: Path) -> None:
    table = """
        | VENDOR-NUMBER | Facility  Name | Country of production | good   | Werknemers | %  Migranten |
        | s001          | Eerste         | China                 | Katoen | 12         | 5%           |
    """
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx")
    assert reading.findings == ()
    assert reading.value[0].facts == {
        "country": ("CN",),
        "goods": ("cotton",),
        "workers": (12.0,),
        "migrant_share": (0.05,),
    }


def test_an_unknown_column_is_named_with_the_nearest_and_loses_nothing_else(tmp_path: Path) -> None:
    table = """
        | id   | name   | country | contact_person | adress   |
        | s001 | Eerste | China   | Jan            | Street 1 |
    """
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx")
    assert places(reading.findings) == [("unknown_column", "D1"), ("unknown_column", "E1")]
    assert [f.params["nearest"] for f in reading.findings] == ["–", "address"]
    assert reading.value[0].facts == {"country": ("CN",)}


def test_two_columns_for_one_fact_are_named_and_the_first_is_read(tmp_path: Path) -> None:
    table = """
        | id   | name   | country | Werknemers | Number of workers |
        | s001 | Eerste | China   | 10         | 99                |
    """
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx")
    assert places(reading.findings) == [("header_twice", "E1")]
    assert reading.findings[0].params["first"] == "D1"
    assert reading.value[0].facts["workers"] == (10.0,)


def test_a_column_that_bears_the_id_goes_before_an_alias(tmp_path: Path) -> None:
    table = """
        | Country of production | country | id   | name   |
        | Vietnam               | China   | s001 | Eerste |
    """
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx")
    assert places(reading.findings) == [("header_twice", "A1")]
    assert reading.value[0].facts["country"] == ("CN",)


def test_values_under_no_header_are_named(tmp_path: Path) -> None:
    table = """
        | id   | name   | country |   |
        | s001 | Eerste | China   |   |
        | s002 | Tweede | China   | ? |
    """
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx")
    assert places(reading.findings) == [("column_without_header", "D3")]


def test_every_problem_of_every_row_is_named_in_one_run_and_the_rest_is_read(tmp_path: Path) -> None:
    table = """
        | id       | name   | country | workers | goods  |
        | s001     | Eerste | Narnia! | veel    | cotton |
        .
        | s002     | Tweede | China   | 1.250   | coton  |
        | s001     | Derde  | China   | 5       |        |
        | _company | Wij    | NL      |         |        |
        | s003     |        |         | 8       | yarn   |
        |          |        | China   |         |        |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert sorted(places(reading.findings), key=lambda place: place[1]) == [
        ("duplicate_supplier", "A5"),
        ("reserved_id", "A6"),
        ("supplier_without_name", "A7"),
        ("row_without_supplier", "A8"),
        ("unknown_country", "C2"),
        ("supplier_without_country", "C7"),
        ("not_a_number", "D2"),
        ("number_ambiguous", "D4"),
        ("unknown_choice", "E4"),
    ]
    suppliers = by_id(reading.value)
    assert set(suppliers) == {"s001", "s002", "s003"}
    assert suppliers["s001"].name == "Eerste"
    assert suppliers["s001"].facts == {"goods": ("cotton",)}
    assert suppliers["s002"].facts == {"country": ("CN",)}
    assert suppliers["s003"].facts == {"workers": (8.0,), "goods": ("yarn",)}


def test_a_duplicate_supplier_is_named_with_both_places(tmp_path: Path) -> None:
    table = """
        | id   | name   | country |
        | s001 | Eerste | China   |
        | s001 | Ander  | India   |
    """
    (finding,) = read_register(xlsx_file(tmp_path / "a.xlsx", table), FACTS, "a.xlsx").findings
    assert (finding.code, finding.location.cell, finding.params["first"]) == ("duplicate_supplier", "A3", "A2")


def test_a_list_without_numbers_gets_ids_from_name_and_country(tmp_path: Path) -> None:
    table = """
        | country | name             | address  |
        | China   | Dragon Knits Ltd | Street 1 |
        | China   | Dragon Knits Ltd | Street 2 |
        | India   | Dragon Knits Ltd | Street 1 |
        | Vietnam | Áo Đẹp Co.       | Street 9 |
        | Vietnam | Áo Đẹp Co.       | street 9 |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert codes(reading.findings) == ["ids_derived", "duplicate_supplier"]
    first, second, third, fourth = [supplier.id for supplier in reading.value]
    assert (third, fourth) == ("dragon-knits-ltd-in", "áo-đẹp-co-vn")
    assert first != second
    assert {first[:20], second[:20]} == {"dragon-knits-ltd-cn-"}


def test_derived_ids_do_not_depend_on_the_order_of_the_list(tmp_path: Path) -> None:
    header = ["country", "name", "address"]
    sites = [["China", "Dragon", "Street 1"], ["China", "Dragon", "Street 2"], ["India", "Dragon", "Street 3"]]
    read = [
        read_register(xlsx_file(tmp_path / f"{n}.xlsx", [header, *rows]), FACTS, "a.xlsx").value
        for n, rows in enumerate((sites, sites[::-1]))
    ]
    assert {s.id: s.facts for s in read[0]} == {s.id: s.facts for s in read[1]}


def test_one_missing_number_is_made_and_named(tmp_path: Path) -> None:
    table = """
        | id   | name   | country |
        | s001 | Eerste | China   |
        |      | Tweede | China   |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert places(reading.findings) == [("id_derived", "A3")]
    assert [supplier.id for supplier in reading.value] == ["s001", "tweede-cn"]


def test_a_column_of_percentages_without_signs_is_read_as_such_and_says_so(tmp_path: Path) -> None:
    table = """
        | id   | name   | country | migrant_share |
        | s001 | Eerste | China   | 35            |
        | s002 | Tweede | China   | 0             |
        | s003 | Derde  | China   | 1             |
        | s004 | Vierde | China   | 2 %           |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert places(reading.findings) == [("shares_read_as_percent", "D1"), ("share_ambiguous", "D4")]
    assert [s.facts.get("migrant_share") for s in reading.value] == [(0.35,), (0.0,), None, (0.02,)]


def test_a_province_of_another_country_is_not_taken(tmp_path: Path) -> None:
    table = """
        | id   | name   | country | subdivision |
        | s001 | Eerste | India   | IN-TN       |
        | s002 | Tweede | China   | IN-TN       |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert places(reading.findings) == [("subdivision_elsewhere", "D3")]
    assert [s.facts.get("subdivision") for s in reading.value] == [("IN-TN",), None]


def test_a_province_is_looked_for_by_name_in_the_country_of_its_row(tmp_path: Path) -> None:
    table = """
        | id   | name   | subdivision | country  |
        | s001 | Eerste | Punjab      | India    |
        | s002 | Tweede | Punjab      | Pakistan |
        | s003 | Derde  | Punjab      | China    |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert places(reading.findings) == [("unknown_subdivision", "C4")]
    assert [s.facts.get("subdivision") for s in reading.value] == [("IN-PB",), ("PK-PB",), None]


def test_without_a_country_column_the_suppliers_are_still_there(tmp_path: Path) -> None:
    table = """
        | id   | name   | contry |
        | s001 | Eerste | China  |
    """
    reading = read_register(csv_file(tmp_path / "a.csv", table), FACTS, "a.csv")
    assert codes(reading.findings) == ["unknown_column", "missing_column"]
    assert reading.findings[0].params["nearest"] == "country"
    assert reading.value[0].facts == {}


def test_no_header_at_all(tmp_path: Path) -> None:
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", [["hallo", "daar"], [1, 2]]), FACTS, "a.xlsx")
    assert (reading.value, places(reading.findings)) == ((), [("no_register_header", "A1")])


def test_a_header_without_rows(tmp_path: Path) -> None:
    reading = read_register(csv_file(tmp_path / "a.csv", "| id | name | country |"), FACTS, "a.csv")
    assert (reading.value, codes(reading.findings)) == ((), ["register_empty"])


def test_the_list_may_stand_on_another_sheet_and_a_second_list_is_named(tmp_path: Path) -> None:
    other = "| name | country |\n| Elders | China |"
    reading = read_register(xlsx_file(tmp_path / "a.xlsx", "| Uitleg |", other, LIST), FACTS, "a.xlsx")
    assert [supplier.id for supplier in reading.value] == ["s001", "s002"]
    assert [(f.code, f.location.sheet) for f in reading.findings] == [("other_register_sheet", "Blad2")]


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    reading = read_register(tmp_path / "nergens.xlsx", FACTS, "nergens.xlsx")
    assert (reading.value, codes(reading.findings)) == ((), ["file_unreadable"])


def test_what_was_received_is_never_written_to(tmp_path: Path) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", LIST)
    path.chmod(stat.S_IRUSR)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read_register(path, FACTS, "a.xlsx")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("row", ["|  | Totaal | | 300 | |", "|  | * rood = nog navragen bij inkoop | | | |"])
def test_a_total_and_a_footnote_are_asked_about_and_are_no_suppliers(tmp_path: Path, row: str) -> None:
    reading = read_register(
        csv_file(tmp_path / "suppliers.csv", f"{LIST.rstrip()}\n    {row}\n"), FACTS, "suppliers.csv"
    )
    assert [supplier.id for supplier in reading.value] == ["s001", "s002"]
    assert "row_is_no_supplier" in codes(reading.findings)


@pytest.mark.parametrize("row", ["| s3 | Totaal | | 300 | |", "|  | Totaal | India | | |", "|  | Atelier * | | | |"])
def test_what_may_be_a_supplier_stays_one(tmp_path: Path, row: str) -> None:
    reading = read_register(
        csv_file(tmp_path / "suppliers.csv", f"{LIST.rstrip()}\n    {row}\n"), FACTS, "suppliers.csv"
    )
    assert len(reading.value) == 3
