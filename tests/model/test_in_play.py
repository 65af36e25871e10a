"""When a sign asks for measures: the same for the page, the plan, the package and the list of gaps of the auditor."""

from __future__ import annotations

import pytest

from duediligence.model.assessment import Interval
from tests import generators

SCALES = generators.content().scales
LEAST = SCALES.preventive_from_possible.value
A_SUM_IN_ANOTHER_ORDER = 1e-13


@pytest.mark.parametrize(
    ("established", "possible", "in_play"),
    [
        (0.2, 0.2, True),
        (0.0, LEAST, True),
        (0.0, LEAST - A_SUM_IN_ANOTHER_ORDER, True),
        (0.0, LEAST - 0.001, False),
        (A_SUM_IN_ANOTHER_ORDER, 0.1, False),
    ],
)
def test_a_sign_is_in_play_when_established_or_too_likely_to_leave_alone(
    established: float, possible: float, in_play: bool
) -> None:
    assert SCALES.in_play(Interval(established, possible)) is in_play
