"""`sample` on files: the field pack in every form, the auditor's report, and forms that come back as answers."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import duediligence.workflow.layers
from duediligence.audit.manifest_reader import page_texts
from duediligence.model.response import SourceKind
from duediligence.workflow.opened import open_workspace
from duediligence.workflow.rounds import run_round
from duediligence.workflow.sampling import Sampled, sample_workspace
from tests.audit.workspaces import change
from tests.forms.filled import positions, sheet_of

Fresh = Callable[[], Path]
pytestmark = pytest.mark.usefixtures("small_content")


@pytest.fixture(scope="module")
def sampled(round_on_disk: Path, small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Sampled:
    """The sample of the round, written once in a copy of its workspace."""
    folder = tmp_path_factory.mktemp("sampled") / "ws"
    shutil.copytree(round_on_disk, folder)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duediligence.workflow.layers, "content_root", lambda: small_root)
        return sample_workspace(folder)


def written(sampled: Sampled, name: str) -> Path:
    return next(file for file in sampled.files if file.name == name)


def test_the_critical_site_is_certain_and_the_rest_is_drawn(sampled: Sampled) -> None:
    sites = {site["id"]: site for site in sampled.document["sites"]}
    assert (sites["B"]["draw"], sites["B"]["probability"]) == ("certain", 1)
    assert sampled.document["size"] == {"certain": 1, "risk": 2, "random": 1}
    assert sum(site["probability"] for site in sites.values()) == pytest.approx(4, abs=1e-6)


def test_the_pack_has_a_page_and_a_workbook_in_both_languages_and_forms_for_every_site(sampled: Sampled) -> None:
    names = {file.name for file in sampled.files}
    assert {"stays-at-the-office.xlsx", "stays-at-the-office.en.xlsx"} <= names
    for kind in ("fieldwork", "auditor-report"):
        assert {f"{kind}.html", f"{kind}.xlsx", f"{kind}.en.html", f"{kind}.en.xlsx"} <= names
    assert {"interview_workers.xlsx", "interview_auditor.xlsx", "sample.json"} <= names
    forms = [file for file in sampled.files if file.parent.name == "forms"]
    a_workbook_and_a_page, sites, interview_form = 2, 4, 1
    assert len(forms) == 2 * (a_workbook_and_a_page * sites + interview_form), "for workers and for auditors"


def test_the_same_workspace_gives_the_same_bytes(sampled: Sampled) -> None:
    again = sample_workspace(sampled.opened.root)
    before = {file.name: file.read_bytes() for file in sampled.files}
    assert {file.name: file.read_bytes() for file in again.files} == before


def test_what_to_do_at_the_critical_site(sampled: Sampled) -> None:
    visit = next(v for v in sampled.fieldwork.visits if v.chance.supplier == "B")
    assert [c.matter for c in visit.clashes] == ["papers"]
    assert visit.documents[0].text.en == "payroll March"
    assert visit.documents[0].named
    assert visit.interviews.total == 22
    assert "papers" not in [q.question for q in visit.questions], "the contradiction itself is tested, not asked again"
    assert {q.respondent for q in visit.questions} <= {"workers", "auditor"}


@pytest.mark.parametrize("language", ["", ".en"])
def test_what_somebody_answered_stays_at_the_office_and_what_to_ask_travels(sampled: Sampled, language: str) -> None:
    clash = next(c for v in sampled.fieldwork.visits for c in v.clashes)
    content, spoken = sampled.opened.content, "en" if language else "nl"
    answers = [
        option.text.get(spoken)
        for said in (*clash.objecting, *clash.assuring)
        for option in content.questions[said.question].options
        if option.id in said.keys
    ]
    again = [content.questions[id].text.get(spoken) for id in clash.ask]
    assert answers
    assert again
    place = str(clash.objecting[0].location)
    travels = (
        page_texts(written(sampled, f"fieldwork{language}.html").read_text("utf-8")),
        _cells(written(sampled, f"fieldwork{language}.xlsx")),
    )
    for texts in travels:
        assert not [text for text in texts for said in answers if re.search(rf"\b{said}$", text, re.MULTILINE)]
        assert not [text for text in texts if place in text or "answers.csv" in text]
        assert set(again) <= set(texts)
    stays = "\n".join(_cells(written(sampled, f"stays-at-the-office{language}.xlsx")))
    assert [said for said in answers if re.search(rf": {said}$", stays, re.MULTILINE)] == answers


def _cells(file: Path) -> list[str]:
    book = load_workbook(file)
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]


def test_a_filled_form_of_the_pack_comes_back_as_answers_of_workers(sampled: Sampled) -> None:
    form = next(f for f in sampled.files if f.suffix == ".xlsx" and "_workers_" in f.name and "B · " in _stamp(f))
    book = load_workbook(BytesIO(form.read_bytes()))
    sheet = sheet_of(book)
    rows, columns = positions(sheet)
    told = {"q:wi_pay": "ok", "q:wi_papers": "held", "form:date": "2026-10-01"}
    told["form:source"] = "Vertrouwelijke gesprekken met werknemers"
    for key, value in told.items():
        sheet.cell(rows[key], columns["answer"]).value = value
    back = sampled.opened.root / "responses" / "from the field.xlsx"
    book.save(back)
    try:
        answers = [a for a in open_workspace(sampled.opened.root).answers if a.location.file.endswith("field.xlsx")]
    finally:
        back.unlink()
    found = {(a.supplier, a.question, a.source, a.keys) for a in answers if a.keys}
    assert found == {
        ("B", "wi_pay", SourceKind.WORKER_INTERVIEWS, ("ok",)),
        ("B", "wi_papers", SourceKind.WORKER_INTERVIEWS, ("held",)),
    }


def _stamp(form: Path) -> str:
    """The site of a form, told by what is written in it."""
    book = load_workbook(form, read_only=True)
    texts = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    stamp = next(text for text in texts if text.startswith("dd:form?"))
    found = re.search(r"supplier=([^&]*)", stamp)
    return f"{found[1] if found else ''} · "


def test_the_report_says_that_the_round_was_repeated_and_is_equal(sampled: Sampled) -> None:
    page = written(sampled, "auditor-report.en.html").read_text("utf-8")
    assert "Repeated, and equal to assessment.json." in page
    assert "all numbers are right at 8 of" in page
    digests = set(re.findall(r"[0-9a-f]{64}", page))
    assert digests >= set(sampled.opened.manifest().inputs.values())
    assert sampled.fieldwork.frame_digest in digests


def test_the_report_shows_every_source_side_by_side(sampled: Sampled) -> None:
    book = load_workbook(written(sampled, "auditor-report.en.xlsx"), read_only=True)
    assert book.sheetnames == [
        "Summary", "Sites", "Who said what", "Contradictions", "Unusual patterns", "Not established", "History",
        "Not read", "Draw", "Reproducibility",
    ]  # fmt: skip
    rows = [[cell.value for cell in row] for row in book["Who said what"].iter_rows()]
    head = next(row for row in rows if row[0] == "ID")
    papers = [dict(zip(head, row, strict=False)) for row in rows if row[0] == "B" and row[2] == "documents"]
    assert [(row["Source"], row["Meaning"], row["Independent of the site?"]) for row in papers] == [
        ("supplier", "no concern", "no: speaks about itself"),
        ("worker interviews", "concern", "yes"),
    ]
    chances = [[cell.value for cell in row] for row in book["Draw"].iter_rows(min_row=4)]
    assert sum(float(str(row[4])) for row in chances if row[0]) == pytest.approx(4, abs=1e-5)


def test_an_earlier_round_that_held_more_is_told(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "duediligence.yaml", "2026-11-01", "2027-11-01")
    change(folder / "responses/answers.csv", "B,worker_interviews,2026-05-01,wi_papers,held,,,\n", "")
    run_round(folder, languages=("en",))
    sampled = sample_workspace(folder, languages=("en",))
    page = written(sampled, "auditor-report.html").read_text("utf-8")
    assert "was in round 2026-11-01 and has now disappeared from the files" in page


def test_without_a_written_assessment_the_report_says_so(fresh: Fresh) -> None:
    folder = fresh()
    (folder / "reports" / "assessment.json").unlink()
    page = written(sample_workspace(folder, languages=("en",)), "auditor-report.html").read_text("utf-8")
    assert "There was no assessment to compare with yet." in page


def test_the_report_says_who_gave_the_number_of_the_draw_and_when(fresh: Fresh) -> None:
    folder, day = fresh(), date(2026, 11, 5)
    auditor, nobody = "given by A. Bakker, auditor; drawn on 5 Nov 2026", "Nobody said who chose the draw number"
    for number, given_by, told in ((7, "A. Bakker, auditor", [auditor]), (8, "", [nobody])):
        sampled = sample_workspace(folder, seed=number, languages=("en",), forms=False, given_by=given_by, today=day)
        page = written(sampled, "auditor-report.html").read_text("utf-8")
        assert [text for text in (auditor, nobody) if text in page] == told


def test_a_number_that_is_said_later_to_be_the_auditors_was_nobodys_first(fresh: Fresh) -> None:
    folder, day = fresh(), date(2026, 11, 5)
    for given_by in ("", "A. Bakker, auditor"):
        sampled = sample_workspace(folder, seed=7, languages=("en",), forms=False, given_by=given_by, today=day)
    page = written(sampled, "auditor-report.html").read_text("utf-8")
    assert page.index("Nobody said who chose the draw number") < page.index("given by A. Bakker, auditor")
    assert "draws were made" not in page


def test_whoever_draws_until_the_outcome_pleases_shows_it(fresh: Fresh) -> None:
    folder, day = fresh(), date(2026, 11, 5)
    for number in (1, 2, 1, 3):
        sampled = sample_workspace(folder, seed=number, languages=("en",), forms=False, today=day)
    page = unescape(written(sampled, "auditor-report.html").read_text("utf-8"))
    assert "3 draws were made from the same list, with the draw numbers 1, 2, 3" in page
    kept = json.loads(written(sampled, "draws.json").read_text("utf-8"))
    assert [draw["number"] for draw in kept] == [1, 2, 3]
    change(folder / "suppliers.csv", "F,Fabriek,NO", "F,Fabriek,XX")
    again = sample_workspace(folder, seed=3, languages=("en",), forms=False, today=day)
    assert "draws were made" not in written(again, "auditor-report.html").read_text("utf-8"), "another list"


def test_the_report_says_where_a_source_was_assumed_and_what_was_added_to_an_answer(fresh: Fresh) -> None:
    folder = fresh()
    change(
        folder / "responses/answers.csv", "D,supplier,2026-03-02,pay,late,,,", "D,,2026-03-02,pay,late,,,Only in May"
    )
    page = written(sample_workspace(folder, languages=("en",), forms=False), "auditor-report.html").read_text("utf-8")
    assert "source assumed" in page
    assert "Only in May" in page


def test_the_report_lists_the_answers_that_were_not_read(fresh: Fresh) -> None:
    folder = fresh()
    change(
        folder / "responses/answers.csv", "F,supplier,2026-03-02,pay,ok,,,", "F,supplier,2026-03-02,pay,sometimes,,,"
    )
    report = written(sample_workspace(folder, languages=("en",), forms=False), "auditor-report.html")
    unread = report.read_text("utf-8").split('id="unread"')[1].split("</section>")[0]
    assert "answers.csv" in unread
    assert "sometimes" in unread


def test_names_and_signs_that_mean_something_to_a_program_are_harmless(fresh: Fresh) -> None:
    folder = fresh()
    evil = '"=HYPERLINK(""http://x"")<script>alert(1)</script>"'
    change(folder / "suppliers.csv", "B,Bedrijf Oost,", f"B,{evil},")
    change(folder / "responses/answers.csv", "payroll March", "<img src=x onerror=alert(1)>")
    sampled = sample_workspace(folder, languages=("en",))
    for name in ("auditor-report.html", "fieldwork.html"):
        page = written(sampled, name).read_text("utf-8")
        assert not re.search(r"<(script|img)", page)
    for name in ("auditor-report.xlsx", "fieldwork.xlsx"):
        book = load_workbook(written(sampled, name))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
        assert cells
        assert all(cell.data_type == "s" for cell in cells)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


PAGES = ("auditor-report.html", "auditor-report.en.html", "fieldwork.html", "fieldwork.en.html")


@pytest.mark.parametrize("name", PAGES)
def test_pages_load_nothing_and_every_link_has_its_place(sampled: Sampled, name: str) -> None:
    reader = _Tags()
    page = written(sampled, name).read_text("utf-8")
    reader.feed(page)
    ids = [attrs["id"] for _, attrs in reader.tags if attrs.get("id")]
    assert len(ids) == len(set(ids))
    links = [str(attrs.get("href")) for tag, attrs in reader.tags if tag == "a"]
    inside = {link.removeprefix("#") for link in links if link.startswith("#")}
    assert inside
    assert inside <= set(ids)
    assert not [tag for tag, _ in reader.tags if tag in ("script", "img", "link", "iframe", "object")]
    assert "default-src 'none'" in unescape(page)
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert f'<html lang="{"en" if ".en." in name else "nl"}">' in page


def test_the_sample_as_json_holds_nothing_that_a_worker_said(sampled: Sampled) -> None:
    assert not re.search(r"comment|answer|held", json.dumps(sampled.document))


def test_a_worker_is_never_named(sampled: Sampled) -> None:
    for form in sampled.files:
        if form.parent.name == "forms" and form.suffix == ".html":
            asked = re.search(r"naam van de werknemer|name of the worker", form.read_text("utf-8"), re.IGNORECASE)
            assert asked is None
