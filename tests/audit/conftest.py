"""One round on disk, written once: tests that change it work on a copy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import duediligence.workflow.layers
from duediligence.audit.rules import COMMON
from duediligence.resources import content_root
from duediligence.workflow.bundling import run_with_bundle
from tests.audit.workspaces import workspace

KEPT = ("sampling.yaml", "triangulation.yaml", "sources.yaml")
"""What the small content has of the bundled one; the mini sector in the workspace has the rest."""


@pytest.fixture(scope="session")
def small_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A content folder that reads fast: the auditor's rules and the bibliography."""
    folder = tmp_path_factory.mktemp("content")
    (folder / COMMON).mkdir(parents=True)
    for name in KEPT:
        shutil.copy(content_root() / COMMON / name, folder / COMMON)
    return folder


@pytest.fixture
def small_content(small_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the place of the bundled content, on which other tests spend their time."""
    monkeypatch.setattr(duediligence.workflow.layers, "content_root", lambda: small_root)


@pytest.fixture(scope="session")
def round_on_disk(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with its reports and its bundle; not to be changed."""
    folder = workspace(tmp_path_factory.mktemp("round") / "ws")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(duediligence.workflow.layers, "content_root", lambda: small_root)
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
