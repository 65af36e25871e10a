"""What tests of commands share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import ANSWERS, REGISTER, Run, write_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A small workspace with its content laid over the bundled one."""
    return write_workspace(tmp_path, REGISTER, ANSWERS)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)
