"""The same scoring as plain SQL in DuckDB: one statement a step, as an engineer would write the method down."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb

from duediligence.model.conditions import Bounds, OneOf, Test, When, meets
from duediligence.model.content import PlaceTable, SectorContent
from duediligence.model.facts import FactType
from duediligence.model.questionnaire import Respondent
from duediligence.model.response import AnswerState
from duediligence.model.scales import STRENGTHS, Evidence
from duediligence.scoring.drivers import level_if_unknown

NUMERIC = (FactType.NUMBER, FactType.SHARE)
RESULT = ("supplier", "established", "possible", "gate", "severity", "coverage", "tier")


def score(register: Path, answers: Path, content: SectorContent) -> list[tuple[Any, ...]]:
    """Every supplier's results, by id."""
    base = duckdb.connect()
    base.execute(f"create view register as select * from read_parquet('{register}')")
    base.execute(f"create view raw as select * from read_parquet('{answers}')")
    _declare(base, content)
    steps = (_facts(base, content), *_inherent(content), *_put(content), *_judged(content), *_results(content))
    for statement in steps:
        base.execute(statement)
    rows: list[tuple[Any, ...]] = base.execute(f"select {', '.join(RESULT)} from results order by supplier").fetchall()
    return rows


def _declare(base: Any, content: SectorContent) -> None:
    """The declarations as tables."""
    questions, known = list(content.questions.values()), content.indicators
    tables: dict[str, tuple[str, list[tuple[Any, ...]]]] = {
        "questions": ("question varchar, matter varchar", [(q.id, content.matter_of[q.id]) for q in questions]),
        "covers": (
            "question varchar, matter varchar, indicator varchar, ceiling int",
            [(q.id, content.matter_of[q.id], i, _ceiling(q, i)) for q in questions for i in q.covers() if i in known],
        ),
        "raises": (
            "question varchar, key varchar, indicator varchar, dimension varchar, strength int, critical int",
            [
                (
                    q.id, key, s.indicator, (s.dimension or known[s.indicator].dimension).value,
                    STRENGTHS.index(s.strength) + 1, int(e.critical),
                )
                for q in questions for key, e in q.effects() for s in e.signals if s.indicator in known
            ],
        ),
        "clears": (
            "question varchar, key varchar, indicator varchar",
            [(q.id, k, i) for q in questions for k, e in q.effects() for i in e.no_concern if i in known],
        ),
        "credits": (
            "question varchar, key varchar, credit double",
            [(q.id, key, e.credit) for q in questions for key, e in q.effects() if e.credit is not None],
        ),
        "control_matters": (
            "matter varchar, indicator varchar",
            sorted({(content.matter_of[q.id], i) for q in questions for i in q.controls if i in known}),
        ),
        "indicators": (
            "indicator varchar, scale double, irremediable double, reducible int",
            [(i.id, i.scale, i.irremediable, int(i.reducible)) for i in known.values()],
        ),
        "classes": ("source varchar, class int", [(s, int(Evidence[e.value])) for s, e in _classes(content)]),
        "caps": ("class int, cap double", [(int(e), content.scales.caps[e.name].value) for e in Evidence]),
        "strengths": (
            "strength int, value double",
            [(0, 0.0), *((r, content.scales.strengths[name].value) for r, name in enumerate(STRENGTHS, 1))],
        ),
    }  # fmt: skip
    for name, (columns, rows) in tables.items():
        base.execute(f"create table {name} ({columns})")
        if rows:
            base.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)


def _ceiling(question: Any, indicator: str) -> int:
    signals = [s for _, e in question.effects() for s in e.signals if s.indicator == indicator]
    return max((STRENGTHS.index(s.strength) + 1 for s in signals), default=0)


def _classes(content: SectorContent) -> Iterable[tuple[str, Any]]:
    return [(name, scale) for name, scale in content.scales.evidence.items() if not name.endswith("_document")]


