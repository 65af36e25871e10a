"""An independent, plain reading of ``method.md``: slow and short, for differential tests of the engine.

"§n" names the section of the method that a function carries out, "(n)" an interpretation that was settled:
(1) conditions are three-valued; (2) what a matter is and when it is put; (3) which answers count; (4) closing is
per signal; (5) `multi`; (6) not_applicable and matters not put; (7) controls; (8) screened; (9) no core question;
(10) thresholds and priority; (11) the gate counts each matter once per dimension.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

Row = dict[str, Any]
Rows = list[dict[str, object]]
Truth = tuple[bool | None, set[str]]  # None = unknown, with the facts that are missing
Pair = tuple[float, float]  # established, possible
DriverRow = tuple[str, str, float, tuple[str, ...]]  # driver, indicator, level, unknown facts
ANSWERED = "answered"  # §4: concern, no_concern or plain, as its signals say; or else one of:
SILENT = {"no_answer", "unread"}
UNIVERSAL = {"unknown", "no_answer", "refused", "declined_cap", "not_applicable"}
TIER_ORDER = {"critical": 0, "high": 1, "not_rateable": 1, "medium": 2, "low": 3}
GATE_ORDER = {"both": 0, "involuntariness": 1, "coercion": 1, "none": 2}


@dataclass(frozen=True)
class SupplierResult:
    """§5 and §6 for one supplier, as fractions of 1."""

    supplier: str
    status: str
    inherent: dict[str, float]
    established: dict[str, float]
    possible: dict[str, float]
    controls: dict[str, float]
    established_total: float
    possible_total: float
    gate: str
    severity: float
    coverage: float | None
    tier: str
    drivers: list[DriverRow]
    matters: list[tuple[str, dict[str, Pair]]]  # those put
    raised: list[tuple[str, dict[str, Pair]]]  # not put, but with a concern or a refusal (6)


@dataclass(frozen=True)
class Reply:
    """One answer, looked up in its question (§4)."""

    question: str
    matter: str
    source: str
    date: str  # ISO; "" where undated, which is the oldest
    state: str
    grade: str  # the evidence class, E0 to E6
    given: tuple[str | float, ...]  # ids of the options, or the number
    signals: frozenset[tuple[str, str, str]]  # indicator, dimension, strength
    no_concern: frozenset[str]
    critical: bool
    credit: float | None

    def raises(self, indicator: str) -> bool:
        """§1 concern: an answer that carries signals."""
        return any(signal[0] == indicator for signal in self.signals)


# ---------------------------------------------------------------- files


class CoreLoader(yaml.SafeLoader):
    """content.md, rules for all files: YAML 1.2 core meaning, so `NO` is Norway and a date is text."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own class attribute


for _tag, _pattern in {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
}.items():
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), None)
CoreLoader.add_constructor(
    "tag:yaml.org,2002:int", lambda _, node: int(node.value, 0 if node.value[:2] in ("0o", "0x") else 10)
)


def load_content(root: Path) -> Row:
    """content.md, layout: the raw mappings and rows of all files that scoring reads."""

    def read(path: Path) -> Any:
        return yaml.load(path.read_text(encoding="utf-8"), CoreLoader)

    def table(path: Path) -> list[Row]:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    sectors = root / "sector_profiles"
    profiles = [read(path) for path in sorted(sectors.glob("*/profile.yaml"))]
    forms = [read(path) for path in sorted((root / "questionnaires").glob("*.yaml"))]
    return {
        **{n: read(sectors / "common" / f"{n}.yaml") for n in ("scales", "indicators", "facts", "drivers")},
        **{n: table(sectors / "common" / f"{n}.csv") for n in ("countries", "goods")},
        "profiles": {profile["id"]: profile for profile in profiles},
        "questionnaires": {form["id"]: form for form in forms},
    }


def plain(node: Any) -> Any:
    """format.md, scales.yaml: each leaf is `{value, why, ...}`; keep the value."""
    if not isinstance(node, dict):
        return node
    return node["value"] if "value" in node else {key: plain(child) for key, child in node.items()}


def as_list(value: Any) -> list[Any]:
    """format.md: one value may stand for a list of one; nothing is the empty list (unknown, §1)."""
    if isinstance(value, list | tuple):
        return list(value)
    return [] if value is None or value == "" else [value]


# ---------------------------------------------------------------- conditions


