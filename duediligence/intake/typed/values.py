"""What a cell of the register says about a fact; what cannot be read is named, and the fact is then unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from duediligence.findings import Finding, note
from duediligence.intake.files.grid import Cell, Fault, Value, as_text
from duediligence.intake.files.unread import Unread, shown
from duediligence.intake.several import parts_of
from duediligence.intake.typed.numbers import amount_of, is_about, number_of, percent_units, without_unit
from duediligence.intake.typed.places import country_code, nearest_country, subdivision_code
from duediligence.intake.typed.spelling import fold, folded, nearest, spellings
from duediligence.intake.typed.subdivisions import nearest_subdivisions, subdivisions_named
from duediligence.model.conditions import Scalar
from duediligence.model.facts import Fact, FactType
from duediligence.model.problems import NO_SUGGESTION

Facts = tuple[Scalar, ...]


class FactReader:
    """Reads the cells of one column; `in_percent` where the column's plain numbers are percentages (35 for 0.35)."""

    def __init__(self, fact: Fact, in_percent: bool = False) -> None:
        self.fact = fact
        self.in_percent = in_percent
        self.many = fact.type is FactType.MULTI or fact.singular is not None
        self.choices = folded((name, c.id) for c in fact.choices for name in (c.id, *c.name.all(), *c.aliases))
        self.country = ""
        self.lists_countries = 2 * sum(len(c.id) == 2 for c in fact.choices) > max(1, len(fact.choices))

    def read(self, cell: Cell, country: str = "") -> tuple[Facts, Finding | None]:
        """The values of a cell; none where it is blank, says that it is not known, or cannot be read.

        The country of the row says among which provinces a name is looked for.
        """
        self.country = country
        if cell.blank:
            return (), None
        taken = self._taken(cell)
        if not isinstance(taken, Unread):
            return taken, self._inexact(cell, taken)
        if says_unknown(cell.value):
            return (), None
        return (), taken.at(cell.location, cell.value, fact=self.fact.name, id=self.fact.id)

    def _inexact(self, cell: Cell, taken: Facts) -> Finding | None:
        if self.fact.type is not FactType.NUMBER or not is_about(cell.value):
            return None
        return note("about_read", cell.location, found=shown(cell.value), fact=self.fact.name, number=as_text(taken[0]))

    def _taken(self, cell: Cell) -> Facts | Unread:
        """All parts, or nothing: with one part missing, a condition on it would be taken to fail."""
        if isinstance(cell.value, Fault):
            return Unread(cell.value.code)
        parts = self._parts(cell.value)
        if len(parts) > 1 and not self.many:
            return Unread("several_values")
        taken: dict[Scalar, None] = {}
        for part in parts:
            one = self._one(part, cell.percent)
            if isinstance(one, Unread):
                return one if len(parts) == 1 else Unread(one.code, {**one.params, "found": shown(part)})
            taken[one] = None
        return tuple(taken)

    def _parts(self, value: Value) -> list[Value]:
        if isinstance(value, list):
            return value
        if not isinstance(value, str) or self.fact.type is FactType.TEXT:
            return [value]
        parts = parts_of(value, self._reads, by_comma=self.fact.type not in (FactType.NUMBER, FactType.SHARE))
        return list(parts) if self.many or all(map(self._reads, parts)) else [value]

    def _reads(self, part: str) -> bool:
        return not isinstance(self._one(part), Unread)

    def _one(self, value: Value, percent: bool = False) -> Scalar | Unread:
        return _READERS[self.fact.type](self, value, percent)


def says_unknown(value: Value) -> bool:
    """Whether a cell says that the value is not known: a word for it, or only signs such as `?` and `-`."""
    if not isinstance(value, str):
        return False
    return spellings("words").get(fold(value)) == "unknown" or not any(sign.isalnum() for sign in value)


def yes_or_no(value: Value) -> bool | Unread:
    """Yes or no, in Dutch or English."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (int, float)):
        return bool(value) if value in (0, 1) else Unread("not_yes_or_no")
    word = spellings("words").get(fold(value)) if isinstance(value, str) else None
    if word in ("yes", "no") or value in ("0", "1"):
        return word == "yes" or value == "1"
    return Unread("not_yes_or_no")


def _text(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    if says_unknown(value) or isinstance(value, dict):
        return Unread("value_not_read")
    return as_text(value)


def _number(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    return amount_of(value)


def _share(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    number, marked = value, percent
    if isinstance(value, str):
        number, marked = without_unit(value, percent_units())
    share = number_of(number)
    if isinstance(share, Unread):
        return share
    if isinstance(value, str) and marked:
        share /= 100
    elif reader.in_percent and not marked:
        if 0 < share <= 1:
            return Unread("share_ambiguous")
        share /= 100
    return share if share <= 1 else Unread("share_out_of_range")


def _flag(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    return yes_or_no(value)


def _country(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    text = as_text(value)
    if says_unknown(text) and not text.isalpha():  # `NA` is Namibia, `n/a` is no country
        return Unread("unknown_country")
    return country_code(text) or Unread("unknown_country", {"nearest": nearest_country(text)})


def _subdivision(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    text = as_text(value)
    if code := reader.choices.get(fold(text)) or subdivision_code(text):
        return code
    named = subdivisions_named(text, reader.country) if reader.country else ()
    if len(named) == 1:
        return named[0]
    nearest_names = nearest_subdivisions(text, reader.country) if reader.country else NO_SUGGESTION
    return Unread("ambiguous_subdivision" if named else "unknown_subdivision", {"nearest": nearest_names})


def _choice(reader: FactReader, value: Value, percent: bool) -> Scalar | Unread:
    text = as_text(value)
    if not reader.fact.choices:
        return text
    if (chosen := reader.choices.get(fold(text))) is not None:
        return chosen
    if reader.lists_countries and (code := country_code(text)) and code.lower() in reader.choices:
        return reader.choices[code.lower()]
    return Unread("unknown_choice", {"nearest": nearest(text, reader.choices)})


_READERS: Mapping[FactType, Callable[[FactReader, Value, bool], Scalar | Unread]] = {
    FactType.TEXT: _text,
    FactType.CHOICE: _choice,
    FactType.MULTI: _choice,
    FactType.NUMBER: _number,
    FactType.SHARE: _share,
    FactType.FLAG: _flag,
    FactType.COUNTRY: _country,
    FactType.SUBDIVISION: _subdivision,
}
