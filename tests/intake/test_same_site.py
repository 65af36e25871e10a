"""Rows of a register that are probably one site, and what a person decides about them."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duediligence.declarations.library import Library, Root
from duediligence.findings import Finding, Location, Severity
from duediligence.i18n.texts import LANGUAGES, translate
from duediligence.intake.register import read_register
from duediligence.intake.sites import same_site
from duediligence.intake.sites.decided import Decided, decide_sites
from duediligence.intake.sites.likeness import words_of
from duediligence.intake.sites.same_site import same_site_findings
from duediligence.model.response import Supplier
from duediligence.model.workspace import Workspace
from duediligence.resources import content_root
from tests.intake.tables import FACTS, SAMPLES, codes

WORDS = Library([Root(content_root())]).site_words
STREET = "128 Lantaarnpad, Denkwijk, Verzonstad 1340"
ELSEWHERE = "Plot 17, Export Processing Zone, Havendorp 4223"


def site(id: str, name: str, address: str = "", country: str = "BD", os_id: str = "") -> Supplier:
    known = {"country": country, "address": address, "os_id": os_id}
    facts = {fact: (value,) for fact, value in known.items() if value}
    return Supplier(id, name, facts, Location("suppliers.csv", cell=f"A{int(id[1:]) + 1}"))


def proposed(*sites: Supplier, different: Iterable[tuple[str, str]] = ()) -> list[tuple[str, str, str]]:
    """What is proposed: the reason, and the ids of the two rows."""
    found = same_site_findings(sites, WORDS, different)
    return [(f.code, str(f.params["other"]), str(f.params["id"])) for f in found]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Industrias Ejemplo S. A. de C.V.", "INDUSTRIAS EJEMPLO SA DE CV"),
        ("Golden Harbour Apparel Co., Ltd", "GoldenHarbour Apparel Limited"),
        ("Verzonnen Style Ltd.", "Verzonenn Style Ltd."),
        ("Örnek Tekstil San. ve Tic. A.Ş.", "Ornek Tekstil"),
        ("示例纺织有限公司", "示例纺织"),
        ("Jansen & Pietersen Fabrics Ltd", "Jansen and Pietersen Fabrics"),
    ],
)
def test_one_name_written_in_two_ways_at_one_address(one: str, other: str) -> None:
    rows = site("s1", one, STREET), site("s2", other, STREET.upper().replace(",", ""))
    assert proposed(*rows) == [("same_site_name_and_address", "s1", "s2")]


def test_one_name_and_an_address_that_nobody_knows() -> None:
    assert proposed(site("s1", "Lanterna Ltd", STREET), site("s2", "Lanterna BV")) == [("same_site_name", "s1", "s2")]


@pytest.mark.parametrize(
    ("country", "names", "addresses"),
    [
        (
            "NL",
            ("Bloembollen De Vliet B.V.", "Bloembollen de Vliet BV"),
            ("Lantaarnpad 128-a, 1340 AB Denkwijk", "Lantaarnpad 128A, 1340AB DENKWIJK"),
        ),
        (
            "TR",
            ("Örnek Tekstil San. ve Tic. A.Ş.", "ORNEK TEKSTIL SANAYI VE TICARET ANONIM SIRKETI"),
            ("Lale Mah. Örnek Sok. No:12/A, Denkilçe/İstanbul", "Lale Mahallesi Örnek Sokak No 12 A Denkilce ISTANBUL"),
        ),
        (
            "CN",
            ("Shili Textile Co., Ltd.", "Shi Li Textile Company Limited"),
            ("No. 128, Denglong Road, Shili Town, Guangdong", "128 Denglong Rd, Shili Town, Guangdong Province"),
        ),
        ("CN", ("示例纺织有限公司", "示例纺织"), ("广东省东莞市示例镇灯笼路128号", "东莞市示例镇灯笼路128号")),
    ],
)
def test_names_and_addresses_as_each_country_writes_them(
    country: str, names: tuple[str, str], addresses: tuple[str, str]
) -> None:
    rows = (site(f"s{i}", name, place, country) for i, (name, place) in enumerate(zip(names, addresses, strict=True)))
    assert proposed(*rows) == [("same_site_name_and_address", "s0", "s1")]


def test_one_name_in_two_cities_is_two_sites_also_where_addresses_have_no_spaces() -> None:
    one = site("s1", "示例纺织有限公司", "广东省东莞市示例镇灯笼路128号", "CN")
    assert proposed(one, site("s2", "示例纺织有限公司", "浙江省杭州市梦想区另路9号", "CN")) == []


def test_one_public_number_says_more_than_names_and_two_say_more_as_well() -> None:
    blue, red = site("s1", "Blue Mill", STREET, os_id="BD2020"), site("s2", "Red Mill", ELSEWHERE, os_id="bd2020")
    assert proposed(blue, red) == [("same_site_number", "s1", "s2")]
    twins = site("s1", "Blue Mill", STREET, os_id="BD2020"), site("s2", "Blue Mill", STREET, os_id="BD2021")
    assert proposed(*twins) == []


def test_two_companies_at_one_door_are_only_noted() -> None:
    rows = site("s1", "Voorbeeld Ltd", STREET), site("s2", "Kwikstaart Ltd", STREET)
    (found,) = same_site_findings(rows, WORDS)
    assert (found.code, found.severity, found.location.cell) == ("same_site_address", Severity.NOTE, "A3")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (site("s1", "Lanterna Ltd", STREET), site("s2", "Lanterna Ltd", STREET, country="IN")),  # another country
        (site("s1", "Lanterna Ltd", STREET), site("s2", "Lanterna Ltd", ELSEWHERE)),  # two sites of one company
        (site("s1", "Mooie Truien Unit 1", STREET), site("s2", "Mooie Truien Unit 2", STREET)),
        (site("s1", "Verzonstad Garments Ltd"), site("s2", "Wijkdorp Garments Ltd")),  # only a trade in common
        (site("s1", "Garments Export Ltd"), site("s2", "Garments Export Company")),  # a trade is no name
        (site("s1", "Zeta Textile"), site("s2", "Beta Textile")),
        (site("s1", "Voorbeeld Ltd", "Verzonstad"), site("s2", "Kwikstaart Ltd", "Verzonstad")),  # one town
    ],
)
def test_what_is_not_proposed(one: Supplier, other: Supplier) -> None:
    assert proposed(one, other) == []


def test_a_group_with_several_factories_is_asked_about_only_where_they_stand_together() -> None:
    spinning, weaving = site("s1", "Denkbeeld Spinning", STREET), site("s2", "Denkbeeld Weaving", STREET)
    assert proposed(spinning, weaving) == [("same_site_name_and_address", "s1", "s2")]
    assert proposed(spinning, site("s2", "Denkbeeld Weaving")) == []


def test_a_decision_that_two_rows_differ_is_remembered_in_either_order() -> None:
    rows = site("s1", "Lanterna Ltd", STREET), site("s2", "Lanterna", STREET)
    assert proposed(*rows, different=[("s2", "s1")]) == []
    assert proposed(*rows, site("s3", "Lanterna BV", STREET), different=[("s1", "s2")]) == [
        ("same_site_name_and_address", "s1", "s3"),
        ("same_site_name_and_address", "s2", "s3"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_proposal_tells_both_rows_and_the_line_to_write(language: str) -> None:
    rows = site("s3", "Lanterna {x} Ltd", STREET), site("s7", "Lanterna {x}", STREET)
    (found,) = same_site_findings(rows, WORDS)
    problem = translate(f"findings.{found.code}.problem", language, **found.params)
    assert "Lanterna {x} Ltd" in problem
    assert "A4" in problem
    remedy = translate(f"findings.{found.code}.remedy", language, **found.params)
    assert "same_site: {s7: s3}" in remedy
    assert "different_sites: [[s3, s7]]" in remedy


def test_each_row_is_compared_with_a_few_others_however_long_the_register_is(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[None] = []
    monkeypatch.setattr(same_site, "_proposal", lambda *pair: compared.append(None))
    chance = random.Random(5)
    for vocabulary in (30, 300, 3_000, 30_000):  # from words that everybody shares to words that hardly anybody does
        words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=8)) for _ in range(vocabulary)]
        names = [" ".join(chance.choices(words, k=2)) for _ in range(4_000)]
        many = [site(f"s{i}", f"{name} Garments Ltd", f"{i} {name[::-1]} Road, Dorp") for i, name in enumerate(names)]
        compared.clear()
        same_site_findings(many, WORDS)
        assert len(compared) < 50 * len(many)


NAMES = ["Lanterna Ltd", "Lanterna", "Blue Mill", "Blue Mill BV", "Red"]


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.randoms())
def test_the_order_of_the_register_only_says_which_row_is_named_first(names: list[str], chance: random.Random) -> None:
    rows = [site(f"s{i}", name) for i, name in enumerate(names)]
    shuffled = chance.sample(rows, len(rows))
    pairs = [{frozenset(ids) for _, *ids in proposed(*some)} for some in (rows, shuffled)]
    assert pairs[0] == pairs[1]


@given(st.text())
@example("\U0001d71c")  # decomposes into a capital letter
def test_any_name_has_words_or_none(name: str) -> None:
    assert all(word and word == word.casefold() for word in words_of(name))
    assert isinstance(proposed(site("s1", name), site("s2", name)), list)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="DUEDILIGENCE_SAMPLES names no folder with samples")
def test_published_lists_of_factories_hold_few_doubles_and_each_proposal_shares_a_word() -> None:
    for path in sorted((SAMPLES / "registers").glob("*.csv")):
        rows = read_register(path, FACTS, path.name).value
        found = [f for f in same_site_findings(rows, WORDS) if f.severity is Severity.WARNING]
        assert len(found) <= 3, path.name
        assert all(map(_shares_a_word, found)), path.name


def _shares_a_word(finding: Finding) -> bool:
    one, other = (set(words_of(str(finding.params[key]))) for key in ("name", "other_name"))
    return bool(one & other)


# --- what a person decided ---

ROWS = (site("s1", "Lanterna Ltd", STREET), site("s3", "Mill"), site("s7", "Mill BV", ELSEWHERE))


def decided(*rows: Supplier, **decisions: object) -> Decided:
    own = {"company": {"id": "c1", "name": "C"}, "sector": "x", "assessed_on": "2026-11-01"}
    return decide_sites(rows or ROWS, Workspace.model_validate({**own, **decisions}), FACTS, "duediligence.yaml")


def test_a_row_that_is_the_same_site_goes_and_its_facts_fill_in_what_the_other_does_not_know() -> None:
    found = decided(same_site={"s7": "s3"})
    assert [supplier.id for supplier in found.suppliers] == ["s1", "s3"]
    assert found.suppliers[1].words("address") == (ELSEWHERE,)
    assert found.suppliers[1].name == "Mill"
    assert (found.same, codes(found.findings)) == ({"s7": "s3"}, ["same_site_joined"])
    assert found.findings[0].location == ROWS[2].location


def test_facts_that_two_rows_of_one_site_tell_differently_are_named_and_the_row_that_stays_holds() -> None:
    few = Supplier("s3", "Mill", {"workers": (40.0,), "address": ("A",)})
    many = Supplier("s7", "Mill", {"workers": (90.0,), "address": ("B",)})
    found = decided(few, many, same_site={"s7": "s3"})
    assert found.suppliers[0].facts["workers"] == (40.0,)
    differ = next(f for f in found.findings if f.code == "same_site_facts_differ")
    assert differ.params["facts"] == "workers"  # an address may well be written in two ways


def test_decisions_follow_one_another() -> None:
    found = decided(same_site={"s7": "s3", "s3": "s1"})
    assert ([s.id for s in found.suppliers], dict(found.same)) == (["s1"], {"s7": "s1", "s3": "s1"})


@pytest.mark.parametrize(
    ("decisions", "code", "path"),
    [
        ({"same_site": {"s7": "s33"}}, "decided_site_unknown", "same_site.s7"),
        ({"different_sites": [["s1", "s9"]]}, "decided_site_unknown", "different_sites[0]"),
        ({"same_site": {"s7": "s7"}}, "same_site_in_circle", "same_site.s7"),
        ({"same_site": {"s7": "s3"}, "different_sites": [["s3", "s7"]]}, "site_decided_twice", "same_site.s7"),
    ],
)
def test_a_decision_that_cannot_be_used_is_named_and_changes_nothing(
    decisions: dict[str, object], code: str, path: str
) -> None:
    found = decided(**decisions)
    assert found.suppliers == ROWS
    assert [(f.code, f.location.file, f.location.path) for f in found.findings] == [(code, "duediligence.yaml", path)]


def test_a_circle_of_decisions_joins_nothing() -> None:
    found = decided(same_site={"s7": "s3", "s3": "s7"})
    assert (found.suppliers, codes(found.findings)) == (ROWS, ["same_site_in_circle"] * 2)
