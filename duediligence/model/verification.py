"""What came of repeating a run: equal, or what differs, from the version down to a cell or a line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DifferenceKind(StrEnum):
    """What differs, in the order in which people should read it: causes first, then results."""

    VERSION = "version"
    FORMAT = "format"
    CLOCK = "clock"
    SEED = "seed"
    EDITION = "edition"
    INPUT_MISSING = "input_missing"
    INPUT_ADDED = "input_added"
    INPUT_CHANGED = "input_changed"
    CELL = "cell"
    CONTENT_MISSING = "content_missing"
    CONTENT_ADDED = "content_added"
    CONTENT_CHANGED = "content_changed"
    LINE = "line"
    OUTPUT_CHANGED = "output_changed"
    MARKUP_CHANGED = "markup_changed"
    RESULT = "result"
    LEDGER = "ledger"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: where (a file, cell, line or part of the result), what it was, and what it is."""

    kind: DifferenceKind
    place: str
    old: str = ""
    new: str = ""
    subject: str = ""

    @property
    def is_cause(self) -> bool:
        """Whether this explains other differences: everything but results."""
        return self.kind not in (DifferenceKind.RESULT, DifferenceKind.OUTPUT_CHANGED, DifferenceKind.MARKUP_CHANGED)


class SignatureState(StrEnum):
    """What is known of a signature beside the report."""

    ABSENT = "absent"
    VALID = "valid"
    INVALID = "invalid"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature and, where it is valid, whose it is."""

    state: SignatureState = SignatureState.ABSENT
    signer: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of one verification; `memory` is where old files were found.

    `compared` is False where a page or workbook does not say for whom it is: then it is never equal.
    """

    report: str
    differences: tuple[Difference, ...]
    signature: Signature = Signature()
    compared_suppliers: int = 0
    compared_files: int = 0
    memory: str = ""
    compared: bool = True

    @property
    def equal(self) -> bool:
        """Whether all of it was compared, nothing differs and no signature is wrong."""
        return self.compared and not self.differences and self.signature.state is not SignatureState.INVALID
