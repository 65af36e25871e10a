"""An outsider's recomputation: every number of assessment.json again, from method.md alone, in plain Python.

Nothing of the engine is imported. The sector, the forms and the answers stand in `content` and `workspace` beside this
file. Of the tool's output only the rows of the bundled common drivers are taken as inputs.
"""

from __future__ import annotations

import csv
import functools
import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
COMMAND = Path(sys.executable).with_name("duediligence")
NEAR = 1e-9

# method.md, the numbers
LEVEL = {"low": 0.05, "elevated": 0.15, "high": 0.35, "severe": 0.60}
LADDER = ["low", "elevated", "high", "severe"]
CAP = {"E0": 0.0, "E1": 0.10, "E2": 0.25, "E3": 0.35, "E4": 0.50, "E5": 0.65, "E6": 0.80}
STRENGTH = {"strong": 0.80, "medium": 0.50, "weak": 0.20}
CLASS = {
    "supplier": "E1",
    "company": "E1",
    "public_report": "E2",
    "announced_audit": "E3",
    "unannounced_audit": "E4",
    "worker_interviews": "E5",
    "union_monitoring": "E6",
}
REACH = {
    "supplier": ("supplier", "E2"),
    "auditor": ("unannounced_audit", "E4"),
    "workers": ("worker_interviews", "E5"),
    "union": ("union_monitoring", "E6"),
}
UNIVERSAL = {"unknown", "refused", "declined_cap", "not_applicable", "no_answer"}
INDICATORS = {  # dimension, scale, irremediable
    "vulnerability": ("involuntariness", 0.6, 0.5),
    "deception": ("involuntariness", 0.7, 0.5),
    "restriction_of_movement": ("coercion", 0.9, 0.7),
    "isolation": ("coercion", 0.8, 0.6),
    "violence": ("coercion", 1.0, 1.0),
    "intimidation": ("coercion", 0.8, 0.7),
    "documents": ("coercion", 0.8, 0.5),
    "wages": ("coercion", 0.7, 0.4),
    "debt_bondage": ("coercion", 0.9, 0.7),
    "conditions": ("involuntariness", 0.7, 0.7),
    "overtime": ("involuntariness", 0.6, 0.5),
    "no_exit": ("involuntariness", 0.8, 0.7),
    "state_imposed": ("coercion", 1.0, 0.9),
}
TIERS = {"critical": 0, "high": 1, "not_rateable": 1, "medium": 2, "low": 3}
GATES = {"both": 0, "coercion": 1, "involuntariness": 1, "none": 2}
ASSESSED_ON = "2026-11-01"


def rows(path: Path) -> list[dict]:
    text = path.read_text(encoding="utf-8")
    delimiter = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def number(text: str) -> float:
    return float(text.removesuffix("%")) / 100 if text.endswith("%") else float(text)


# --- the content ------------------------------------------------------------------------------------------------------


@functools.cache
def load(name: str):
    return yaml.safe_load((HERE / "content" / name).read_text(encoding="utf-8"))


@functools.cache
def questions() -> dict[str, dict]:
    found = {}
    for path in sorted((HERE / "content/questionnaires").glob("*.yaml")):
        form = yaml.safe_load(path.read_text(encoding="utf-8"))
        for section in form["sections"]:
            for question in section["questions"]:
                found[question["id"]] = question | {"respondent": form["respondent"], "form": form["id"]}
    return found


def outcomes(question: dict) -> list[dict]:
    return question.get("options", []) + question.get("bands", [])


def covers(question: dict) -> set[str]:
    found = set()
    for outcome in outcomes(question):
        found |= set(outcome.get("no_concern", [])) | {s["indicator"] for s in outcome.get("signals", [])}
    return found


def strongest(question: dict, indicator: str) -> float:
    return max(
        (
            STRENGTH[s["strength"]]
            for o in outcomes(question)
            for s in o.get("signals", [])
            if s["indicator"] == indicator
        ),
        default=0.0,
    )


def matter_of(question: dict) -> str:
    return question.get("checks", question["id"])


# --- facts and conditions: True, False or None (unknown) --------------------------------------------------------------

MULTI = {"linen"}
NUMBERS = {"night_share", "migrant_share", "agency_share", "contract_months", "workers", "volume"}
FLAGS = {"recruitment_agents", "housing_by_employer", "prison_labour"}
HEADERS = {"kinds of linen": "linen", "aandeel nachtwerk": "night_share"}


