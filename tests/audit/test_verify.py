"""`verify`: an unchanged round is equal; one changed cell, weight or version is named exactly."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

import duediligence.workflow.bundling
import duediligence.workflow.opened
from duediligence.audit.bundle import OUTPUTS, WORKSPACE, Bundle, read_bundle, write_bundle
from duediligence.errors import InputError
from duediligence.model.verification import Difference, DifferenceKind, Verdict
from duediligence.workflow.bundling import run_with_bundle
from duediligence.workflow.rounds import run_round
from duediligence.workflow.verifying import verify_report
from tests.audit.workspaces import ANSWERS, change

Fresh = Callable[[], Path]
BUNDLE = "bundle-2026-11-01.zip"
pytestmark = pytest.mark.usefixtures("small_content")
SCALES = "mini/sector_profiles/common/scales.yaml"


def verdict(report: Path, workspace: Path | None = None) -> Verdict:
    return verify_report(report, workspace).verdict


def causes(found: Verdict) -> list[tuple[DifferenceKind, str, str, str]]:
    return [(d.kind, d.place, d.old, d.new) for d in found.differences if d.is_cause]


def without_files(found: Verdict) -> list[tuple[DifferenceKind, str, str, str]]:
    """The causes without the line that a file changed, of which the digests are no reader's concern."""
    changed = (DifferenceKind.INPUT_CHANGED, DifferenceKind.CONTENT_CHANGED)
    return [cause for cause in causes(found) if cause[0] not in changed]


def raise_high(folder: Path) -> None:
    """Raises the level `high` in the workspace's own content from 0.35 to 0.4."""
    file = folder / SCALES
    head, mark, rest = file.read_text("utf-8").partition("\n  high:")
    assert mark
    assert "value: 0.35" in rest
    file.write_text(head + mark + rest.replace("value: 0.35", "value: 0.4", 1), "utf-8")


@pytest.mark.parametrize(
    "report",
    ["assessment.json", BUNDLE, "company-plan.html", "company-plan.xlsx", "union-plan.en.html", "ngo-plan.xlsx"],
)
def test_an_unchanged_round_is_equal(round_on_disk: Path, report: str) -> None:
    found = verdict(round_on_disk / "reports" / report)
    assert found.differences == ()
    assert found.equal
    assert (found.compared_suppliers, found.compared_files > 5) == (8, True)


def test_one_changed_cell_of_the_register_is_named(fresh: Fresh) -> None:
    for kept in (True, False):
        folder = fresh()
        change(folder / "suppliers.csv", "Noord,NO,fish,dyeing,120,0", "Noord,NO,fish,dyeing,120,0.4")
        if not kept:
            (folder / "reports" / BUNDLE).unlink()
        found = verdict(folder / "reports" / "assessment.json")
        assert without_files(found) == [(DifferenceKind.CELL, "suppliers.csv › G2", "0", "0.4")]
        assert causes(found)[0][:2] == (DifferenceKind.INPUT_CHANGED, "suppliers.csv")
        results = {d.place for d in found.differences if not d.is_cause and not d.place.endswith(".priority")}
        assert results
        assert {place.partition(".")[0] for place in results} == {"suppliers[A]"}
        assert found.memory == (BUNDLE if kept else "")


def test_one_changed_answer_is_named_with_what_it_was(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "responses/answers.csv", "A,supplier,2026-03-01,pay,ok", "A,supplier,2026-03-01,pay,never")
    found = verdict(folder / "reports" / "assessment.json")
    assert without_files(found) == [(DifferenceKind.CELL, "responses/answers.csv › E2", "ok", "never")]
    (folder / "reports" / BUNDLE).unlink()
    by_rows = verdict(folder / "reports" / "assessment.json")
    values = ("no_concern, E1, 2026-03-01", "concern, E1, 2026-03-01, wages strong")
    assert without_files(by_rows) == [(DifferenceKind.CELL, "responses/answers.csv › E2", *values)]
    assert [d.subject for d in by_rows.differences if d.kind is DifferenceKind.CELL] == ["A · pay"]
    headline = [d for d in found.differences if d.place == "suppliers[A].tier"]
    assert [(d.kind, d.old, d.new) for d in headline] == [(DifferenceKind.RESULT, "medium", "high")]


