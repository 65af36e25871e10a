"""`aggregate`: from packages to the sector report, the secretariat's own lists, and what each member may know."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duediligence.aggregation.accepting import Accepted, Received, accept
from duediligence.aggregation.dataset import Tables, Violation, violations, without
from duediligence.aggregation.overlap import SharedSite, shared_counts, shared_sites, urgent_sites
from duediligence.aggregation.report import Circumstances, sector_report, thresholds
from duediligence.aggregation.sector import SectorTables, sector_tables
from duediligence.errors import InputError
from duediligence.findings import Finding, Location, error, in_order, warning
from duediligence.model.aggregate import SectorReport
from duediligence.model.secretariat import FILE, Member
from duediligence.tables.engine import Engine, PolarsEngine
from duediligence.workflow.secretariat import Earlier, Office, breaks, earlier, last_year, open_office
from duediligence.workflow.sources import Source, source_of
from duediligence.workflow.steps import OnStep


@dataclass(frozen=True, slots=True)
class Intake:
    """The packages that count, by company, the numbers of those whose values are right, and the members without one."""

    received: int
    accepted: Accepted
    numbers: tuple[int, ...]
    missing: tuple[Member, ...]
    findings: tuple[Finding, ...]

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies by number."""
        return tuple(package.company for package in self.accepted.packages)

    @property
    def counting(self) -> tuple[Received, ...]:
        """The packages from which the report is made."""
        return tuple(self.accepted.packages[number] for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Aggregated:
    """A sector report with everything that is kept beside it; `tables` and `shared` are for the secretariat alone."""

    office: Office
    intake: Intake
    data: Tables
    tables: SectorTables
    shared: tuple[SharedSite, ...]
    report: SectorReport
    findings: tuple[Finding, ...]

    @property
    def urgent(self) -> tuple[SharedSite, ...]:
        """The shared sites at which a member found something critical: for the secretariat alone."""
        return urgent_sites(self.shared)

    @property
    def document(self) -> dict[str, Any]:
        """The outcome as plain values."""
        withheld = self.tables.protection.withheld
        return {
            "round": self.report.round,
            "packages": self.intake.received,
            "accepted": len(self.intake.numbers),
            "corrected": list(self.intake.accepted.corrected),
            "withheld": len(withheld),
            "cells": sum(node.published and not node.fixed for node in self.tables.system.nodes.values()),
            "verified": self.report.verified,
            "checked": len(self.tables.protection.ranges),
            "shared_sites": len(self.shared),
            "urgent_sites": [
                {"country": site.uses[0].country, "alarmed": list(site.alarmed), "unaware": list(site.unaware)}
                for site in self.urgent
            ],
        }


def aggregate(
    folder: Path,
    packages: Sequence[str] = (),
    content: Path | None = None,
    engine: Engine | None = None,
    store: Path | None = None,
    proved: bool = True,
    progress: OnStep | None = None,
) -> Aggregated:
    """The sector report of a secretariat's workspace; writes nothing but a store of tables that goes again.

    `packages` are paths or, for Spark, an address; `store` is where tables are gathered, which an engine elsewhere must
    be able to read; without `proved` nothing is solved for and whole families of tables are withheld. Raises InputError
    where no package counts, DisclosureError where nothing may be published.
    """
    office = open_office(folder, content)
    engine = engine or PolarsEngine()
    with TemporaryDirectory(prefix="duediligence-", dir=store) as place:
        source = source_of(engine, office, packages, Path(place), progress)
        intake, data = _take_in(engine, office, source)
    return _aggregated(engine, office, intake, data, earlier(office), proved)


def _take_in(engine: Engine, office: Office, source: Source) -> tuple[Intake, Tables]:
    """Opens every package, chooses the one of each company, and leaves out those with values that cannot be."""
    opened = source.opened()
    refused = [found for found in opened if isinstance(found, Finding)]
    accepted = accept([found for found in opened if isinstance(found, Received)], office.terms)
    data = {name: engine.keep(frame) for name, frame in source.gather(accepted.packages).items()}
    numbers = range(len(accepted.packages))
    wrong = violations(engine, data, office.visible, numbers)
    bad = sorted({violation.number for violation in wrong})
    counting = tuple(number for number in numbers if number not in set(bad))
    about = (*refused, *source.others(), *accepted.findings, *_about_values(accepted.packages, wrong))
    findings: tuple[Finding, ...] = (*office.findings, *about)
    if not counting:
        raise InputError("no_package_counts", findings=in_order(findings), count=len(opened))
    missing = _without_package(office, {accepted.packages[number].company for number in counting})
    if missing:
        ids = ", ".join(member.id for member in missing)
        findings += (warning("members_without_package", Location(file=FILE), count=len(missing), companies=ids),)
    return Intake(len(opened), accepted, counting, missing, findings), without(data, engine, bad)


def _without_package(office: Office, companies: Container[str]) -> tuple[Member, ...]:
    today = office.settings.reported_on
    return tuple(m for m in office.settings.members if m.takes_part(today) and m.id not in companies)


def _about_values(packages: Sequence[Received], wrong: Iterable[Violation]) -> list[Finding]:
    return [
        error(
            "package_values",
            packages[v.number].place,
            company=packages[v.number].company,
            table=v.table,
            rule=v.rule,
            count=v.count,
        )
        for v in wrong
    ]


def _aggregated(
    engine: Engine, office: Office, intake: Intake, data: Tables, before: Earlier | None, proved: bool
) -> Aggregated:
    companies: Mapping[str, int] = {intake.companies[number]: number for number in intake.numbers}
    last = last_year(engine, before, companies) if before else None
    shared = shared_sites(engine, data, intake.companies)
    data = {**data, "shared": shared_counts(engine, shared, intake.companies)}
    found = sector_tables(engine, data, office.content, office.visible, intake.numbers, last, proved)
    about = Circumstances(
        settings=office.settings,
        content=office.content,
        editions=office.terms.editions,
        digests=office.terms.content,
        thresholds=thresholds(engine, data, office.content, office.settings.agreement),
        companies=len(intake.numbers),
        corrected=len(set(intake.accepted.corrected) & set(companies)),
        previous_round=before.round if before else "",
        previous_on=before.reported_on if before else None,
        breaks=breaks(before, office) if before else (),
    )
    report = sector_report(found, about)
    findings = in_order(intake.findings)
    return Aggregated(office, intake, data, found, shared, report, findings)