def _facts(base: Any, content: SectorContent) -> str:
    """The register with every fact as a column; several values stand as `;a;b;`, unknown is null."""
    present = {row[0] for row in base.execute("describe register").fetchall()}
    columns = ["id as supplier"]
    for fact in content.facts.values():
        if fact.id in ("id", "name"):
            continue
        kind = "double" if fact.type in NUMERIC else "boolean" if fact.type is FactType.FLAG else "varchar"
        if fact.id not in present:
            columns.append(f"null::{kind} as {_q(fact.id)}")
        elif kind == "varchar" and fact.id != "country":
            columns.append(f"case when {_q(fact.id)} <> '' then ';' || {_q(fact.id)} || ';' end as {_q(fact.id)}")
        else:
            columns.append(f"{_q(fact.id)}::{kind} as {_q(fact.id)}")
    return f"create table facts as select {', '.join(columns)} from register"


def _q(name: str) -> str:
    return f'"{name}"'


def _holds(when: When, content: SectorContent) -> str:
    parts = [_fact(name, test, content) for name, test in when.facts.items()]
    parts += [f"{_answer(question, options)} = 1" for question, options in when.answer.items()]
    if when.any:
        parts.append("(" + " or ".join(_holds(branch, content) for branch in when.any) + ")")
    return "(" + " and ".join(parts or ["true"]) + ")"


def _fact(name: str, test: Test, content: SectorContent) -> str:
    table, _, column = name.partition(".")
    if column and table == "country":
        return _of_country(test, column, content.countries)
    if column and table == "goods":
        return _of_goods(test, column, content.goods)
    id = content.fact_ids[name]
    kind, at = content.facts[id].type, _q(id)
    if isinstance(test, Bounds):
        signs = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
        bounds = [f"{at} {sign} {getattr(test, k)}" for k, sign in signs.items() if getattr(test, k) is not None]
        return "(" + " and ".join(bounds) + ")"
    if isinstance(test, bool):
        return f"({at} = {str(test).lower()})"
    if id == "country":
        return f"({at} in ({_texts(test)}))"
    if kind in NUMERIC:
        return f"({at} in ({', '.join(test)}))"
    return "(" + " or ".join(f"contains({at}, ';{option};')" for option in test) + ")"


