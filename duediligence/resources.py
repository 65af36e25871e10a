"""Where the three content folders are: inside an installed wheel, or beside the package in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def content_root() -> Path:
    """The folder that holds `sector_profiles/`, `questionnaires/` and `reports/`."""
    bundled = PACKAGE / "_bundled"
    return bundled if bundled.is_dir() else PACKAGE.parent
