"""The sheet of actions in the plan workbook: the keys that the writer puts above its columns, and what people typed.

The writer puts a key above every column in one (hidden) row, `COLUMNS` above these, and their names in a language
(`plan.columns.<key>`) in the row that people see. The reader finds the columns by the keys, or by the names where
the keys are gone; a column without a key is one that people added.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from itertools import count

from duediligence.findings import NOWHERE, Location
from duediligence.model.plan import ActionState

SHEET = "actions"

ACTION_ID = "action_id"
MEASURE_TEXT = "measure_text"
LEAD = "lead"
"""Who takes the lead: the measure says so, except in people's own actions."""
NAME = "name"
"""The subject's name beside its id; people may fill in either for an action of their own."""
TYPED = ("state", "owner", "due", "started", "done", "evidence", "evidence_class", "notes")
"""The columns that people fill in."""
MEMORY = ("measure", "first_seen", "needed", "returned", "sites", "planned")
"""Columns, hidden as a rule, by which the next round knows what this round knew; dates as dates, flags as yes or no."""
COLUMNS = (ACTION_ID, "subject", MEASURE_TEXT, LEAD, *TYPED, *MEMORY)
"""Every column that is read back; a writer may put others between them."""

OWN_PREFIX = "own_"
"""The ids of people's own actions start with this."""

SITE_SIGN = "; "
"""What stands between the ids of the sites of one action."""

YES = "yes"
NO = "no"


_SENTENCE = re.compile(r"[^.?!:]*[.?!:]?")
_SHORT = 90


def in_short(text: str) -> str:
    """What an action is called where its whole text does not fit: its first sentence, cut at a word."""
    first = _SENTENCE.match(" ".join(text.split()))
    words = first[0].rstrip(".:") if first else ""
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rpartition(' ')[0]} …"


@dataclass(frozen=True, slots=True)
class TypedAction:
    """One row of the sheet as people left it; `id` is the tool's own, or `own_...` for an action of their own."""

    id: str
    subject: str = ""
    measure_text: str = ""
    lead: str = ""
    state: ActionState = ActionState.OPEN
    owner: str = ""
    due: date | None = None
    started: date | None = None
    done: date | None = None
    evidence: str = ""
    evidence_class: str = ""
    notes: str = ""
    measure: str = ""
    first_seen: date | None = None
    needed: bool = True
    returned: bool = False
    sites: tuple[str, ...] = ()
    planned: date | None = None
    location: Location = NOWHERE

    @property
    def own(self) -> bool:
        """Whether people added this action themselves."""
        return self.id.startswith(OWN_PREFIX)

    @property
    def touched(self) -> bool:
        """Whether people typed anything here that would be missed (a due date is filled in by the tool)."""
        typed = (self.owner, self.started, self.done, self.evidence, self.evidence_class, self.notes)
        return self.own or self.state is not ActionState.OPEN or any(typed)

    def with_note(self, line: str) -> TypedAction:
        """The same row with a line added to its notes, unless it is there already."""
        if line in self.notes.splitlines():
            return self
        return replace(self, notes="\n".join(part for part in (self.notes, line) if part))

    def as_own(self, taken: Collection[str] = ()) -> TypedAction:
        """The same row as an action of people's own, under an id that follows from what it says."""
        ids = (_own_id(self.subject, self.measure_text, self.id, str(number)) for number in count())
        return replace(self, id=next(id for id in ids if id not in taken), measure="", needed=True, returned=False)


def _own_id(*parts: str) -> str:
    folded = (" ".join(part.casefold().split()) for part in parts)
    return OWN_PREFIX + sha256("\x1f".join(folded).encode()).hexdigest()[:10]
