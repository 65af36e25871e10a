"""The folder of answers: every file once, in a fixed order, each by the reader that recognises it.

To read a further kind of form: write a reader that gives None for what it does not know, and add it to `FORM_READERS`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from duediligence.findings import Finding, Location, error, in_order, note, warning
from duediligence.i18n.system import reason_of
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.safety import LIMITS, Limits
from duediligence.intake.files.side_by_side import read_each, without_collecting
from duediligence.intake.files.sources import Received, receive
from duediligence.intake.files.text import shown_path
from duediligence.intake.forms import html as form_html
from duediligence.intake.forms import kobo
from duediligence.intake.forms import workbook as form_workbook
from duediligence.intake.forms.several_forms import several_forms_findings
from duediligence.intake.long_table import read_long_table
from duediligence.model.questionnaire import Question
from duediligence.model.response import COMPANY, SAYS_NOTHING, Answer, Supplier
from duediligence.model.returned import ReturnedForm

FormReader: TypeAlias = Callable[[Received, Mapping[str, Question], Mapping[str, Supplier], date], Returned | None]

FORM_READERS: list[FormReader] = [form_html.read, kobo.read, form_workbook.read]
"""The readers of filled forms, in the order in which they are asked; what none of them knows is a long table."""

_NOT_MEANT = ("~$", ".", "_~")
_NOT_MEANT_NAMES = frozenset({"thumbs.db", "desktop.ini"})


@without_collecting()
def read_responses(
    where: Path | Iterable[Path],
    questions: Mapping[str, Question],
    suppliers: Mapping[str, Supplier],
    assessed_on: date,
    shown_root: Path,
    own: Path | None = None,
    on_file: Callable[[int, int], None] | None = None,
    limits: Limits = LIMITS,
    processes: int | None = None,
) -> Returned:
    """All answers in folders and files, with everything that is wrong in any of them.

    `own` is the company's own questionnaire: a table in it needs no column `supplier`. `on_file` is told how many
    files are done, of how many. Many files are read by several `processes`; the result is the same.
    """
    findings: list[Finding] = []
    paths = _files([where] if isinstance(where, Path) else where, own, shown_root, findings)
    reader = _Reader(QuestionBook.of(questions), SupplierBook.of(suppliers), assessed_on, shown_root, own, limits)
    read = read_each(paths, reader, on_file, processes)
    answers = [answer for reading in read for answer in reading.value]
    forms = tuple(_under_its_id(form, reader.suppliers) for reading in read for form in reading.forms)
    findings += [finding for reading in read for finding in reading.findings]
    findings += several_forms_findings(forms, answers)
    kept = each_once(answers)
    told = in_order((*findings, *same_day_findings(kept)))
    return Returned(tuple(silence_beside_words(kept)), told, forms)


def _under_its_id(form: ReturnedForm, suppliers: SupplierBook) -> ReturnedForm:
    found = suppliers.find(form.supplier) or form.supplier
    return form if found == form.supplier else replace(form, supplier=found)


@dataclass(frozen=True)
class _Reader:
    """Reads one file of a folder; a value, so that another process can do the same."""

    questions: QuestionBook
    suppliers: SupplierBook
    assessed_on: date
    shown_root: Path
    own: Path | None
    limits: Limits

    def __call__(self, path: Path) -> Returned:
        shown, concerns = shown_path(path, self.shown_root), COMPANY if path == self.own else ""
        return read_file(path, shown, self.questions, self.suppliers, self.assessed_on, concerns, self.limits)


def read_file(
    path: Path,
    shown_as: str,
    questions: Mapping[str, Question],
    suppliers: Mapping[str, Supplier],
    assessed_on: date,
    supplier: str = "",
    limits: Limits = LIMITS,
) -> Returned:
    """The answers of one file, a filled form or a long table; `supplier` is whom a table concerns that does not say."""
    received = receive(path, shown_as, limits)
    if received.value is None:
        return Returned((), received.findings)
    found = (read(received.value, questions, suppliers, assessed_on) for read in FORM_READERS)
    reading = next((reading for reading in found if reading is not None), None)
    if reading is None:
        reading = read_long_table(received.value, questions, suppliers, assessed_on, supplier)
    return Returned(reading.value, (*received.findings, *reading.findings), reading.forms)


def _files(where: Iterable[Path], own: Path | None, shown_root: Path, findings: list[Finding]) -> list[Path]:
    """Every file once in a fixed order, without what nobody meant to send."""
    found = {own} if own else set[Path]()
    for path in where:
        if path.is_dir() and not path.is_symlink():
            found.update(_walk(path, shown_root, findings))
        elif path.exists() or path.is_symlink():
            found.add(path)
        else:
            findings.append(
                warning("no_responses_folder", Location(file=shown_path(path, shown_root)), found=path.name)
            )
    return [path for path in sorted(found) if not _skipped(path, shown_root, findings)]


def _walk(folder: Path, shown_root: Path, findings: list[Finding]) -> Iterator[Path]:
    """Every entry below a folder in a fixed order; a link to a folder is given as it is and not followed."""
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as problem:
        place = Location(file=shown_path(folder, shown_root))
        findings.append(error("folder_unreadable", place, reason=reason_of(problem)))
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(_NOT_MEANT):
            yield from _walk(Path(entry.path), shown_root, findings)
        else:
            yield Path(entry.path)


def _skipped(path: Path, shown_root: Path, findings: list[Finding]) -> bool:
    skipped = path.name.startswith(_NOT_MEANT) or path.name.casefold() in _NOT_MEANT_NAMES
    if skipped:
        findings.append(note("file_skipped", Location(file=shown_path(path, shown_root))))
    return skipped


def each_once(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers without exact repetitions, as a file that was sent twice gives them; the first is kept."""
    first: dict[tuple[object, ...], Answer] = {}
    said: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    kept = []
    for answer in answers:
        asked = (answer.supplier, answer.question, answer.source)
        earlier = first.setdefault(asked, answer)
        if earlier is not answer:  # only then is it worth to look at everything that it says
            so_far = said.setdefault(asked, {_all_of(earlier)})
            if _all_of(answer) in so_far:
                continue
            so_far.add(_all_of(answer))
        kept.append(answer)
    return tuple(kept)


