"""Large clean files (csv, parquet) as facts and response tables, without a Python object for each row.

The same columns and words as the long csv of a workspace, but ids only: an answer is an option's id (several joined by
`;`), a number, two numbers for a matrix, or a universal state. What cannot be read is counted, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import narwhals as nw

from duediligence.i18n.formats import real_countries
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.tables.conditions import FACT, NUMERIC
from duediligence.tables.engine import Engine, Frame
from duediligence.tables.facts import IDENTITY
from duediligence.tables.responses import GIVEN, UNDATED, Responses, said_table
from duediligence.tables.wordings import (
    ANYTHING,
    FALSE,
    STATES,
    TRUE,
    WORDING,
    Problem,
    Wordings,
    day_of,
    free_questions,
)

Numbers = dict[tuple[object, ...], int]
NUMBER = r"^[+]?[0-9]+([.][0-9]*)?([eE][-+]?[0-9]+)?$"
_JOIN = r"[\s;]*;[\s;]*"
_SUBDIVISION = "[A-Z]{2}-[A-Z0-9]{1,3}"
READ = ("supplier", "date", "question", "source", "answer", "document_seen", "document", "reason")


@dataclass(frozen=True, slots=True)
class Bulk:
    """The answers, how many of them have a known question and source, and by code and value what was wrong."""

    responses: Responses
    read: int
    problems: Mapping[Problem, int]


def bulk_facts(raw: Frame, content: SectorContent) -> Frame:
    """The facts table of a file whose columns are fact ids (`id`, `country`, ...); absent columns are unknown."""
    present = set(raw.collect_schema().names())
    country = _country("country") if "country" in present else nw.lit(None, dtype=nw.String)
    facts = [fact for fact in content.facts.values() if fact.id not in IDENTITY]
    columns = [(_read(fact) if fact.id in present else _unknown(fact)).alias(FACT + fact.id) for fact in facts]
    return raw.select(_stripped("id").alias("supplier"), country.alias("country"), *columns)


def unreadable_facts(engine: Engine, raw: Frame, content: SectorContent) -> Counter[Problem]:
    """How many cells of each fact cannot be read; they count as unknown, and never as some other value."""
    present = set(raw.collect_schema().names())
    facts = [fact for fact in content.facts.values() if fact.id in present and fact.type is not FactType.TEXT]
    if not facts:
        return Counter()
    wrong = [((_stripped(fact.id) != "") & _read(fact).is_null()).cast(nw.Int64).sum().alias(fact.id) for fact in facts]
    (counts,) = engine.rows(raw.select(*wrong))
    return Counter({("unreadable_fact", fact.id): counts[fact.id] for fact in facts if counts[fact.id]})


def bulk_responses(engine: Engine, raw: Frame, content: SectorContent) -> Bulk:
    """The response table of a long file of answers.

    What is said repeats, so each wording and each date is read once; of each row only who said it remains.
    """
    rows = _worded(raw, content)
    problems: Counter[Problem] = Counter()
    wordings, numbers, read = _sayings(engine, rows, content, problems)
    days = _days(engine, rows, problems)
    given = rows.join(wordings, on=WORDING, how="inner").join(days, on="date", how="inner")
    # an assurance of nobody knows whom takes the place of no concern: an answer without a date is the oldest
    given = given.with_columns(day=nw.when(nw.col("placeless")).then(nw.lit(UNDATED)).otherwise(nw.col("day")))
    given = engine.numbered(given.select("supplier", "saying", "day"), "answer").select(*GIVEN)
    return Bulk(Responses(given, said_table(engine, numbers), len(numbers)), read, problems)


def _worded(raw: Frame, content: SectorContent) -> Frame:
    """supplier, date and the columns of `WORDING`, as texts; whatever makes no difference is alike."""
    present = set(raw.collect_schema().names())
    columns = [_text(name).fill_null("") if name in present else nw.lit("").alias(name) for name in READ]
    return raw.select(*columns).select(
        nw.col("supplier").str.strip_chars(),
        "date",
        "question",
        "source",
        "document_seen",
        (nw.col("document").str.strip_chars() != "").alias("documented"),
        (nw.col("reason").str.strip_chars() != "").alias("reasoned"),
        nw.when(_is_free(content)).then(nw.lit(ANYTHING)).otherwise(nw.col("answer")).alias("answer"),
    )


def _is_free(content: SectorContent) -> nw.Expr:
    """Answered with any words: they make no difference."""
    return nw.col("question").is_in(free_questions(content)) & ~nw.col("answer").is_in(["", *STATES])


def _sayings(
    engine: Engine, rows: Frame, content: SectorContent, problems: Counter[Problem]
) -> tuple[Frame, Numbers, int]:
    """Which wording is which saying, the sayings with their numbers, and how many rows have them."""
    numbers: Numbers = {}
    counted = engine.rows(rows.group_by(WORDING).agg(nw.len().cast(nw.Int64).alias("count")))
    wordings, known, read = Wordings(content), [], 0
    for count, *wording in sorted((row["count"], *(row[name] for name in WORDING)) for row in counted):
        said, wrong = wordings.read(*wording)
        problems.update(dict.fromkeys(wrong, count))
        if said is not None:
            read += count
            placeless = ("source_assumed", "") in wrong and not wordings.worries(said)
            known.append((*wording, numbers.setdefault(said, len(numbers)), placeless))
    schema: dict[str, type] = {**dict.fromkeys(WORDING, str), "documented": bool, "reasoned": bool, "saying": int}
    schema["placeless"] = bool
    return engine.table(known, schema), numbers, read


def _days(engine: Engine, rows: Frame, problems: Counter[Problem]) -> Frame:
    """Which text is which day; a date that is missing or cannot be read is the oldest."""
    days = []
    for row in engine.rows(rows.group_by("date").agg(nw.len().cast(nw.Int64).alias("count"))):
        day = day_of(row["date"])
        if day is None:
            problems["unreadable_date", row["date"]] += row["count"]
        days.append((row["date"], UNDATED if day is None else day))
    return engine.table(days, {"date": str, "day": int})


def _text(column: str) -> nw.Expr:
    return nw.col(column).cast(nw.String)


def _stripped(column: str) -> nw.Expr:
    return _text(column).str.strip_chars()


def _unknown(fact: Fact) -> nw.Expr:
    kind = nw.Float64 if fact.type in NUMERIC else nw.Boolean if fact.type is FactType.FLAG else nw.String
    return nw.lit(None, dtype=kind)


def _read(fact: Fact) -> nw.Expr:
    """The values of a column as `facts_table` has them, null where a cell is blank or cannot be read whole."""
    return _READERS[fact.type](fact)


def _number(fact: Fact) -> nw.Expr:
    """A number, not below zero."""
    text = _stripped(fact.id)
    return nw.when(text.str.contains(NUMBER)).then(text).cast(nw.Float64)


def _share(fact: Fact) -> nw.Expr:
    number = _number(fact)
    return nw.when(number <= 1).then(number)


def _flag(fact: Fact) -> nw.Expr:
    text = _stripped(fact.id)
    otherwise = nw.when(text.is_in(list(FALSE))).then(nw.lit(False))
    return nw.when(text.is_in(list(TRUE))).then(nw.lit(True)).otherwise(otherwise)


def _words(fact: Fact) -> nw.Expr:
    return nw.when(_stripped(fact.id) != "").then(_between_signs(fact.id))


def _chosen(fact: Fact) -> nw.Expr:
    """All parts are choices, or nothing: with one part missing, a condition on it would be taken to fail."""
    several = fact.type is FactType.MULTI or fact.singular is not None
    return _all_of("|".join(re.escape(choice.id) for choice in fact.choices) or ".*", several, fact.id)


def _country(column: str) -> nw.Expr:
    text = _stripped(column)
    return nw.when(text.is_in(sorted(real_countries()))).then(text)


def _subdivision(fact: Fact) -> nw.Expr:
    return _all_of(_SUBDIVISION, fact.singular is not None, fact.id)


def _all_of(word: str, several: bool, column: str) -> nw.Expr:
    text = _between_signs(column)
    return nw.when(text.str.contains(f"^(?:;(?:{word})){'+' if several else ''};$")).then(text)


def _between_signs(column: str) -> nw.Expr:
    return nw.concat_str(nw.lit(";"), _text(column), nw.lit(";")).str.replace_all(_JOIN, ";")


_READERS: Mapping[FactType, Callable[[Fact], nw.Expr]] = {
    FactType.TEXT: _words,
    FactType.CHOICE: _chosen,
    FactType.MULTI: _chosen,
    FactType.NUMBER: _number,
    FactType.SHARE: _share,
    FactType.FLAG: _flag,
    FactType.COUNTRY: lambda fact: nw.concat_str(nw.lit(";"), _country(fact.id), nw.lit(";")),
    FactType.SUBDIVISION: _subdivision,
}