@functools.cache
def tip_tier() -> dict[str, str]:
    return {
        r["country"]: r["value"]
        for r in rows(PROJECT / "sector_profiles/common/countries.csv")
        if r["column"] == "tip_tier" and not r["subdivision"]
    }


def register() -> dict[str, dict]:
    found = {}
    for row in rows(HERE / "workspace/suppliers.csv"):
        facts = {}
        for header, text in row.items():
            fact = HEADERS.get(header, header)
            if not text:
                continue
            if fact in NUMBERS:
                facts[fact] = number(text)
            elif fact in FLAGS:
                facts[fact] = text == "yes"
            elif fact in MULTI:
                facts[fact] = text.split(";")
            else:
                facts[fact] = text
        if facts["country"] in tip_tier():
            facts["country.tip_tier"] = tip_tier()[facts["country"]]
        found[facts.pop("id")] = facts
    return found


def holds_entry(value, wanted):
    if value is None:
        return None
    if isinstance(wanted, dict):
        tests = {
            "above": lambda x: value > x,
            "at_least": lambda x: value >= x,
            "below": lambda x: value < x,
            "at_most": lambda x: value <= x,
        }
        return all(tests[word](x) for word, x in wanted.items())
    if isinstance(wanted, bool):
        return value is wanted
    wanted = wanted if isinstance(wanted, list) else [wanted]
    values = value if isinstance(value, list) else [value]
    # YAML 1.1 reads NO as false; this reader is PyYAML, the project's is not
    wanted = ["NO" if w is False else w for w in wanted]
    return any(v in wanted for v in values)


def holds(when: dict, facts: dict, given=None):
    parts = []
    for name, wanted in when.items():
        if name == "any":
            inner = [holds(w, facts, given) for w in wanted]
            parts.append(True if True in inner else None if None in inner else False)
        elif name == "answer":
            parts += [holds_entry((given or {}).get(question), options) for question, options in wanted.items()]
        else:
            parts.append(holds_entry(facts.get(name), wanted))
    return False if False in parts else None if None in parts else True


# --- section 2 --------------------------------------------------------------------------------------------------------


def unknown_level(level: str, named: str | None) -> str | None:
    if named == "none":
        return None
    if named == "same":
        return level
    if named is None:
        step = LADDER.index(level) - 1
        return LADDER[step] if step >= 0 else None
    return min(level, named, key=LADDER.index)


def own_drivers(facts: dict) -> tuple[dict[tuple[str, str], str], set[str]]:
    applied, critical = {}, set()
    for driver in load("sector_profiles/laundry/profile.yaml")["drivers"]:
        state = holds(driver["when"], facts)
        if state is True and driver.get("critical"):
            critical.add(driver["id"])
        for indicator, level in driver["raises"].items():
            if state is None:
                level = unknown_level(level, driver.get("if_unknown"))
            if state is not False and level:
                applied[driver["id"], indicator] = level
    return applied, critical


# --- answers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    question: str
    source: str
    date: str  # empty is the oldest
    state: str  # answered or a universal state
    evidence: str
    signals: tuple = ()  # (indicator, dimension, strength, critical)
    assured: frozenset = frozenset()
    credit: float | None = None
    value: object = None

    def strength(self, indicator: str) -> float:
        return max((STRENGTH[s[2]] for s in self.signals if s[0] == indicator), default=0.0)

    @property
    def critical(self) -> bool:
        return any(s[3] for s in self.signals)


def option_of(question: dict, text: str) -> dict:
    for option in question["options"]:
        if text in (option["id"], option["text"]["nl"], option["text"]["en"]):
            return option
    raise AssertionError((question["id"], text))


def band(bounds: list[float], value: float) -> int:
    return next((i for i, bound in enumerate(bounds) if value <= bound), len(bounds))


def chosen(question: dict, value) -> list[dict]:
    if question["type"] in ("text", "date"):
        return []
    if question["type"] in ("number", "percent"):
        return [next(b for b in question["bands"] if "at_most" not in b or float(value) <= b["at_most"])]
    if question["type"] == "matrix":
        row, column = (float(part) for part in value.split(";"))
        zone = question["zones"][band(question["rows"]["bands"], row)][band(question["columns"]["bands"], column)]
        return [option_of(question, zone)]
    parts = value if isinstance(value, list) else value.split(";") if question["type"] == "multi" else [value]
    return [option_of(question, part) for part in parts]