def every(parts: Iterable[Truth]) -> Truth:
    """(1): any entry known false makes false; else any unknown makes unknown; else true."""
    seen = list(parts)
    if any(truth is False for truth, _ in seen):
        return False, set()
    missing = [names for truth, names in seen if truth is None]
    return (None if missing else True), set().union(*missing)


def some(parts: Iterable[Truth]) -> Truth:
    """(1) for alternatives: `every` turned round."""
    truth, missing = every((None if truth is None else not truth, names) for truth, names in parts)
    return (None if truth is None else not truth), missing


def number(value: Any) -> float:
    """content.md: numbers also come as text (csv); what is none compares with nothing."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return math.nan


def within(value: Any, bounds: Row) -> bool:
    """content.md: `{above|at_least|below|at_most: x}`; no number lies within nothing."""
    x, inf = number(value), math.inf
    lowest, highest = bounds.get("at_least", -inf), bounds.get("at_most", inf)
    return bool(lowest <= x <= highest and bounds.get("above", -inf) < x < bounds.get("below", inf))


def matches(value: Any, wanted: Any) -> bool:
    """content.md: a list = one of these, bounds for numbers, true or false; format.md: one value without a list."""
    if isinstance(wanted, list):
        return any(matches(value, item) for item in wanted)
    if isinstance(wanted, dict):
        return within(value, wanted)
    if isinstance(wanted, bool):
        return (str(value).strip().lower() in {"true", "yes", "1", "1.0"}) == wanted
    return str(value) == wanted if isinstance(wanted, str) else number(value) == wanted


# ---------------------------------------------------------------- questions and their answers


def questions_of(form: Row) -> list[Row]:
    """content.md, questionnaires: sections hold questions."""
    return [question for section in form["sections"] for question in section["questions"]]


def root_of(qid: str, everything: dict[str, Row]) -> str:
    """§1 matter: follow `checks` to the question that is checked."""
    target = everything[qid].get("checks") if qid in everything else None
    return root_of(target, everything) if target else qid


def outcomes(question: Row) -> list[Row]:
    """content.md: what an answer can mean: options (zones, for a matrix) and bands."""
    return list(question.get("options", []) + question.get("bands", []))


def covered(question: Row) -> set[str]:
    """§4: a question covers an indicator that any of its options, bands or zones names."""
    signals = {s["indicator"] for outcome in outcomes(question) for s in outcome.get("signals", [])}
    return signals.union(*(outcome.get("no_concern", []) for outcome in outcomes(question)))


def chosen(question: Row, answer: Any) -> list[Row]:
    """content.md: the options chosen; the first band that fits; the zone where row and column meet."""
    kind, by_id = question["type"], {option["id"]: option for option in question.get("options", [])}
    items = [str(i).strip() for part in as_list(answer) for i in str(part).split(";")]
    if kind in ("choice", "multi"):
        return [by_id[item] for item in items]
    if kind in ("number", "percent"):
        return [band for band in question.get("bands", []) if within(items[0], band)][:1]
    if kind != "matrix":
        return []
    row, column = (
        sum(float(items[n]) > x for x in question[axis]["bands"]) for n, axis in enumerate(("rows", "columns"))
    )
    return [by_id[question["zones"][row][column]]]


class Sector:
    """What a profile names: indicators, drivers, questions, and the matters that these make (2)."""

    def __init__(self, content: Row, sector: str) -> None:
        profile = content["profiles"][sector]
        self.content, self.scales = content, plain(content["scales"])
        self.strengths: dict[str, float] = self.scales["strengths"]
        self.every_indicator = {row["id"]: row for row in content["indicators"]}
        self.indicators = [i for i, row in self.every_indicator.items() if row["set"] in profile["indicators"]]
        self.drivers = content["drivers"] + profile.get("drivers", [])
        facts = content["facts"] + profile.get("facts", [])
        self.singular = {row["singular"]: row["id"] for row in facts if row.get("singular")}
        self.questions: dict[str, Row] = {}
        self.own_form: list[tuple[Row, Row]] = []  # `if` of the questionnaire, question
        for respondent, entries in profile["questionnaires"].items():
            for entry in entries:
                named = entry if isinstance(entry, dict) else {"id": entry}
                for question in questions_of(content["questionnaires"][named["id"]]):
                    self.questions[question["id"]] = question
                    if respondent == "supplier":
                        self.own_form.append((named.get("if", {}), question))
        everything = {q["id"]: q for form in content["questionnaires"].values() for q in questions_of(form)}
        self.matters: dict[str, list[Row]] = {}
        for qid in sorted(self.questions):
            self.matters.setdefault(root_of(qid, everything), []).append(self.questions[qid])
        self.matter = {q["id"]: m for m, questions in self.matters.items() for q in questions}

    def covers(self, matter: str) -> set[str]:
        """§4: a matter covers what its questions cover; "" stands for its questions that cover nothing."""
        return set().union(*(covered(question) or {""} for question in self.matters[matter]))

    def cap(self, indicator: str, grade: str) -> float:
        """§3 table; §5 last sentence: where an indicator is not reducible, caps are 0."""
        reducible = self.every_indicator[indicator].get("reducible", True)
        return float(self.scales["caps"][grade]) if reducible else 0.0

    def strongest(self, qid: str, indicator: str) -> float:
        """§4 table, refused: the strongest signal that the question could have raised for i."""
        signals = [s for outcome in outcomes(self.questions[qid]) for s in outcome.get("signals", [])]
        return max((self.strengths[s["strength"]] for s in signals if s["indicator"] == indicator), default=0.0)

    def read(self, record: Row) -> Reply:
        """§4 states and signals, §3 evidence class; (5): no_concern only where no chosen option signals."""
        question, when, source = self.questions[record["question"]], record.get("date"), str(record["source"])
        items = as_list(record.get("answer")) or ["no_answer"]
        state = str(items[0]) if len(items) == 1 and str(items[0]) in UNIVERSAL else ANSWERED
        picked = chosen(question, record["answer"]) if state == ANSWERED else []
        signals = frozenset(
            (s["indicator"], s.get("dimension") or self.every_indicator[s["indicator"]]["dimension"], s["strength"])
            for outcome in picked
            for s in outcome.get("signals", [])
        )
        clear = frozenset(i for outcome in picked for i in outcome.get("no_concern", []))
        grades = self.scales["evidence"]
        is_number = question["type"] in ("number", "percent")
        return Reply(
            question=question["id"],
            matter=self.matter[question["id"]],
            source=source,
            date=when.isoformat()[:10] if isinstance(when, date) else str(when or ""),
            state=state,
            grade=grades.get(f"{source}_document" if record.get("document_seen") else source, grades[source]),
            given=(number(items[0]),) if is_number else tuple(str(outcome["id"]) for outcome in picked),
            signals=signals,
            no_concern=clear - {signal[0] for signal in signals},
            critical=any(outcome.get("critical") for outcome in picked),
            credit=max((float(o["credit"]) for o in picked if o.get("credit") is not None), default=None),
        )


def newest(replies: Iterable[Reply]) -> list[list[Reply]]:
    """§4: only the newest answer of each kind of source counts; those of one date come together."""
    kinds: dict[str, list[Reply]] = {}
    for reply in replies:
        kinds.setdefault(reply.source, []).append(reply)
    return [[r for r in kind if r.date == max(other.date for other in kind)] for kind in kinds.values()]


def silence_date(silent: Reply, replies: Sequence[Reply]) -> str:
    """(3): no later than the last words of its source on the question, or else on the matter."""
    words = [r for r in replies if r.state not in SILENT and (r.source, r.matter) == (silent.source, silent.matter)]
    on_question = [r for r in words if r.question == silent.question]
    return min(silent.date, max((r.date for r in on_question or words), default=silent.date))


# ---------------------------------------------------------------- one supplier


class Case:
    """One supplier with its facts and replies."""

    def __init__(self, sector: Sector, facts: Row, replies: list[Reply]) -> None:
        self.sector, self.scales, self.facts = sector, sector.scales, facts
        self.replies = [replace(r, date=silence_date(r, replies)) if r.state in SILENT else r for r in replies]
        self.asked = {q["id"]: q for condition, q in sector.own_form if self.asks(condition, q)}
        self.of = {m: [r for r in self.replies if r.matter == m] for m in sector.matters}
        self.kept = {m: {i: self.counting(m, i) for i in sector.covers(m)} for m in sector.matters}
        self.put = {m for m in sector.matters if m in self.asked and not self.left(m)}

    def known(self, name: str) -> tuple[list[Any], set[str]]:
        """(1): the values of a fact, `country.<col>` or `goods.<col>`; no values and what is missing if unknown."""
        table, _, column = name.partition(".")
        fact = self.sector.singular.get(name, name)
        needs = {"country": ["country"], "goods": ["country", "goods"]}[table] if column else [fact]
        missing = {need for need in needs if not as_list(self.facts.get(need))}
        if missing or not column:
            return as_list(self.facts.get(fact)), missing
        content, country = self.sector.content, self.facts["country"]
        if table == "goods":
            rows = [
                r for r in content["goods"] if r["country"] == country and r["good"] in as_list(self.facts["goods"])
            ]
            return [any(matches(r[column], True) for r in rows)], set()
        rows = [r for r in content["countries"] if r["country"] == country and r["column"] == column]
        places = {r["subdivision"] or "": r["value"] for r in rows}
        values = as_list(places.get(self.facts.get("subdivision") or "") or places.get(""))
        return values, set() if values else {name}

    def holds(self, when: Row) -> Truth:
        """content.md: `when`, `if` and `ask_when` hold if every entry holds."""
        return every(self.entry(name, wanted) for name, wanted in when.items())

    def entry(self, name: str, wanted: Any) -> Truth:
        """content.md: `any:` for alternatives; a fact with several values meets a list if any value does."""
        if name == "any":
            return some(self.holds(alternative) for alternative in wanted)
        if name == "answer":
            return every(some(self.answer_is(qid, options)) for qid, options in wanted.items())
        values, missing = self.known(name)
        return (any(matches(value, wanted) for value in values), set()) if values else (None, missing)

    def answer_is(self, qid: str, wanted: Any) -> Iterator[Truth]:
        """(2): only the supplier's own newest answer; unanswered or a universal state is unknown."""
        given = [r for r in self.replies if r.question == qid and r.source == "supplier"]
        own = newest(r for r in given if r.state not in SILENT)
        if not own:
            yield None, {qid}
        for reply in own[0] if own else []:
            met = any(matches(value, wanted) for value in reply.given)
            yield (met if reply.state == ANSWERED else None), {qid}

    def asks(self, condition: Row, question: Row) -> bool:
        """§4 Put, (2): neither the questionnaire's `if` nor the question's `ask_when` is known to fail."""
        return all(self.holds(when)[0] is not False for when in (condition, question.get("ask_when", {})))

    def drivers(self) -> list[DriverRow]:
        """§2: drivers that apply, at their own level or, where a fact is unknown, at `if_unknown`."""
        rows: list[DriverRow] = []
        for driver in sorted(self.sector.drivers, key=lambda driver: str(driver["id"])):
            truth, missing = self.holds(driver.get("when", {}))
            for i, word in sorted(driver.get("raises", {}).items()):
                level = self.level(word, "same" if truth else driver.get("if_unknown"))
                if truth is not False and level > 0 and i in self.sector.indicators:
                    rows.append((driver["id"], i, level, tuple(sorted(missing))))
        return rows

    def level(self, word: str, if_unknown: str | None) -> float:
        """§2: left out: one step below its own level, below the lowest nothing; named: never above its own."""
        levels: dict[str, float] = self.scales["levels"]
        if if_unknown is None:
            return max((level for level in levels.values() if level < levels[word]), default=0.0)
        return min(levels[word], {"same": levels[word], "none": 0.0, **levels}[if_unknown])

    def counting(self, matter: str, i: str) -> list[Reply]:
        """(3): per kind of source the newest; on one date concerns and refusals oust the rest; critical ones stay."""
        pool = [r for r in self.of[matter] if i in (covered(self.sector.questions[r.question]) or {""})]
        kept: list[Reply] = []
        for ties in newest(pool):
            adverse = [r for r in ties if r.raises(i) or r.state in ("refused", "unread")]
            kept += adverse or [r for r in ties if r.state != "not_applicable"] or ties
        return kept + [r for r in pool if r not in kept and r.critical and r.raises(i) and self.is_open(r)]

    def is_open(self, concern: Reply) -> bool:
        """(4): an answer's concern is open while any of its signals is open."""
        return any(self.signal_open(concern, i, dimension) for i, dimension, _ in concern.signals)

    def signal_open(self, concern: Reply, i: str, dimension: str) -> bool:
        """§4 Closing, (4): no later no_concern for i on the same matter, of the class that the dimension asks."""
        needed = self.scales["closing"].get(dimension, self.scales["closing"]["default"])
        later = [r for r in self.of[concern.matter] if r.date > concern.date and i in r.no_concern]
        return not any(int(r.grade[1:]) >= int(needed[1:]) for r in later)

    def concerns(self, matter: str, i: str) -> list[tuple[str, str]]:
        """§4: dimension and strength of the open signals for i in the answers that count."""
        signals = [(reply, *signal) for reply in self.kept[matter][i] for signal in reply.signals]
        return [(d, word) for reply, named, d, word in signals if named == i and self.signal_open(reply, i, d)]

    def pair(self, matter: str, i: str, inherent: float) -> Pair | None:
        """§4 table and 'several sources'; (6): None where a matter that is not put has no concern or refusal."""
        weights = [self.sector.strengths[word] for _, word in self.concerns(matter, i)]
        adverse, calm = [max(weight, inherent) for weight in weights], dict[str, float]()
        for r in self.kept[matter][i]:
            if r.state in ("refused", "unread"):
                adverse.append(max(inherent, self.sector.strongest(r.question, i)))
            elif r.state != "not_applicable" and not r.raises(i):
                cap = self.sector.cap(i, r.grade) if i in r.no_concern else 0.0
                calm[r.source] = max(calm.get(r.source, 0.0), (1 - cap) * inherent)
        if not adverse and matter not in self.put:
            return None
        return max(weights, default=0.0), max(adverse) if adverse else min(calm.values(), default=inherent)

    def left(self, matter: str) -> bool:
        """(6): every answer that counts on the matter is not_applicable."""
        return {r.state for kept in self.kept[matter].values() for r in kept} == {"not_applicable"}

    def controls(self, i: str, counted: Iterable[str]) -> float:
        """§5 controls, (7); `counted` are the matters that take part in i."""
        reducible = self.sector.every_indicator[i].get("reducible", True)
        refused = any(r.state in ("refused", "unread") for m in counted for kept in self.kept[m].values() for r in kept)
        mapped = [m for m in self.put if any(i in q.get("controls", []) for q in self.sector.matters[m])]
        if refused or not mapped or not reducible:
            return 0.0
        return math.fsum(self.credit(matter, i) for matter in mapped) / len(mapped)

    def credit(self, matter: str, i: str) -> float:
        """§5: credit x cap(E) from the source of the highest class (same class: the lower credit), or 0."""
        carrying = {q["id"] for q in self.sector.matters[matter] if any("credit" in o for o in outcomes(q))}
        replies = [r for ties in newest(r for r in self.of[matter] if r.question in carrying) for r in ties]
        found = [(-int(r.grade[1:]), r.credit, r.grade) for r in replies if r.credit is not None]
        _, credit, grade = min(found, default=(0, 0.0, "E0"))
        return credit * self.sector.cap(i, grade)

    def gate(self) -> str:
        """§6 ILO gate, (11): each matter once per dimension, at its highest strength."""
        positive: list[str] = []
        for dimension in ("involuntariness", "coercion"):
            tally = dict.fromkeys([*self.sector.strengths, "other"], 0)
            for matter, kept in self.kept.items():
                words = [word for i in kept for d, word in self.concerns(matter, i) if d == dimension]
                if words:
                    highest = max(words, key=lambda word: self.sector.strengths[word])
                    tally[highest] += 1
                    tally["other"] += highest != "strong"
            if any(all(tally[word] >= least for word, least in rule.items()) for rule in self.scales["gate"]):
                positive.append(dimension)
        return "both" if len(positive) == 2 else positive[0] if positive else "none"

    def critical(self) -> bool:
        """§6: an open concern marked `critical`, or such a driver whose condition is known to hold."""
        marked = [driver for driver in self.sector.drivers if driver.get("critical")]
        known = any(self.holds(driver.get("when", {}))[0] is True for driver in marked)
        return known or any(r.critical and self.is_open(r) for r in self.replies)

    def coverage(self) -> float | None:
        """§6 Coverage, (6), (9): a core question is answered when its matter is, by any source."""
        core = [self.sector.matter[qid] for qid, question in self.asked.items() if question.get("core")]
        states = [{r.state for kept in self.kept[m].values() for r in kept} for m in core if not self.left(m)]
        if not core:
            return None
        return sum(ANSWERED in found for found in states) / len(states) if states else 0.0

    def severity(self, established: dict[str, float], possible: dict[str, float]) -> float:
        """§6 Severity: the worst of scale, irremediability and scope, never multiplied."""
        workers = self.facts.get("workers")
        bands = [band["value"] for band in self.scales["scope"] if within(workers, band)]
        worst = [float(bands[0] if bands else self.scales["scope_unknown"])]
        least = self.scales["severity_from_possible"]
        touched = [i for i in self.sector.indicators if edge(established[i]) > 0 or edge(possible[i]) >= least]
        worst += [float(self.sector.every_indicator[i][key]) for i in touched for key in ("scale", "irremediable")]
        return max(worst) if touched else 0.0

    def tier(self, gate: str, established: float, possible: float, coverage: float | None) -> str:
        """§6 Tier, first that holds; coverage is None where nothing was received or asked (8), (9)."""
        limits = self.scales["tiers"]
        if self.critical():
            return "critical"
        if coverage is not None and edge(coverage) < self.scales["coverage_floor"]:
            return "not_rateable"
        for name in ("high", "medium"):
            reached = edge(established) >= limits[f"{name}_established"]
            if reached or edge(possible) >= limits[f"{name}_possible"] or (name == "high" and gate != "none"):
                return name
        return "low"

    def result(self) -> SupplierResult:
        """§5 and §6 put together."""
        drivers, matters = self.drivers(), {m: dict[str, Pair]() for m in sorted(self.sector.matters)}
        inherent, established, possible, controls = (dict[str, float]() for _ in range(4))
        for i in self.sector.indicators:
            inherent[i] = 1 - math.prod(1 - level for _, raised, level, _ in drivers if raised == i)
            pairs = {m: self.pair(m, i, inherent[i]) for m in matters if i in self.kept[m]}
            counted = {m: pair for m, pair in pairs.items() if pair is not None}
            for matter, pair in counted.items():
                matters[matter][i] = pair
            established[i] = 1 - math.prod(1 - low for low, _ in counted.values())
            controls[i] = self.controls(i, counted)
            worst = max((high for _, high in counted.values()), default=inherent[i])
            possible[i] = max(established[i], (1 - controls[i]) * worst)
        low, high = (total(values, self.scales["exponent"]) for values in (established, possible))
        gate, coverage = self.gate(), self.coverage()
        received = any(r.state != "no_answer" for r in self.replies)  # (8)
        return SupplierResult(
            supplier=str(self.facts["id"]),
            status="assessed" if received else "screened",
            inherent=inherent,
            established=established,
            possible=possible,
            controls=controls,
            established_total=low,
            possible_total=high,
            gate=gate,
            severity=self.severity(established, possible),
            coverage=coverage,
            tier=self.tier(gate, low, high, coverage if received else None),
            drivers=drivers,
            matters=[(m, pairs) for m, pairs in matters.items() if m in self.put],
            raised=[(m, pairs) for m, pairs in matters.items() if m not in self.put and pairs],
        )


