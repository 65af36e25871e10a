"""A year of work in the plan workbook: edited by hand, saved by other programs, and read back in the next round."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from copy import copy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from duediligence.model.plan import Action, ActionState
from duediligence.workflow.rounds import Done, run_round
from duediligence.workflow.starting import write_example

PLAN = "company-plan.xlsx"
KEYS, NAMES, FIRST = 3, 4, 5
"""The hidden row of keys, the row of headers that people see, and the first action."""


def _by_openpyxl(plan: Path) -> None:
    """The edits are saved by openpyxl as they are."""


def _by_libreoffice(plan: Path) -> None:
    """LibreOffice opens the edited plan and saves it in its own way."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    out = plan.parent / "saved"
    home = f"-env:UserInstallation={(plan.parent / 'home').as_uri()}"
    command = [office, home, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(plan)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    shutil.move(out / plan.name, plan)
    for left in (out, plan.parent / "home"):
        shutil.rmtree(left, ignore_errors=True)


class _Sheet:
    """The sheet of actions by the keys of its columns."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.columns = {str(cell.value): cell.column for cell in sheet[KEYS] if cell.value}

    def put(self, row: int, **values: Any) -> None:
        for key, value in values.items():
            self.sheet.cell(row, self.columns[key], value)

    def id(self, row: int) -> str:
        return str(self.sheet.cell(row, self.columns["action_id"]).value)

    def rows(self) -> list[list[Any]]:
        return [[cell.value for cell in row] for row in self.sheet.iter_rows(min_row=FIRST, max_row=self.last)]

    @property
    def last(self) -> int:
        return max(row for row in range(FIRST, self.sheet.max_row + 1) if self.sheet.cell(row, 1).value)


def _edit(plan: Path) -> Mapping[str, str]:
    """Everything that people do to such a sheet in a year; returns the ids of the rows that they worked in."""
    book = openpyxl.load_workbook(plan)
    sheet = _Sheet(book["Acties"])
    ids = {name: sheet.id(FIRST + n) for n, name in enumerate(("dated", "foreign", "claimed", "done", "copied"))}
    sheet.put(FIRST, owner="Ana", due="15-3-2027", notes="gebeld\nnog eens bellen")  # a date typed as text
    sheet.put(FIRST + 1, state="started", owner="Bo")  # a state in the other language of the plan
    sheet.put(FIRST + 2, state="afgerond", done=datetime(2026, 12, 1), evidence="Brief", evidence_class="E1")
    sheet.put(FIRST + 3, state="afgerond", done=datetime(2026, 12, 1), evidence="Gesprekken", evidence_class="E6")
    sheet.put(FIRST + 4, owner="Cees")
    rows = sheet.rows()
    again = copy(rows[4])  # a row that was copied to write another action of one's own over it
    again[sheet.columns["measure_text"] - 1] = "Samen met de buren een bus laten rijden"
    again[sheet.columns["owner"] - 1] = "Dirk"
    own: list[Any] = [None] * len(rows[0])
    own[sheet.columns["subject"] - 1] = rows[0][sheet.columns["subject"] - 1]
    own[sheet.columns["measure_text"] - 1] = "Een eigen afspraak"
    kept = sorted([*rows, again, own], key=lambda row: str(row[sheet.columns["measure_text"] - 1]))  # sorted by text
    for number, row in enumerate(kept, FIRST):
        for column, value in enumerate(row, 1):
            sheet.sheet.cell(number, column, value)
    sheet.sheet.cell(NAMES, sheet.columns["owner"], "Wie doet het")  # a header by another name
    sheet.sheet.auto_filter.add_filter_column(sheet.columns["owner"] - 1, ["Ana"])  # a filter left on
    for number in range(FIRST + 1, FIRST + 9):
        sheet.sheet.row_dimensions[number].hidden = True
    sheet.sheet.delete_cols(sheet.columns["planned"])  # a column that somebody thought useless
    book.save(plan)
    return ids


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Done:
    """The worked example of natural stone without last year's plan, assessed."""
    folder = tmp_path_factory.mktemp("round") / "stone"
    write_example(folder, "natural_stone")
    (folder / "plan.xlsx").unlink()
    return run_round(folder, None, ("nl",))


@pytest.mark.parametrize("save", [_by_openpyxl, _by_libreoffice])
def test_nothing_that_people_typed_is_lost_and_ids_stay(
    save: Callable[[Path], None], first: Done, tmp_path: Path
) -> None:
    folder = tmp_path / "stone"
    shutil.copytree(first.opened.root, folder)
    plan = folder / "reports" / PLAN
    ids = _edit(plan)
    save(plan)
    settings = folder / "duediligence.yaml"
    day = f"assessed_on: {first.opened.workspace.assessed_on}"
    assert day in settings.read_text("utf-8")
    settings.write_text(settings.read_text("utf-8").replace(day, "assessed_on: 2027-02-01"), "utf-8")

    second = run_round(folder, None, ("nl",))

    actions = {action.id: action for action in second.round.plan.actions}
    assert {action.id for action in first.round.plan.actions} <= actions.keys()
    dated, foreign, claimed, done, copied = (actions[id] for id in ids.values())
    assert (dated.owner, dated.due, dated.notes) == ("Ana", date(2027, 3, 15), "gebeld\nnog eens bellen")
    assert (foreign.state, foreign.owner) == (ActionState.STARTED, "Bo")
    assert (claimed.state, claimed.evidence, claimed.done) == (ActionState.CLAIMED, "Brief", date(2026, 12, 1))
    assert (done.state, done.evidence_class) == (ActionState.DONE, "E6")
    assert copied.owner == "Cees"
    own = {action.own_text: action for action in actions.values() if action.own_text}
    assert own["Samen met de buren een bus laten rijden"].owner == "Dirk"
    assert own["Een eigen afspraak"].subject == first.round.plan.actions[0].subject
    told = {(finding.code, finding.params.get("id")) for finding in second.round.plan.findings}
    assert {("action_claimed", ids["claimed"]), ("plan_copied_action", ids["copied"])} <= told
    assert _typed(second, ids) == _typed(run_round(folder, None, ("nl",)), ids)  # the new workbook holds it all again


def _typed(done: Done, ids: Mapping[str, str]) -> list[tuple[str, str, str, date, str, str]]:
    def told(action: Action) -> tuple[str, str, str, date, str, str]:
        return action.id, action.state.value, action.owner, action.due, action.evidence, action.notes

    return [told(a) for a in done.round.plan.actions if a.id in ids.values() or a.own_text]
