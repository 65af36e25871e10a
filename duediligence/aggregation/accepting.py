"""Which packages count: of this agreement, round and edition, of a member, signed where asked, the newest of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from duediligence.aggregation.identity import without_legal_form
from duediligence.aggregation.signing import is_signed_by
from duediligence.findings import Finding, Location, error, note, warning
from duediligence.intake.typed.spelling import fold
from duediligence.model.agreement import Agreement
from duediligence.model.package import PackageManifest
from duediligence.model.secretariat import Secretariat


@dataclass(frozen=True, slots=True)
class Received:
    """A package that was opened; `number` says where its tables were put."""

    file: str
    number: int
    digest: str
    manifest: PackageManifest
    manifest_bytes: bytes
    signature: bytes | None

    @property
    def place(self) -> Location:
        """Where a finding about this package points to."""
        return Location(file=self.file)

    @property
    def company(self) -> str:
        """Whose package it says it is."""
        return self.manifest.company


@dataclass(frozen=True, slots=True)
class Terms:
    """What a package must agree with: the settings, the agreement, its editions, and the keys that are trusted."""

    settings: Secretariat
    agreement: Agreement
    editions: Mapping[str, str]
    content: Mapping[str, str]
    site_key: str | None = None
    trusted: Mapping[str, str] | None = None

    @property
    def signed(self) -> bool:
        """Whether a package without a trusted signature is refused."""
        return self.settings.signed or self.agreement.submission.signed


@dataclass(frozen=True, slots=True)
class Accepted:
    """The packages that count, one a company in the order of their ids, and what is said about the others."""

    packages: tuple[Received, ...]
    findings: tuple[Finding, ...]
    corrected: tuple[str, ...] = field(default=())


def accept(received: Sequence[Received], terms: Terms) -> Accepted:
    """Chooses the package of every company; each one that does not count is named with the reason."""
    findings: list[Finding] = []
    usable: dict[str, list[Received]] = defaultdict(list)
    for package in sorted(received, key=lambda p: (p.company, p.manifest.revision, p.file)):
        problems = list(_problems(package, terms))
        findings += problems
        if not any(problem.severity.name == "ERROR" for problem in problems):
            usable[package.company].append(package)
    chosen = [package for packages in usable.values() for package in _newest(packages, findings)]
    findings += _about_keys(chosen)
    corrected = tuple(p.company for p in chosen if p.manifest.revision > 1)
    return Accepted(tuple(sorted(chosen, key=lambda p: p.company)), tuple(findings), tuple(sorted(corrected)))


def _problems(package: Received, terms: Terms) -> Iterator[Finding]:
    m, settings = package.manifest, terms.settings
    wanted = (
        ("package_other_agreement", m.agreement, settings.agreement),
        ("package_other_sector", m.sector, settings.sector),
        ("package_other_round", m.round, settings.round),
        ("package_other_site_key", m.site_key, terms.site_key or m.site_key),
        ("package_other_location", m.location, terms.agreement.submission.location),
        ("package_other_weight", m.weight or "–", terms.agreement.submission.weight or "–"),
    )
    for code, found, expected in wanted:
        if found != expected:
            yield error(code, package.place, company=m.company, found=found, expected=expected)
    yield from _dates(package, settings)
    yield from _editions(package, terms)
    if settings.members and settings.member(m.company) is None:
        yield error("package_of_no_member", package.place, company=m.company)
    yield from _other_name(package, settings)
    yield from _signature(package, terms)


def _dates(package: Received, settings: Secretariat) -> Iterator[Finding]:
    if package.manifest.assessed_on > settings.reported_on:
        yield error(
            "package_from_future",
            package.place,
            company=package.company,
            found=package.manifest.assessed_on,
            expected=settings.reported_on,
        )


def _editions(package: Received, terms: Terms) -> Iterator[Finding]:
    """Other editions of rules and questions are refused; other editions of tables and files are told."""
    given = package.manifest.editions
    for id, expected in sorted(terms.editions.items()):
        found = given.get(id, "–")
        if found != expected:
            told = warning if "." in id else error
            code = "package_other_table" if "." in id else "package_other_edition"
            yield told(code, package.place, company=package.company, what=id, found=found, expected=expected)
    files = package.manifest.content
    differing = sorted(name for name, digest in files.items() if terms.content.get(name, digest) != digest)
    if differing:
        yield warning("package_other_content", package.place, company=package.company, files=", ".join(differing[:5]))


def _signature(package: Received, terms: Terms) -> Iterator[Finding]:
    """A signature is checked wherever there is one and keys are trusted; a wrong one is never let pass."""
    company, signature = package.company, package.signature
    if signature is None:
        if terms.signed:
            yield error("package_unsigned", package.place, company=company)
        return
    public = (terms.trusted or {}).get(company)
    if public is None:
        if terms.signed:
            yield error("package_signer_unknown", package.place, company=company)
        elif terms.trusted is not None:
            yield warning("package_signature_unchecked", package.place, company=company)
    elif not is_signed_by(package.manifest_bytes, signature, public):
        yield error("package_signature_wrong", package.place, company=company)


def _newest(packages: Sequence[Received], findings: list[Finding]) -> Iterator[Received]:
    """The highest revision; two different packages with the same number tell nobody which one counts."""
    if _of_several(packages):
        names = "; ".join(f"{p.manifest.company_name} ({p.file})" for p in packages)
        findings += [error("package_id_shared", p.place, company=p.company, names=names) for p in packages]
        return
    by_digest: dict[str, Received] = {}
    for package in packages:
        first = by_digest.setdefault(package.digest, package)
        if first is not package:
            findings.append(note("package_twice", package.place, company=package.company, first=first.file))
    last = max(p.manifest.revision for p in by_digest.values())
    newest = [p for p in by_digest.values() if p.manifest.revision == last]
    if len(newest) > 1:
        names = ", ".join(p.file for p in newest)
        findings += [error("package_conflict", p.place, company=p.company, files=names) for p in newest]
        return
    for package in by_digest.values():
        if package.manifest.revision < last:
            findings.append(
                note("package_replaced", package.place, company=package.company, by=newest[0].file, correction=last - 1)
            )
    yield newest[0]


def _of_several(packages: Sequence[Received]) -> bool:
    """Whether other companies chose the same id: their names differ, and none corrects what another handed in."""
    names = {fold(package.manifest.company_name) for package in packages}
    replaced = {package.manifest.replaces for package in packages}
    return len(names) > 1 and sum(package.digest not in replaced for package in packages) > 1


def _other_name(package: Received, settings: Secretariat) -> Iterator[Finding]:
    member, found = settings.member(package.company), package.manifest.company_name
    if member and member.name and without_legal_form(member.name) != without_legal_form(found):
        yield warning("package_other_name", package.place, company=package.company, found=found, expected=member.name)


def _about_keys(chosen: Iterable[Received]) -> Iterator[Finding]:
    """Without the key at hand, packages made with different keys can be read but not compared site by site."""
    keys = {package.manifest.site_key for package in chosen}
    if len(keys) > 1:
        yield warning("packages_with_several_keys", Location(), count=len(keys))
