"""The floors of the house, the size of its rooms, and what `--help` may not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "duediligence"
HEAVY = (
    "polars", "narwhals", "openpyxl", "python_calamine", "jinja2", "pydantic", "yaml", "babel", "pyspark", "highspy",
    "cryptography", "numpy", "duediligence.workflow", "duediligence.scoring", "duediligence.reporting",
)  # fmt: skip


def test_every_floor_imports_only_floors_below() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_no_module_is_longer_than_300_lines() -> None:
    lengths = {path.relative_to(ROOT): len(path.read_text().splitlines()) for path in PACKAGE.rglob("*.py")}
    assert {str(path): length for path, length in lengths.items() if length > 300} == {}


def test_help_loads_nothing_heavy() -> None:
    program = f"import sys, duediligence.cli.app; print(*[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
