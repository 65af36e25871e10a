"""The same scoring in pandas: masks, merges and group-bys, as an engineer would write the method down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from duediligence.model.conditions import Bounds, OneOf, Test, When, meets
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import FactType
from duediligence.model.questionnaire import Question, Respondent
from duediligence.model.response import AnswerState
from duediligence.model.scales import STRENGTHS, Evidence
from duediligence.scoring.drivers import level_if_unknown

NUMERIC = (FactType.NUMBER, FactType.SHARE)
CELL = ["supplier", "matter", "indicator"]
PAIR = ["supplier", "indicator"]
MATTER = ["supplier", "matter"]
AS_REFUSED, SAYS_NOTHING = ["refused", "unread"], ["no_answer", "unread"]
RESULT = ["supplier", "established", "possible", "gate", "severity", "coverage", "tier"]


def score(register: Path, answers: Path, content: SectorContent) -> list[tuple[Any, ...]]:
    """Every supplier's results, by id."""
    facts = _facts(pd.read_parquet(register), content)
    given = _answers(pd.read_parquet(answers), facts, content)
    chosen = _chosen(given)
    results = _Judged(facts, given, chosen, _drivers(facts, content), _put(facts, given, chosen, content), content)
    return list(results.results().sort_values("supplier")[RESULT].itertuples(index=False, name=None))


def _facts(register: Any, content: SectorContent) -> Any:
    """Every fact as a column; several values stand as `;a;b;`, unknown is null."""
    facts: dict[str, Any] = {"supplier": register["id"]}
    for fact in content.facts.values():
        if fact.id in ("id", "name"):
            continue
        column = register[fact.id] if fact.id in register else pd.Series(None, index=register.index, dtype=object)
        if fact.type in NUMERIC:
            facts[fact.id] = column.astype("Float64")
        elif fact.type is FactType.FLAG:
            facts[fact.id] = column.astype("boolean")
        else:
            text = column.astype("string").replace("", pd.NA)
            facts[fact.id] = text if fact.id == "country" else ";" + text + ";"
    return pd.DataFrame(facts)


def _holds(when: When, facts: Any, content: SectorContent) -> Any:
    """True, false, or null where a fact is unknown."""
    mask = pd.Series(True, index=facts.index, dtype="boolean")
    for name, test in when.facts.items():
        mask &= _fact(name, test, facts, content)
    for question, options in when.answer.items():
        mask &= facts[_flag(question, options)]
    if when.any:
        either = pd.Series(False, index=facts.index, dtype="boolean")
        for branch in when.any:
            either |= _holds(branch, facts, content)
        mask &= either
    return mask


def _flag(question: str, options: OneOf) -> str:
    return f"answer:{question}={';'.join(options)}"


def _fact(name: str, test: Test, facts: Any, content: SectorContent) -> Any:
    table, _, column = name.partition(".")
    if column and table == "country":
        return _of_country(test, column, content.countries, facts)
    if column and table == "goods":
        return _of_goods(test, column, content.goods, facts)
    id = content.fact_ids[name]
    values, kind = facts[id], content.facts[id].type
    if isinstance(test, Bounds):
        return _bounded(test, values)
    if isinstance(test, bool):
        return values == test
    if kind in NUMERIC:
        return values.isin([float(option) for option in test]).astype("boolean").mask(values.isna())
    if id == "country":
        return values.isin(list(test)).astype("boolean").mask(values.isna())
    mask = pd.Series(False, index=facts.index, dtype="boolean")
    for option in test:
        mask |= values.str.contains(f";{option};", regex=False)
    return mask


def _bounded(test: Bounds, values: Any) -> Any:
    mask = pd.Series(True, index=values.index, dtype="boolean")
    if test.above is not None:
        mask &= values > test.above
    if test.at_least is not None:
        mask &= values >= test.at_least
    if test.below is not None:
        mask &= values < test.below
    if test.at_most is not None:
        mask &= values <= test.at_most
    return mask


