"""Many files read by several processes: the same result in the same order, whatever happens to the processes."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from duediligence.findings import Location, note
from duediligence.intake.books import QuestionBook, SupplierBook
from duediligence.intake.files.reading import Returned
from duediligence.intake.files.side_by_side import CHUNK, MANY, read_each
from duediligence.intake.responses import read_responses
from tests.intake.tables import ASSESSED_ON, QUESTIONS, SUPPLIERS, csv_file

HEADER = "| supplier | source | date | question | answer |"
PATHS = [Path(f"{number:03}.xlsx") for number in range(3 * CHUNK + 4)]


def read_name(path: Path) -> Returned:
    """A reader that says which file it read, and whether in a process of its own."""
    where = "other" if multiprocessing.parent_process() else "here"
    return Returned((), (note(where, Location(file=path.name)),))


def read_slowly(path: Path) -> Returned:
    time.sleep(0.02)
    return read_name(path)


def die_elsewhere(path: Path) -> Returned:
    """A file that takes a process down with it, but not the one that has to go on."""
    if multiprocessing.parent_process():
        os._exit(9)
    return read_name(path)


def named(read: Sequence[Returned]) -> list[str]:
    return [reading.findings[0].location.file for reading in read]


def read_by(read: Sequence[Returned]) -> set[str]:
    return {reading.findings[0].code for reading in read}


def test_the_order_of_the_files_is_kept_and_both_processes_work() -> None:
    paths = [Path(f"{number:06}.xlsx") for number in range(600)]  # long enough for the other one to start
    read = read_each(paths, read_slowly, processes=2)
    assert named(read) == [path.name for path in paths]
    assert read_by(read) == {"here", "other"}


def test_a_process_that_dies_leaves_its_files_to_the_one_that_goes_on() -> None:
    read = read_each(PATHS, die_elsewhere, processes=3)
    assert named(read) == [path.name for path in PATHS]
    assert read_by(read) == {"here"}


@pytest.mark.parametrize("processes", [1, 2])
def test_whoever_waits_is_told_how_far_it_is(processes: int) -> None:
    told: list[tuple[int, int]] = []
    read_each(PATHS, read_name, lambda done, of: told.append((done, of)), processes)
    counts = [done for done, _ in told]
    assert counts == sorted(counts)
    assert told[-1] == (len(PATHS), len(PATHS))
    assert len(told) > 1


ASKED_OF_ITSELF = """
import threading, sys
from duediligence.intake.files.side_by_side import start_of_others
print(start_of_others().get_start_method())
threading.Thread(target=sys.stdin.read, daemon=True).start()
print(start_of_others().get_start_method())
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux says which threads a process has")
def test_a_process_is_copied_only_while_it_has_no_other_thread() -> None:
    """A copy of one that has may wait for ever on what a thread held that the copy does not have."""
    with subprocess.Popen(
        [sys.executable, "-c", ASKED_OF_ITSELF], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as asked:
        assert asked.stdout is not None
        assert asked.stdout.read().split() == ["fork", "spawn"]


def test_a_few_files_are_not_worth_a_second_process() -> None:
    assert len(PATHS) < MANY
    assert read_by(read_each(PATHS, read_name)) == {"here"}
    assert read_each([], read_name) == []


def test_a_folder_says_the_same_however_many_processes_read_it(tmp_path: Path) -> None:
    for number in range(2 * CHUNK + 3):
        answer = "none_paid" if number % 2 else "nonne_paid"
        row = f"| s00{number % 3} | supplier | 2026-05-{number + 1:02} | recruitment_fees | {answer} |"
        csv_file(tmp_path / f"{number:02}.csv", f"{HEADER}\n{row}")
    one, two = (
        read_responses(tmp_path, QUESTIONS, SUPPLIERS, ASSESSED_ON, tmp_path, processes=count) for count in (1, 2)
    )
    assert one == two
    assert {finding.code for finding in one.findings} == {"unknown_option", "unknown_supplier"}
    assert len(one.value) > CHUNK


def test_what_another_process_gets_finds_the_same_questions_and_suppliers() -> None:
    book, sites = QuestionBook.of(QUESTIONS), SupplierBook(SUPPLIERS, {"s7": "s001"})
    book.reader("weekly_hours")
    sent_book, sent_sites = pickle.loads(pickle.dumps((book, sites)))
    assert dict(sent_book) == dict(book)
    assert [sent_sites.find(text) for text in ("S002", "s7", "S 7", "s9")] == ["s002", "s001", "s001", None]
