"""The coarser classes of a small sector: every word has one, and what reports speak of by name stands by itself."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from duediligence.model.scales import SmallSector
from tests import generators


def declared() -> dict[str, Any]:
    small = generators.content().scales.small_sector
    assert small is not None
    return small.model_dump()


def test_the_bundled_classes_hold() -> None:
    assert SmallSector.model_validate(declared()).states.by_word["partly"] == "not_shown_met"


def test_a_state_without_a_class_is_refused() -> None:
    given = declared()
    given["states"]["value"][1]["of"] = ("partly", "not_met")
    with pytest.raises(ValidationError, match="each of these must stand in one class: met, not_met, partly, unknown"):
        SmallSector.model_validate(given)


def test_met_may_not_be_counted_with_anything_else() -> None:
    given = declared()
    given["states"]["value"][0]["of"] = ("met", "partly")
    given["states"]["value"][1]["of"] = ("not_met", "unknown")
    with pytest.raises(ValidationError, match="met must be a class by itself"):
        SmallSector.model_validate(given)
