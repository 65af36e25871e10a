"""Interview forms: accepted by pyxform, safe for those who talk, and read back from every kind of export."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from pyxform.xls2xform import convert

from duediligence.declarations.library import Library, Root
from duediligence.declarations.sector import load_sector
from duediligence.findings import Severity
from duediligence.forms.write import briefs_of
from duediligence.forms.xlsform import xlsform_of
from duediligence.model.content import SectorContent
from duediligence.model.form import Stamp, choice_of_site, site_of_choice
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Answer, AnswerState, SourceKind, Supplier
from duediligence.model.sector import FormUse, Questionnaires
from duediligence.resources import content_root
from tests.forms.bakery import BAKER, COMPANY, CORNER_SHOP, content
from tests.forms.filled import codes, finding, read_back, said

SITES = (BAKER, CORNER_SHOP, Supplier("s 003 ${x}", "Café <b>'t Hoekje</b> ${fees_told}", {}))
Rows = list[dict[str, str]]


@cache
def _form(respondent: Respondent = Respondent.WORKERS) -> bytes:
    return xlsform_of(briefs_of(content(), SITES, respondent, COMPANY), ("nl", "en"))


def _sheet(name: str, respondent: Respondent = Respondent.WORKERS) -> Rows:
    rows = list(load_workbook(BytesIO(_form(respondent)))[name].iter_rows(values_only=True))
    return [{str(k): str(v or "") for k, v in zip(rows[0], row, strict=True) if k} for row in rows[1:]]


def _survey(respondent: Respondent = Respondent.WORKERS) -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in _sheet("survey", respondent) if row["name"]}


RESPONDENTS = [respondent for respondent in Respondent if content().uses(respondent)]


@pytest.mark.parametrize("respondent", RESPONDENTS)
def test_pyxform_accepts_it_without_a_warning(respondent: Respondent) -> None:
    result = convert(BytesIO(_form(respondent)), file_type=".xlsx", validate=False)
    assert result.warnings == []
    assert ElementTree.fromstring(result.xform).tag.endswith("html")


def test_pyxform_accepts_every_questionnaire_of_every_sector() -> None:
    """Once each, however many sectors use it; ids are unique in a sector, so that together they are as valid."""
    library = Library([Root(content_root())])
    seen: set[str] = set()
    for sector in library.sector_ids():
        bundled = load_sector(library, sector)
        for respondent in Respondent:
            for use in bundled.uses(respondent):
                if use.id not in seen:
                    seen.add(use.id)
                    _accept(bundled, respondent, use)
    assert len(seen) > 20


def _accept(bundled: SectorContent, respondent: Respondent, use: FormUse) -> None:
    only = Questionnaires.model_validate({respondent.value: [use]})
    alone = replace(bundled, profile=bundled.profile.model_copy(update={"questionnaires": only}))
    form = xlsform_of(briefs_of(alone, (BAKER, CORNER_SHOP), respondent, COMPANY), ("nl", "en"))
    assert convert(BytesIO(form), file_type=".xlsx", validate=False).warnings == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert _form.__wrapped__(Respondent.WORKERS) == _form()


def test_safety_comes_first_and_then_consent() -> None:
    rows = _sheet("survey")
    assert [row["name"] for row in rows[:3]] == ["dd_safety", "dd_consent", "dd_goodbye"]
    assert "niemand meeluistert" in rows[0]["label::Nederlands (nl)"]
    assert rows[1]["required"] == "yes"


def test_without_consent_the_conversation_ends_politely() -> None:
    survey = _survey()
    assert survey["dd_goodbye"]["relevant"] == "${dd_consent} = 'no'"
    talk = next(i for i, row in enumerate(_sheet("survey")) if row["name"] == "dd_talk")
    rows = _sheet("survey")
    assert rows[talk]["relevant"] == "${dd_consent} = 'yes'"
    assert rows[-1]["type"] == "end_group"
    outside = {row["name"] for row in rows[:talk]} - {""}
    assert outside == {"dd_safety", "dd_consent", "dd_goodbye", "dd_form"}


def test_workers_are_asked_for_no_name_no_comment_and_no_document() -> None:
    names = set(_survey())
    assert not any(name.endswith(("__comment", "__document")) for name in names)
    assert not any("name" in name for name in names)
    assert "fees_told__reason" in names
    assert {"doors_seen__comment", "doors_seen__document"} <= set(_survey(Respondent.AUDITOR))


def test_universal_answers_are_choices_of_every_question() -> None:
    choices = [(row["list_name"], row["name"]) for row in _sheet("choices")]
    assert ("fees_told", "dd_refused") in choices
    assert ("to_whom", "dd_unknown") in choices
    assert ("dd_states", "dd_not_applicable") in choices
    assert ("fees_told", "dd_declined_cap") not in choices


def test_relevance_follows_answers_and_what_is_known_of_the_site() -> None:
    survey = _survey()
    assert (
        survey["to_whom"]["relevant"]
        == "not((selected(${fees_told}, 'nothing') and not(selected(${fees_told}, 'paid'))))"
    )
    assert survey["room_told"]["relevant"] == "not(${dd_fact_1} = '0')"
    assert survey["dd_fact_1"]["calculation"] == "instance('dd_sites')/root/item[name = ${dd_site}]/fact_1"
    facts = {row["name"]: row["fact_1"] for row in _sheet("choices") if row["list_name"] == "dd_sites"}
    assert facts == {"s001": "1", "s002": "0", choice_of_site("s 003 ${x}"): "1"}  # unknown counts as holding


def test_a_question_that_no_site_needs_is_left_out() -> None:
    form = xlsform_of(briefs_of(content(), (CORNER_SHOP,), Respondent.WORKERS, COMPANY), ("nl",))
    names = [row[1].value for row in load_workbook(BytesIO(form))["survey"].iter_rows()]
    assert "room_told" not in names
    assert "fees_told" in names


def test_names_of_sites_are_neither_references_nor_markup() -> None:
    labels = [row["label::Nederlands (nl)"] for row in _sheet("choices") if row["list_name"] == "dd_sites"]
    assert labels[2] == "Café ‹b>'t Hoekje‹/b> $ {fees_told} · s 003 $ {x}"


@pytest.mark.parametrize("id", ["s001", "s 003 ${x}", "site_1", "日本 1", "a/b", "A.B-c"])
def test_a_site_is_known_again_by_its_choice(id: str) -> None:
    choice = choice_of_site(id)
    assert re.fullmatch(r"[A-Za-z0-9_.-]+", choice)
    assert site_of_choice(choice) == id


def test_a_number_of_percent_has_its_bounds() -> None:
    rows = {row["name"]: row for row in _sheet("survey", Respondent.SUPPLIER)}
    assert rows["night"]["constraint"] == ". >= 0 and . <= 100"
    assert rows["night__state"]["relevant"] == "${night} = ''"


# --- and back ---

DAY = "2026-09-30"
STAMP = str(Stamp((("bake_talk", "2026.1"),), "workers", "", "nl", "c001"))
TOLD: Mapping[str, str] = {
    "dd_consent": "yes",
    "dd_form": STAMP,
    "dd_talk/dd_site": "s001",
    "dd_talk/dd_date": DAY,
    "dd_talk/dd_source": "worker_interviews",
    "dd_talk/bake_talk__pay/fees_told": "paid",
    "dd_talk/bake_talk__pay/fees_told__reason": "",
    "dd_talk/bake_talk__pay/to_whom": "agent boss",
    "dd_talk/bake_talk__pay/room_told": "dd_refused",
    "dd_talk/bake_talk__time/hours_told": "12.345",
    "dd_talk/bake_talk__time/owed_told__rows": "10",
    "dd_talk/bake_talk__time/owed_told__columns": "50",
    "dd_talk/dd_remarks": "Wil anoniem blijven.",
    "_id": "1",
    "_submitted_by": "interviewer",
    "_geolocation": "52.1 4.3",
}


def _told(question: str, **heard: object) -> Answer:
    told: dict[str, object] = {"date": date(2026, 9, 30), "source": SourceKind.WORKER_INTERVIEWS, **heard}
    return Answer("s001", question, **told)  # type: ignore[arg-type]


HEARD = {
    _told("fees_told", keys=("paid",)),
    _told("to_whom", keys=("agent", "boss")),
    _told("room_told", state=AnswerState.REFUSED),
    _told("hours_told", keys=("band_0",), numbers=(12.345,)),
    _told("owed_told", keys=("much",), numbers=(10.0, 50.0)),
}


def _csv(path: Path, rows: Sequence[Mapping[str, str]], separator: str = ";") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def _renamed(separator: str = "/", groups: bool = True) -> dict[str, str]:
    return {(key.replace("/", separator) if groups else key.rpartition("/")[2]): value for key, value in TOLD.items()}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(_renamed(), id="kobo, group prefixes"),
        pytest.param(_renamed(groups=False), id="kobo, no prefixes"),
        pytest.param(_renamed("-"), id="odk central"),
        pytest.param(_renamed(":"), id="odk aggregate"),
    ],
)
def test_a_csv_export_gives_the_answers(tmp_path: Path, row: dict[str, str]) -> None:
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert said(reading) == HEARD
    assert codes(reading, Severity.WARNING) == {"workers_remark"}
    assert finding(reading, "workers_remark").params == {"supplier": "s001"}


def test_options_in_columns_of_their_own_are_read(tmp_path: Path) -> None:
    group = "dd_talk/bake_talk__pay/to_whom"
    split = {f"{group}/agent": "1", f"{group}/boss": "1", f"{group}/dd_unknown": "0"}
    joined = {**TOLD, **split}
    alone = {key: value for key, value in joined.items() if key != group}
    for row in (joined, alone):
        assert said(read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)) == HEARD


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"to_whom": "boss landlord"}, id="an option that is not there, joined"),
        pytest.param(
            {"to_whom": "", "to_whom/boss": "1", "to_whom/agent": "soms"}, id="no yes or no in its own column"
        ),
        pytest.param({"to_whom": "boss landlord", "to_whom/boss": "1"}, id="joined says more than the columns"),
    ],
)
def test_what_raises_a_concern_stays_where_a_part_cannot_be_read(tmp_path: Path, told: dict[str, str]) -> None:
    row = {**TOLD, **{f"dd_talk/bake_talk__pay/{name}": value for name, value in told.items()}}
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert _told("to_whom", keys=("boss",)) in said(reading)
    assert str(finding(reading, "answer_read_in_part").params["said"]) == "The boss"


def test_an_xlsx_export_gives_the_answers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(TOLD))
    sheet.append(list(TOLD.values()))
    book.create_sheet("repeat").append(["_parent_index", "note"])
    assert said(read_back(book, tmp_path, "export.xlsx")) == HEARD


def _nested(row: Mapping[str, str]) -> dict[str, object]:
    made: dict[str, object] = {}
    for path, value in row.items():
        spot, *steps = made, *path.split("/")
        for step in steps[:-1]:
            spot = spot.setdefault(step, {})  # type: ignore[assignment]
        spot[steps[-1]] = value or None
    return made


@pytest.mark.parametrize(
    "data",
    [
        pytest.param([dict(TOLD)], id="kobo, flat"),
        pytest.param({"count": 1, "next": None, "results": [dict(TOLD)]}, id="kobo, api"),
        pytest.param({"value": [_nested(TOLD)], "@odata.context": "x"}, id="odk central, odata"),
    ],
)
def test_a_json_export_gives_the_answers(tmp_path: Path, data: object) -> None:
    path = tmp_path / "export.json"
    path.write_text(json.dumps(data))
    assert said(read_back(path, tmp_path)) == HEARD


LABELS: Mapping[str, str] = {
    "Wil de werknemer meedoen, nu dit is uitgelegd?": "Ja",
    "dd_form": STAMP,
    "Over het gesprek/Over welke locatie gaat het?": "Bakkerij De Halm · s001",
    "Over het gesprek/Datum van het gesprek": DAY,
    "Over het gesprek/Wat voor gesprek is dit?": "Vertrouwelijke gesprekken met werknemers",
    "Over het gesprek/Loon/Wat betaalde u om hier te werken (${fees})?": "Ik betaalde iets",
    "Over het gesprek/Loon/Aan wie?": "Een tussenpersoon De baas",
    "Over het gesprek/Loon/Mag u uw kamer in en uit?": "Hier geef ik geen antwoord op",
    "Over het gesprek/Tijd/Hoeveel uur werkte u vorige week?": "12.345",
}


def test_an_export_by_labels_is_read_as_far_as_labels_are_clear(tmp_path: Path) -> None:
    reading = read_back(_csv(tmp_path / "export.csv", [LABELS]), tmp_path)
    assert said(reading) == {answer for answer in HEARD if answer.question != "owed_told"}
    assert codes(reading, Severity.WARNING) == set()


def test_labels_that_stand_there_more_than_once_are_named(tmp_path: Path) -> None:
    row = {**LABELS, "Over het gesprek/Loon/Waarom niet van toepassing?": "Geen kamer"}
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert "Waarom niet van toepassing?" in str(finding(reading, "interview_exported_with_labels").params["columns"])


def test_split_columns_by_label_are_read(tmp_path: Path) -> None:
    asked = "Over het gesprek/Loon/Aan wie?"
    row = {key: value for key, value in LABELS.items() if key != asked}
    row |= {f"{asked}/Een tussenpersoon": "1", f"{asked}/De baas": "1", f"{asked}/Weet ik niet": "0"}
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert _told("to_whom", keys=("agent", "boss")) in said(reading)


@pytest.mark.parametrize("consent", ["no", "Nee", ""])
def test_a_conversation_without_consent_is_not_read(tmp_path: Path, consent: str) -> None:
    rows = [dict(TOLD), {**TOLD, "dd_consent": consent, "dd_talk/dd_site": "s002"}]
    reading = read_back(_csv(tmp_path / "export.csv", rows), tmp_path)
    assert {answer.supplier for answer in reading.value} == {"s001"}
    assert finding(reading, "interviews_declined").params["count"] == 1


def test_universal_answers_beside_numbers_are_read(tmp_path: Path) -> None:
    group = "dd_talk/bake_talk__time"
    row = {**TOLD, f"{group}/hours_told": "", f"{group}/hours_told__state": "dd_not_applicable"}
    row |= {f"{group}/hours_told__reason": "Werkt hier nog niet.", f"{group}/owed_told__rows": ""}
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert _told("hours_told", state=AnswerState.NOT_APPLICABLE) in said(reading)
    assert finding(reading, "not_two_numbers").params["question"] == "owed_told"


def test_several_interviews_at_one_site_all_count(tmp_path: Path) -> None:
    rows = [dict(TOLD), {**TOLD, "dd_talk/dd_date": "2026-09-29", "dd_talk/bake_talk__pay/fees_told": "nothing"}]
    answers = said(read_back(_csv(tmp_path / "export.csv", rows), tmp_path))
    assert {a.keys for a in answers if a.question == "fees_told"} == {("paid",), ("nothing",)}


def test_an_unknown_site_and_an_unknown_option_are_named(tmp_path: Path) -> None:
    rows = [{**TOLD, "dd_talk/dd_site": "s009"}, {**TOLD, "dd_talk/bake_talk__pay/fees_told": "paid_alot"}]
    reading = read_back(_csv(tmp_path / "export.csv", rows), tmp_path)
    assert {"unknown_supplier", "unknown_option"} <= codes(reading, Severity.ERROR)


def test_who_interviewed_and_where_is_never_read(tmp_path: Path) -> None:
    reading = read_back(_csv(tmp_path / "export.csv", [dict(TOLD)]), tmp_path)
    assert "interviewer" not in repr(reading)
    assert "52.1" not in repr(reading)


def test_a_column_of_no_question_is_named(tmp_path: Path) -> None:
    row = {**TOLD, "dd_talk/bake_talk__pay/old_question": "yes", "username": "x", "start": "2026"}
    reading = read_back(_csv(tmp_path / "export.csv", [row]), tmp_path)
    assert finding(reading, "interview_columns_not_read").params["columns"] == "dd_talk/bake_talk__pay/old_question"
