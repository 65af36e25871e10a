"""The rules of accessibility that pages are held against in a browser: axe-core, which `make test` fetches."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

FETCHED = Path(__file__).parents[1] / ".cache" / "axe" / "package" / "axe.min.js"


@cache
def axe_script() -> str:
    """The script of axe-core, from where `AXE_CORE` says or `make axe` put it; skips the test where it is not there."""
    place = Path(os.environ.get("AXE_CORE", FETCHED))
    if not place.is_file():
        pytest.skip("axe-core is not here: `make axe` fetches it where npm and a network are, or AXE_CORE names it")
    return place.read_text(encoding="utf-8")
