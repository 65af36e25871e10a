"""Calendar, table, OSCAL and evidence pack: what other programs and an authority get."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from io import StringIO
from typing import Any
from uuid import UUID

import pytest

from duediligence.errors import UsageError
from duediligence.model.assessment import Interval
from duediligence.model.movement import ConcernChange, ConcernMove, Direction, Movement, SupplierMove
from duediligence.reporting.company.view import CompanyView
from duediligence.reporting.exports.calendar import CSV_COLUMNS, render_actions_csv, render_calendar
from duediligence.reporting.exports.evidence import (
    EvidenceView,
    evidence_view,
    render_evidence_json,
    suppliers_of_product,
)
from duediligence.reporting.exports.oscal import render_oscal
from duediligence.reporting.pages.page import render_evidence_page
from duediligence.reporting.shared.parts import Round
from duediligence.reporting.shared.words import plain
from duediligence.reporting.views import build_view
from tests.reporting.canaries import CANARY, round_with_canaries
from tests.reporting.look import sample_round


def company(round: Round) -> CompanyView:
    view = build_view("company", round)
    assert isinstance(view, CompanyView)
    return view


def with_notes(notes: str) -> Round:
    round = sample_round()
    actions = tuple(replace(a, notes=notes, own_text="") for a in round.plan.actions)
    return replace(round, plan=replace(round.plan, actions=actions))


def unfolded(calendar: str) -> list[str]:
    return calendar.replace("\r\n ", "").split("\r\n")


def test_what_is_late_near_or_taken_up_is_an_event_on_its_day_and_the_rest_one_a_month() -> None:
    view = company(sample_round())
    lines = unfolded(render_calendar(view, "nl"))
    unfinished = [a for a in view.actions if not a.closed]
    apart = [a for a in unfinished if a.overdue or a.soon or a.owner]
    later = [a for a in unfinished if a not in apart]
    months = {a.due.strftime("%Y-%m") for a in later}
    assert 0 < len(apart) < len(unfinished)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(apart) + len(months)
    assert {f"UID:{a.id}@duediligence" for a in apart} <= set(lines)
    assert not {f"UID:{a.id}@duediligence" for a in later} & set(lines)
    assert "DTSTART;VALUE=DATE:20261104" in lines
    assert (lines[0], lines[-2]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def test_a_calendar_that_colleagues_see_names_no_supplier() -> None:
    view = company(sample_round())
    lines = unfolded(render_calendar(view, "nl"))
    titles = [line for line in lines if line.startswith("SUMMARY:")]
    assert lines.count("CLASS:PRIVATE") == len(titles)
    assert [title for title in titles for s in view.suppliers if s.name in title] == []
    assert max(map(len, titles)) <= 100


def test_calendar_lines_are_short_and_texts_escaped() -> None:
    calendar = render_calendar(company(sample_round()), "nl")
    assert all(len(line.encode()) <= 75 for line in calendar.split("\r\n"))
    told = next(line for line in unfolded(calendar) if line.startswith("DESCRIPTION") and "Breng mensen" in line)
    assert "Breng mensen die hulp willen naar gespecialiseerde hulp\\, vóór elke commerciële stap." in told


def test_the_table_has_the_plan_with_codes_for_programs() -> None:
    rows = list(csv.DictReader(StringIO(render_actions_csv(company(sample_round()), "en"))))
    assert tuple(rows[0]) == CSV_COLUMNS
    by_id = {row["action_id"]: row for row in rows}
    for action in sample_round().plan.actions:
        assert by_id[action.id]["due"] == action.due.isoformat()
        assert by_id[action.id]["state"] == action.state.value


@pytest.mark.parametrize("notes", ["=1+1", "+31 20", "-1", "@me", "\t=1"])
def test_no_cell_of_the_table_is_a_formula(notes: str) -> None:
    rows = list(csv.DictReader(StringIO(render_actions_csv(company(with_notes(notes)), "en"))))
    assert {row["notes"] for row in rows} == {f"'{notes}"}


def oscal(round: Round) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(render_oscal(round, "en"))["plan-of-action-and-milestones"]
    return document


def test_oscal_has_an_item_for_every_action_and_its_references_arrive() -> None:
    plan = oscal(sample_round())
    assert len(plan["poam-items"]) == len(sample_round().plan.actions)
    risks = {risk["uuid"] for risk in plan["risks"]}
    observations = {observation["uuid"] for observation in plan["observations"]}
    related = {r["risk-uuid"] for item in plan["poam-items"] for r in item.get("related-risks", ())}
    seen = {o["observation-uuid"] for risk in plan["risks"] for o in risk.get("related-observations", ())}
    assert related <= risks
    assert seen <= observations
    assert len(risks) == len(plan["risks"])
    assert len(observations) == len(plan["observations"])


def test_oscal_holds_no_empty_list_or_text() -> None:
    def check(node: Any) -> None:
        assert node not in ("", [], {})
        for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
            check(child)

    check(oscal(sample_round()))


def test_oscal_identifiers_stay_and_the_documents_own_changes_with_it() -> None:
    before, after = oscal(sample_round()), oscal(with_notes("gebeld"))
    assert [item["uuid"] for item in before["poam-items"]] == [item["uuid"] for item in after["poam-items"]]
    assert before["uuid"] != after["uuid"]
    assert UUID(before["uuid"]).version == 5
    for moment in re.findall(r'"(\d{4}-\d{2}-\d{2}T[^"]*)"', json.dumps(before)):
        assert moment.endswith("T00:00:00Z")


def test_an_evidence_pack_says_what_is_not_known() -> None:
    view = evidence_view(sample_round(), ["S05"], plain("Ververij Blauwdruk"))
    unknowns = {(u.kind, u.text.en) for u in view.unknowns}
    assert ("refused", "Refused: Who keeps the passports and other papers of workers?") in unknowns
    assert ("fact", "Unknown fact: Region") in unknowns
    silent = evidence_view(sample_round(), ["S13"], plain("x"))
    assert any(u.kind == "response" for u in silent.unknowns)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_pack_as_a_page_holds_the_site_its_answers_and_its_manifest(language: str) -> None:
    view = evidence_view(sample_round(), ["S02"], plain("Fabriek Denkbeeldig 2"))
    page = render_evidence_page(view, language)
    assert "S02.xlsx" in page
    assert "5f" * 32 in page
    assert "Voorbeeld Spinnerij Noord" not in page
    assert "30 w" in page


def test_the_pack_as_data_holds_the_same_rows_as_the_assessment() -> None:
    view = evidence_view(sample_round(), ["S02"], plain("x"))
    pack = json.loads(render_evidence_json(sample_round(), ["S02"], view, "en"))
    assert [s["id"] for s in pack["suppliers"]] == ["S02"]
    assert {a["subject"] for a in pack["actions"]} == {"S02"}
    assert pack["schema"] == "duediligence.evidence/1"
    assert pack["unknowns"]


def test_a_product_gathers_its_sites() -> None:
    assert set(suppliers_of_product(sample_round(), "cotton")) == {"S04", "S21"}


def test_a_supplier_that_is_not_there_is_named() -> None:
    with pytest.raises(UsageError, match="unknown_supplier"):
        evidence_view(sample_round(), ["S98"], plain("x"))


def pack(*suppliers: str, movement: Movement | None = None) -> EvidenceView:
    return evidence_view(replace(sample_round(), movement=movement), suppliers, plain("x"))


def test_the_pack_begins_with_the_answer_in_short() -> None:
    about, *rest = (text.en for text in pack("S02").short)
    assert about == "One site in the supply chain of Voorbeeld Mode BV, assessed on 1 Nov 2026."
    assert rest[0] == "Outcome: Critical. Something must happen now."
    assert any(text.startswith("Established signs: Retention of identity documents") for text in rest)
    assert any("measures in the plan:" in text and "done with evidence" in text for text in rest)
    assert rest[-1].endswith("points are not known; they are listed under ‘Not known’.")


def test_the_pack_says_what_came_of_the_measures_since_the_last_round() -> None:
    (first,) = pack("S02").results
    assert first.en == "There is no earlier round to compare with."
    low, high = Interval(0.1, 0.2), Interval(0.8, 0.9)
    move = SupplierMove("S02", "Fabriek", "low", "critical", low, high, Direction.WORSE)
    closed = ConcernMove("S02", "papers_kept", "documents", ConcernChange.CLOSED)
    movement = Movement("2025-11-01", "2026-11-01", 24, 24, suppliers=(move,), concerns=(closed,))
    told = [text.en for text in pack("S02", movement=movement).results]
    assert told == [
        "Risk tier on 1 Nov 2025: Low. Now: Critical.",
        "One concern was solved, about: Retention of identity documents",
    ]
    assert "new in this round" in pack("S01", movement=movement).results[0].en.lower()


def test_the_pack_names_only_the_files_on_which_it_rests() -> None:
    """The name of another supplier's form would tell the authority who else delivers."""
    round = sample_round()
    manifest = replace(round.manifest, inputs={**round.manifest.inputs, "responses/S99.xlsx": "aa" * 32})
    view = evidence_view(replace(round, manifest=manifest), ["S02"], plain("x"))
    page = render_evidence_page(view, "en")
    assert "S99.xlsx" not in page
    assert view.other_files >= 1
    assert "not about these sites" in page


def test_the_pack_holds_no_names_of_those_who_do_the_work() -> None:
    round = round_with_canaries()
    view = evidence_view(round, ["S02"], plain("x"))
    written = render_evidence_page(view, "en") + render_evidence_json(round, ["S02"], view, "en").decode()
    assert f"{CANARY}_owner" not in written
    assert f"{CANARY}_evidence" in written, "what shows that a measure was taken is what the authority asks for"


def test_at_a_small_site_the_pack_warns_that_answers_may_point_to_somebody() -> None:
    assert pack("S07").speaks_of_few
    assert not pack("S01").speaks_of_few


def test_the_pack_holds_what_the_company_itself_does() -> None:
    page = render_evidence_page(pack("S02"), "en")
    answered = pack("S02").company_answers
    assert (answered[0].question.en in page) if answered else ("did not fill in its own questionnaire" in page)
