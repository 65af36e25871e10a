"""A user's own copy of a published file: what is read, of which edition, and what could not be mapped."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook

from duediligence.declarations.library import Library, Root
from duediligence.declarations.places import read_places
from duediligence.errors import InputError, UsageError
from duediligence.model.conditions import Scalar
from duediligence.resources import content_root
from duediligence.workflow.importing import Imported, import_file, import_kinds

ENCRYPTED = bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le")


def as_csv(file: Path, *lines: str) -> Path:
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def table(folder: Path, name: str = "countries") -> dict[str, dict[tuple[str, ...], Scalar]]:
    """What a run sees with the folder laid over the bundled content."""
    library = Library([Root(content_root()), Root(folder)])
    keys = ("country",) if name == "countries" else ("country", "good")
    places, findings = read_places(library.place_files(f"{name}.csv"), keys)
    assert findings == []
    return {column: dict(values) for column, values in places.values.items()}


def codes(done: Imported) -> dict[str, str]:
    return {finding.code: str(finding.params.get("found", "")) for finding in done.findings}


def test_a_rating_is_read_with_its_edition_and_what_is_no_country_is_named(tmp_path: Path) -> None:
    file = as_csv(
        tmp_path / "rights.csv", "Country,Rating 2025", "Norway,1", "India,5+", "Narnia,3", "Turkey,9", "Peru,"
    )
    done = import_file("ituc_global_rights_index", file, tmp_path / "own")
    assert table(tmp_path / "own")["ituc_rating"] == {("NO",): 1.0, ("IN",): 6.0}
    assert (done.edition, done.rows, dict(done.values)) == ("Global Rights Index 2025", 4, {"ituc_rating": 2})
    assert codes(done)["import_unknown_country"] == "Narnia"
    assert codes(done)["import_value_outside"] == "9"


def test_findings_lead_to_the_cell(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "rights.csv", "Country,Rating 2025", "Norway,1", "Narnia,3", "Narnia,4")
    done = import_file("ituc_global_rights_index", file, tmp_path / "own")
    (finding,) = [f for f in done.findings if f.code == "import_unknown_country"]
    assert (finding.location.file, finding.location.cell, finding.params["count"]) == ("rights.csv", "A3", 2)


def test_the_newest_year_is_taken_where_a_file_has_a_column_a_year(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "cpi.csv", "Country / Territory,ISO3,CPI score 2023,CPI score 2024", "Norway,NOR,84,81")
    done = import_file("corruption_perceptions_index", file, tmp_path / "own")
    assert table(tmp_path / "own")["corruption_perceptions"] == {("NO",): 81.0}
    assert done.edition == "Corruption Perceptions Index 2024"


def test_the_newest_year_is_taken_where_a_file_has_a_row_a_year(tmp_path: Path) -> None:
    file = as_csv(
        tmp_path / "vdem.csv",
        "country_text_id,year,v2xcl_slave,v2x_rule",
        "IND,2023,0.6,0.5",
        "IND,2024,0.7,",
        "NOR,2024,0.98,0.99",
    )
    import_file("vdem", file, tmp_path / "own")
    found = table(tmp_path / "own")
    assert found["freedom_from_forced_labour"] == {("IN",): 0.7, ("NO",): 0.98}
    assert found["vdem_rule_of_law"] == {("NO",): 0.99}


def test_events_are_added_up_over_the_years_that_count(tmp_path: Path) -> None:
    rows = ["country,year,best", "Mali,2018,900", "Mali,2019,10", "Mali,2023,5", "Mali,2023,7"]
    done = import_file("ucdp_ged", as_csv(tmp_path / "ged.csv", *rows), tmp_path / "own")
    assert table(tmp_path / "own")["conflict_deaths_five_years"] == {("ML",): 22.0}
    assert done.edition == "Georeferenced Event Dataset 2019-2023"


def test_a_list_of_areas_marks_their_country(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "cahra-2026.csv", "Country,Region", "Mali,Gao", "Mali,Kidal", "Sudan,")
    import_file("eu_cahra", file, tmp_path / "own")
    assert table(tmp_path / "own")["cahra_listed"] == {("ML",): 1.0, ("SD",): 1.0}


def test_a_newer_edition_replaces_the_bundled_one_column_by_column(tmp_path: Path) -> None:
    rows = ["code,year,indicator,estimate", "NOR,2024,rl,1.912", "NOR,2024,ge,1.8", "IND,2024,rl,-0.013"]
    before = table(tmp_path / "nothing")
    done = import_file("wgi", as_csv(tmp_path / "wgi.csv", *rows), tmp_path / "own")
    after = table(tmp_path / "own")
    assert (after["rule_of_law"][("NO",)], after["rule_of_law"][("IN",)]) == (1.912, -0.013)
    assert after["rule_of_law"][("BD",)] == before["rule_of_law"][("BD",)]
    assert after["control_of_corruption"] == before["control_of_corruption"]
    assert done.unused == ()


def test_whose_figures_they_are_is_told_with_edition_and_terms_also_where_two_editions_are_left(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "tip.csv", "Country,Tier 2031", "India,Tier 3")
    done = import_file("tip_report", file, tmp_path / "own")
    library = Library([Root(content_root()), Root(tmp_path / "own")])
    told = read_places(library.place_files("countries.csv"), ("country",))[0].editions["tip_tier"]
    assert "tier placements 2031 (US government work; credit the department, no endorsement implied.)" in told
    assert "2025" in told
    (kept,) = [f for f in done.findings if f.code == "import_keeps_older"]
    assert int(str(kept.params["count"])) > 150


def test_a_table_of_ones_own_with_a_country_that_does_not_exist_is_told_at_its_line(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "countries.csv", "country,rule_of_law", "NO,1.9", "NLD,1.7", "IN", "")
    places, findings = read_places([(file, "own/countries.csv")], ("country",))
    assert dict(places.values["rule_of_law"]) == {("NO",): 1.9}
    assert [(f.code, f.location.line, f.params["name"]) for f in findings] == [("unknown_value", 3, "NLD")]


@pytest.mark.parametrize("name", ["calamine_pass_protected.xlsx", "notes.xlsx", "picture.csv", "nowhere.csv"])
def test_what_cannot_be_read_writes_nothing_and_says_why(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if name != "nowhere.csv":
        file.write_bytes(
            {"notes.xlsx": b"not a workbook", "picture.csv": b"\x89PNG\r\n\x1a\n\0\0"}.get(name, ENCRYPTED)
        )
    with pytest.raises(InputError) as told:
        import_file("tip_report", file, tmp_path / "own")
    assert told.value.findings
    assert not (tmp_path / "own").exists()


def test_words_are_mapped_to_ours(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "tip.csv", "Country,Tier 2026", "Norway,Tier 1", "India,Tier 2 Watch List", "Peru,Tier 9")
    done = import_file("tip_report", file, tmp_path / "own")
    tiers = table(tmp_path / "own")["tip_tier"]
    assert (tiers[("NO",)], tiers[("IN",)]) == (1.0, "2WL")
    assert codes(done)["import_value_unread"] == "Tier 9"


def test_a_newer_list_of_goods_also_ends_what_it_no_longer_has(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["List of Goods", None])
    sheet.append(["Country/Area", "Good", "Child Labor", "Forced Labor", "Forced Child Labor"])
    sheet.append(["India", "Cotton", "X", None, None])
    sheet.append(["India", "Moon Rock", "X", None, None])
    book.save(tmp_path / "goods-2024.xlsx")
    done = import_file("us_dol_list_of_goods", tmp_path / "goods-2024.xlsx", tmp_path / "own")
    found = table(tmp_path / "own", "goods")
    assert (found["child_labour"][("IN", "cotton")], found["forced_labour"][("IN", "cotton")]) == (1.0, 0.0)
    assert found["child_labour"][("AF", "bricks")] == 0.0
    assert done.unlisted > 100
    assert codes(done)["import_unknown_good"] == "Moon Rock"


def test_a_second_import_into_the_same_folder_keeps_the_first(tmp_path: Path) -> None:
    rights = as_csv(tmp_path / "rights.csv", "Country,Rating 2025", "Norway,1")
    import_file("ituc_global_rights_index", rights, tmp_path / "own")
    import_file("eu_cahra", as_csv(tmp_path / "cahra-2026.csv", "Country,Region", "Mali,Gao"), tmp_path / "own")
    newer = as_csv(tmp_path / "rights.csv", "Country,Rating 2026", "India,5")
    import_file("ituc_global_rights_index", newer, tmp_path / "own")
    found = table(tmp_path / "own")
    assert found["ituc_rating"] == {("IN",): 5.0}
    assert found["cahra_listed"] == {("ML",): 1.0}


def test_every_row_tells_publisher_edition_and_terms(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "rights.csv", "Country,Rating 2025", "Norway,1")
    done = import_file("ituc_global_rights_index", file, tmp_path / "own", edition="12th edition")
    (row,) = csv.DictReader(done.file.read_text(encoding="utf-8").splitlines())
    assert row["edition"] == "12th edition"
    assert "ITUC" in row["publisher"]
    assert row["terms"]


def test_a_table_that_somebody_else_wrote_is_left_alone(tmp_path: Path) -> None:
    theirs = tmp_path / "own" / "sector_profiles" / "common" / "countries.csv"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("country,rule_of_law\nNO,2\n", encoding="utf-8")
    file = as_csv(tmp_path / "rights.csv", "Country,Rating 2025", "Norway,1")
    with pytest.raises(InputError, match="import_other_table"):
        import_file("ituc_global_rights_index", file, tmp_path / "own")
    assert theirs.read_text(encoding="utf-8") == "country,rule_of_law\nNO,2\n"


def test_what_cannot_be_imported_stops_the_run_with_its_reason(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "rights.csv", "Country,Rating", "Norway,1")
    with pytest.raises(UsageError, match="unknown_import"):
        import_file("ituc", file, tmp_path / "own")
    with pytest.raises(InputError, match="import_edition_unknown"):
        import_file("ituc_global_rights_index", file, tmp_path / "own")
    with pytest.raises(InputError, match="import_nothing"):
        import_file("vdem", as_csv(tmp_path / "vdem.csv", "a,b", "1,2"), tmp_path / "own")
    assert not (tmp_path / "own").exists()


def test_no_value_is_guessed_from_a_column_that_is_not_there(tmp_path: Path) -> None:
    file = as_csv(tmp_path / "gsi-2023.csv", "Country,Vulnerability total", "Norway,4")
    done = import_file("global_slavery_index", file, tmp_path / "own")
    assert set(done.values) == {"slavery_vulnerability"}
    missing = {str(f.params["column"]) for f in done.findings if f.code == "import_column_missing"}
    assert missing == {"slavery_prevalence_per_1000", "slavery_government_response"}


@pytest.mark.parametrize("kind", sorted(import_kinds()))
def test_the_first_header_of_every_column_is_enough(kind: str, tmp_path: Path) -> None:
    declared = import_kinds()[kind]
    heads = [declared.place[0], *declared.good[:1], *declared.year[:1], *declared.measure[:1], *declared.value[:1]]
    heads += [column.headers[0].replace("{year}", "2024") for column in declared.columns if column.headers]
    cells = {
        declared.place[0]: "NO",
        **dict.fromkeys(declared.good[:1], "cotton"),
        **dict.fromkeys(declared.year, "2024"),
    }
    cells |= dict.fromkeys(declared.measure[:1], declared.columns[0].code or "")
    file = as_csv(tmp_path / "own copy 2024.csv", ";".join(heads), ";".join(cells.get(head, "1") for head in heads))
    done = import_file(kind, file, tmp_path / "own")
    assert sum(done.values.values()) >= 1
    assert [f for f in done.findings if f.code.startswith("import_value")] == []