def silence_beside_words(answers: Sequence[Answer]) -> Iterator[Answer]:
    """The answers, where one that says nothing (blank, unreadable) does not take the place of an earlier one.

    It gets the day of the last answer of its source that did say something: of one day the more adverse one counts, so
    that a concern stays and an assurance does not. Scoring does the same (`scoring/silence.py`), for large files do not
    come by here; this is what the plan and the commitments see.
    """
    spoken: dict[tuple[object, ...], date] = {}
    for answer in answers:
        if answer.state not in SAYS_NOTHING and answer.date:
            asked = (answer.supplier, answer.question, answer.source)
            spoken[asked] = max(spoken.get(asked, answer.date), answer.date)
    for answer in answers:
        last = spoken.get((answer.supplier, answer.question, answer.source))
        later = answer.state in SAYS_NOTHING and answer.date and last and answer.date > last
        yield replace(answer, date=last) if later else answer


def same_day_findings(answers: Iterable[Answer]) -> list[Finding]:
    """Two different answers of one source to one question on one day; both stay, and the more adverse one counts."""
    first: dict[tuple[object, ...], Answer] = {}
    findings = []
    for answer in answers:
        if answer.state in SAYS_NOTHING:
            continue
        earlier = first.setdefault((answer.supplier, answer.question, answer.source, answer.date), answer)
        if _outcome(earlier) != _outcome(answer):
            findings.append(_two_answers(answer, earlier))
    return findings


def _all_of(a: Answer) -> tuple[object, ...]:
    return a.date, _outcome(a), a.document, a.document_seen, a.reason, a.comment


def _outcome(answer: Answer) -> tuple[object, ...]:
    return answer.state, answer.keys, answer.numbers, answer.text


def _two_answers(answer: Answer, earlier: Answer) -> Finding:
    return warning(
        "two_answers_same_day",
        answer.location,
        question=answer.question,
        supplier=answer.supplier,
        first=str(earlier.location),
    )
