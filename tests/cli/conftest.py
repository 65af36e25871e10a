"""What tests of commands share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import ANSWERS, MINI, REGISTER, SETTINGS, Run


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A small workspace with its content laid over the bundled one."""
    shutil.copytree(MINI, tmp_path / "content")
    for common in ("scales", "indicators", "facts", "drivers"):
        (tmp_path / "content" / "sector_profiles" / "common" / f"{common}.yaml").unlink()
    (tmp_path / "duediligence.yaml").write_text(SETTINGS)
    (tmp_path / "suppliers.csv").write_text(REGISTER)
    (tmp_path / "responses").mkdir()
    (tmp_path / "responses" / "answers.csv").write_text(ANSWERS)
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(capsys)