def read_answer(record: dict) -> Answer:
    question = questions()[record["question"]]
    evidence = CLASS[record["source"]]
    if evidence == "E1" and record.get("document") and record.get("document_seen") == "yes":
        evidence = "E2"
    base = dict(question=question["id"], source=record["source"], date=record.get("date") or "", evidence=evidence)
    if isinstance(record["answer"], str) and record["answer"] in UNIVERSAL:
        return Answer(state=record["answer"], **base)
    picked = chosen(question, record["answer"])
    signals = tuple(
        (s["indicator"], s.get("dimension", INDICATORS[s["indicator"]][0]), s["strength"], bool(o.get("critical")))
        for o in picked
        for s in o.get("signals", [])
    )
    worried = {s[0] for s in signals}
    assured = frozenset(i for o in picked for i in o.get("no_concern", []) if i not in worried)
    credits = [o["credit"] for o in picked if "credit" in o]
    options = [o["id"] for o in picked if "id" in o]
    return Answer(
        state="answered",
        signals=signals,
        assured=assured,
        credit=credits[0] if credits else None,
        value=options,
        **base,
    )


def all_answers() -> dict[str, list[Answer]]:
    found: dict[str, list[Answer]] = {}
    folder = HERE / "workspace/responses"
    records = [r for path in sorted(folder.glob("*.csv")) for r in rows(path)]
    for path in sorted(folder.glob("*.json")):
        records += json.loads(path.read_text(encoding="utf-8"))
    for record in records:
        found.setdefault(record["supplier"], []).append(read_answer(record))
    return found


# --- sections 3 to 6 --------------------------------------------------------------------------------------------------


@dataclass
class Score:
    inherent: dict = field(default_factory=dict)
    established: dict = field(default_factory=dict)
    possible: dict = field(default_factory=dict)
    open_signals: list = field(default_factory=list)  # (matter, question, indicator, dimension, strength, critical)
    put: list = field(default_factory=list)
    given: dict = field(default_factory=dict)
    total_established: float = 0.0
    total_possible: float = 0.0
    gate: str = "none"
    severity: float = 0.0
    coverage: float = 0.0
    tier: str = "low"
    status: str = "assessed"
    unanswered_core: set = field(default_factory=set)


def norm(values) -> float:
    return min(1.0, math.fsum(v**8 for v in values) ** (1 / 8))


def closed(signal, answer: Answer, matter: list[Answer]) -> bool:
    """Section 4, closing: by a later-dated no_concern on the same matter, E4 or E5 by the signal's dimension."""
    needed = 5 if signal[1] == "coercion" else 4
    return any(
        other.date > answer.date and signal[0] in other.assured and int(other.evidence[1]) >= needed for other in matter
    )


def adverse(answer: Answer, indicator: str, inherent: float) -> tuple:
    """How adverse an answer is on one indicator, for answers of the same source on the same date."""
    if answer.strength(indicator):
        return (3, answer.strength(indicator))
    if answer.state == "refused":
        return (2, 0)
    if indicator in answer.assured:
        return (0, -CAP[answer.evidence])
    return (1, 0)


def count_answers(answers: list[Answer], indicator: str, inherent: float) -> list[Answer]:
    """Only the newest answer of each kind of source; a critical concern stays until it is closed (law 4)."""
    kept = []
    for source in sorted({a.source for a in answers}):
        mine = [a for a in answers if a.source == source]
        newest = max(a.date for a in mine)
        kept.append(max((a for a in mine if a.date == newest), key=lambda a: adverse(a, indicator, inherent)))
        kept += [a for a in mine if a.critical and a not in kept]
    return kept


