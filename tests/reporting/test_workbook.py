"""A workbook that opens cleanly, keeps text as text, and gives back what people typed."""

from __future__ import annotations

import re
import shutil
import subprocess
import warnings
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.intake.files.sources import receive
from duediligence.intake.plan_workbook import read_plan
from duediligence.model.plan import ActionState
from duediligence.model.plan_sheet import COLUMNS, TypedAction
from duediligence.model.response import Supplier
from duediligence.reporting.views import build_view
from duediligence.reporting.workbook.books import book as as_data
from duediligence.reporting.workbook.sheet_rows import legal_text
from duediligence.reporting.workbook.sheet_words import Words
from duediligence.reporting.workbook.sheets import TableSheet
from duediligence.reporting.workbook.workbook import render_workbook
from tests.reporting.look import sample_round

AUDIENCES = ("company", "union", "ngo")
HOSTILE = ('=HYPERLINK("http://evil","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")


@cache
def book(audience: str, language: str = "nl", copies: int = 1) -> bytes:
    return render_workbook(build_view(audience, sample_round(copies)), language, "company-plan.html")


def opened(data: bytes) -> Workbook:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")  # LibreOffice's own, in what it saves
        return load_workbook(BytesIO(data))


def cells(worksheet: Worksheet, like: Worksheet) -> list[list[object]]:
    """The values of a sheet as far as another one goes; programs keep fifteen digits."""
    rows = worksheet.iter_rows(max_row=like.max_row, max_col=like.max_column, values_only=True)
    return [[round(v, 9) if isinstance(v, float) else v or None for v in row] for row in rows]


def sheet(data: bytes, title: str) -> Worksheet:
    found = opened(data)[title]
    assert isinstance(found, Worksheet)
    return found


def plan_of(data: bytes, folder: Path) -> tuple[TypedAction, ...]:
    file = folder / "plan.xlsx"
    file.write_bytes(data)
    received = receive(file, "plan.xlsx").value
    assert received is not None
    return read_plan(received.book, date(2026, 11, 1)).value


def test_the_company_gets_a_working_document() -> None:
    assert opened(book("company")).sheetnames == [
        "Samenvatting", "Leveranciers", "Bevindingen", "Acties", "Afspraken", "Vraag nu", "Onderbouwing",
        "Methode en bronnen", "lists",
    ]  # fmt: skip
    assert opened(book("company"))["lists"].sheet_state == "hidden"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_part_is_well_formed_and_every_string_is_found(audience: str, language: str) -> None:
    with ZipFile(BytesIO(book(audience, language))) as workbook:
        parts = {name: workbook.read(name) for name in workbook.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(part)
    strings = parts["xl/sharedStrings.xml"].count(b"<si>")
    used = {int(n) for part in parts.values() for n in re.findall(rb't="s"><v>(\d+)</v>', part)}
    assert used == set(range(strings))


def test_the_same_round_gives_the_same_bytes() -> None:
    again = render_workbook(build_view("company", sample_round()), "nl", "company-plan.html")
    assert again == book("company")


def test_tables_filter_freeze_fit_and_print() -> None:
    for worksheet in opened(book("company")).worksheets[1:7]:
        assert worksheet.auto_filter.ref
        assert worksheet.freeze_panes
        assert worksheet.print_area
        assert worksheet.print_title_rows
        assert worksheet.page_setup.orientation == "landscape"
        widths = [d.width for d in worksheet.column_dimensions.values() if not d.hidden]
        assert all(7 <= width <= 65 for width in widths)


def test_the_plan_has_dropdowns_and_dates_that_colour() -> None:
    actions = sheet(book("company"), "Acties")
    kinds = [rule.type for rule in actions.data_validations.dataValidation]
    assert kinds.count("list") == 4
    assert kinds.count("date") == 3
    formulas = [f for rules in actions.conditional_formatting for rule in rules.rules for f in rule.formula]
    assert any("TODAY()" in formula for formula in formulas)
    assert [cell.value for cell in opened(book("company"))["lists"]["B"]][:2] == ["open", "begonnen"]


def test_the_tier_is_a_shape_and_a_word_before_it_is_a_colour() -> None:
    tiers = {str(cell.value) for cell in sheet(book("company"), "Leveranciers")["G"][3:]}
    assert tiers == {"◆ Kritiek", "▲ Hoog", "◌ Niet te beoordelen", "◐ Midden", "○ Laag"}


def test_links_lead_to_the_row_of_the_supplier_and_to_its_place_on_the_page() -> None:
    findings, suppliers = sheet(book("company"), "Bevindingen"), sheet(book("company"), "Leveranciers")
    for row in range(4, findings.max_row + 1):
        cell = findings.cell(row, 1)
        assert cell.hyperlink is not None
        target = re.fullmatch(r"'Leveranciers'!A(\d+)", str(cell.hyperlink.location))
        assert target
        assert suppliers.cell(int(target[1]), 3).value == cell.value
    link = suppliers["C4"].hyperlink
    assert (link.target, link.location) == ("company-plan.html", "s-S02")


def test_charts_are_native_and_named() -> None:
    with ZipFile(BytesIO(book("company"))) as workbook:
        charts = [workbook.read(name).decode() for name in workbook.namelist() if "/charts/chart" in name]
    assert len(charts) == 2
    assert "Hoe dringend" in charts[0]
    assert "vastgesteld" in charts[1]
    assert "de eerste" not in charts[1]


def test_a_chart_that_has_no_room_for_all_suppliers_says_how_many_it_shows() -> None:
    many = render_workbook(build_view("company", sample_round(2)), "nl", "")
    with ZipFile(BytesIO(many)) as workbook:
        charts = [workbook.read(name).decode() for name in workbook.namelist() if "/charts/chart" in name]
    assert "Van vastgesteld tot mogelijk (de eerste 30 van 48)" in charts[1]


def test_text_that_looks_like_a_formula_stays_text() -> None:
    round = sample_round()
    suppliers = list(round.assessment.suppliers)
    for index, name in enumerate(HOSTILE):
        s = suppliers[index]
        suppliers[index] = replace(s, supplier=Supplier(s.id, name, s.supplier.facts))
    actions = tuple(replace(a, notes="=1+1", owner="@me") for a in round.plan.actions)
    changed = replace(
        round,
        assessment=replace(round.assessment, suppliers=tuple(suppliers), company_name="=cmd|' /C calc'!A0"),
        plan=replace(round.plan, actions=actions),
    )
    for audience in AUDIENCES:
        data = render_workbook(build_view(audience, changed), "nl")
        for worksheet in opened(data).worksheets:
            for row in worksheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f", (audience, worksheet.title, cell.coordinate)
    names = [
        sheet(render_workbook(build_view("company", changed), "nl"), "Leveranciers").cell(r, 3) for r in range(4, 10)
    ]
    assert all(cell.quotePrefix for cell in names)


def test_characters_that_no_workbook_can_hold_are_left_out() -> None:
    assert legal_text("a\x00b\x0bc\ud800d\uffff\ne") == "abcd\ne"
    assert len(legal_text("x" * 40_000)) == 32_767


def test_text_that_spreadsheets_read_as_a_code_is_kept_as_it_was() -> None:
    round = sample_round()
    first = round.assessment.suppliers[0]
    odd = replace(first, supplier=Supplier(first.id, "_x0041_ <b> & \x07", first.supplier.facts))
    changed = replace(round, assessment=replace(round.assessment, suppliers=(odd, *round.assessment.suppliers[1:])))
    data = render_workbook(build_view("company", changed), "nl")
    assert b"_x005F_x0041_ &lt;b&gt; &amp; " in ZipFile(BytesIO(data)).read("xl/sharedStrings.xml")


def test_what_the_tool_wrote_is_read_back_as_it_was(tmp_path: Path) -> None:
    for language in ("nl", "en"):
        typed = {row.id: row for row in plan_of(book("company", language), tmp_path)}
        for action in sample_round().plan.actions:
            row = typed[action.id]
            assert (row.subject, row.state, row.owner, row.due) == (
                action.subject,
                action.state,
                action.owner,
                action.due,
            )
            assert (row.evidence, row.measure, row.first_seen) == (action.evidence, action.measure, action.first_seen)
            assert (row.needed, row.returned) == (action.needed, action.returned)


def test_what_people_type_is_read_back(tmp_path: Path) -> None:
    workbook = opened(book("company"))
    actions = workbook["Acties"]
    keys = {str(cell.value): index for index, cell in enumerate(actions[3], 1)}
    assert set(COLUMNS) <= set(keys)
    assert actions.row_dimensions[3].hidden
    actions.cell(5, keys["state"], "begonnen")
    actions.cell(5, keys["owner"], "=Anna")
    actions.cell(5, keys["notes"], "gebeld")
    actions.cell(5, keys["due"], date(2027, 1, 15))
    row = actions.max_row + 1
    actions.cell(row, keys["measure_text"], "Bezoek de slaapzalen")
    actions.cell(row, keys["subject"], "S01")
    edited = BytesIO()
    workbook.save(edited)
    typed = plan_of(edited.getvalue(), tmp_path)
    changed = next(row for row in typed if row.id == actions.cell(5, keys["action_id"]).value)
    assert (changed.state, changed.notes, changed.due) == (ActionState.STARTED, "gebeld", date(2027, 1, 15))
    own = [row for row in typed if row.own]
    assert [(row.subject, row.measure_text) for row in own] == [("S01", "Bezoek de slaapzalen")]


def test_rows_of_thousands_of_suppliers_stay_cheap() -> None:
    """Our own rows, not openpyxl's: half a thousand suppliers with all sheets in well under its time for one sheet."""
    data = book("company", "nl", 21)
    assert sheet(data, "Leveranciers").max_row == 3 + 504
    assert "dringendste leveranciers (100)" in str(sheet(data, "Onderbouwing")["A2"].value)


def test_the_ledger_adds_up_to_the_suppliers_row() -> None:
    ledger = sheet(book("company"), "Onderbouwing")
    rows = [[cell.value for cell in row] for row in ledger.iter_rows(min_row=4)]
    totals = {(row[0], row[1]): (row[10], row[11]) for row in rows if row[2] == "uitkomst"}
    assert totals["Fabriek Denkbeeldig 2", "Inhouden van identiteitspapieren"] == (80, 80)
    round = sample_round()
    names = {s.supplier.name: s for s in round.assessment.suppliers}
    labels = {i.name.nl: id for id, i in round.content.indicators.items()}
    for (supplier, sign), (established, _) in totals.items():
        assert (established == 0) == (names[str(supplier)].indicators[labels[str(sign)]].established == 0)


@pytest.mark.office
def test_libreoffice_opens_them_and_gives_back_the_same_cells(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    sources = [tmp_path / "in" / f"{audience}.xlsx" for audience in AUDIENCES]
    sources[0].parent.mkdir()
    for source in sources:
        source.write_bytes(book(source.stem))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), *map(str, sources)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    for audience in AUDIENCES:
        saved = opened((tmp_path / f"{audience}.xlsx").read_bytes())
        for before, after in zip(opened(book(audience)).worksheets, saved.worksheets, strict=True):
            assert cells(before, before) == cells(after, before)
    assert plan_of(book("company"), tmp_path) == plan_of((tmp_path / "company.xlsx").read_bytes(), tmp_path)


def test_on_paper_stand_the_columns_that_people_act_on_and_no_sheet_to_look_things_up_in() -> None:
    """A plan of two dozen sites came out of the printer as nearly six hundred pages."""
    printed = {
        found.title: str(found.print_area).rpartition("!")[2] for found in opened(book("company")).worksheets[:-1]
    }
    assert printed["Acties"].startswith("$C$4:$L$")
    assert [printed[title].rpartition("$")[2] for title in ("Vraag nu", "Onderbouwing")] == ["2", "2"]
    assert {found.page_setup.fitToWidth for found in opened(book("company")).worksheets[:-1]} == {1}


@pytest.mark.parametrize(("audience", "leads"), [("union", "you lead"), ("ngo", "you lead")])
def test_union_and_ngo_can_filter_on_their_own_part(audience: str, leads: str) -> None:
    made = as_data(build_view(audience, sample_round()), Words("en"), "page.html")
    sheet = next(s for s in made.sheets if isinstance(s, TableSheet) and s.key == "actions")
    at = {column.key: index for index, column in enumerate(sheet.columns)}
    told = {(row[at["lead"]], row[at["own_role"]]) for row in sheet.rows}
    ours = {"union": "union", "ngo": "NGO"}[audience]
    assert (ours, leads) in told
    assert all((lead == ours) == (part == leads) for lead, part in told)
    assert Words("en").own_role(audience, "company", (audience,)) == "you take part"
    assert Words("en").own_role(audience, "company", ("government",)) is None
