"""Every reader of what comes back, given files that were damaged at random: findings, and never a traceback."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from duediligence.forms.html import page_of
from duediligence.i18n.texts import LANGUAGES, translate
from duediligence.intake.files.safety import Limits
from duediligence.intake.register import read_register
from duediligence.intake.responses import read_file
from duediligence.model.form import ANSWER_FILE, Stamp
from tests.forms.bakery import BAKER, content, form_for
from tests.forms.filled import ASSESSED_ON, SUPPLIERS, fill
from tests.forms.test_interviews import TOLD
from tests.intake.hostile import ods
from tests.intake.tables import FACTS, SAMPLES

LONG = "supplier;source;date;question;answer\ns001;supplier;2026-09-30;fees;nothing\ns002;supplier;;hours;54\n"
STAMP = str(Stamp((("bake_core", "2026.1"),), "supplier", "s001", "nl", "c001"))
SAVED = {
    "format": ANSWER_FILE,
    "form": STAMP,
    "date": "2026-09-30",
    "answers": [{"question": "fees", "answer": ["nothing"], "source": "supplier"}],
    "facts": [{"fact": "workers", "before": "120", "now": "90"}],
    "remarks": "Bel ons.",
    "state": {},
}
ODDITIES = (b"", b"\0", b"<", b">", b'"', b"'", b";", b",", b"\n", b"{", b"]", b"9" * 40, b"-1", b"1e999", b"&#0;",
            b"&#xD800;", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b"=1+1", b"null", b"<!DOCTYPE x>")  # fmt: skip
"""What is put in the place of some bytes."""
TIGHT = Limits(cells=200_000, text=2_000, seconds=20)


def _saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _csv_export() -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([list(TOLD), list(TOLD.values())])
    return text.getvalue().encode()


def _xlsx_export() -> bytes:
    book = Workbook()
    for row in (list(TOLD), list(TOLD.values())):
        book.worksheets[0].append(row)
    return _saved(book)


def _ods() -> bytes:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (
        "<table:table-row>" + "".join(map(cell.format, line.split(";"))) + "</table:table-row>" for line in LONG.split()
    )
    return ods("".join(rows))


MADE: dict[str, Callable[[], bytes]] = {
    "form.xlsx": lambda: _saved(fill(form_for())),
    "page.html": lambda: page_of(form_for(BAKER), content(), ("nl", "en"), "s001_supplier"),
    "answers.json": lambda: json.dumps(SAVED).encode(),
    "interviews.csv": _csv_export,
    "interviews.xlsx": _xlsx_export,
    "interviews.json": lambda: json.dumps({"results": [TOLD]}).encode(),
    "long.csv": LONG.encode,
    "long.ods": _ods,
}
REAL = {path.name: path.read_bytes for path in sorted((SAMPLES / "workbooks").glob("*.xlsx"))}
"""Workbooks that nobody here wrote; they are not part of the project, and without them there are fewer tests."""


@cache
def honest(name: str) -> bytes:
    """A file as it should come in; made once."""
    return (MADE | REAL)[name]()


def read_all(path: Path) -> list[str]:
    """Reads a file in every way that the tool has; every finding has its place, and can be said in every language."""
    forms = read_file(path, path.name, content().questions, SUPPLIERS, ASSESSED_ON, limits=TIGHT)
    findings = [*forms.findings, *read_register(path, FACTS, path.name).findings]
    for found in findings:
        assert found.location.file == path.name
        params = {name: "" if value is None else value for name, value in found.params.items()}
        said = (
            translate(f"findings.{found.code}.{part}", lang, **params)
            for part in ("problem", "remedy")
            for lang in LANGUAGES
        )
        assert all(said), found
    assert all(len(answer.text) <= TIGHT.text for answer in forms.value)
    return [found.code for found in findings]


def damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        changed[at : at + chance.randrange(30)] = chance.choice(ODDITIES)
    return bytes(changed)


def damaged_inside(archive: bytes, chance: random.Random) -> bytes:
    """A workbook that is whole as an archive, with damage in some of its parts."""
    buffer = io.BytesIO()
    if not archive.startswith(b"PK"):
        return damaged(archive, chance)  # an encrypted one is no archive
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        hit = chance.sample(old.namelist(), k=chance.randint(1, 2))
        for name in old.namelist():
            new.writestr(name, damaged(old.read(name), chance) if name in hit else old.read(name))
    return buffer.getvalue()


@pytest.mark.parametrize("name", MADE)
def test_the_honest_file_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(honest(name))
    assert read_all(tmp_path / name)  # as a register it is none


@pytest.mark.parametrize("name", MADE)
@settings(max_examples=60)
@given(seed=st.integers(min_value=0))
def test_a_file_that_was_damaged_anywhere(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int) -> None:
    path = tmp_path_factory.getbasetemp() / f"damaged_{name}"
    path.write_bytes(damaged(honest(name), random.Random(seed)))
    read_all(path)
    path.unlink()


@pytest.mark.parametrize("name", [name for name in MADE if name.endswith((".xlsx", ".ods"))] + sorted(REAL))
@settings(max_examples=100)
@given(seed=st.integers(min_value=0))
def test_a_workbook_that_was_damaged_inside(tmp_path_factory: pytest.TempPathFactory, name: str, seed: int) -> None:
    path = tmp_path_factory.getbasetemp() / f"inside_{name}"
    path.write_bytes(damaged_inside(honest(name), random.Random(seed)))
    read_all(path)
    path.unlink()


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(sorted(TOLD.values())),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from([*SAVED, *TOLD]), VALUES, max_size=12), st.booleans())
def test_json_that_says_anything_at_all(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, object], listed: bool
) -> None:
    path = tmp_path_factory.getbasetemp() / "anything.json"
    for data in ({**SAVED, **said}, [{**TOLD, **said}] if listed else {"results": [{**TOLD, **said}]}):
        path.write_text(json.dumps(data))
        read_all(path)


CELL = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.dates()
    | st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30)
    | st.sampled_from(
        ["=1+1", "#N/A", "Ja", "Niets", "dd:key", "dd:answer", "q:fees", STAMP, "35%", "1.200", "x" * 3_000]
    )
)


@settings(max_examples=60)
@given(cells=st.lists(st.tuples(st.integers(1, 45), st.integers(1, 10), CELL), min_size=1, max_size=25))
def test_a_form_in_which_anything_was_typed_anywhere(
    tmp_path_factory: pytest.TempPathFactory, cells: list[tuple[int, int, object]]
) -> None:
    book = fill(form_for())
    for row, column, value in cells:
        book.worksheets[1].cell(row, column).value = value  # type: ignore[assignment]
    path = tmp_path_factory.getbasetemp() / "typed.xlsx"
    book.save(path)
    read_all(path)