def _of_country(test: Test, column: str, table: PlaceTable, facts: Any) -> Any:
    values = {place[0]: meets(test, (value,)) for place, value in table.values.get(column, {}).items()}
    return facts["country"].map(values).astype("boolean")


def _of_goods(test: Test, column: str, table: PlaceTable, facts: Any) -> Any:
    mask = pd.Series(False, index=facts.index, dtype="boolean")
    for (country, good), value in table.values.get(column, {}).items():
        if meets(test, (value,)):
            mask |= (facts["country"] == country) & facts["goods"].str.contains(f";{good};", regex=False)
    return mask.mask(facts["country"].isna() | facts["goods"].isna())


def _answers(raw: Any, facts: Any, content: SectorContent) -> Any:
    """Every answer with its matter, state, day and evidence class."""
    given = raw[raw["supplier"].isin(facts["supplier"])].copy()
    given["answer_id"] = range(len(given))
    given["matter"] = given["question"].map(dict(content.matter_of))
    classes = {name: int(Evidence[s.value]) for name, s in content.scales.evidence.items()}
    given["evidence"] = given["source"].map(classes)
    given = given.dropna(subset=["matter", "evidence"])
    day = given["date"].str.slice(0, 10).str.replace("-", "", regex=False)
    given["day"] = pd.to_numeric(day).fillna(-1).astype("int64")
    said = given["answer"].fillna("")
    states = [state.value for state in AnswerState if state is not AnswerState.ANSWERED]
    given["state"] = said.where(said.isin(states), "answered").where(said != "", "no_answer")
    given["day"] = _beside_words(given)
    return given


def _beside_words(given: Any) -> Any:
    """Silence has no later day than the last words of its source on the question, or else on the matter."""
    silent = given["state"].isin(SAYS_NOTHING)
    spoken = given["day"].mask(silent)
    on_question = spoken.groupby([given["supplier"], given["source"], given["question"]]).transform("max")
    on_matter = spoken.groupby([given["supplier"], given["source"], given["matter"]]).transform("max")
    last = on_question.fillna(on_matter).fillna(given["day"])
    return given["day"].where(~silent | (last > given["day"]), last).astype("int64")


def _chosen(given: Any) -> Any:
    answered = given[given["state"] == "answered"].copy()
    answered["key"] = answered["answer"].str.split(";")
    answered = answered.explode("key")
    answered["key"] = answered["key"].str.strip()
    return answered


def _drivers(facts: Any, content: SectorContent) -> Any:
    """The drivers that apply: supplier, indicator, level, critical."""
    parts = []
    for driver in content.drivers:
        state = _holds(driver.when, facts, content)
        for known, rows in ((True, facts[state.fillna(False)]), (False, facts[state.isna()])):
            for indicator, level in driver.raises.items():
                at = level if known else level_if_unknown(driver, level)
                if indicator in content.indicators and at is not None:
                    told = {"indicator": indicator, "level": content.scales.levels[at].value}
                    critical = known and driver.critical
                    parts.append(pd.DataFrame({"supplier": rows["supplier"], **told, "critical": critical}))
    return pd.concat(parts, ignore_index=True)


def _put(facts: Any, given: Any, chosen: Any, content: SectorContent) -> Any:
    """The questions put: supplier, matter, core."""
    asked = [
        (use.condition or When(), question)
        for use in content.uses(Respondent.SUPPLIER)
        for question in content.questionnaires[use.id].questions()
    ]
    facts = _with_flags(facts, given, chosen, asked)
    parts = []
    for form, question in asked:
        own = _holds(question.ask_when or When(), facts, content).fillna(True)
        is_open = _holds(form, facts, content).fillna(True) & own
        told = {"matter": content.matter_of[question.id], "core": question.core}
        parts.append(pd.DataFrame({"supplier": facts.loc[is_open, "supplier"], **told}))
    return pd.concat(parts, ignore_index=True)


