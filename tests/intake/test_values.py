from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duediligence.findings import Location
from duediligence.i18n.formats import country_codes
from duediligence.intake.files.grid import Cell, Fault
from duediligence.intake.typed.places import country_code
from duediligence.intake.typed.values import FactReader
from tests.intake.tables import FACTS

PLACE = Location(file="suppliers.xlsx", sheet="Blad1", cell="D7")


def read(fact: str, value: object, in_percent: bool = False, percent: bool = False) -> tuple[Any, str]:
    values, finding = FactReader(FACTS[fact], in_percent).read(Cell(value, PLACE, percent))
    assert finding is None or finding.location == PLACE
    return (values[0] if len(values) == 1 else values), (finding.code if finding else "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Nederland", "NL"),
        ("Netherlands", "NL"),
        ("the netherlands", "NL"),
        ("NO", "NO"),
        ("NA", "NA"),
        ("ind", "IN"),
        ("BANGLADESH", "BD"),
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("turkije", "TR"),
        ("Viet Nam", "VN"),
        ("Vietnam", "VN"),
        ("South Korea", "KR"),
        ("Zuid-Korea", "KR"),
        ("Korea, Republic of", "KR"),
        ("UK", "GB"),
        ("Great Britain", "GB"),
        ("U.S.A.", "US"),
        ("Burma", "MM"),
        ("Ivory Coast", "CI"),
        ("Côte d'Ivoire", "CI"),
        ("P.R. China", "CN"),
        ("  china ", "CN"),
    ],
)
def test_a_country_by_name_code_or_usual_other_name(written: str, code: str) -> None:
    assert read("country", written) == (code, "")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_country_is_known_by_its_name_in_both_languages(language: str) -> None:
    unknown = {code for name, code in country_codes(language).items() if country_code(name) != code}
    assert unknown == {"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ"} & set(country_codes(language).values())


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("Bangladesch", "Bangladesh (BD)"), ("Atlantis", "–"), ("EU", "–"), ("Chinaa", "China (CN)")],
)
def test_a_country_that_does_not_exist_is_named_with_the_nearest(written: str, nearest: str) -> None:
    values, finding = FactReader(FACTS["country"]).read(Cell(written, PLACE))
    assert values == ()
    assert finding is not None
    assert (finding.code, finding.params["found"], finding.params["nearest"]) == ("unknown_country", written, nearest)


@pytest.mark.parametrize("blank", ["", "  ", None, "unknown", "Onbekend", "?", "n/a", "N.A.", "-", "weet niet"])
@pytest.mark.parametrize("fact", ["country", "workers", "migrant_share", "home_work", "goods", "address", "site_type"])
def test_what_is_not_known_is_absent_without_a_finding(fact: str, blank: object) -> None:
    assert read(fact, blank) == ((), "")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        (250.0, 250.0, ""),
        ("250", 250.0, ""),
        ("1 250", 1250.0, ""),
        ("1.250,5", 1250.5, ""),
        ("1,250.5", 1250.5, ""),
        ("1.250.000", 1_250_000.0, ""),
        ("12,5", 12.5, ""),
        ("0.125", 0.125, ""),
        ("1.250", (), "number_ambiguous"),
        ("1,250", (), "number_ambiguous"),
        ("ca. 250", 250.0, "about_read"),
        ("± 1.250,5", 1250.5, "about_read"),
        ("€ 310.000", 310_000.0, ""),
        ("USD 1,250", 1250.0, ""),
        ("about fifty", (), "not_a_number"),
        ("200-300", (), "not_a_number"),
        ("-5", (), "number_below_zero"),
        (float("nan"), (), "not_a_number"),
        (float("inf"), (), "not_a_number"),
        (True, (), "not_a_number"),
        (date(2026, 2, 1), (), "not_a_number"),
        ("12; 14", (), "several_values"),
    ],
)
def test_numbers_in_dutch_and_english(written: object, value: object, code: str) -> None:
    assert read("workers", written) == (value, code)


@pytest.mark.parametrize(
    ("written", "in_percent", "value", "code"),
    [
        (0.35, False, 0.35, ""),
        ("0,35", False, 0.35, ""),
        ("35 %", False, 0.35, ""),
        ("35%", False, 0.35, ""),
        ("35 procent", False, 0.35, ""),
        ("0.5%", True, 0.005, ""),
        (35.0, True, 0.35, ""),
        (0.0, True, 0.0, ""),
        (100.0, True, 1.0, ""),
        (1.0, False, 1.0, ""),
        (0.5, True, (), "share_ambiguous"),
        (1.0, True, (), "share_ambiguous"),
        ("120 %", False, (), "share_out_of_range"),
        (120.0, True, (), "share_out_of_range"),
        ("-5 %", False, (), "number_below_zero"),
        ("veel", False, (), "not_a_number"),
    ],
)
def test_shares(written: object, in_percent: bool, value: object, code: str) -> None:
    taken, found = read("migrant_share", written, in_percent)
    assert (pytest.approx(taken), found) == (value, code)


def test_a_cell_formatted_as_percentage_is_a_share_also_in_a_column_of_percentages() -> None:
    assert read("migrant_share", 0.5, in_percent=True, percent=True) == (0.5, "")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        *((word, True, "") for word in ("ja", "Ja ", "yes", "Y", "true", "x", "X", "✓", "1", 1.0, True)),
        *((word, False, "") for word in ("nee", "No", "n", "false", "0", 0.0, False)),
        ("misschien", (), "not_yes_or_no"),
        (2.0, (), "not_yes_or_no"),
    ],
)
def test_flags(written: object, value: object, code: str) -> None:
    assert read("home_work", written) == (value, code)


