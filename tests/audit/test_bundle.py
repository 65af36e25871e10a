"""Bundles: the same bytes for the same round, and nothing that arrives in one is trusted."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from duediligence.audit.bundle import (
    CONTENT,
    FORMAT,
    LIST,
    OUTPUTS,
    WORKSPACE,
    Bundle,
    read_bundle,
    unpack_bundle,
    write_bundle,
)
from duediligence.errors import InputError
from duediligence.intake.files.safety import Limits

FILES = {
    WORKSPACE: {"duediligence.yaml": b"sector: x\n", "responses/één antwoord: 1.csv": b"a,b\n"},
    CONTENT: {"questionnaires/core.yaml": b"id: core\n"},
    OUTPUTS: {"assessment.json": b"{}"},
}
BUNDLE = Bundle("0.1.0", ("", "mini"), "plan.xlsx", FILES)
SMALL = Limits(file_bytes=10_000, unpacked_bytes=100_000, part_bytes_before_ratio=1_000, part_ratio=20)


def archive(path: Path, fill: Callable[[zipfile.ZipFile], None]) -> Path:
    """A zip with a proper list, and what a test puts beside it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(LIST, json.dumps({"format": FORMAT, "version": "0.1.0", "files": {}}))
        fill(written)
    return path


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(write_bundle(BUNDLE))
    read = read_bundle(file)
    assert (read.version, read.layers, read.plan, read.files) == ("0.1.0", ("", "mini"), "plan.xlsx", FILES)
    assert read.digests[OUTPUTS].keys() == {"assessment.json"}
    unpack_bundle(read, tmp_path / "out")
    assert (tmp_path / "out" / WORKSPACE / "responses" / "één antwoord: 1.csv").read_bytes() == b"a,b\n"


def test_the_same_round_gives_the_same_bytes() -> None:
    turned = Bundle("0.1.0", ("", "mini"), "plan.xlsx", {part: dict(reversed(f.items())) for part, f in FILES.items()})
    assert write_bundle(turned) == write_bundle(BUNDLE)


@pytest.mark.parametrize(
    "name",
    [
        "workspace/../../evil.csv",
        "/workspace/evil.csv",
        "workspace//evil.csv",
        "workspace/./evil.csv",
        "workspace\\..\\evil.csv",
        "../workspace/evil.csv",
        "elsewhere/evil.csv",
        "workspace",
        "evil.csv",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    file = archive(tmp_path / "b.zip", lambda z: z.writestr(name, "x"))
    with pytest.raises(InputError) as refused:
        read_bundle(file)
    assert refused.value.code == "bundle_name"


def test_a_link_is_refused(tmp_path: Path) -> None:
    entry = zipfile.ZipInfo("workspace/link.csv")
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(InputError) as refused:
        read_bundle(archive(tmp_path / "b.zip", lambda z: z.writestr(entry, "/etc/passwd")))
    assert refused.value.code == "bundle_link"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    swelling = archive(tmp_path / "b.zip", lambda z: z.writestr("workspace/a.csv", b"0" * 50_000))
    many = archive(tmp_path / "c.zip", lambda z: _many(z, 200))
    for file in (swelling, many):
        with pytest.raises(InputError) as refused:
            read_bundle(file, SMALL)
        assert refused.value.code == "bundle_size"


def _many(written: zipfile.ZipFile, count: int) -> None:
    for index in range(count):
        written.writestr(f"workspace/{index}.csv", b"0" * 900)


def test_the_same_name_twice_is_refused(tmp_path: Path) -> None:
    def twice(written: zipfile.ZipFile) -> None:
        written.writestr("workspace/a.csv", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            written.writestr("workspace/a.csv", "2")

    with pytest.raises(InputError) as refused:
        read_bundle(archive(tmp_path / "b.zip", twice))
    assert refused.value.code == "bundle_name"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no", b"%PDF-1.4"])
def test_what_is_no_zip_is_named_as_damaged(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "b.zip"
    file.write_bytes(data)
    with pytest.raises(InputError) as refused:
        read_bundle(file)
    assert refused.value.code == "bundle_damaged"


def test_a_zip_of_something_else_is_no_bundle(tmp_path: Path) -> None:
    other = tmp_path / "b.zip"
    with zipfile.ZipFile(other, "w") as written:
        written.writestr("workspace/a.csv", "x")
    listless = tmp_path / "c.zip"
    with zipfile.ZipFile(listless, "w") as written:
        written.writestr(LIST, '{"format": "something/1"}')
    for file in (other, listless):
        with pytest.raises(InputError) as refused:
            read_bundle(file)
        assert refused.value.code == "bundle_format"


def test_a_link_to_a_bundle_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real.zip").write_bytes(write_bundle(BUNDLE))
    (tmp_path / "b.zip").symlink_to(tmp_path / "real.zip")
    with pytest.raises(InputError) as refused:
        read_bundle(tmp_path / "b.zip")
    assert refused.value.code == "bundle_size"


def test_what_was_left_out_is_listed_with_its_digest(tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(write_bundle(replace(BUNDLE, left_out={"actions.oscal.json": "ab" * 32})))
    assert read_bundle(file).left_out == {"actions.oscal.json": "ab" * 32}
