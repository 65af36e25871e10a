"""The plan workbook after people and other programs worked on it."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from duediligence.findings import NOWHERE, Severity
from duediligence.i18n.texts import translate
from duediligence.intake.files.reading import Reading
from duediligence.intake.files.sources import receive
from duediligence.intake.plan_workbook import read_plan
from duediligence.model.plan import ActionState
from duediligence.model.plan_sheet import COLUMNS, TypedAction
from duediligence.model.response import COMPANY

READ_ON = date(2026, 11, 24)
Values = dict[str, Any]
FIRST, SECOND = "a0123456789", "aabcdef0123"
ANA: Values = {
    "action_id": FIRST, "subject": "Site s1", "measure_text": "Give papers back", "state": "begonnen", "owner": "Ana",
    "due": datetime(2026, 12, 1), "started": date(2026, 11, 3), "evidence": "Report 12", "evidence_class": "E5",
    "notes": "called\ntwice", "measure": "give_back", "first_seen": "2025-11-01", "needed": "ja", "returned": "no",
}  # fmt: skip
BEN: Values = {"action_id": SECOND, "subject": "Site s2", "measure_text": "Pay arrears", "state": "open"}


def _read(path: Path) -> Reading[tuple[TypedAction, ...]]:
    received = receive(path, path.name)
    assert received.value is not None
    return read_plan(received.value.book, READ_ON)


def _saved(
    folder: Path,
    rows: Sequence[Values],
    language: str = "nl",
    keys: Sequence[str] = COLUMNS,
    hidden_keys: bool = True,
    title: bool = True,
) -> Path:
    """A workbook as the tool writes it: a sheet before, a title, a hidden row of keys, a row of names, the rows."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.append(["Summary"])
    sheet = book.create_sheet("Acties")
    if title:
        sheet.append(["Actieplan 2026"])
    if hidden_keys:
        sheet.append(list(keys))
        sheet.row_dimensions[sheet.max_row].hidden = True
    sheet.append([translate(f"plan.columns.{key}", language) if key in COLUMNS else key.title() for key in keys])
    for row in rows:
        sheet.append([row.get(key) for key in keys])
    path = folder / "plan.xlsx"
    book.save(path)
    return path


def _codes(reading: Reading[tuple[TypedAction, ...]]) -> list[tuple[str, str]]:
    return [(finding.code, finding.location.cell) for finding in reading.findings]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("hidden_keys", [True, False])
def test_what_people_typed_comes_back(tmp_path: Path, language: str, hidden_keys: bool) -> None:
    reading = _read(_saved(tmp_path, [ANA, BEN], language, hidden_keys=hidden_keys))
    ana, ben = reading.value
    assert reading.findings == ()
    assert (ana.id, ana.subject, ana.state, ana.owner) == (FIRST, "Site s1", ActionState.STARTED, "Ana")
    assert (ana.due, ana.started, ana.done) == (date(2026, 12, 1), date(2026, 11, 3), None)
    assert (ana.evidence, ana.evidence_class, ana.notes) == ("Report 12", "E5", "called\ntwice")
    assert (ana.measure, ana.first_seen) == ("give_back", date(2025, 11, 1))
    assert (ana.needed, ana.returned) == (True, False)
    assert (ben.id, ben.state, ben.touched) == (SECOND, ActionState.OPEN, False)


def test_columns_may_be_moved_and_rows_sorted(tmp_path: Path) -> None:
    expected = {row.id: row.owner for row in _read(_saved(tmp_path, [ANA, BEN])).value}
    keys = list(COLUMNS)
    random.Random(1).shuffle(keys)
    assert {row.id: row.owner for row in _read(_saved(tmp_path, [BEN, ANA], keys=keys)).value} == expected


def test_a_sheet_that_was_sorted_with_its_headers_is_still_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([ANA.get(key) for key in COLUMNS])
    sheet.append(list(COLUMNS))
    sheet.append([BEN.get(key) for key in COLUMNS])
    sheet.append([translate(f"plan.columns.{key}", "en") for key in COLUMNS])
    book.save(path)
    assert [row.id for row in _read(path).value] == [FIRST, SECOND]


