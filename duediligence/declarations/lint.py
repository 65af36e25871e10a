"""All that is wrong with content in one run: every file is read, what holds together is checked, advice is given.

A rule is a function named by what it forbids; to add one, write it in `rules` and add it to the list at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from duediligence.declarations.defects import Defect, Rule, each_question, placed, unknown
from duediligence.declarations.library import Library
from duediligence.declarations.references import broken_references
from duediligence.declarations.rules import cases, conditions, ids, language, sources, use
from duediligence.declarations.sector import gather
from duediligence.declarations.survey import files_that_nothing_reads, read_everything
from duediligence.errors import ContentError
from duediligence.findings import Finding, Severity, in_order
from duediligence.model.case import Case
from duediligence.model.content import SectorContent
from duediligence.model.imports import ImportKind

RULES: tuple[Rule, ...] = (*sources.RULES, *conditions.ADVICE)
"""What every sector is checked for beside its references."""


def lint(library: Library, sectors: Sequence[str]) -> tuple[Finding, ...]:
    """Every defect of these sectors and, where they are all there are, of the whole library."""
    contents = list(_readable(library, sectors))
    found = [finding for content in contents for finding in _of_sector(library, content)]
    used = frozenset(library.files)
    read_everything(library)
    found += [*files_that_nothing_reads(library), *placed(library, _of_library(library, contents))]
    findings = in_order([*library.findings, *_chosen_by_none(found, len(contents))])
    if set(sectors) == set(library.sector_ids()):
        return findings
    folders = tuple(f"sector_profiles/{sector}/" for sector in sectors)
    return tuple(f for f in findings if f.location.file in used or any(part in f.location.file for part in folders))


def _readable(library: Library, sectors: Iterable[str]) -> Iterator[SectorContent]:
    for sector in sectors:
        try:
            yield gather(library, sector)
        except ContentError as problem:
            if not problem.findings:
                raise


def _of_sector(library: Library, content: SectorContent) -> Iterator[Finding]:
    yield from broken_references(library, content)
    found = [defect for rule in RULES for defect in rule(content)]
    plain = library.plain_language
    if plain is not None:
        found += [defect for rule in language.RULES for defect in rule(content, plain)]
    found += _cases(library, content)
    found += [*_measures_for_what_is_nowhere(library, content), *_checks_of_nothing(library, content)]
    if _is_whole(library, content):
        found += [defect for rule in use.RULES for defect in rule(content)]
    yield from placed(library, found)


def _is_whole(library: Library, content: SectorContent) -> bool:
    """Whether all that the sector names could be read: else much would seem to be there for nothing."""
    profile = content.profile
    named = {use.id for use in profile.questionnaires.all()} | set(profile.agreements)
    folders = ("sector_profiles/common/", f"sector_profiles/{profile.id}/")
    broken = [f for f in library.findings if f.severity is Severity.ERROR]
    return named <= {*content.questionnaires, *content.agreements} and not any(
        folder in finding.location.file for finding in broken for folder in folders
    )


def _cases(library: Library, content: SectorContent) -> Iterator[Defect]:
    given = library.records(Case, content.profile.id, "tests.yaml")
    for case in given.values():
        for rule in cases.RULES:
            yield from rule(content, case)
    yield from cases.too_few_cases(content.profile, given.values())


def _measures_for_what_is_nowhere(library: Library, content: SectorContent) -> Iterator[Defect]:
    """A measure for an indicator or commitment that no file declares; common measures serve all sectors."""
    for measure in content.measures.values():
        for key, code, named, known in (
            ("indicators", "unknown_indicator", measure.purpose.indicators, library.indicators.keys()),
            ("commitments", "unknown_commitment_id", measure.purpose.commitments, library.commitment_ids),
        ):
            for index, id in enumerate(named):
                if id not in known:
                    yield unknown(measure, ("for", key, index), code, id, known)


def _checks_of_nothing(library: Library, content: SectorContent) -> Iterator[Defect]:
    """A shared questionnaire may check questions of modules that this sector does not use, but not what is nowhere."""
    for form, path, question in each_question(content):
        if question.checks and question.checks not in library.question_ids:
            at = (*path, "checks")
            yield unknown(form, at, "unknown_question_id", question.checks, sorted(library.question_ids))


def _of_library(library: Library, contents: Sequence[SectorContent]) -> Iterator[Defect]:
    yield from ids.ids_that_stand_twice(library)
    yield from _forms_that_no_profile_names(library)
    yield from _profiles_in_another_folder(library)
    for kind in library.records(ImportKind, "common", "imports.yaml").values():
        for index, id in enumerate(kind.sources):
            if id not in library.sources:
                yield unknown(kind, ("sources", index), "unknown_source_id", id, library.sources)


def _forms_that_no_profile_names(library: Library) -> Iterator[Defect]:
    named = {use.id for profile in library.newest_profiles() for use in profile.questionnaires.all()}
    whole = len(library.newest_profiles()) == len(library.sector_ids())
    for form in library.newest_questionnaires():
        if whole and form.id not in named:
            yield Defect(form, ("id",), "form_without_use", {"id": form.id}, Severity.WARNING)


def _profiles_in_another_folder(library: Library) -> Iterator[Defect]:
    """Measures and cases are looked for in the folder of the profile's id."""
    for profile in library.newest_profiles():
        folder = library.place(profile).file.split("/")[-2]
        if folder != profile.id:
            yield Defect(profile, ("id",), "profile_in_other_folder", {"id": profile.id, "folder": folder})


def _chosen_by_none(found: Sequence[Finding], sectors: int) -> Iterator[Finding]:
    """Measures of the common file serve all sectors: only one that no sector would choose is told."""
    for finding in found:
        common = finding.code == "measure_never_chosen" and "/common/" in finding.location.file
        if not common or (sectors > 1 and found.count(finding) == sectors):
            yield finding