def edge(value: float) -> float:
    """(10): comparisons with a threshold are on values rounded to 9 decimals."""
    return round(value, 9)


def total(values: dict[str, float], exponent: float) -> float:
    """§6: near the maximum by design."""
    return float(min(1.0, math.fsum(value**exponent for value in values.values()) ** (1 / exponent)))


def assess(
    content: Row, sector: str, suppliers: Rows, answers: Rows, assessed_on: date | str | None = None
) -> dict[str, SupplierResult]:
    """§2 to §6 for every supplier; the method ages nothing, so `assessed_on` is not used."""
    view = Sector(content, sector)
    replies: dict[str, list[Reply]] = {str(facts["id"]): [] for facts in suppliers}
    for record in answers:
        if record["supplier"] in replies and record["question"] in view.questions:
            replies[str(record["supplier"])].append(view.read(record))
    return {str(facts["id"]): Case(view, facts, replies[str(facts["id"])]).result() for facts in suppliers}


def priority(results: dict[str, SupplierResult], suppliers: Rows) -> list[str]:
    """§6 Priority, (10): tier, gate, severity, possible, established, workers (unknown = 0), last the id."""
    workers = {str(facts["id"]): float(str(facts.get("workers") or 0)) for facts in suppliers}

    def place(supplier: str) -> tuple[float | str, ...]:
        r = results[supplier]
        falling = (r.severity, r.possible_total, r.established_total, workers[supplier])
        return TIER_ORDER[r.tier], GATE_ORDER[r.gate], *(-edge(value) for value in falling), supplier

    return sorted(results, key=place)
