"""The files of a run: whole or not at all, the same bytes again, nothing that may not leave."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from html import unescape
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from duediligence.aggregation.printed import LEAST_COLLAPSED, Grid, Line, Printed
from duediligence.aggregation.report_json import render_json
from duediligence.errors import DisclosureError, InputError
from duediligence.i18n.texts import catalogue
from duediligence.tables.engine import PolarsEngine
from duediligence.workflow import sector_files
from duediligence.workflow.aggregating import aggregate
from duediligence.workflow.sector_files import write_report
from duediligence.workflow.whole_folder import RECORD, whole_folder
from tests import generators
from tests.aggregation import office
from tests.aggregation.conftest import Years

SMALL = generators.Sector(companies=9, sites=4, canaries=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Nine members whose every field of their own holds a canary."""
    office.hand_in_all(SMALL.rounds(), tmp_path / "packages-2026")
    return office.settings(tmp_path)


def write(folder: Path) -> Path:
    engine = PolarsEngine()
    return write_report(aggregate(folder, engine=engine, proved=False), engine)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_running_again_gives_the_same_bytes_in_whatever_order_packages_lie(small: Path) -> None:
    first = contents(write(small))
    assert contents(write(small)) == first
    assert "public/sector-report.xlsx" in first
    assert not list((small / "reports").glob("*.earlier"))
    for number, package in enumerate(sorted((small / "packages-2026").iterdir(), reverse=True)):
        package.rename(package.with_name(f"{number}.package.zip"))
    second = contents(write(small))
    assert {name for name in first if first[name] != second.get(name)} <= {"secretariat/packages.xlsx", RECORD}


def test_a_run_that_dies_leaves_the_former_report_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(write(small))
    office.settings(small, complaints=[{"state": "filed", "count": 3}])

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sector_files, "render_letter", dies)
    with pytest.raises(KeyboardInterrupt):
        write(small)
    assert contents(small / "reports/2026") == before
    assert [path.name for path in (small / "reports").iterdir()] == ["2026"]


def test_a_run_that_was_killed_is_mended_by_the_next(small: Path) -> None:
    before = contents(write(small))
    reports = small / "reports"
    generators.write(reports / ".2026.new", "half.json", b"{")
    (reports / "2026").rename(reports / ".2026.old")  # killed between the two moves
    assert contents(write(small)) == before
    assert [path.name for path in reports.iterdir()] == ["2026"]


def test_what_people_put_in_a_report_is_kept_beside_the_new_one(small: Path) -> None:
    folder = write(small)
    (folder / "public/notes.txt").write_text("for the board")
    write(small)
    assert (small / "reports/2026.earlier/public/notes.txt").read_text() == "for the board"
    assert not (folder / "public/notes.txt").exists()


def test_a_folder_that_is_not_ours_is_never_replaced(tmp_path: Path) -> None:
    generators.write(tmp_path / "2026", "photo.jpg", b"holiday")
    with pytest.raises(InputError), whole_folder(tmp_path / "2026"):
        pass
    assert contents(tmp_path) == {"2026/photo.jpg": b"holiday"}


def test_no_canary_is_in_any_byte_of_any_output(small: Path) -> None:
    folder = write(small)
    for name, data in contents(folder).items():
        parts = [data]
        if name.endswith(".xlsx"):
            with ZipFile(folder / name) as workbook:
                parts = [workbook.read(part) for part in workbook.namelist()]
        for secret in (generators.CANARY, "987654321", "0.123456"):
            for part in parts:
                assert secret.encode() not in part, name
                assert secret.encode("utf-16-le") not in part, name


def test_too_few_companies_publish_nothing(tmp_path: Path) -> None:
    office.hand_in_all(generators.Sector(companies=4, sites=4).rounds(), tmp_path / "packages-2026")
    office.settings(tmp_path)
    with pytest.raises(DisclosureError) as problem:
        write(tmp_path)
    assert problem.value.code == "too_few_companies"
    assert not (tmp_path / "reports").exists()


def test_without_the_solver_the_report_says_so(small: Path) -> None:
    folder = write(small)
    document = json.loads((folder / "public/sector-report.json").read_text())
    assert document["protection"]["verified"] is False
    words = catalogue("aggregate")["text.not_verified"]["en"]
    assert words in (folder / "public/sector-report.en.html").read_text()