def _with_flags(facts: Any, given: Any, chosen: Any, asked: list[tuple[When, Question]]) -> Any:
    """The facts with a column for every test of an earlier answer."""
    tests = {test for form, q in asked for when in (form, q.ask_when or When()) for test in _tests(when)}
    own = given[(given["source"] == "supplier") & ~given["state"].isin(SAYS_NOTHING)]
    newest = own[own["day"] == own.groupby(["supplier", "question"])["day"].transform("max")]
    said = chosen[chosen["answer_id"].isin(newest["answer_id"])]
    facts = facts.copy()
    for question, options in tests:
        rows = said[said["question"] == question]
        flags = rows["key"].isin(list(options)).groupby(rows["supplier"]).max()
        facts[_flag(question, options)] = facts["supplier"].map(flags).astype("boolean")
    return facts


def _tests(when: When) -> Iterable[tuple[str, OneOf]]:
    yield from when.answer.items()
    for branch in when.any:
        yield from _tests(branch)


class _Judged:
    """The long tables, one after another."""

    def __init__(self, facts: Any, given: Any, chosen: Any, drivers: Any, put: Any, content: SectorContent) -> None:
        self.facts, self.given, self.chosen = facts, given, chosen
        self.drivers, self.put, self.content = drivers, put, content
        self.covers, self.raises, self.clears, self.credits, self.controls = _declared(content)

    def results(self) -> Any:
        said, signals, clears = self._signals()
        adverse, benign = self._adverse(said, signals), self._benign(said, signals, clears)
        matters = self._matters(signals)
        gone = matters[matters["gone"] == 1][MATTER]
        put_matters = _anti(self.put[MATTER].drop_duplicates(), gone, MATTER)
        return self._suppliers(self._bounds(put_matters, adverse, benign, said), signals, matters)

    def _signals(self) -> tuple[Any, Any, Any]:
        """What is said of each indicator, which signals count, and which are closed."""
        kept = ["answer_id", "supplier", "matter", "question", "source", "day", "evidence", "state"]
        said = self.given[kept].merge(self.covers.drop(columns="matter"), on="question")
        said["counts"] = said["day"] == said.groupby([*CELL, "source"])["day"].transform("max")
        raised = self.chosen.merge(self.raises, on=["question", "key"])
        keys = ["answer_id", *CELL, "source", "day", "evidence", "dimension"]
        raised = raised.groupby(keys, as_index=False).agg({"strength": "max", "critical": "max"})
        clears = self.chosen.merge(self.clears, on=["question", "key"])
        clears = clears[["answer_id", *CELL, "source", "day", "evidence"]].drop_duplicates()
        clears = _anti(clears, raised, ["answer_id", "indicator"])
        signals = raised.merge(said[["answer_id", "indicator", "counts"]], on=["answer_id", "indicator"])
        signals["newest"] = signals["counts"]
        signals["counts"] |= signals["critical"] == 1
        closing = self.content.scales.closing
        for name, least in (("any", closing.default), ("coercion", closing.coercion)):
            strong = clears[clears["evidence"] >= int(Evidence[least.value])]
            last = strong.groupby(CELL, as_index=False)["day"].max().rename(columns={"day": f"cleared_{name}"})
            signals = signals.merge(last, on=CELL, how="left")
        coerced = signals["dimension"] == "coercion"
        cleared = signals["cleared_coercion"].where(coerced, signals["cleared_any"]).fillna(-1)
        signals["closed"] = cleared > signals["day"]
        return said, signals, clears

    def _adverse(self, said: Any, signals: Any) -> Any:
        concerns = signals[signals["counts"] & ~signals["closed"]][[*CELL, "strength"]].copy()
        concerns["reach"] = concerns["strength"]
        refusals = said[said["counts"] & (said["state"].isin(AS_REFUSED))][[*CELL, "ceiling"]]
        refusals = refusals.rename(columns={"ceiling": "reach"}).assign(strength=0)
        return pd.concat([concerns, refusals]).groupby(CELL, as_index=False)[["strength", "reach"]].max()

    def _benign(self, said: Any, signals: Any, clears: Any) -> Any:
        of_source = [*CELL, "source"]
        rows = said[said["counts"] & ~said["state"].isin([*AS_REFUSED, "not_applicable"])]
        rows = _anti(rows, signals[signals["newest"]], of_source)
        rows = _anti(rows, signals, ["answer_id", "indicator"])
        assured = clears[["answer_id", "indicator", "evidence"]].rename(columns={"evidence": "assured"})
        rows = rows.merge(assured, on=["answer_id", "indicator"], how="left")
        rows["assured"] = rows["assured"].fillna(0)
        by_source = rows.groupby(of_source, as_index=False)["assured"].min()
        return by_source.groupby(CELL, as_index=False)["assured"].max().rename(columns={"assured": "class"})

    def _matters(self, signals: Any) -> Any:
        """Which matters are answered, and which have left the sum."""
        marks = signals.groupby("answer_id", as_index=False)["critical"].max()
        rows = self.given[["answer_id", *MATTER, "source", "day", "state"]].merge(marks, on="answer_id", how="left")
        rows["adverse"] = rows["critical"].notna() | rows["state"].isin(AS_REFUSED)
        newest = rows[rows["day"] == rows.groupby([*MATTER, "source"])["day"].transform("max")]
        newest = newest[newest["adverse"] == newest.groupby([*MATTER, "source"])["adverse"].transform("max")]
        counting = pd.concat([newest, rows[rows["critical"] == 1]]).drop_duplicates("answer_id").copy()
        counting["answered"] = (counting["state"] == "answered").astype(int)
        counting["gone"] = (counting["state"] == "not_applicable").astype(int)
        return counting.groupby(MATTER, as_index=False).agg({"answered": "max", "gone": "min"})

    def _bounds(self, put_matters: Any, adverse: Any, benign: Any, said: Any) -> Any:
        """inherent, established and possible of every supplier and indicator."""
        scales = self.content.scales
        pairs = self.facts[["supplier"]].merge(_indicators(self.content), how="cross")
        left = (1 - self.drivers["level"]).groupby([self.drivers["supplier"], self.drivers["indicator"]]).prod()
        pairs = pairs.merge((1 - left).rename("inherent").reset_index(), on=PAIR, how="left")
        pairs = self._opened(pairs.fillna({"inherent": 0.0}), put_matters, adverse, benign)
        caps = {int(e): scales.caps[e.name].value for e in Evidence}
        credited = self._credited()
        credited["earned"] = credited["credit"] * credited["evidence"].map(caps)
        controls = put_matters.merge(self.controls, on="matter").merge(credited, on=MATTER, how="left")
        effect = controls.fillna({"earned": 0.0}).groupby(PAIR)["earned"].mean().rename("effect").reset_index()
        pairs = pairs.merge(effect, on=PAIR, how="left").fillna({"effect": 0.0})
        refused = said[said["counts"] & (said["state"].isin(AS_REFUSED))][MATTER].drop_duplicates()
        blocked = refused.merge(self.covers[["matter", "indicator"]].drop_duplicates(), on="matter")
        pairs = pairs.merge(blocked[PAIR].drop_duplicates().assign(blocked=1.0), on=PAIR, how="left")
        pairs.loc[pairs["blocked"].notna() | (pairs["reducible"] == 0), "effect"] = 0.0
        pairs["possible"] = ((1 - pairs["effect"]) * pairs["open"]).clip(lower=pairs["established"])
        return pairs

    def _opened(self, pairs: Any, put_matters: Any, adverse: Any, benign: Any) -> Any:
        scales = self.content.scales
        caps = {int(e): scales.caps[e.name].value for e in Evidence}
        strengths = {0: 0.0, **{r: scales.strengths[name].value for r, name in enumerate(STRENGTHS, 1)}}
        put = put_matters.merge(self.covers[["matter", "indicator"]].drop_duplicates(), on="matter")[CELL]
        cells = pd.concat([put, adverse[CELL]]).drop_duplicates()
        cells = cells.merge(adverse, on=CELL, how="left").merge(benign, on=CELL, how="left").fillna({"class": 0})
        cells = cells.merge(pairs[[*PAIR, "inherent", "reducible"]], on=PAIR)
        calm = (1 - cells["class"].map(caps) * cells["reducible"]) * cells["inherent"]
        objected = cells["reach"].map(strengths).clip(lower=cells["inherent"])
        cells["open"] = calm.where(cells["strength"].isna(), objected)
        cells["safe"] = 1 - cells["strength"].map(strengths).fillna(0.0)
        found = cells.groupby(PAIR, as_index=False).agg({"open": "max", "safe": "prod"})
        pairs = pairs.merge(found, on=PAIR, how="left")
        pairs["open"] = pairs["open"].fillna(pairs["inherent"])
        pairs["established"] = 1 - pairs["safe"].fillna(1.0)
        return pairs

    def _credited(self) -> Any:
        newest = self.given["day"] == self.given.groupby([*MATTER, "source"])["day"].transform("max")
        rows = self.chosen[self.chosen["answer_id"].isin(self.given.loc[newest, "answer_id"])]
        rows = rows.merge(self.credits, on=["question", "key"])
        by_answer = rows.groupby([*MATTER, "answer_id", "evidence"], as_index=False)["credit"].max()
        best = by_answer[by_answer["evidence"] == by_answer.groupby(MATTER)["evidence"].transform("max")]
        return best.groupby([*MATTER, "evidence"], as_index=False)["credit"].min()

    def _suppliers(self, bounds: Any, signals: Any, matters: Any) -> Any:
        scales = self.content.scales
        exponent = scales.exponent.value
        rows = self.facts[["supplier", "workers"]].copy()
        for name in ("established", "possible"):
            sums = (bounds[name] ** exponent).groupby(bounds["supplier"]).sum() ** (1 / exponent)
            rows[name] = rows["supplier"].map(sums.clip(upper=1.0))
        in_play = (bounds["established"].round(9) > 0) | (
            bounds["possible"].round(9) >= scales.severity_from_possible.value
        )
        grave = bounds[in_play][["scale", "irremediable"]].max(axis=1).groupby(bounds["supplier"]).max()
        gravest, scope = rows["supplier"].map(grave), rows["workers"].map(self._scope).astype(float)
        rows["severity"] = gravest.where(gravest >= scope, scope).where(gravest.notna(), 0.0)
        rows["gate"] = rows["supplier"].map(self._gates(signals)).fillna("none")
        core = self.put[self.put["core"]].merge(matters, on=MATTER, how="left").fillna({"gone": 0, "answered": 0})
        core = core.groupby("supplier").agg(gone=("gone", "sum"), answered=("answered", "sum"), put=("core", "size"))
        share = (core["answered"] / (core["put"] - core["gone"])).fillna(0.0)
        rows["coverage"] = rows["supplier"].map(share)
        concerned = signals[(signals["critical"] == 1) & ~signals["closed"]]["supplier"]
        placed = self.drivers[self.drivers["critical"]]["supplier"]
        rows["critical"] = rows["supplier"].isin(concerned) | rows["supplier"].isin(placed)
        rows["received"] = rows["supplier"].isin(self.given[self.given["state"] != "no_answer"]["supplier"])
        rows["tier"] = [self._tier(row) for row in rows.itertuples()]
        return rows

    def _scope(self, workers: Any) -> float:
        if pd.isna(workers):
            return self.content.scales.scope_unknown.value
        bands = self.content.scales.scope.value
        return next(band.value for band in bands if band.below is None or workers < band.below)

    def _gates(self, signals: Any) -> dict[str, str]:
        is_open = signals[signals["counts"] & ~signals["closed"]]
        strongest = is_open.groupby(["supplier", "dimension", "matter"], as_index=False)["strength"].max()
        counts = strongest.groupby(["supplier", "dimension"])["strength"].value_counts().unstack(fill_value=0)
        counts = counts.reindex(columns=[1, 2, 3], fill_value=0)
        positive: dict[str, set[str]] = {}
        for (supplier, dimension), weak, medium, strong in counts.itertuples():
            for rule in self.content.scales.gate.value:
                beyond = strong + medium + weak - rule.strong
                if strong >= rule.strong and medium >= rule.medium and weak >= rule.weak and beyond >= rule.other:
                    positive.setdefault(supplier, set()).add(dimension)
        return {s: "both" if len(found) == 2 else next(iter(found)) for s, found in positive.items()}

    def _tier(self, row: Any) -> str:
        limits, floor = self.content.scales.tiers, self.content.scales.coverage_floor.value
        established, possible = round(row.established, 9), round(row.possible, 9)
        if row.critical:
            return "critical"
        if row.received and not pd.isna(row.coverage) and row.coverage < floor:
            return "not_rateable"
        if row.gate != "none" or established >= limits.high_established.value or possible >= limits.high_possible.value:
            return "high"
        if established >= limits.medium_established.value or possible >= limits.medium_possible.value:
            return "medium"
        return "low"