def test_a_column_of_peoples_own_is_named_and_the_tools_other_columns_are_not(tmp_path: Path) -> None:
    path = _saved(tmp_path, [{**ANA, "tier": "high", "": "800 euro"}], keys=["tier", *COLUMNS, ""])
    reading = _read(path)
    assert reading.value[0].owner == "Ana"
    assert _codes(reading) == [("plan_column_not_kept", "T3")]


def test_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    reading = _read(_saved(tmp_path, [ANA], keys=[key for key in COLUMNS if key not in ("owner", "measure")]))
    assert [finding.params["column"] for finding in reading.findings] == ["owner"]
    assert (reading.value[0].owner, reading.value[0].notes) == ("", "called\ntwice")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("2026-12-01 00:00:00", date(2026, 12, 1)),
        ("1-12-2026", date(2026, 12, 1)),
        ("31/12/2026", date(2026, 12, 31)),
        ("1.12.2026", date(2026, 12, 1)),
        ("1 december 2026", date(2026, 12, 1)),
    ],
)
def test_days_may_be_written_in_several_ways(tmp_path: Path, written: str, day: date) -> None:
    reading = _read(_saved(tmp_path, [{**ANA, "done": written}]))
    assert (reading.value[0].done, reading.findings) == (day, ())


@pytest.mark.parametrize(
    ("key", "written", "code"),
    [
        ("due", "volgende week", "plan_bad_date"),
        ("due", "eind december", "plan_bad_date"),
        ("due", "end of December 2026", "plan_bad_date"),
        ("due", "week 50", "plan_bad_date"),
        ("due", "3/4", "date_ambiguous"),
        ("done", "31-02-2026", "plan_bad_date"),
        ("done", "31-02", "plan_bad_date"),
        ("done", "01/12/2026", "date_ambiguous"),
        ("started", 46327, "plan_bad_date"),
        ("state", "bijna klaar", "plan_bad_state"),
        ("evidence_class", "foto", "plan_bad_evidence_class"),
        ("evidence_class", "E7", "plan_bad_evidence_class"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_cell_and_kept_in_the_notes(
    tmp_path: Path, key: str, written: object, code: str
) -> None:
    reading = _read(_saved(tmp_path, [{**ANA, key: written}]))
    column = "ABCDEFGHIJKLMNOP"[COLUMNS.index(key)]
    assert _codes(reading) == [(code, f"{column}4")]
    assert reading.value[0].notes == f"called\ntwice\n{translate(f'plan.columns.{key}', 'nl')}: {written}"


@pytest.mark.parametrize(
    ("key", "written", "day"),
    [
        ("due", "15 december", date(2026, 12, 15)),
        ("due", "15 dec.", date(2026, 12, 15)),
        ("due", "December 15th", date(2026, 12, 15)),
        ("due", "15-12", date(2026, 12, 15)),
        ("due", "24 nov", READ_ON),
        ("due", "23 november", date(2027, 11, 23)),  # the next one
        ("due", "29 feb", date(2028, 2, 29)),
        ("started", "15 december", date(2025, 12, 15)),  # what was done lies behind us
        ("done", "24 november", READ_ON),
    ],
)
def test_a_day_without_a_year_is_the_nearest_one_and_the_year_is_said(
    tmp_path: Path, key: str, written: str, day: date
) -> None:
    reading = _read(_saved(tmp_path, [{**ANA, key: written}]))
    assert getattr(reading.value[0], key) == day
    assert reading.value[0].notes == ANA["notes"]
    (told,) = reading.findings
    assert (told.code, told.severity, told.params["day"]) == ("plan_day_without_year", Severity.NOTE, day)


@pytest.mark.parametrize(
    ("state", "written"),
    [
        (ActionState.DONE, "done;Afgerond; DONE ;gedaan;Klaar!;voltooid;finished;Completed"),
        (ActionState.STARTED, "started;in progress;In-Progress;bezig; Mee  bezig;loopt;in uitvoering;ongoing"),
        (ActionState.OPEN, "open;to do;TODO;nog niet begonnen;te doen;not started"),
        (ActionState.DROPPED, "vervallen;geschrapt;cancelled;gaat niet door"),
    ],
)
def test_states_may_be_written_in_ones_own_words(tmp_path: Path, state: ActionState, written: str) -> None:
    for word in written.split(";"):
        reading = _read(_saved(tmp_path, [{**ANA, "state": word}]))
        assert (reading.value[0].state, reading.findings) == (state, ()), word


@pytest.mark.parametrize("written", ["E5", "e5", "E5 – interviews", "E 5"])
def test_an_evidence_class_may_carry_its_explanation(tmp_path: Path, written: str) -> None:
    assert _read(_saved(tmp_path, [{**ANA, "evidence_class": written}])).value[0].evidence_class == "E5"


# ---------------------------------------------------------------- own actions

VISIT: Values = {"subject": "Site s1", "measure_text": "Visit again", "owner": "Eva", "due": date(2027, 1, 1)}


def test_a_row_without_an_id_is_an_own_action_and_keeps_the_id_that_it_gets(tmp_path: Path) -> None:
    (first, own) = _read(_saved(tmp_path, [ANA, VISIT])).value
    assert (first.own, own.own, own.measure_text, own.owner) == (False, True, "Visit again", "Eva")
    again = _read(_saved(tmp_path, [VISIT, ANA])).value[0]
    assert again.id == own.id
    edited = _read(_saved(tmp_path, [{**VISIT, "action_id": own.id, "measure_text": "Visit twice"}])).value[0]
    assert (edited.id, edited.measure_text) == (own.id, "Visit twice")


def test_two_equal_own_rows_are_two_actions(tmp_path: Path) -> None:
    ids = [row.id for row in _read(_saved(tmp_path, [VISIT, {**VISIT, "owner": "Tom"}])).value]
    assert len(set(ids)) == 2


def test_an_id_that_is_not_the_tools_is_kept_as_a_note(tmp_path: Path) -> None:
    reading = _read(_saved(tmp_path, [{**VISIT, "action_id": "X1"}]))
    assert _codes(reading) == [("plan_unknown_id", "A4")]
    assert reading.value[0].own
    assert reading.value[0].notes == "Actienummer: X1"


def test_an_own_action_without_text_is_pointed_out_and_an_empty_dropdown_is_no_action(tmp_path: Path) -> None:
    reading = _read(_saved(tmp_path, [{"owner": "Eva"}, {"state": "open"}, {}]))
    assert [row.owner for row in reading.value] == ["Eva"]
    assert _codes(reading) == [("own_action_without_text", "C4")]


def test_everything_that_people_type_in_a_row_of_their_own_is_kept(tmp_path: Path) -> None:
    keys = [*COLUMNS, "reasons", "name", ""]
    row = {**VISIT, "subject": None, "name": "Site s1", "lead": "vakbond", "reasons": "They asked", "": "800 euro"}
    (own,) = _read(_saved(tmp_path, [row], keys=keys)).value
    assert (own.subject, own.lead, own.notes) == ("Site s1", "union", "Reasons: They asked\n800 euro")
    known = {**row, "action_id": own.id}
    assert _read(_saved(tmp_path, [known], keys=keys)).value[0].notes == ""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_company_itself_is_a_subject(tmp_path: Path, language: str) -> None:
    shown = translate("report.own_company", language)
    assert _read(_saved(tmp_path, [{**VISIT, "subject": shown}])).value[0].subject == COMPANY


def test_a_title_above_the_table_is_no_action(tmp_path: Path) -> None:
    assert [row.id for row in _read(_saved(tmp_path, [ANA], title=True)).value] == [FIRST]


def test_a_workbook_without_actions_says_so(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "plan.xlsx")
    reading = _read(tmp_path / "plan.xlsx")
    assert (reading.value, _codes(reading)) == ((), [("plan_no_actions", "")])


def test_an_id_column_that_is_gone_is_not_read_as_new_actions(tmp_path: Path) -> None:
    reading = _read(_saved(tmp_path, [ANA], keys=[key for key in COLUMNS if key != "action_id"]))
    assert (reading.value, _codes(reading)) == ((), [("plan_no_actions", "")])


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_save_by_libreoffice_changes_nothing(tmp_path: Path, suffix: str) -> None:
    path = _saved(tmp_path, [ANA, BEN, VISIT])
    before = _read(path).value
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    after = _read(out / f"plan.{suffix}").value
    assert [replace(row, location=NOWHERE) for row in after] == [replace(row, location=NOWHERE) for row in before]
