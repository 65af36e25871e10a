"""Ctrl-C in a real process, at several moments: what was there stays whole, and the run says that it stopped."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.benchmarks.generate import ORDINARY
from tests.benchmarks.works import content
from tests.benchmarks.workspace import write_workspace

STOPPED = 130


def started(folder: Path, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "duediligence", "assess", str(folder), "--lang", "en"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assessed")
    write_workspace(content(), folder, 60, 40, ORDINARY)
    assert started(folder).wait() == 0
    return folder


@pytest.mark.parametrize("part", [0.35, 0.6, 0.8, 0.95])
def test_a_run_that_is_stopped_leaves_the_reports_of_the_last_one(workspace: Path, part: float) -> None:
    before = files(workspace)
    begun = time.monotonic()
    assert started(workspace).wait() == 0
    length = time.monotonic() - begun
    assert files(workspace) == before
    run = started(workspace, subprocess.PIPE)
    time.sleep(part * length)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=120)
    assert files(workspace) == before
    if run.returncode not in (0, -signal.SIGINT):  # done before the signal came, or while Python itself was ending
        assert run.returncode == STOPPED
        assert "Stopped. Nothing was left half written." in told.decode()
        assert "Traceback" not in told.decode()


def test_a_terminal_shows_how_far_the_run_is_and_how_long_it_takes(workspace: Path) -> None:
    ours, theirs = pty.openpty()
    run = started(workspace, theirs)
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65_536):
            shown += chunk
    except OSError:  # how a terminal says that nobody writes any more
        pass
    assert run.wait() == 0
    words = shown.decode()
    assert "Reading" in words
    assert re.search(r"Assessing and making reports.*\d+/10", words)
    assert re.search(r"\d:\d\d:\d\d", words)