def _anti(rows: Any, others: Any, keys: list[str]) -> Any:
    """The rows that are not among others."""
    marked = rows.merge(others[keys].drop_duplicates(), on=keys, how="left", indicator="found")
    return marked[marked["found"] == "left_only"].drop(columns="found")


def _indicators(content: SectorContent) -> Any:
    rows = [(i.id, i.scale, i.irremediable, int(i.reducible)) for i in content.indicators.values()]
    return pd.DataFrame(rows, columns=["indicator", "scale", "irremediable", "reducible"])


def _declared(content: SectorContent) -> tuple[Any, Any, Any, Any, Any]:
    """covers, raises, clears, credits, controls."""
    questions, known, matter = list(content.questions.values()), content.indicators, content.matter_of
    covers = [(q.id, matter[q.id], i, _ceiling(q, i)) for q in questions for i in q.covers() if i in known]
    raises = [
        (q.id, key, s.indicator, _dimension(s, known).value, _rank(s.strength), int(e.critical))
        for q in questions
        for key, e in q.effects()
        for s in e.signals
        if s.indicator in known
    ]
    clears = [(q.id, key, i) for q in questions for key, e in q.effects() for i in e.no_concern if i in known]
    credits = [(q.id, key, e.credit) for q in questions for key, e in q.effects() if e.credit is not None]
    controls = sorted({(matter[q.id], i) for q in questions for i in q.controls if i in known})
    return (
        pd.DataFrame(covers, columns=["question", "matter", "indicator", "ceiling"]),
        pd.DataFrame(raises, columns=["question", "key", "indicator", "dimension", "strength", "critical"]),
        pd.DataFrame(clears, columns=["question", "key", "indicator"]),
        pd.DataFrame(credits, columns=["question", "key", "credit"]),
        pd.DataFrame(controls, columns=["matter", "indicator"]),
    )


def _rank(strength: str) -> int:
    return STRENGTHS.index(strength) + 1


def _ceiling(question: Question, indicator: str) -> int:
    ranks = [_rank(s.strength) for _, e in question.effects() for s in e.signals if s.indicator == indicator]
    return max(ranks, default=0)


def _dimension(signal: Any, known: Any) -> Any:
    return signal.dimension or known[signal.indicator].dimension
