"""One round on disk, written once: tests that change it work on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from duediligence.workflow.bundling import run_with_bundle
from tests.audit.workspaces import workspace


@pytest.fixture(scope="session")
def round_on_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its reports and its bundle; not to be changed."""
    folder = workspace(tmp_path_factory.mktemp("round") / "ws")
    run_with_bundle(folder)
    return folder


@pytest.fixture
def fresh(round_on_disk: Path, tmp_path: Path) -> Callable[[], Path]:
    """Gives a copy of the round to change."""

    def copy() -> Path:
        target = tmp_path / f"ws{len(list(tmp_path.iterdir()))}"
        shutil.copytree(round_on_disk, target)
        return target

    return copy
