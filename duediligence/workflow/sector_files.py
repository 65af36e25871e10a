"""The files of one sector report: what is public, what the secretariat keeps, and what each member gets."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

from duediligence.aggregation.identity import SHORT_TOKEN
from duediligence.aggregation.letters import Writer, own_results
from duediligence.aggregation.overlap import SharedSite, for_member, warnings_for_members
from duediligence.aggregation.page import render_letter, render_page
from duediligence.aggregation.past import CELLS, CONTRIBUTIONS, cells_document, contributions_bytes
from duediligence.aggregation.report_json import render_json
from duediligence.aggregation.view import sector_view
from duediligence.aggregation.workbook import render_list, render_workbook
from duediligence.findings import Finding, Severity
from duediligence.i18n.formats import country_name
from duediligence.i18n.texts import translate
from duediligence.model.package import file_name
from duediligence.tables.engine import Engine
from duediligence.workflow.aggregating import Aggregated
from duediligence.workflow.secretariat import MEMBERS, OWN, PUBLIC, REPORT_JSON
from duediligence.workflow.whole_folder import whole_folder, write_into

File = tuple[str, bytes]

URGENT = "urgent-sites.xlsx"
LISTED = 2_000
"""How many rows the workbook of shared sites has at most; the csv has them all."""


def write_report(done: Aggregated, engine: Engine) -> Path:
    """Writes the whole folder of a round, or leaves the former one as it was."""
    settings = done.office.settings
    target = done.office.root / settings.reports / (file_name(settings.round) or settings.reported_on.isoformat())
    with whole_folder(target) as folder:
        for name, data in (*_public(done), *_own(done, engine), *_letters(done, engine), *_members(done)):
            write_into(folder, {name: data})
    return target


def _public(done: Aggregated) -> Iterator[File]:
    yield REPORT_JSON, render_json(done.report).encode()
    languages = done.office.settings.languages
    for language in languages:
        view = sector_view(done.report, done.office.content, language)
        suffix = "" if language == languages[0] else f".{language}"
        yield f"{PUBLIC}/sector-report{suffix}.html", render_page(view).encode()
        yield f"{PUBLIC}/sector-report{suffix}.xlsx", render_workbook(view)


def _own(done: Aggregated, engine: Engine) -> Iterator[File]:
    tables, companies, language = done.tables, done.intake.companies, done.office.settings.languages[0]
    yield f"{OWN}/{CELLS}", cells_document(tables.system, tables.protection.withheld, companies)
    yield f"{OWN}/{CONTRIBUTIONS}", contributions_bytes(engine, tables.contributions.frame, companies)
    yield f"{OWN}/protection.json", _protection(done)
    yield f"{OWN}/packages.xlsx", _packages(done, language)
    yield from _shared(done, language)
    if done.urgent:
        yield f"{OWN}/{URGENT}", _urgent(done, language)


def _protection(done: Aggregated) -> bytes:
    """Why each cell is withheld, and the range that was solved for; this would tell readers too much."""
    protection = done.tables.protection
    document = {
        "verified": protection.verified,
        "withheld": [{"cell": key, "rule": rule.value} for key, rule in protection.withheld.items()],
        "ranges": [
            {"cell": r.key, "low": r.low, "high": r.high, "needed": [r.needed_low, r.needed_high]}
            for r in protection.ranges
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _packages(done: Aggregated, language: str) -> bytes:
    said = _findings_by_file(done)
    head = [
        translate(f"aggregate.list.{name}", language)
        for name in ("file", "company", "name", "revision", "counts", "remarks")
    ]
    counting = {package.file: package for package in done.intake.counting}
    rows: list[list[str | int | float]] = []
    for file in sorted({*said, *counting}):
        package = counting.get(file)
        yes = translate(f"aggregate.list.{'yes' if package else 'no'}", language)
        about = (finding for finding in said.get(file, ()) if package or finding.severity is not Severity.WARNING)
        remarks = " ".join(_problem(finding, language) for finding in about)
        whose = package.company if package else next((str(f.params.get("company", "")) for f in said[file]), "")
        named = (package.manifest.company_name, package.manifest.revision - 1) if package else ("", "")
        rows.append([file, whose, *named, yes, remarks])
    no, remark = (translate(f"aggregate.list.{name}", language) for name in ("no", "missing"))
    rows += [["", member.id, member.name, "", no, remark] for member in done.intake.missing]
    return render_list(translate("aggregate.list.packages", language), head, rows)


def _shared(done: Aggregated, language: str) -> Iterator[File]:
    """All shared sites as csv, and those that matter most as a workbook that people can open."""
    names = ("site", "members", "worst", "criticals", "country", "company", "tier", "name")
    head = [translate(f"aggregate.list.{name}", language) for name in names]
    rows = [row for number, site in enumerate(done.shared, 1) for row in _uses(number, site, language)]
    yield f"{OWN}/shared-sites.csv", _csv([head, *([csv_safe(value) for value in row] for row in rows)])
    yield f"{OWN}/shared-sites.xlsx", render_list(translate("aggregate.list.shared", language), head, rows[:LISTED])


def _uses(number: int, site: SharedSite, language: str) -> Iterator[list[str | int | float]]:
    worst = translate(f"terms.tier.{site.worst}", language)
    for use in site.uses:
        tier, country = translate(f"terms.tier.{use.tier}", language), country_name(use.country, language)
        yield [number, site.members, worst, site.criticals, country, use.company, tier, use.name]


def _urgent(done: Aggregated, language: str) -> bytes:
    """Whom to call today, a row for each member of each site; the number is that of the list of shared sites."""
    names = ("site", "country", "name", "company", "token", "tier", "criticals", "call")
    head = [translate(f"aggregate.list.{name}", language) for name in names]
    numbers = {site: number for number, site in enumerate(done.shared, 1)}
    called = {key: translate(f"aggregate.list.{key}", language) for key in ("alarmed", "unaware")}
    rows: list[list[str | int | float]] = [
        [
            numbers[site], country_name(use.country, language), use.name, use.company, use.token[:SHORT_TOKEN],
            translate(f"terms.tier.{use.tier}", language), use.criticals,
            called["unaware" if use.company in site.unaware else "alarmed"],
        ]
        for site in done.urgent
        for use in site.uses
    ]  # fmt: skip
    return render_list(translate("aggregate.list.urgent", language), head, rows[:LISTED])


def _csv(rows: Iterable[Sequence[object]]) -> bytes:
    written = StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


def csv_safe(value: object) -> object:
    """A value for a csv file that a spreadsheet program will not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _letters(done: Aggregated, engine: Engine) -> Iterator[File]:
    own, said = own_results(engine, done.data), _findings_by_file(done)
    shared: Mapping[str, int] = {company: len(rows) for company, rows in for_member(done.shared).items()}
    allowed = done.office.terms.agreement.submission.warn_members
    urgent = warnings_for_members(done.shared) if allowed else {}
    languages = done.office.settings.languages
    for language in languages:
        writer = Writer(done.report, done.office.content, language)
        suffix = "" if language == languages[0] else f".{language}"
        for number, package in zip(done.intake.numbers, done.intake.counting, strict=True):
            remarks = [finding for finding in said.get(package.file, ()) if finding.severity is not Severity.NOTE]
            counts = (shared.get(package.company, 0), urgent.get(package.company, 0))
            letter = writer.letter(package.manifest.company_name, own[number], *counts, remarks)
            yield f"{OWN}/letters/{file_name(package.company)}{suffix}.html", render_letter(letter).encode()


def _members(done: Aggregated) -> Iterator[File]:
    """For each member with shared sites: its own tokens and how many members use each site."""
    for company, rows in for_member(done.shared).items():
        yield f"{MEMBERS}/{file_name(company)}/shared-sites.csv", _csv([("token", "members"), *rows])


def _findings_by_file(done: Aggregated) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in done.findings:
        if finding.location.file and finding.code.startswith("package"):
            found[finding.location.file].append(finding)
    return found


def _problem(finding: Finding, language: str) -> str:
    return translate(f"findings.{finding.code}.problem", language, **finding.params)
