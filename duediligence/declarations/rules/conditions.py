"""Conditions ask of a fact what the fact can answer; else they would never hold, and nobody would see it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from duediligence.declarations.defects import Condition, Defect, Rule, each_condition, each_driver, unknown
from duediligence.declarations.rules.names import RESULTS
from duediligence.i18n.formats import real_countries
from duediligence.model.assessment import Tier
from duediligence.model.base import Declared
from duediligence.model.conditions import Bounds, OneOf, Test, When, written
from duediligence.model.content import SectorContent
from duediligence.model.facts import Fact, FactType
from duediligence.yamlfile import KeyPath

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_SUBDIVISION = re.compile(r"([A-Z]{2})-[A-Z0-9]{1,3}")
_NUMBERS, _WORDS = (FactType.NUMBER, FactType.SHARE), (FactType.CHOICE, FactType.MULTI)
_EXAMPLES: Mapping[FactType, str] = {
    FactType.NUMBER: "{at_least: 50}",
    FactType.SHARE: "{above: 0.2}",
    FactType.FLAG: "true, false",
    FactType.COUNTRY: "[IN, BD]",
    FactType.SUBDIVISION: "[IN-TN]",
}


def tests_that_do_not_fit_their_fact(content: SectorContent) -> Iterator[Defect]:
    """A word asked of a number, a limit asked of a word, anything but yes or no asked of a flag."""
    for condition, path, fact, test in _tests_of_facts(content):
        if not _fits(fact, test):
            params = {"name": path[-1], "found": _as_written(test), "expected": _EXAMPLES.get(fact.type, "[a, b]")}
            yield Defect(condition.record, path, "condition_does_not_fit", params)


def _fits(fact: Fact, test: Test) -> bool:
    if fact.type is FactType.FLAG:
        return isinstance(test, bool)
    if isinstance(test, (bool, Bounds)):
        return isinstance(test, Bounds) and fact.type in _NUMBERS
    return fact.type not in _NUMBERS or all(_NUMBER.fullmatch(value) for value in test)


def shares_outside_nought_to_one(content: SectorContent) -> Iterator[Defect]:
    """A limit such as 20 for a fact or result that is 0 to 1."""
    for condition in each_condition(content):
        for path, name, test in condition.tests():
            if _is_share(content, condition, name):
                for key, limit in _limits(test):
                    if not 0 <= limit <= 1:
                        at = (*path, key) if key else path
                        yield Defect(condition.record, at, "share_outside", {"name": name, "found": f"{limit:g}"})


def _is_share(content: SectorContent, condition: Condition, name: str) -> bool:
    if condition.of_results and name in RESULTS:
        return name in ("established", "possible", "coverage")
    fact = content.facts.get(content.fact_ids.get(name, ""))
    return fact is not None and fact.type is FactType.SHARE


def _limits(test: Test) -> Iterator[tuple[str, float]]:
    if isinstance(test, Bounds):
        yield from ((key, value) for key, value in test if value is not None)
    elif not isinstance(test, bool):
        yield from (("", float(value)) for value in test if _NUMBER.fullmatch(value))


def places_that_do_not_exist(content: SectorContent) -> Iterator[Defect]:
    """A country that is no ISO code, or a subdivision of no country."""
    for condition, path, fact, test in _tests_of_facts(content):
        if fact.type is FactType.COUNTRY and isinstance(test, tuple):
            yield from _others(condition.record, path, test, real_countries())
        elif fact.type is FactType.SUBDIVISION and isinstance(test, tuple):
            wrong = [value for value in test if not _is_subdivision(value)]
            yield from (_never(condition.record, path, value, ()) for value in wrong)


def _is_subdivision(value: str) -> bool:
    match = _SUBDIVISION.fullmatch(value)
    return match is not None and match[1] in real_countries()


def values_that_are_no_choice(content: SectorContent) -> Iterator[Defect]:
    """A value that is none of the fact's choices. Own content may leave choices out, so this ends no run."""
    for condition, path, fact, test in _tests_of_facts(content):
        if fact.type in _WORDS and fact.choices and isinstance(test, tuple):
            yield from _others(condition.record, path, test, [choice.id for choice in fact.choices])


