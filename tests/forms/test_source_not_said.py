"""Where nobody says who spoke, what raises a concern counts and what only assures does not, on every road."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from duediligence.findings import Severity
from duediligence.intake.files.reading import Reading
from duediligence.model.form import ANSWER_FILE, Stamp
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import Answer, AnswerState, SourceKind
from tests.forms.bakery import form_for
from tests.forms.filled import DAY, fill, finding, read_back, said

STAMP = str(Stamp((("bake_talk", "2026.1"),), "workers", "s001", "nl", "c001"))
OPTIONS = {"fees_told": {"nothing": "Niets", "paid": "Ik betaalde iets"}}
Road = Callable[[Mapping[str, str], str, Path], Reading[tuple[Answer, ...]]]


def by_workbook(told: Mapping[str, str], source: str, folder: Path) -> Reading[tuple[Answer, ...]]:
    typed = {f"q:{question}": OPTIONS.get(question, {}).get(answer, answer) for question, answer in told.items()}
    book = fill(form_for(respondent=Respondent.WORKERS), {**typed, "form:date": DAY, "form:source": source}, {})
    return read_back(book, folder)


def by_answer_file(told: Mapping[str, str], source: str, folder: Path) -> Reading[tuple[Answer, ...]]:
    records = [{"question": q, "answer": a, "source": source, "date": str(DAY)} for q, a in told.items()]
    return read_back(_answer_file(folder, records, source), folder)


def by_page_of_before(told: Mapping[str, str], source: str, folder: Path) -> Reading[tuple[Answer, ...]]:
    """Its page wrote the first source at every answer where nobody had chosen one."""
    records = [{"question": q, "answer": a, "source": source or "worker_interviews"} for q, a in told.items()]
    return read_back(_answer_file(folder, records, source), folder)


def by_export(told: Mapping[str, str], source: str, folder: Path) -> Reading[tuple[Answer, ...]]:
    row = {"dd_consent": "yes", "dd_form": STAMP, "dd_site": "s001", "dd_date": str(DAY), "dd_source": source, **told}
    path = folder / "export.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    return read_back(path, folder)


def _answer_file(folder: Path, records: object, source: str) -> Path:
    path = folder / "answers.json"
    file = {"format": ANSWER_FILE, "form": STAMP, "date": str(DAY), "source": source, "answers": records}
    path.write_text(json.dumps(file))
    return path


every_road = pytest.mark.parametrize("road", [by_workbook, by_answer_file, by_page_of_before, by_export])
ALL_GOOD = {"fees_told": "nothing", "hours_told": "40"}
WORRYING = {"fees_told": "paid", "hours_told": "70"}


@every_road
def test_an_all_good_form_that_names_no_source_assures_nobody(tmp_path: Path, road: Road) -> None:
    reading = road(ALL_GOOD, "", tmp_path)
    assert {answer.state for answer in reading.value} == {AnswerState.NO_ANSWER}
    told = finding(reading, "form_source_assumed")
    assert (told.severity, told.params["count"]) == (Severity.ERROR, 2)


@every_road
def test_what_raises_a_concern_counts_whoever_said_it(tmp_path: Path, road: Road) -> None:
    reading = road(WORRYING, "", tmp_path)
    assert {(a.question, a.keys, a.source) for a in reading.value} == {
        ("fees_told", ("paid",), SourceKind.WORKER_INTERVIEWS),
        ("hours_told", ("band_1",), SourceKind.WORKER_INTERVIEWS),
    }


@every_road
def test_with_its_source_the_same_form_counts_in_full(tmp_path: Path, road: Road) -> None:
    source = "Vertrouwelijke gesprekken met werknemers" if road is by_workbook else "worker_interviews"
    keys = {answer.question: answer.keys for answer in said(road(ALL_GOOD, source, tmp_path))}
    assert keys == {"fees_told": ("nothing",), "hours_told": ("band_0",)}


@pytest.mark.parametrize("source", ["door de baas zelf", "Onaangekondigd bezoek, met gesprekken buiten de locatie"])
def test_a_source_that_is_no_source_of_this_form_is_not_believed(tmp_path: Path, source: str) -> None:
    reading = by_workbook(ALL_GOOD, source, tmp_path)
    assert {answer.state for answer in reading.value} == {AnswerState.NO_ANSWER}
    assert finding(reading, "form_source_assumed").location.cell


def test_that_something_does_not_apply_is_not_believed_either_and_a_refusal_is(tmp_path: Path) -> None:
    reading = by_export({"fees_told": "dd_not_applicable", "fees_told__reason": "–", "hours_told__state": "dd_refused"},
                        "", tmp_path)  # fmt: skip
    assert {a.question: a.state for a in reading.value} == {
        "fees_told": AnswerState.NO_ANSWER,
        "hours_told": AnswerState.REFUSED,
    }