@pytest.mark.parametrize(
    ("written", "values", "code"),
    [
        ("cotton", "cotton", ""),
        ("Katoen", "cotton", ""),
        ("RUWE  KATOEN", "cotton", ""),
        ("cotton; garen", ("cotton", "yarn"), ""),
        ("Cotton, yarn", ("cotton", "yarn"), ""),
        ("Leer, bont en huiden; garen", ("leather", "yarn"), ""),
        ("Leather, fur and skins", "leather", ""),
        ("cotton\nyarn", ("cotton", "yarn"), ""),
        ("cotton; cotton;", "cotton", ""),
        (["cotton", "yarn"], ("cotton", "yarn"), ""),
        ("cotton; yarm", (), "unknown_choice"),
    ],
)
def test_several_values_in_one_cell(written: object, values: object, code: str) -> None:
    assert read("goods", written) == (values, code)


def test_a_near_miss_is_suggested_and_not_taken() -> None:
    _, finding = FactReader(FACTS["goods"]).read(Cell("cotton; coton", PLACE))
    assert finding is not None
    assert (finding.params["found"], finding.params["nearest"], finding.params["id"]) == ("coton", "cotton", "goods")


def test_one_value_where_one_belongs() -> None:
    assert read("site_type", "mill") == ("factory", "")
    assert read("site_type", "factory; agency") == ((), "several_values")
    assert read("site_type", "factry; agency") == ((), "unknown_choice")
    assert read("country", "China; Vietnam") == ((), "several_values")


def test_a_list_of_countries_takes_every_name_of_a_country() -> None:
    assert read("corridors", "Burma; Viet Nam; Turkey") == (("mm", "vn", "tr"), "")
    assert read("corridors", "Burma; Nepal") == ((), "unknown_choice")


@pytest.mark.parametrize(
    ("written", "value", "code"),
    [
        ("IN-TN", "IN-TN", ""),
        ("in tn", "IN-TN", ""),
        ("CN_XJ", "CN-XJ", ""),
        ("Tamil Nadu", (), "unknown_subdivision"),
        ("ZZ-1", (), "unknown_subdivision"),
    ],
)
def test_subdivisions_by_their_code(written: str, value: object, code: str) -> None:
    assert read("subdivision", written) == (value, code)


@pytest.mark.parametrize(
    ("country", "written", "code"),
    [
        ("IN", "Tamil Nadu", "IN-TN"),
        ("IN", "tamil nādu", "IN-TN"),
        ("CN", "Xinjiang", "CN-XJ"),
        ("CN", "Guangdong", "CN-GD"),
        ("BE", "Oost-Vlaanderen", "BE-VOV"),
        ("BE", "oost vlaanderen", "BE-VOV"),
        ("DE", "Beieren", "DE-BY"),
        ("TR", "Istanbul", "TR-34"),
        ("ES", "Cataluña", "ES-CT"),
        ("BD", "Dhaka", "BD-C"),
    ],
)
def test_subdivisions_by_their_name_in_the_country_of_the_row(country: str, written: str, code: str) -> None:
    values, finding = FactReader(FACTS["subdivision"]).read(Cell(written, PLACE), country)
    assert (values, finding) == ((code,), None)


@pytest.mark.parametrize(
    ("country", "written", "code", "nearest"),
    [
        ("IN", "Tamil Nado", "unknown_subdivision", "Tamil Nādu (IN-TN)"),
        ("IN", "Xinjiang", "unknown_subdivision", "–"),
        (
            "CN",
            "Xinjiang Uyghur Autonomous Region",
            "unknown_subdivision",
            "Xinjiang Uygur Zizhiqu (CN-XJ); Guangxi Zhuangzu Zizhiqu (CN-GX)",
        ),
        ("IN", "Andaman", "", ""),
        ("US", "North", "ambiguous_subdivision", "North Carolina (US-NC); North Dakota (US-ND)"),
    ],
)
def test_a_subdivision_that_is_not_clear_is_named_with_the_nearest(
    country: str, written: str, code: str, nearest: str
) -> None:
    _, finding = FactReader(FACTS["subdivision"]).read(Cell(written, PLACE), country)
    assert ((finding.code, finding.params["nearest"]) if finding else ("", "")) == (code, nearest)


def test_an_error_cell_is_not_blank() -> None:
    assert read("workers", Fault("error_cell", "#N/A")) == ((), "error_cell")
    assert read("country", Fault("formula_without_value", "=…")) == ((), "formula_without_value")


CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.none(),
    st.lists(st.one_of(st.text(max_size=5), st.floats(), st.none()), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@given(st.sampled_from(sorted(FACTS)), CELLS, st.booleans())
def test_any_cell_gives_values_or_a_finding_and_never_both(fact: str, value: object, in_percent: bool) -> None:
    values, finding = FactReader(FACTS[fact], in_percent).read(Cell(value, PLACE))
    assert not (values and finding)
    if FACTS[fact].type == "share":
        assert all(0 <= float(share) <= 1 for share in values)


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["", " "]))
def test_a_whole_number_is_read_as_it_was_written(number: int, separator: str) -> None:
    assert read("workers", f"{number:,}".replace(",", separator)) == (float(number), "")