def score(supplier: str, facts: dict, answers: list[Answer], drivers: dict, critical: set[str]) -> Score:
    result = Score(status="assessed" if answers else "screened")
    for indicator in INDICATORS:
        result.inherent[indicator] = 1 - math.prod(
            1 - LEVEL[level] for (_, raised), level in sorted(drivers.items()) if raised == indicator
        )
    by_matter: dict[str, list[Answer]] = {}
    for answer in answers:
        by_matter.setdefault(matter_of(questions()[answer.question]), []).append(answer)

    for answer in sorted(
        (a for a in answers if a.source == "supplier" and a.state == "answered"), key=lambda a: a.date
    ):
        result.given[answer.question] = answer.value
    profile = load("sector_profiles/laundry/profile.yaml")
    forms = []
    for use in profile["questionnaires"]["supplier"]:
        if isinstance(use, str):
            forms.append(use)
        elif holds(use["if"], facts) is not False:
            forms.append(use["id"])
    own = [q for q in questions().values() if q["form"] in forms]
    put = [q for q in own if "ask_when" not in q or holds(q["ask_when"], facts, result.given) is not False]
    # only the last state leaves the sum: a question that is only answered not_applicable is not put
    put = [q for q in put if not by_matter.get(q["id"]) or any(a.state != "not_applicable" for a in by_matter[q["id"]])]
    result.put = [q["id"] for q in put]

    matters = set(result.put) | set(by_matter)
    for indicator in INDICATORS:
        inherent = result.inherent[indicator]
        reducible = indicator != "state_imposed"
        established, opened, refused_here = [], [], False
        for matter in sorted(matters):
            is_put = matter in result.put
            asked = [
                a
                for a in by_matter.get(matter, [])
                if indicator in covers(questions()[a.question]) and a.state != "not_applicable"
            ]
            if not is_put and not asked:
                continue
            covered = indicator in covers(questions()[matter]) or bool(asked)
            if not covered:
                continue
            all_here = by_matter.get(matter, [])
            objections, assurances, worst = [], [], 0.0
            for answer in count_answers(asked, indicator, inherent):
                signals = [s for s in answer.signals if s[0] == indicator]
                still = [s for s in signals if not closed(s, answer, all_here)]
                if still:
                    strength = max(STRENGTH[s[2]] for s in still)
                    worst = max(worst, strength)
                    objections.append(max(strength, inherent))
                    result.open_signals += [(matter, answer.question, *s) for s in still]
                elif signals:
                    continue  # closed: leaves the sums
                elif answer.state == "refused":
                    refused_here = True
                    objections.append(max(inherent, strongest(questions()[answer.question], indicator)))
                elif indicator in answer.assured:
                    cap = CAP[answer.evidence] if reducible else 0.0
                    assurances.append((1 - cap) * inherent)
                else:
                    assurances.append(inherent)
            if not is_put and not objections:
                continue  # a further question counts only where it raises a concern or was refused
            established.append(worst)
            opened.append(max(objections) if objections else min(assurances, default=inherent))
        result.established[indicator] = 1 - math.prod(1 - e for e in established)
        control = 0.0
        if reducible and not refused_here:
            credits = []
            for matter in result.put:
                if indicator not in questions()[matter].get("controls", []):
                    continue
                found = [
                    a
                    for a in by_matter.get(matter, [])
                    if indicator in questions()[a.question].get("controls", []) and a.credit is not None
                ]
                found = [
                    max((a for a in found if a.source == s), key=lambda a: (a.date, -a.credit))
                    for s in sorted({a.source for a in found})
                ]
                best = max(found, key=lambda a: (a.evidence, -a.credit), default=None)
                credits.append(best.credit * CAP[best.evidence] if best else 0.0)
            control = sum(credits) / len(credits) if credits else 0.0
        open_now = max(opened, default=inherent)
        result.possible[indicator] = max(result.established[indicator], (1 - control) * open_now)

    result.total_established = norm(result.established.values())
    result.total_possible = norm(result.possible.values())
    result.gate = gate(result.open_signals)
    workers = facts.get("workers")
    scope = 0.6 if workers is None else 0.2 if workers < 10 else 0.4 if workers < 50 else 0.6 if workers < 250 else 0.8
    result.severity = max(
        (max(*INDICATORS[i][1:], scope) for i in INDICATORS if result.established[i] > 0 or result.possible[i] >= 0.25),
        default=0.0,
    )
    core = [q for q in result.put if questions()[q].get("core")]
    answered = [q for q in core if any(a.state == "answered" for a in by_matter.get(q, []))]
    result.unanswered_core = set(core) - set(answered)
    result.coverage = len(answered) / len(core) if core else 0.0
    result.tier = tier(result, critical)
    return result