def test_a_row_put_in_between_is_one_difference(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "suppliers.csv", "D,Drogerij", "C2,Nieuw,NO,fish,dyeing,20,0\nD,Drogerij")
    found = [d for d in verdict(folder / "reports" / "assessment.json").differences if d.kind is DifferenceKind.CELL]
    assert [d.place for d in found] == ["suppliers.csv › A5"]
    assert found[0].new.startswith("C2 | Nieuw")


def test_one_changed_weight_is_named_by_line_and_key(fresh: Fresh) -> None:
    folder = fresh()
    raise_high(folder)
    found = verdict(folder / "reports" / "assessment.json")
    line = (folder / SCALES).read_text("utf-8").splitlines().index("    value: 0.4") + 1
    assert without_files(found) == [(DifferenceKind.LINE, f"{SCALES} › {line}", "value: 0.35", "value: 0.4")]
    assert [d.subject for d in found.differences if d.kind is DifferenceKind.LINE] == ["levels.high.value"]
    assert any(d.place == "suppliers[A].possible" for d in found.differences)


def test_another_version_is_named_and_nothing_else(fresh: Fresh, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duediligence.workflow.opened, "__version__", "9.9.9")
    found = verdict(fresh() / "reports" / "assessment.json")
    old = duediligence.__version__
    assert [(d.kind, d.place, d.old, d.new) for d in found.differences] == [
        (DifferenceKind.VERSION, "duediligence", old, "9.9.9")
    ]


def test_another_seed_or_day_is_named(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "duediligence.yaml", "seed: 4", "seed: 5")
    found = causes(verdict(folder / "reports" / "assessment.json"))
    assert (DifferenceKind.SEED, "seed", "4", "5") in found
    lines = [cause for cause in found if cause[0] is DifferenceKind.LINE]
    assert lines == [(DifferenceKind.LINE, "duediligence.yaml › 9", "seed: 4", "seed: 5")]


def test_a_file_that_came_or_went_is_named(fresh: Fresh) -> None:
    folder = fresh()
    (folder / "responses" / "answers.csv").rename(folder / "responses" / "other.csv")
    found = causes(verdict(folder / "reports" / "assessment.json"))
    assert [(kind, place) for kind, place, _, _ in found[:2]] == [
        (DifferenceKind.INPUT_MISSING, "responses/answers.csv"),
        (DifferenceKind.INPUT_ADDED, "responses/other.csv"),
    ]


def test_a_bundle_repeats_with_its_own_older_content(fresh: Fresh) -> None:
    folder = fresh()
    raise_high(folder)
    shutil.rmtree(folder / "responses")
    assert verdict(folder / "reports" / BUNDLE).equal


def test_a_bundle_beside_a_workspace_tells_what_changed_since(fresh: Fresh) -> None:
    folder = fresh()
    change(folder / "responses/answers.csv", "D,supplier,2026-03-02,hours,55", "D,supplier,2026-03-02,hours,58")
    found = verdict(folder / "reports" / BUNDLE, folder)
    assert without_files(found) == [(DifferenceKind.CELL, "responses/answers.csv › E10", "55", "58")]
    assert not [d for d in found.differences if d.kind is DifferenceKind.RESULT], "55 and 58 hours lie in the same band"


def test_results_changed_by_hand_are_named(fresh: Fresh) -> None:
    folder = fresh()
    report = folder / "reports" / "assessment.json"
    document = json.loads(report.read_text("utf-8"))
    assert document["suppliers"][0]["tier"] == "critical"
    document["suppliers"][0]["tier"] = "low"
    report.write_text(json.dumps(document), "utf-8")
    assert verdict(report).differences == (Difference(DifferenceKind.RESULT, "suppliers[B].tier", "low", "critical"),)


