"""The words of a workbook in one language, and small helpers that turn parts of a view into cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from duediligence.i18n.formats import show_score
from duediligence.i18n.texts import translate
from duediligence.model.base import Text
from duediligence.model.plan_sheet import MEMORY, TYPED
from duediligence.reporting.shared import words
from duediligence.reporting.workbook.looks import COMMITMENT_SIGNS, SIGNS
from duediligence.reporting.workbook.sheets import Column, Jump, Kind, Look, TableSheet, Value

FIRST_SUPPLIER_ROW = 4
"""Where the sheet of suppliers begins, so that other sheets can lead to a row of it."""


class _Fact(Protocol):
    @property
    def words(self) -> Text: ...
    @property
    def number(self) -> float | None: ...
    @property
    def share(self) -> bool: ...


class _Named(Protocol):
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Words:
    """One language."""

    language: str

    def say(self, key: str, **params: object) -> str:
        """A text of the reports."""
        return words.say(key, **params).get(self.language)

    def plan(self, key: str) -> str:
        """A text of the sheet of actions, which the next round reads back."""
        return translate(f"plan.{key}", self.language)

    def term(self, group: str, code: str) -> str:
        """The name of a code."""
        return words.term(group, code).get(self.language)

    def term_or_blank(self, group: str, code: str) -> str | None:
        """The name of a code; an empty cell where there is none."""
        return self.term(group, code) if code else None

    def text(self, text: Text) -> str:
        """Content's own words."""
        return text.get(self.language)

    def tier(self, code: str) -> str:
        """A tier with the shape that stands for it."""
        return f"{SIGNS[code]} {self.term('tier', code)}"

    def gate(self, code: str) -> str:
        """The definition of forced labour; both its sides together look like what is critical."""
        words = self.term("gate", code)
        return f"{SIGNS['critical']} {words}" if code == "both" else words

    def commitment_state(self, code: str) -> str:
        """The state of a commitment with the sign that stands for it."""
        return f"{COMMITMENT_SIGNS[code]} {self.term('commitment_state', code)}"

    def evidence(self, code: str) -> str:
        """An evidence class with what it means."""
        return f"{code} · {self.term('evidence', code)}"

    def own_role(self, reader: str, lead: str, support: Sequence[str]) -> str | None:
        """What the reader does in an action: lead it, take part in it, or (an empty cell) neither."""
        part = "leads" if lead == reader else "supports" if reader in support else ""
        return self.say(f"own_role.{part}") if part else None

    def flag(self, value: bool) -> str | None:
        """Yes, or an empty cell."""
        return self.term("flag", "true") if value else None

    def yes_or_no(self, value: bool) -> str:
        """Yes or no, where no is an answer as well."""
        return self.term("flag", "true" if value else "false")

    def states(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The states of an action as the next round reads them."""
        return tuple(self.plan(f"states.{code}") for code in codes)

    def score(self, value: float) -> int:
        """A value of 0..1 as 0 to 100, as everywhere in the reports."""
        return int(show_score(value))

    def points(self, value: float) -> float:
        """A drop in points of 0 to 100."""
        return round(value * 100, 1)

    def fact(self, fact: _Fact) -> Value:
        """A fact as a number where people may want to calculate with it."""
        return fact.number if fact.number is not None and not fact.share else self.text(fact.words)

    def jump(self, name: str, row: int) -> Jump:
        """A supplier's name that leads to its row."""
        return Jump(name, "suppliers", row)

    def rows_of(self, suppliers: Sequence[_Named]) -> dict[str, int]:
        """The row of each supplier on the sheet of suppliers."""
        return {s.id: row for row, s in enumerate(suppliers, FIRST_SUPPLIER_ROW)}

    def column(
        self, key: str, width: float, kind: Kind = "line", look: Look | None = None, choices: tuple[str, ...] = ()
    ) -> Column:
        """A column with its title."""
        return Column(key, self.say(f"columns.{key}"), width, kind, look, choices)

    def plan_column(
        self,
        key: str,
        width: float,
        kind: Kind = "line",
        look: Look | None = None,
        choices: tuple[str, ...] = (),
        strict: bool = False,
    ) -> Column:
        """A column that the next round reads back: people type in it, or it is kept for memory and hidden."""
        title = self.plan(f"columns.{key}")
        return Column(key, title, width, kind, look, choices, strict, typed=key in TYPED, hidden=key in MEMORY)

    def named(self, key: str, title: str, width: float) -> Column:
        """A column whose title comes from the content."""
        return Column(key, title, width)

    def table(
        self,
        key: str,
        columns: tuple[Column, ...],
        rows: Sequence[Sequence[Value]],
        keyed: bool = False,
        spare: int = 0,
        frozen_columns: int = 1,
        texts: str = "",
        more: str = "",
        paper: tuple[str, str] | None = None,
        lookup: bool = False,
    ) -> TableSheet:
        """A sheet with its heading and note, which may go by another name than its key."""
        title, heading, note = (self.say(f"sheets.{texts or key}.{part}") for part in ("title", "heading", "note"))
        note = " ".join(part for part in (note, more, self.say("sheets.lookup") if lookup else "") if part)
        return TableSheet(key, title, heading, note, columns, rows, keyed, spare, frozen_columns, paper, lookup)