def test_a_letter_shows_the_sector_as_published_and_nobody_else(years: Years) -> None:
    letter = (years.folder / "reports/2026/secretariat/letters/c001.html").read_text()
    page = (years.folder / "reports/2026/public/sector-report.html").read_text()
    assert "Verzonnen Kleding 1 BV" in letter
    assert not re.search(r"Verzonnen Kleding (?!1 BV)", letter)
    grid = letter.split("g-letter_commitments")[1].split("</table>")[0]
    sector = [cells[-1] for line in grid.split("<tr>") if (cells := re.findall(r"<td[^>]*>([^<]*)", line))]
    shares = {text for text in sector if text.endswith("%")}
    assert shares
    assert shares <= set(re.findall(r"\d+ %", page))


def test_rows_of_which_nothing_is_shown_are_one_line_that_names_them() -> None:
    hidden, shown = Printed("protected", withheld="protected"), Printed("5", 5)
    silent = [Line(name, (hidden, hidden)) for name in ("Ghana", "India", "Peru")]
    told = Line("Spain", (hidden, shown))
    words = ("the other {count}", "all {count}")
    few = Grid("g", "", "", ("", "a", "b"), (told, *silent[:2]))
    assert few.collapsed(*words) == few
    many = Grid("g", "", "", ("", "a", "b"), (silent[0], told, *silent[1:])).collapsed(*words)
    assert (many.lines, many.rest, many.rest_title) == ((told,), ("Ghana", "India", "Peru"), "the other 3")
    assert Grid("g", "", "", ("", "a", "b"), tuple(silent)).collapsed(*words).rest_title == "all 3"


def test_a_report_of_few_companies_says_at_its_top_what_it_can_say_and_a_large_one_does_not(
    small: Path, years: Years
) -> None:
    words = "this report says something about the sector as a whole"
    assert words in (write(small) / "public/sector-report.en.html").read_text().split("<main")[0]
    assert words not in (years.folder / "reports/2026/public/sector-report.en.html").read_text()


def test_page_workbook_and_json_withhold_the_same(years: Years) -> None:
    document = json.loads(render_json(years.now.report))
    table = next(t for t in document["tables"] if (t["id"], t["scope"]) == ("countries", "all"))
    hidden = sum(cell["value"] is None for cell in table["cells"])
    assert hidden
    page = (years.folder / "reports/2026/public/sector-report.en.html").read_text()
    grid = page.split('"grid g-countries"')[1].split("</table>")[0]
    by_row = Counter(cell["row"] for cell in table["cells"] if cell["value"] is not None)
    silent = {cell["row"] for cell in table["cells"]} - by_row.keys()
    collapsed = sum(cell["row"] in silent for cell in table["cells"]) if len(silent) >= LEAST_COLLAPSED else 0
    assert grid.count('class="wh"') == hidden - collapsed
    assert ("<details>" in grid) == bool(collapsed)
    sheet = load_workbook(years.folder / "reports/2026/public/sector-report.en.xlsx")["Risks"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    start = next(i for i, row in enumerate(rows) if row[0] == "Suppliers by country and risk tier") + 3
    body = rows[start : start + len({cell["row"] for cell in table["cells"]})]
    assert sum(value == "protected" for row in body for value in row) == hidden


def test_the_page_needs_no_network_and_no_script(years: Years) -> None:
    page = unescape((years.folder / "reports/2026/public/sector-report.html").read_text())
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)", page)
    assert "default-src 'none'" in page
    assert not re.search(r"\sstyle=", page)


def test_changed_editions_are_marked_as_a_break(years: Years, tmp_path: Path) -> None:
    shutil.copytree(years.folder, tmp_path / "office")
    path = tmp_path / "office/reports/2025/public/sector-report.json"
    document = json.loads(path.read_text())
    document["editions"]["agt"] = "2025.9"
    path.write_text(json.dumps(document))
    report = aggregate(tmp_path / "office", proved=False).report
    assert [text for text in report.breaks if text.startswith("agt 2025.9")]
    assert all(table.breaks for table in report.tables if table.scope != "all")
    assert not [table for table in years.now.report.tables if table.breaks]


def test_last_years_run_must_be_whole(years: Years, tmp_path: Path) -> None:
    shutil.copytree(years.folder, tmp_path / "office")
    (tmp_path / "office/reports/2025/secretariat/linked-cells.json").unlink()
    with pytest.raises(InputError) as problem:
        aggregate(tmp_path / "office")
    assert problem.value.code == "previous_incomplete"