def test_a_page_changed_by_hand_is_named(fresh: Fresh) -> None:
    folder = fresh()
    page = folder / "reports" / "company-plan.html"
    text = page.read_text("utf-8")
    assert "Bedrijf Oost" in text
    page.write_text(text.replace("Bedrijf Oost", "Bedrijf West"), "utf-8")
    found = verdict(page).differences
    assert {d.kind for d in found} == {DifferenceKind.OUTPUT_CHANGED}
    assert any("Bedrijf West" in d.old and "Bedrijf Oost" in d.new for d in found)


def test_a_plan_that_people_filled_in_and_sorted_is_still_equal_and_a_changed_score_is_not(fresh: Fresh) -> None:
    folder = fresh()
    file = folder / "reports" / "company-plan.xlsx"
    book = load_workbook(file)
    sheet = next(ws for ws in book if any(cell.value == "action_id" for row in ws.iter_rows(max_row=6) for cell in row))
    keys = {cell.value: cell.column for row in sheet.iter_rows(max_row=6) for cell in row}
    for key, words in (("owner", "Sanne"), ("notes", "Gebeld.")):
        sheet.cell(6, keys[key] or 1).value = words
    book.save(file)
    assert [d for d in verdict(file).differences if d.kind is DifferenceKind.RESULT] == []
    names = next(ws for ws in book if ws.title == "Leveranciers")
    cell = next(c for row in names.iter_rows() for c in row if c.value == "Atelier Noord")
    cell.value = "Atelier Zuid"
    book.save(file)
    changed = [d for d in verdict(file).differences if "Atelier Zuid" in d.old]
    assert {d.kind for d in changed} == {DifferenceKind.OUTPUT_CHANGED}
    assert "Leveranciers" in changed[0].place


def test_outputs_swapped_inside_a_bundle_are_named(fresh: Fresh) -> None:
    folder = fresh()
    file = folder / "reports" / BUNDLE
    good = read_bundle(file)
    outputs = {**good.part(OUTPUTS), "company-plan.html": b"<html>all is well</html>"}
    swapped = Bundle(good.version, good.layers, good.plan, {**good.files, OUTPUTS: outputs})
    listed = write_bundle(good)
    file.write_bytes(_with_list_of(write_bundle(swapped), listed))
    (only,) = verdict(file).differences
    assert (only.kind, only.place) == (DifferenceKind.OUTPUT_CHANGED, "company-plan.html")


def test_inputs_changed_inside_a_bundle_are_named(fresh: Fresh) -> None:
    folder = fresh()
    file = folder / "reports" / BUNDLE
    good = read_bundle(file)
    answers = ANSWERS.replace("A,supplier,2026-03-01,pay,ok", "A,supplier,2026-03-01,pay,late").encode()
    inputs = {**good.part(WORKSPACE), "responses/answers.csv": answers}
    file.write_bytes(write_bundle(Bundle(good.version, good.layers, good.plan, {**good.files, WORKSPACE: inputs})))
    found = causes(verdict(file))
    assert [(kind, place) for kind, place, _, _ in found] == [
        (DifferenceKind.INPUT_CHANGED, "responses/answers.csv"),
        (DifferenceKind.CELL, "responses/answers.csv › E2"),
    ]


def test_a_round_written_in_another_language_than_the_workspaces_first_is_equal_too(fresh: Fresh) -> None:
    folder = fresh()
    run_round(folder, languages=("en",))
    for name in ("company-plan.html", "company-plan.xlsx"):
        assert verdict(folder / "reports" / name).differences == ()


