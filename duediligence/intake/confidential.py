"""What is not taken over from files: words of and about workers, and numbers and addresses by which people are reached.

The forms for talks promise that nobody's name is written down. What somebody typed beside the answers of workers stays
in the file where it stands, to be read there by those who may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from duediligence.findings import Finding, Location, note, warning
from duediligence.model.response import SourceKind

SPEAK_FOR_WORKERS = frozenset({SourceKind.WORKER_INTERVIEWS, SourceKind.UNION_MONITORING})
"""The sources whose words are not taken over: a name, a room or a telephone number may stand in them."""

MASK = "•••"
_WORDS = ("found", "text", "before", "now")
"""The params of findings in which words of a file stand."""
_LONGEST_REMARK = 300

_MAIL = re.compile(r"[^\s@<>,;:()]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DAY = r"(?!\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?!\d))"
_NUMBER = re.compile(rf"(?<![\w.,/]){_DAY}(?:(?:\+|\(?0)[\d ().\-/]{{7,20}}\d|\d{{9,15}}|\d{{5}}[ -]\d{{5}})(?!\w)")


def masked(text: str) -> str:
    """A text without telephone numbers and e-mail addresses."""
    return _NUMBER.sub(MASK, _MAIL.sub(MASK, text))


def without_words(findings: Iterable[Finding]) -> list[Finding]:
    """Findings that name their place and not what somebody typed there."""
    return [replace(f, params={k: MASK if k in _WORDS else v for k, v in f.params.items()}) for f in findings]


def not_stored(place: Location) -> Finding:
    """Says where a remark stands that was not taken over."""
    return note("remark_not_stored", place)


def remark_finding(text: str, place: Location, supplier: str, source: SourceKind) -> Finding:
    """What somebody wrote outside the questions: to be read now, for nothing in it counts."""
    if source in SPEAK_FOR_WORKERS:
        return warning("workers_remark", place, supplier=supplier)
    return warning("form_remark", place, text=masked(" ".join(text.split()))[:_LONGEST_REMARK], supplier=supplier)
