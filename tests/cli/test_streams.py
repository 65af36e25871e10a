"""Output that is redirected in an old encoding, as Windows does: plainer, never a crash."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from duediligence.cli.streams import plain
from tests.cli.running import ANSWERS, REGISTER


def run(encoding: str, *words: str | Path) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own, with its output in this encoding."""
    command = [sys.executable, "-m", "duediligence", *map(str, words)]
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1"}
    return subprocess.run(command, capture_output=True, env=environment, check=False)


@pytest.fixture
def troubled(workspace: Path) -> Path:
    """A workspace with names and mistakes that old encodings have no signs for."""
    (workspace / "suppliers.csv").write_text(REGISTER + "s3,Łódź İplik 山,Narnia,dyeing,1\n", encoding="utf-8")
    (workspace / "responses" / "answers.csv").write_text(ANSWERS + "s9,supplier,2026-05-01,pay,ok\n")
    return workspace


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
@pytest.mark.parametrize(
    "words", [["check"], ["screen"], ["assess"], ["explain", "s3", "--workspace"]], ids=lambda words: words[0]
)
def test_no_sign_of_ours_or_of_a_name_stops_a_command(encoding: str, words: list[str], troubled: Path) -> None:
    done = run(encoding, *words, troubled)
    assert done.returncode == 0, done.stderr
    told = done.stdout.decode(encoding)
    if words == ["check"]:
        assert "x " in told
        assert "-> " in told
    elif words != ["assess"]:
        assert "odz" in plain(told)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_json_loses_nothing_in_an_old_encoding(encoding: str, troubled: Path) -> None:
    told = json.loads(run(encoding, "screen", troubled, "--json").stdout.decode(encoding))
    assert "Łódź İplik 山" in {row["name"] for row in told["suppliers"]}


def test_a_mistake_is_told_in_an_old_encoding(tmp_path: Path) -> None:
    done = run("ascii", "check", tmp_path, "--lang", "nl")
    assert done.returncode == 3
    assert b"duediligence init" in done.stderr
    assert run("cp1252", "asess").returncode == 2


def test_plain_signs_say_the_same() -> None:
    assert plain("✗ a → b … – “c” é Ł") == 'x a -> b ... - "c" e ?'