def gate(signals: list) -> str:
    positive = []
    for dimension in ("involuntariness", "coercion"):
        best: dict[str, float] = {}
        for matter, _, _, where, strength, _ in signals:
            if where == dimension:
                best[matter] = max(best.get(matter, 0.0), STRENGTH[strength])
        strong = sum(1 for v in best.values() if v == 0.8)
        medium = sum(1 for v in best.values() if v == 0.5)
        weak = sum(1 for v in best.values() if v == 0.2)
        if strong >= 2 or (strong == 1 and medium + weak >= 1) or medium >= 3 or (medium == 2 and weak >= 1):
            positive.append(dimension)
    return "both" if len(positive) == 2 else positive[0] if positive else "none"


def tier(s: Score, critical_drivers: set[str]) -> str:
    if critical_drivers or any(signal[-1] for signal in s.open_signals):
        return "critical"
    if s.status == "assessed" and s.coverage < 0.5:
        return "not_rateable"
    if s.gate != "none" or s.total_established >= 0.60 or s.total_possible >= 0.60:
        return "high"
    if s.total_established >= 0.20 or s.total_possible >= 0.30:
        return "medium"
    return "low"


# --- running the tool -------------------------------------------------------------------------------------------------


def run(workspace: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = os.environ | {"NO_COLOR": "1"}
    return subprocess.run(
        [COMMAND, *arguments, workspace], capture_output=True, text=True, env=environment, timeout=300
    )


@pytest.fixture(scope="module")
def workspace(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("outsider") / "workspace"
    shutil.copytree(HERE / "workspace", target)
    done = run(target, "assess", "--content", str(HERE / "content"), "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr
    return target


@pytest.fixture(scope="module")
def document(workspace: Path) -> dict:
    return json.loads((workspace / "reports/assessment.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def told(document) -> dict[str, dict]:
    return {s["id"]: s for s in document["suppliers"]}


def scored(told: dict, extra: dict[str, list[Answer]] | None = None) -> dict[str, Score]:
    answers = all_answers()
    found = {}
    own = {d["id"] for d in load("sector_profiles/laundry/profile.yaml")["drivers"]}
    for supplier, facts in register().items():
        drivers, critical = own_drivers(facts)
        for row in told[supplier]["drivers"]:
            if row["id"] not in own:
                drivers[row["id"], row["indicator"]] = row["level"]
        given = answers.get(supplier, []) + (extra or {}).get(supplier, [])
        found[supplier] = score(supplier, facts, given, drivers, critical)
    return found


@pytest.fixture(scope="module")
def mine(told) -> dict[str, Score]:
    return scored(told)


def test_all_suppliers_are_there(told):
    assert set(told) == set(register())


def test_own_drivers(told):
    own = {d["id"] for d in load("sector_profiles/laundry/profile.yaml")["drivers"]}
    for supplier, facts in register().items():
        expected, _ = own_drivers(facts)
        rows_told = {(r["id"], r["indicator"]): r for r in told[supplier]["drivers"] if r["id"] in own}
        assert {k: r["level"] for k, r in rows_told.items()} == expected, supplier
        assert all(r["value"] == pytest.approx(LEVEL[r["level"]], abs=NEAR) for r in told[supplier]["drivers"])


def test_indicators(told, mine):
    wrong = []
    for supplier, expected in mine.items():
        for indicator in INDICATORS:
            got = told[supplier]["indicators"][indicator] | {"inherent": told[supplier]["inherent"][indicator]}
            for name in ("inherent", "established", "possible"):
                value = getattr(expected, name)[indicator]
                if abs(got[name] - value) > NEAR:
                    wrong.append((supplier, indicator, name, got[name], value))
    assert not wrong


@pytest.mark.parametrize("name", ["established", "possible"])
def test_totals(told, mine, name):
    wrong = {
        s: (told[s][name], getattr(e, f"total_{name}"))
        for s, e in mine.items()
        if abs(told[s][name] - getattr(e, f"total_{name}")) > NEAR
    }
    assert not wrong


@pytest.mark.parametrize("name", ["severity", "coverage"])
def test_severity_and_coverage(told, mine, name):
    wrong = {
        s: (told[s][name], getattr(e, name)) for s, e in mine.items() if abs(told[s][name] - getattr(e, name)) > NEAR
    }
    assert not wrong


@pytest.mark.parametrize("name", ["gate", "tier", "status"])
def test_words(told, mine, name):
    wrong = {s: (told[s][name], getattr(e, name)) for s, e in mine.items() if told[s][name] != getattr(e, name)}
    assert not wrong


def test_priority(document, mine):
    facts = register()

    def place(s: str):
        e = mine[s]
        return (
            TIERS[e.tier],
            GATES[e.gate],
            -round(e.severity, 9),
            -round(e.total_possible, 9),
            -round(e.total_established, 9),
            -facts[s].get("workers", -1),
            s,
        )

    assert [s["id"] for s in document["suppliers"]] == sorted(mine, key=place)
    assert [s["priority"] for s in document["suppliers"]] == list(range(1, len(mine) + 1))


def no_concern(question: str) -> Answer:
    source, evidence = REACH[questions()[question]["respondent"]]
    best = max((frozenset(o.get("no_concern", [])) for o in outcomes(questions()[question])), key=len)
    return Answer(question, source, ASSESSED_ON, "answered", evidence, assured=best)


def objected(supplier: str, matter: str, mine: dict[str, Score]) -> bool:
    """Whether an open concern or a refusal stands on the matter."""
    return any(signal[0] == matter for signal in mine[supplier].open_signals) or any(
        a.state == "refused" for a in all_answers().get(supplier, []) if matter_of(questions()[a.question]) == matter
    )


@pytest.fixture(scope="module")
def drops(told, mine) -> dict[tuple[str, str], float]:
    """The drop in possible(s) by supplier and question: ask, answer `no_concern` on the day of assessment, score again."""
    found = {}
    for question, declared in questions().items():
        if declared["respondent"] in REACH and covers(declared):
            after = scored(told, {s: [no_concern(question)] for s in told})
            for supplier in told:
                found[supplier, question] = mine[supplier].total_possible - after[supplier].total_possible
    return found


def disagreements(told, mine, drops, on_objections: bool) -> list[tuple]:
    wrong = []
    for (supplier, question), drop in drops.items():
        matter = matter_of(questions()[question])
        if (told[supplier]["closed_by"] or told[supplier]["doubted_by"]) and questions()[question][
            "respondent"
        ] != "supplier":
            assert question not in {a["question"] for a in told[supplier]["ask_next"]}, (
                "nobody is sent where it is unsafe"
            )
            continue
        if objected(supplier, matter, mine) is not on_objections:
            continue
        listed = {a["question"]: a for a in told[supplier]["ask_next"]}
        if question in listed:
            if abs(listed[question]["drop"] - drop) > 2 * NEAR:
                wrong.append((supplier, question, listed[question]["drop"], drop))
        elif matter in mine[supplier].put and drop > min((a["drop"] for a in listed.values()), default=0) + 2 * NEAR:
            wrong.append((supplier, question, "left out", drop))
    return wrong


def test_ask_next_where_nobody_objects(told, mine, drops):
    """Each drop again, by asking and scoring once more; nothing larger is left out."""
    wrong = disagreements(told, mine, drops, on_objections=False)
    assert not wrong, "\n".join(map(str, wrong))


def test_ask_next_on_concerns_and_refusals(told, mine, drops):
    """A supplier is not asked to take back the concern that it raised itself; its refusal it may take back."""
    retracting = {
        (supplier, question)
        for supplier, question in drops
        if questions()[question]["respondent"] == "supplier"
        and any(signal[0] == matter_of(questions()[question]) for signal in mine[supplier].open_signals)
    }
    listed = {(row["id"], a["question"]) for row in told.values() for a in row["ask_next"]}
    assert not listed & retracting
    others = {pair: drop for pair, drop in drops.items() if pair not in retracting}
    wrong = disagreements(told, mine, others, on_objections=True)
    assert not wrong, "\n".join(map(str, wrong))


def test_ask_next_order_and_evidence(told):
    for row in told.values():
        listed = [a["drop"] for a in row["ask_next"]]
        assert listed == sorted(listed, reverse=True), row["id"]
        assert all(a["evidence"] == REACH[a["respondent"]][1] for a in row["ask_next"]), row["id"]


# --- section 9 --------------------------------------------------------------------------------------------------------


def share(supplier_state: dict[str, object], among: dict[str, object], size: dict[str, float | None]):
    """Lower and upper bound of a share: unknown conditions and unknown sizes decided against it and for it."""
    low_top = low_all = high_top = high_all = 0.0
    unbounded_bad = unbounded_good = False
    for s, inside in among.items():
        if inside is False:
            continue
        met, weight = supplier_state[s], size[s]
        if weight is None:
            unbounded_bad |= met is not True
            unbounded_good |= met is not False
            continue
        if met is True:
            low_top, low_all = (low_top + weight, low_all + weight) if inside else (low_top, low_all)
        else:
            low_all += weight
        if met is False:
            high_all += weight if inside is True else 0.0
        else:
            high_top, high_all = high_top + weight, high_all + weight
    low = 0.0 if unbounded_bad or not low_all else low_top / low_all
    high = 1.0 if unbounded_good else high_top / high_all if high_all else 0.0
    return low, high


def state_of(low: float, high: float, threshold: float | None) -> str:
    if threshold is None:
        return "unknown"
    return "met" if low >= threshold - NEAR else "not_met" if high < threshold - NEAR else "unknown"


def expected_commitments(mine: dict[str, Score]) -> dict[str, dict]:
    facts, answers = register(), all_answers()
    given = {a.question: a for a in answers["_company"]}
    year = {"laundry_covenant": 3, "laundry_code": 3}  # 2023-09-15 to 2026-11-01; calendar 2026 - 2023
    results = {
        s: facts[s] | {"tier": e.tier, "established": e.total_established, "coverage": e.coverage}
        for s, e in mine.items()
    }
    found = {}
    for file in ("agreement.yaml", "agreement_code.yaml"):
        agreement = load(f"sector_profiles/laundry/{file}")
        for c in agreement["commitments"]:
            measure, kind, due = c["measure"], c["kind"], c.get("due", {})
            now = year[agreement["id"]]
            thresholds = due.get("thresholds") or {}
            reached = [y for y in thresholds if y <= now]
            threshold = thresholds[max(reached)] if reached else None
            is_due = bool(reached) if thresholds else (now >= due["from"] if isinstance(due.get("from"), int) else True)
            # not in method.md: only the company's own commitments are in its score
            weight = c.get("weight", 1.0) if c.get("party", "company") == "company" else 0.0
            row = {"agreement": agreement["id"], "year": now, "weight": weight}
            if kind == "answer":
                answer = given.get(measure["question"])
                picked = set(answer.value) if answer and answer.state == "answered" else None
                row["state"] = (
                    "unknown"
                    if picked is None
                    else "met"
                    if picked & set(measure["met"])
                    else "partly"
                    if picked & set(measure.get("partly", []))
                    else "not_met"
                )
            elif kind == "share":
                where = {s: holds(measure["where"], results[s], mine[s].given) for s in mine}
                among = {s: holds(measure.get("among", {}), results[s], mine[s].given) for s in mine}
                size = {s: 1.0 if measure["of"] == "suppliers" else facts[s].get(measure["of"]) for s in mine}
                row["value"], row["possible_value"] = share(where, among, size)
                row["state"] = state_of(row["value"], row["possible_value"], threshold)
            elif kind == "score":
                asked = [
                    q
                    for q in questions().values()
                    if q["form"] == measure["questionnaire"]
                    and ("topics" not in measure or q.get("topic") in measure["topics"])
                ]
                credits = [given[q["id"]].credit if q["id"] in given else None for q in asked]
                row["value"] = sum(x or 0 for x in credits) / len(credits)
                row["possible_value"] = sum(1 if x is None else x for x in credits) / len(credits)
                # not in the documents: a threshold of a score is a fraction of 1, not a percentage
                row["state"] = state_of(row["value"], row["possible_value"], threshold)
            elif kind == "joint":
                state = {"lc_review": "started", "lc_fund": "done"}.get(c["id"])
                row["state"] = {"done": "met", "started": "partly", None: "unknown"}[state]
            else:
                found_open = any(
                    signal[2] in measure.get("indicators", []) or signal[0] in measure.get("questions", [])
                    for e in mine.values()
                    for signal in e.open_signals
                )
                row["state"] = "not_met" if found_open else "unknown"
            if not is_due:
                row["state"] = "not_due"
            found[c["id"]] = row
    return found


def test_commitments(document, mine):
    told_rows = {c["id"]: c for c in document["commitments"]}
    expected = expected_commitments(mine)
    assert set(told_rows) == set(expected)
    wrong = []
    for name, row in expected.items():
        for key in ("state", "year", "value", "possible_value", "agreement"):
            if key in row:
                got = told_rows[name][key]
                same = (
                    abs(got - row[key]) <= NEAR if isinstance(row[key], float) and got is not None else got == row[key]
                )
                if not same:
                    wrong.append((name, key, got, row[key]))
    assert not wrong, "\n".join(map(str, wrong))


def test_score_of_the_agreement(document, mine):
    expected = expected_commitments(mine)
    for agreement in document["company"]["agreements"]:
        due = [r for r in expected.values() if r["agreement"] == agreement["id"] and r["state"] != "not_due"]
        total = sum(r["weight"] for r in due)
        low = sum(r["weight"] * {"met": 1, "partly": 0.5}.get(r["state"], 0) for r in due)
        high = sum(r["weight"] * {"met": 1, "partly": 0.5, "unknown": 1}.get(r["state"], 0) for r in due)
        got = agreement["score"]
        assert (got["established"], got["possible"]) == (
            pytest.approx(low / total, abs=NEAR),
            pytest.approx(high / total, abs=NEAR),
        ), (agreement["id"], {k: r["state"] for k, r in expected.items()})


# --- section 10, and the second road to the same content --------------------------------------------------------------


def test_actions_are_due_by_their_days_and_once_each(document):
    import datetime

    own = {m["id"]: m for m in load("sector_profiles/laundry/measures.yaml")}
    seen = [(a["subject"], a["measure"]) for a in document["actions"]]
    assert len(seen) == len(set(seen))
    days: dict[str, list[int]] = {}
    for action in document["actions"]:
        if measure := own.get(action["measure"]):
            due = datetime.date.fromisoformat(action["due"]) - datetime.date.fromisoformat(ASSESSED_ON)
            days.setdefault(measure["id"], []).append(due.days)
            assert action["closes_with"] == measure.get("closes_with", "E2")
            assert action["reasons"]
    assert set(days) == set(own)
    # one site after the other: the first by the measure's own days, none earlier
    assert {id: min(given) for id, given in days.items()} == {id: own[id]["days"] for id in own}


def test_measures_for_what_is_established(document, mine):
    for measure, indicator in (("lm_return_papers", "documents"), ("lm_repay_fees", "debt_bondage")):
        for supplier, e in mine.items():
            if e.established[indicator] > 0:
                assert any(a["subject"] == supplier and a["measure"] == measure for a in document["actions"]), supplier


def test_preventive_measure_where_risk_is_possible(document, mine):
    for supplier, e in mine.items():
        waits = next(s["closed_by"] or s["doubted_by"] for s in document["suppliers"] if s["id"] == supplier)
        if e.possible["debt_bondage"] >= 0.30 and not waits:
            asked = [a for a in document["actions"] if a["measure"] == "lm_repay_fees"]
            assert any(supplier in (a["subject"], *a.get("sites", ())) for a in asked), supplier


def test_content_named_in_the_workspace_gives_the_same(workspace, document, tmp_path):
    target = tmp_path / "ws"
    shutil.copytree(HERE / "workspace", target)
    shutil.copytree(HERE / "content", target / "our-content")
    with (target / "duediligence.yaml").open("a", encoding="utf-8") as file:
        file.write("content: our-content\n")
    done = run(target, "assess", "--quiet")
    assert done.returncode == 0, done.stdout + done.stderr
    again = json.loads((target / "reports/assessment.json").read_text(encoding="utf-8"))
    for part in ("suppliers", "commitments", "actions", "company", "editions", "findings"):
        assert again[part] == document[part], part


def test_editions_are_text(document):
    assert document["editions"]["laundry"] == "2026.10"
    assert document["editions"]["laundry_core"] == "1.10"


@pytest.mark.parametrize("what", ["lint", "test"])
def test_the_content_is_sound(what):
    done = subprocess.run(
        [COMMAND, "content", what, "laundry", "--content", HERE / "content"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