def _texts(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _of_country(test: Test, column: str, table: PlaceTable) -> str:
    values = table.values.get(column, {})
    known, meeting = [p[0] for p in values], [p[0] for p, value in values.items() if meets(test, (value,))]
    inside = f"country in ({_texts(meeting)})" if meeting else "false"
    return f"(case when country in ({_texts(known)}) then {inside} end)" if known else "(null::boolean)"


def _of_goods(test: Test, column: str, table: PlaceTable) -> str:
    listed = [place for place, value in table.values.get(column, {}).items() if meets(test, (value,))]
    pairs = " or ".join(f"(country = '{c}' and contains(goods, ';{g};'))" for c, g in listed) or "false"
    return f"(case when country is not null and goods is not null then {pairs} end)"


def _inherent(content: SectorContent) -> list[str]:
    """The drivers that apply, and inherent risk."""
    selects = []
    levels = content.scales.levels
    for place, driver in enumerate(content.drivers):
        for indicator, level in driver.raises.items():
            if indicator not in content.indicators:
                continue
            lower = level_if_unknown(driver, level)
            low = "null" if lower is None else repr(levels[lower].value)
            selects.append(
                f"select supplier, '{indicator}' as indicator, "
                f"case when d{place} then {levels[level].value} when d{place} is null then {low} end as level, "
                f"case when d{place} then {int(driver.critical)} else 0 end as critical from states"
            )
    states = ", ".join(f"{_holds(driver.when, content)} as d{n}" for n, driver in enumerate(content.drivers))
    return [
        f"create table states as select supplier, {states} from facts",
        f"create table drivers as select * from ({' union all '.join(selects)}) where level is not null",
        "create table inherent as select f.supplier, i.*, coalesce(1 - product(1 - d.level), 0) as inherent "
        "from facts f cross join indicators i left join drivers d "
        "on d.supplier = f.supplier and d.indicator = i.indicator group by all",
    ]


def _answer(question: str, options: OneOf) -> str:
    return _q(f"answer:{question}={';'.join(options)}")


def _tests(when: When) -> Iterable[tuple[str, OneOf]]:
    yield from when.answer.items()
    for branch in when.any:
        yield from _tests(branch)


def _put(content: SectorContent) -> list[str]:
    """The answers with what they say, and the questions that are put."""
    states = _texts(state.value for state in AnswerState if state is not AnswerState.ANSWERED)
    read = (
        "create table heard as select row_number() over () as answer, supplier, question, matter, source, class, "
        "coalesce(replace(left(date, 10), '-', '')::int, -1) as day, "
        f"case when answer in ({states}) then answer when coalesce(answer, '') = '' then 'no_answer' "
        "else 'answered' end as state, answer as said "
        "from raw join questions using (question) join classes using (source) "
        "where supplier in (select supplier from facts)"
    )
    words = "max(day) filter (state not in ('no_answer', 'unread')) over (partition by supplier, source, "
    beside = (
        "create table answers as select * replace (case when state in ('no_answer', 'unread') then least(day, "
        f"coalesce({words}question), {words}matter), day)) else day end as day) from heard"
    )
    keys = (
        "create table chosen as select answer, supplier, question, matter, source, class, day, "
        "trim(unnest(string_split(said, ';'))) as key from answers where state = 'answered'"
    )
    asked = [
        (use.condition, question)
        for use in content.uses(Respondent.SUPPLIER)
        for question in content.questionnaires[use.id].questions()
    ]
    conditions = [part for form, q in asked for part in (form, q.ask_when) if part]
    tests = sorted({test for condition in conditions for test in _tests(condition)})
    flags = "".join(
        f", max(case when question = '{q}' then (key in ({_texts(options)}))::int end) as {_answer(q, options)}"
        for q, options in tests
    )
    newest = (
        f"create table own as select supplier{flags} from (select *, max(day) over (partition by supplier, question) "
        "as newest from (select a.answer, a.supplier, a.question, a.day, c.key from answers a left join chosen c "
        "using (answer) where a.source = 'supplier' and a.state not in ('no_answer', 'unread'))) "
        "where day = newest and key is not null group by supplier"
    )
    selects = [
        f"select supplier, '{q.id}' as question, '{content.matter_of[q.id]}' as matter, {int(q.core)} as core "
        "from facts left join own using (supplier) where "
        + " and ".join(f"coalesce({_holds(part, content)}, true)" for part in (form or When(), q.ask_when or When()))
        for form, q in asked
    ]
    return [read, beside, keys, newest, f"create table put as {' union all '.join(selects)}"]


def _judged(content: SectorContent) -> list[str]:
    """What each answer says about each indicator, which answers count, and which concerns are closed."""
    closing = content.scales.closing
    least, coercion = int(Evidence[closing.default.value]), int(Evidence[closing.coercion.value])
    return [
        "create table said as select *, day = max(day) over (partition by supplier, matter, indicator, source) "
        "as counts from (select a.answer, a.supplier, a.matter, c.indicator, c.ceiling, a.source, a.day, a.class, "
        "a.state from answers a join covers c using (question))",
        "create table raised as select answer, supplier, matter, indicator, source, day, class, dimension, "
        "max(strength) as strength, max(critical) as critical from chosen join raises using (question, key) "
        "group by all",
        "create table assured as select distinct answer, supplier, matter, indicator, source, day, class "
        "from chosen join clears using (question, key) anti join raised using (answer, indicator)",
        "create table cleared as select supplier, matter, indicator, "
        f"max(day) filter (class >= {least}) as any_day, max(day) filter (class >= {coercion}) as coercion_day "
        "from assured group by all",
        "create table signals as select r.*, s.counts as newest, (s.counts or r.critical = 1) as counts, "
        "coalesce(case when dimension = 'coercion' then coercion_day else any_day end, -1) > r.day as closed "
        "from raised r join (select answer, indicator, counts from said) s using (answer, indicator) "
        "left join cleared using (supplier, matter, indicator)",
        "create table adverse as select supplier, matter, indicator, max(strength) as strength, max(reach) as reach "
        "from (select supplier, matter, indicator, strength, strength as reach from signals "
        "where counts and not closed union all select supplier, matter, indicator, 0, ceiling from said "
        "where counts and state in ('refused', 'unread')) group by all",
        "create table benign as select supplier, matter, indicator, max(class) as class from ("
        "select s.supplier, s.matter, s.indicator, s.source, min(coalesce(a.class, 0)) as class from said s "
        "left join (select answer, indicator, class from assured) a using (answer, indicator) "
        "anti join (select distinct supplier, matter, indicator, source from signals where newest) w "
        "on w.supplier = s.supplier and w.matter = s.matter and w.indicator = s.indicator and w.source = s.source "
        "anti join signals g on g.answer = s.answer and g.indicator = s.indicator "
        "where s.counts and s.state not in ('refused', 'unread', 'not_applicable') group by all) group by all",
        "create table marked as select a.*, m.critical, "
        "(m.critical is not null or a.state in ('refused', 'unread'))::int as adverse from answers a "
        "left join (select answer, max(critical) as critical from raised group by answer) m using (answer)",
        "create table counting as select distinct answer, supplier, matter, state from ("
        "select *, max(adverse) over (partition by supplier, matter, source) as worst from ("
        "select *, max(day) over (partition by supplier, matter, source) as newest from marked) where day = newest"
        ") where adverse = worst union select answer, supplier, matter, state from marked where critical = 1",
        "create table matters as select supplier, matter, max((state = 'answered')::int) as answered, "
        "min((state = 'not_applicable')::int) as gone from counting group by all",
        "create table put_matters as select distinct supplier, matter from put "
        "anti join (select supplier, matter from matters where gone = 1) using (supplier, matter)",
        "create table credited as select supplier, matter, class, min(credit) as credit from ("
        "select *, max(class) over (partition by supplier, matter) as best from ("
        "select n.supplier, n.matter, n.answer, n.class, max(credit) as credit from (select *, max(day) over "
        "(partition by supplier, matter, source) as newest from answers) n "
        "join (select answer, key from chosen) c using (answer) "
        "join credits k on k.question = n.question and k.key = c.key where n.day = newest group by all)"
        ") where class = best group by all",
    ]


def _results(content: SectorContent) -> list[str]:
    """Indicators, suppliers and tiers."""
    scales, exponent = content.scales, content.scales.exponent.value
    limits = scales.tiers
    rules = " or ".join(
        f"(s >= {r.strong} and m >= {r.medium} and w >= {r.weak} and s + m + w - {r.strong} >= {r.other})"
        for r in scales.gate.value
    )
    bands = " ".join(
        f"when workers < {b.below} then {b.value}" if b.below is not None else f"when workers >= 0 then {b.value}"
        for b in scales.scope.value
    )
    return [
        "create table cells as select supplier, matter, indicator, strength, reach, coalesce(class, 0) as class from ("
        "select distinct p.supplier, p.matter, c.indicator from put_matters p join covers c using (matter) "
        "union select supplier, matter, indicator from adverse) "
        "left join adverse using (supplier, matter, indicator) left join benign using (supplier, matter, indicator)",
        "create table controls as select p.supplier, c.indicator, sum(coalesce(d.credit * k.cap, 0)) / count(*) as "
        "effect from put_matters p join control_matters c using (matter) left join credited d using (supplier, matter) "
        "left join caps k on k.class = d.class group by all",
        "create table blocked as select distinct s.supplier, c.indicator from said s "
        "join (select distinct matter, indicator from covers) c using (matter) "
        "where s.counts and s.state in ('refused', 'unread')",
        "create table open_values as select c.supplier, c.indicator, "
        "1 - product(1 - coalesce(t.value, 0)) as established, "
        "max(case when c.strength is null then (1 - k.cap * i.reducible) * i.inherent "
        "else greatest(r.value, i.inherent) end) as open from cells c "
        "join inherent i on i.supplier = c.supplier and i.indicator = c.indicator join caps k on k.class = c.class "
        "left join strengths t on t.strength = c.strength left join strengths r on r.strength = c.reach group by all",
        "create table bounds as select i.*, coalesce(o.established, 0) as established, "
        "greatest(coalesce(o.established, 0), "
        "(1 - case when b.supplier is null and i.reducible = 1 then coalesce(c.effect, 0) else 0 end) "
        "* coalesce(o.open, i.inherent)) as possible from inherent i "
        "left join open_values o on o.supplier = i.supplier and o.indicator = i.indicator "
        "left join controls c on c.supplier = i.supplier and c.indicator = i.indicator "
        "left join blocked b on b.supplier = i.supplier and b.indicator = i.indicator",
        "create table gates as select supplier, max((dimension = 'involuntariness')::int) as involuntary, "
        "max((dimension = 'coercion')::int) as coerced from (select supplier, dimension, "
        "count(*) filter (strength = 3) as s, count(*) filter (strength = 2) as m, count(*) filter (strength = 1) as w "
        "from (select supplier, dimension, matter, max(strength) as strength from signals "
        f"where counts and not closed group by all) group by all) where {rules} group by supplier",
        f"create table totals as select supplier, least(1, sum(established ** {exponent}) ** (1 / {exponent})) as "
        f"established, least(1, sum(possible ** {exponent}) ** (1 / {exponent})) as possible, "
        f"max(greatest(scale, irremediable)) filter (round(established, 9) > 0 or "
        f"round(possible, 9) >= {scales.severity_from_possible.value}) as gravest from bounds group by supplier",
        "create table core as select supplier, sum(1 - coalesce(gone, 0)) as core_put, sum(coalesce(answered, 0)) as "
        "core_answered from put left join matters using (supplier, matter) where core = 1 group by supplier",
        "create table criticals as select supplier from signals where critical = 1 and not closed "
        "union select supplier from drivers where critical = 1",
        "create table results as select supplier, established, possible, gate, "
        f"case when gravest is null then 0 else greatest(gravest, case {bands} else {scales.scope_unknown.value} end) "
        "end as severity, coverage, case when critical then 'critical' "
        f"when received and coalesce(coverage, 1) < {scales.coverage_floor.value} then 'not_rateable' "
        f"when gate <> 'none' or round(established, 9) >= {limits.high_established.value} "
        f"or round(possible, 9) >= {limits.high_possible.value} then 'high' "
        f"when round(established, 9) >= {limits.medium_established.value} "
        f"or round(possible, 9) >= {limits.medium_possible.value} then 'medium' else 'low' end as tier from ("
        "select f.supplier, f.workers, t.established, t.possible, t.gravest, "
        "case when g.involuntary = 1 and g.coerced = 1 then 'both' when g.involuntary = 1 then 'involuntariness' "
        "when g.coerced = 1 then 'coercion' else 'none' end as gate, "
        "case when c.core_put = 0 then 0 else c.core_answered / c.core_put end as coverage, "
        "k.supplier is not null as critical, r.supplier is not null as received from facts f "
        "join totals t using (supplier) left join gates g on g.supplier = f.supplier "
        "left join core c on c.supplier = f.supplier left join criticals k on k.supplier = f.supplier "
        "left join (select distinct supplier from answers where state <> 'no_answer') r on r.supplier = f.supplier)",
    ]
