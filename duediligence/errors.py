"""What stops a run. Problems in people's files are findings (`findings.py`), not errors.

DueDiligenceError           exit code 5: our own defect
├── UsageError              2: the command was called in a way that cannot work
├── InputError              3: the input as a whole cannot be used
├── ContentError            4: a profile, questionnaire, agreement or measure is invalid
└── DisclosureError         3: an output would show what its audience may not see
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class DueDiligenceError(Exception):
    """A run cannot go on; `code` names the text in `i18n/errors.yaml`, `params` fill it in.

    `findings` holds every defect that was found on the way (`findings.Finding`, a floor above this one).
    """

    exit_code: ClassVar[int] = 5

    def __init__(self, code: str, findings: Sequence[Any] = (), **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.findings = tuple(findings)
        self.params = params


class UsageError(DueDiligenceError):
    """The command line asks for something that cannot be done."""

    exit_code = 2


class InputError(DueDiligenceError):
    """The workspace, register or package as a whole cannot be used."""

    exit_code = 3


class ContentError(DueDiligenceError):
    """The declared content is invalid."""

    exit_code = 4


class DisclosureError(DueDiligenceError):
    """An output would show what its audience may not see, so it was not written."""

    exit_code = 3