def values_that_a_table_never_has(content: SectorContent) -> Iterator[Defect]:
    """A value that no country has in the column; a limit of a column of words."""
    for condition in each_condition(content):
        for path, name, test in condition.tests():
            table, _, column = name.partition(".")
            of_table = {"country": content.countries, "goods": content.goods}.get(table)
            known = of_table.values.get(column) if of_table and column else None
            if known and isinstance(test, tuple):
                yield from _others(condition.record, path, test, {written(value) for value in known.values()})
            elif known and not any(isinstance(value, (int, float)) for value in known.values()):
                params = {"name": name, "found": _as_written(test), "expected": "[a, b]"}
                yield Defect(condition.record, path, "condition_does_not_fit", params)


def values_that_a_result_never_has(content: SectorContent) -> Iterator[Defect]:
    """A tier that does not exist; a word asked of a score."""
    for condition in each_condition(content):
        for path, name, test in condition.tests():
            if not condition.of_results or name not in RESULTS:
                continue
            of_words = name in ("tier", "status")
            if of_words is not isinstance(test, tuple):
                params = {
                    "name": name,
                    "found": _as_written(test),
                    "expected": "[a, b]" if of_words else "{below: 0.2}",
                }
                yield Defect(condition.record, path, "condition_does_not_fit", params)
            elif name == "tier":
                yield from _others(condition.record, path, cast(OneOf, test), list(Tier))


def limits_that_exclude_each_other(content: SectorContent) -> Iterator[Defect]:
    """`{above: 5, below: 3}`: no number is both."""
    for condition in each_condition(content):
        for path, name, test in condition.tests():
            if isinstance(test, Bounds) and not _leaves_room(test):
                yield Defect(condition.record, path, "limits_exclude", {"name": name, "found": _as_written(test)})


def _leaves_room(test: Bounds) -> bool:
    lowest = max((value for value in (test.above, test.at_least) if value is not None), default=float("-inf"))
    highest = min((value for value in (test.below, test.at_most) if value is not None), default=float("inf"))
    return lowest < highest or (lowest == highest and test.holds(lowest))


def subdivisions_without_their_country(content: SectorContent) -> Iterator[Defect]:
    """A driver on a subdivision also names its country: an unknown subdivision elsewhere would count."""
    for record, path, driver in each_driver(content):
        for at, when in Condition(record, (*path, "when"), driver.when).branches():
            yield from _without_country(record, at, driver.id, when)


def _without_country(record: Declared, path: KeyPath, id: str, when: When) -> Iterator[Defect]:
    wanted = when.facts.get("subdivision")
    countries = when.facts.get("country")
    if not isinstance(wanted, tuple):
        return
    if not isinstance(countries, tuple):
        yield Defect(record, path, "subdivision_without_country", {"id": id})
        return
    for value in wanted:
        if value.partition("-")[0] not in countries:
            params = {"name": value, "countries": ", ".join(countries)}
            yield Defect(record, (*path, "subdivision"), "subdivision_of_other_country", params)


def _tests_of_facts(content: SectorContent) -> Iterator[tuple[Condition, KeyPath, Fact, Test]]:
    for condition in each_condition(content):
        for path, name, test in condition.tests():
            fact = content.facts.get(content.fact_ids.get(name, ""))
            if fact is not None and not (condition.of_results and name in RESULTS):
                yield condition, path, fact, test


def _others(record: Declared, path: KeyPath, values: OneOf, known: Iterable[str]) -> Iterator[Defect]:
    allowed = sorted(known)
    yield from (_never(record, path, value, allowed) for value in values if value not in allowed)


def _never(record: Declared, path: KeyPath, value: str, known: Iterable[str]) -> Defect:
    defect = unknown(record, path, "unknown_value", value, known)
    return Defect(record, path, defect.code, {**defect.params, "fact": path[-1]})


def _as_written(test: Test) -> str:
    if isinstance(test, Bounds):
        return ", ".join(f"{key}: {value:g}" for key, value in test if value is not None)
    return written(test) if isinstance(test, bool) else ", ".join(test)


RULES: tuple[Rule, ...] = (
    tests_that_do_not_fit_their_fact,
    shares_outside_nought_to_one,
    places_that_do_not_exist,
    values_that_a_result_never_has,
    limits_that_exclude_each_other,
    subdivisions_without_their_country,
)
ADVICE: tuple[Rule, ...] = (values_that_are_no_choice, values_that_a_table_never_has)