@pytest.mark.parametrize("kind", ["html", "xlsx"])
def test_a_report_that_was_changed_and_then_renamed_is_named(fresh: Fresh, tmp_path: Path, kind: str) -> None:
    folder = fresh()
    handed_over = tmp_path / f"Plan Proef DEF.{kind}"
    _forged(folder / "reports" / f"company-plan.{kind}", handed_over, "Bedrijf Oost", "Bedrijf West")
    found = verdict(handed_over, folder)
    assert not found.equal
    assert any("Bedrijf West" in d.old for d in found.differences)


@pytest.mark.parametrize("name", ["company-plan.html", "union-plan.en.html", "ngo-plan.xlsx", "company-plan.en.xlsx"])
def test_a_report_that_was_only_renamed_is_equal(fresh: Fresh, tmp_path: Path, name: str) -> None:
    folder = fresh()
    handed_over = tmp_path / f"for the board{Path(name).suffix}"
    shutil.copy(folder / "reports" / name, handed_over)
    assert verdict(handed_over, folder).equal


def test_a_page_of_which_only_the_colours_lie_is_not_equal(fresh: Fresh) -> None:
    page = fresh() / "reports" / "company-plan.html"
    text = page.read_text("utf-8")
    assert "--critical:#8f1d1d" in text
    page.write_text(text.replace("--critical:#8f1d1d", "--critical:#2f6b52"), "utf-8")
    found = verdict(page)
    assert [d.kind for d in found.differences] == [DifferenceKind.MARKUP_CHANGED]


def test_what_does_not_say_for_whom_it_is_was_not_compared_and_is_never_equal(fresh: Fresh) -> None:
    page = fresh() / "reports" / "company-plan.html"
    page.write_text(page.read_text("utf-8").replace("Voor het bedrijf", "Voor iedereen"), "utf-8")
    found = verdict(page)
    assert (found.compared, found.equal) == (False, False)


def test_digests_that_begin_alike_are_shown_where_they_differ(fresh: Fresh) -> None:
    folder = fresh()
    page = folder / "reports" / "company-plan.html"
    digest = sha256((folder / "suppliers.csv").read_bytes()).hexdigest()
    forged = digest[:-1] + ("0" if digest[-1] != "0" else "1")
    page.write_text(page.read_text("utf-8").replace(digest, forged), "utf-8")
    changed = [d for d in verdict(page).differences if d.kind is DifferenceKind.INPUT_CHANGED]
    assert [(d.place, d.old[-1], d.new[-1]) for d in changed] == [("suppliers.csv", forged[-1], digest[-1])]


def _forged(report: Path, copy: Path, old: str, new: str) -> None:
    """A copy in which somebody put other words."""
    if report.suffix == ".html":
        copy.write_text(report.read_text("utf-8").replace(old, new), "utf-8")
        return
    book = load_workbook(report)
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == old):
        cell.value = new
    book.save(copy)


def test_large_outputs_stay_out_of_a_bundle_and_it_is_equal_all_the_same(
    fresh: Fresh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duediligence.workflow.bundling, "LARGEST", 60_000)
    bundled = run_with_bundle(fresh(), languages=("en",))
    kept = read_bundle(bundled.bundle)
    assert "company-plan.html" in kept.left_out
    assert "company-plan.html" not in kept.part(OUTPUTS)
    assert verdict(bundled.bundle).equal


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"tool": 1, "suppliers": []}', "no json"])
def test_what_does_not_say_how_it_was_made_cannot_be_repeated(fresh: Fresh, text: str) -> None:
    report = fresh() / "reports" / "other.json"
    report.write_text(text, "utf-8")
    with pytest.raises(InputError) as refused:
        verdict(report)
    assert refused.value.code == "report_without_manifest"


def test_a_report_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        verdict(tmp_path / "assessment.json")
    assert refused.value.code == "no_report"


def _with_list_of(archive: bytes, other: bytes) -> bytes:
    """An archive with the list of another one."""
    written = BytesIO()
    old, lists = (zipfile.ZipFile(BytesIO(data)) for data in (archive, other))
    with old, lists, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, (lists if name == "bundle.json" else old).read(name))
    return written.getvalue()
