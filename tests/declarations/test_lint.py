"""Content that would mislead the engine, or whoever reads it, is named at its line with what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duediligence.findings import Severity
from duediligence.i18n.texts import LANGUAGES, translate
from tests.declarations.laundry import (
    AGREEMENT,
    CASES,
    COMMON,
    COMPANY,
    CORE,
    MEASURES,
    MIGRANTS,
    PROFILE,
    SCALES,
    WORKERS,
    Laundry,
)


@pytest.fixture
def laundry(tmp_path: Path) -> Laundry:
    return Laundry.at(tmp_path / "content")


def test_the_sector_is_sound_before_it_is_spoilt(laundry: Laundry) -> None:
    assert [f"{f.code} {f.location} {dict(f.params)}" for f in laundry.lint() if f.severity is Severity.ERROR] == []


WAITS = "ask_when: {answer: {lw_passports: [on_request, kept]}}"
LAST_BAND = "- {signals: [{indicator: overtime, strength: strong}"
REFERENCE = "reference: {text: article 1, source: laundry_text}"
SHARES = "due: {thresholds: {1: 0.2, 2: 0.4, 3: 0.9}}"
FIRST_BAND = "{at_most: 24, no_concern: [restriction_of_movement]}"
ASSURED = "no_concern: [intimidation, wages]"

PROFILE_DEFECTS = [
    ("  - id: laundry_prison\n", "  - id: laundry_prison\n    access_waits_for: [laundry_jail]\n", "unknown_driver_id"),
    (
        "  - id: laundry_prison\n",
        "  - id: laundry_prison\n    access_waits_for: [laundry_prison]\n",
        "unknown_driver_id",
    ),
    ("country: [NO, NL]", "country: [XX, NL]", "unknown_value"),
    ("country: [NO, NL]", "country: [NLD]", "unknown_value"),
    ("country: [NO, NL]", "country: true", "condition_does_not_fit"),
    ("subdivision: [IN-TN]", "subdivision: [TN]", "unknown_value"),
    ("country: IN, subdivision: [IN-TN]", "country: NL, subdivision: [IN-TN]", "subdivision_of_other_country"),
    ("country: IN, subdivision: [IN-TN]", "subdivision: [IN-TN]", "subdivision_without_country"),
    ("linen: [hotel, hospital]", "linen: [hotle]", "unknown_value"),
    ("linen: [hotel, hospital]", "linen: {above: 1}", "condition_does_not_fit"),
    ("workers: {at_most: 49}", "workers: many", "condition_does_not_fit"),
    ("workers: {at_most: 49}", "workers: true", "condition_does_not_fit"),
    ("workers: {at_most: 49}", "workers: {at_most: 49, above: 60}", "limits_exclude"),
    ("night_share: {above: 0.5}", "night_share: {above: 20}", "share_outside"),
    ("prison_labour: true}", "prison_labour: sometimes}", "condition_does_not_fit"),
    ("any: [{agency_share: {above: 0.5}}", "any: [{agency_share: {above: 40}}", "share_outside"),
    ('country.tip_tier: ["3"]', "country.tip_tier: [worst]", "unknown_value"),
    ('country.tip_tier: ["3"]', "country.tip_tire: ['3']", "unknown_table_column"),
    ("raises: {violence: high}", "raises: {violense: high}", "unknown_indicator"),
    ("raises: {violence: high}", "raises: {violence: huge}", "unknown_level"),
    ("raises: {violence: high}", "raises: {}", "driver_without_effect"),
    ("id: laundry_night", "id: laundry_heat", "duplicate_id"),
    ("union: [laundry_union]", "union: [laundry_visit]", "form_of_other"),
    ("union: [laundry_union]", "union: [laundry_onion]", "unknown_questionnaire_id"),
    ("agreements: [laundry_covenant, laundry_code]", "agreements: [laundry_covenent]", "unknown_agreement_id"),
    ("indicators: [ilo]", "indicators: [ilo, ole]", "unknown_indicator_set"),
    ("id: laundry\n", "id: washing\n", "profile_in_other_folder"),
]
QUESTION_DEFECTS = [
    (CORE, "at_most: 48", "at_most: 61", "band_never_reached"),
    (
        CORE,
        LAST_BAND,
        LAST_BAND.replace("{", "{at_most: 90, ", 1),
        "bands_end",
    ),
    (
        CORE,
        FIRST_BAND,
        "{no_concern: [restriction_of_movement]}",
        "band_never_reached",
    ),
    (MIGRANTS, "bands: [1, 5, 40]", "bands: [1, 50, 40]", "band_never_reached"),
    (
        CORE,
        WAITS,
        "ask_when: {answer: {lw_passports: [lost]}}",
        "unknown_option_id",
    ),
    (
        CORE,
        WAITS,
        "ask_when: {answer: {lw_pasports: [kept]}}",
        "unknown_question_id",
    ),
    (
        CORE,
        WAITS,
        "ask_when: {answer: {lw_penalties: [fines]}}",
        "asked_when_later",
    ),
    (
        CORE,
        WAITS,
        "ask_when: {answer: {lw_passports_return: [band_0]}}",
        "asked_when_itself",
    ),
    (
        CORE,
        WAITS,
        "ask_when: {answer: {lw_w_violence: [seen]}}",
        "asked_when_other_respondent",
    ),
    (CORE, "ask_when: {housing_by_employer: true}", "ask_when: {housing_by_employer: often}", "condition_does_not_fit"),
    (CORE, "- id: lw_penalties", "- id: lw_passports", "duplicate_id"),
    (MIGRANTS, "- id: lw_contract_language", "- id: lw_hours", "duplicate_id"),
    (CORE, "{id: fines,", "{id: threats,", "option_twice"),
    (CORE, "{id: nothing,", "{id: refused,", "option_is_state"),
    (
        CORE,
        ASSURED,
        ASSURED + ", signals: [{indicator: wages, strength: weak}]",
        "signal_and_no_concern",
    ),
    (CORE, "strength: weak}]}", "strength: week}]}", "unknown_strength"),
    (MIGRANTS, "no_concern: [deception]", "no_concern: []", "indicator_never_cleared"),
    (WORKERS, "checks: lw_passports", "checks: lw_w_passport", "checks_in_circle"),
    (WORKERS, "checks: lw_passports", "checks: lw_pasports", "unknown_question_id"),
    (CORE, "sources: [laundry_study]", "sources: [laundry_studie]", "unknown_source_id"),
    (CORE, "sources: [laundry_study]\n", "", "claim_without_source"),
    (CORE, "confidence: secondary", "confidence: verified", "confidence_above_source"),
    (CORE, "nl: Wie bewaart de paspoorten", "nl: Niemand bewaart toch niet de paspoorten", "denied_twice"),
    (CORE, "en: Who keeps the passports", "en: Of course the workers keep the passports", "leading_question"),
    (WORKERS, "en: You can stop at any time. We", "en: We", "talk_without_promise"),
    (WORKERS, "nl: Waar is uw paspoort", "nl: Wat is uw naam", "talk_asks_who"),
    (CORE, "nl: Wie bewaart de paspoorten", "nl: Wat is de compliance bij paspoorten", "hard_word"),
]
AGREEMENT_DEFECTS = [
    (AGREEMENT, "ends: 2028-06-01", "ends: 2022-06-01", "dates_out_of_order"),
    (AGREEMENT, "ends: 2028-06-01", "ends: 2025-06-01", "state_against_dates"),
    (AGREEMENT, SHARES, "due: {1: 0.2, 2: 0.1}", "schedule_falls"),
    (AGREEMENT, SHARES, "due: {1: 20, 2: 40, 3: 90}", "share_outside"),
    (AGREEMENT, "due: {from: 2}", "due: {from: 2027}", "year_of_participation"),
    (AGREEMENT, "coverage: {at_least: 0.5}", "coverage: {at_least: 50}", "share_outside"),
    (AGREEMENT, "tier: [low, medium]", "tier: [lowest]", "unknown_value"),
    (AGREEMENT, "tier: [low, medium]", "tier: {below: 2}", "condition_does_not_fit"),
    (AGREEMENT, "where: {coverage: {at_least: 0.5}}", "where: {}", "commitment_not_shown"),
    (AGREEMENT, "met: [public]", "met: [pubic]", "unknown_option_id"),
    (AGREEMENT, "question: lc_q_policy", "question: lc_q_polis", "unknown_question_id"),
    (AGREEMENT, "questionnaire: laundry_company", "questionnaire: laundry_firm", "unknown_questionnaire_id"),
    (AGREEMENT, "measure: {indicators: [documents]}", "measure: {indicators: [papers]}", "unknown_indicator"),
    (
        AGREEMENT,
        REFERENCE,
        REFERENCE.replace("text}", "tekst}"),
        "unknown_source_id",
    ),
    (AGREEMENT, "- id: lc_mapping", "- id: lc_policy", "duplicate_id"),
    (MEASURES, "commitments: [lc_no_documents]", "commitments: [lc_no_papers]", "unknown_commitment_id"),
    (MEASURES, "for: {indicators: [debt_bondage]}", "for: {indicators: [debt]}", "unknown_indicator"),
    (MEASURES, "- id: lm_repay_fees", "- id: lm_return_papers", "duplicate_id"),
    (MEASURES, "topics: [policy]", "topics: [polici]", "not_one_of"),
    (MEASURES, "gaps: [no_response", "gaps: [no_reply", "not_one_of"),
]
CASE_DEFECTS = [
    ("workers: 40, housing", "workers: forty, housing", "wrong_type"),
    ("workers: 40, housing", 'workers: "40", housing', "wrong_type"),
    ("linen: workwear", "linen: 7", "wrong_type"),
    ("linen: workwear", "linen: silk", "unknown_value"),
    ("night_share: 0,", "night_share: 40,", "share_outside"),
    ("country: NL, workers", "country: Nederland, workers", "unknown_value"),
    ("prison_labour: true", "prison_labour: 3", "wrong_type"),
    ("{lw_passports: kept}", "{lw_passports: keptt}", "unknown_option_id"),
    ("{lw_passports: kept}", "{lw_hours: long}", "wrong_type"),
    ("{lw_passports: kept}", "{lw_remarks: 12}", "wrong_type"),
    ("{lw_passports: kept}", "{lw_pasports: kept}", "unknown_question_id"),
    ("drivers: [laundry_prison], ind", "drivers: [laundry_jail], ind", "unknown_driver_id"),
    ("measures: [lm_return_papers]", "measures: [lm_return_paper]", "unknown_measure_id"),
    ("lc_mapping: unknown", "lc_maping: unknown", "unknown_commitment_id"),
    ("joined: {laundry_covenant:", "joined: {laundry_covenent:", "unknown_agreement_id"),
    ("expect: {drivers: [laundry_prison]}", "expect: {}", "case_expects_nothing"),
    ("tier: critical, ind", "tier: dreadful, ind", "not_one_of"),
]
SCALE_DEFECTS = [
    ("  elevated:\n    value: 0.15", "  elevated:\n    value: 0.45", "scale_out_of_order"),
    ("  severe:\n    value: 0.6", "  severe:\n    value: 60", "share_outside"),
    ("  weak:\n    value: 0.2", "  weak:\n    value: 0.9", "scale_out_of_order"),
    ("  E4:\n    value: 0.5", "  E4:\n    value: 0.05", "scale_out_of_order"),
    ("  medium_possible:\n    value: 0.3", "  medium_possible:\n    value: 0.9", "scale_out_of_order"),
    ("  supplier:\n    value: E1", "  supplier:\n    value: E9", "unknown_value"),
    ("  low:\n    value: 0.05", "  lowest:\n    value: 0.05", "scale_missing"),
]
ALL = [
    *((PROFILE, *defect) for defect in PROFILE_DEFECTS),
    *QUESTION_DEFECTS,
    *AGREEMENT_DEFECTS,
    *((CASES, *defect) for defect in CASE_DEFECTS),
    *((SCALES, *defect) for defect in SCALE_DEFECTS),
]


@pytest.mark.parametrize(("file", "old", "new", "code"), ALL, ids=[f"{code}: {new[:40]}" for _, _, new, code in ALL])
def test_what_would_mislead_is_named_in_its_file_at_its_line(
    file: str, old: str, new: str, code: str, laundry: Laundry
) -> None:
    laundry.replace(file, old, new)
    found = [finding for finding in laundry.lint() if finding.code == code]
    assert found, laundry.told()
    assert file in {finding.location.file for finding in found}
    assert all(finding.location.line and finding.location.column for finding in found)
    for language in LANGUAGES:
        for part in ("problem", "remedy"):
            assert not re.search(r"{\w+}", translate(f"findings.{code}.{part}", language, **found[0].params))


def test_bands_of_size_end_open_and_rise(laundry: Laundry) -> None:
    text = (laundry.folder / SCALES).read_text(encoding="utf-8")
    start = text.index("scope:")
    laundry.write(SCALES, text[:start] + text[start:].replace("below: 50", "below: 5", 1))
    assert "band_never_reached" in laundry.told()


def test_two_questions_that_wait_for_each_other(laundry: Laundry) -> None:
    first = "core: true\n        options:\n          - {id: with_workers"
    waiting = "ask_when: {answer: {lw_passports_return: [band_0]}}"
    laundry.replace(CORE, first, first.replace("options", f"{waiting}\n        options"))
    assert laundry.told()["asked_in_circle"] == "lw_passports_return"


def test_a_finding_stands_at_the_line_of_the_test_that_is_wrong(laundry: Laundry) -> None:
    laundry.replace(PROFILE, "any: [{agency_share: {above: 0.5}}", "any: [{agency_share: {above: 40}}")
    (finding,) = [f for f in laundry.lint() if f.code == "share_outside"]
    assert finding.location.line == laundry.line_of(PROFILE, "above: 40")
    assert finding.location.path == "drivers[4].when.any[0].agency_share.above"


def test_the_same_edition_twice_is_named_with_the_other_file(laundry: Laundry) -> None:
    text = (laundry.folder / CORE).read_text(encoding="utf-8")
    laundry.write("questionnaires/laundry_core_copy.yaml", text)
    (finding,) = [f for f in laundry.lint() if f.code == "edition_twice"]
    assert (finding.location.file, finding.params["other"]) == ("questionnaires/laundry_core_copy.yaml", CORE)


def test_a_new_edition_beside_the_old_one_is_no_defect(laundry: Laundry) -> None:
    text = (laundry.folder / CORE).read_text(encoding="utf-8")
    laundry.write("questionnaires/laundry_core.2.yaml", text.replace('edition: "1.10"', 'edition: "2.0"'))
    assert not {"edition_twice", "duplicate_id", "question_twice"} & laundry.told().keys()


def test_files_that_nothing_reads_are_named_with_the_name_that_was_meant(laundry: Laundry) -> None:
    (laundry.folder / CASES).rename(laundry.folder / "sector_profiles/laundry/test.yml")
    found = {f.code: f for f in laundry.lint()}
    assert found["content_file_not_read"].location.file == "sector_profiles/laundry/test.yml"
    assert found["content_file_not_read"].params["nearest"] == "tests.yaml"
    assert found["sector_without_cases"].location.file == PROFILE


def test_a_questionnaire_that_no_profile_names(laundry: Laundry) -> None:
    laundry.replace(PROFILE, "  union: [laundry_union]\n", "")
    assert laundry.told()["form_without_use"] == "laundry_union"


def test_an_assumption_says_why(laundry: Laundry) -> None:
    laundry.replace(PROFILE, "    why: {nl: Een eigen keuze voor een toets, en: Our own choice for a test}\n", "")
    assert "assumption_without_reason" in laundry.told()


def test_a_figure_names_its_source(laundry: Laundry) -> None:
    laundry.replace(
        COMPANY, "{nl: Is de keten bekend, en: Is the chain known}", "{nl: Is 80% bekend, en: Is 80% known}"
    )
    (finding,) = [f for f in laundry.lint() if f.code == "figure_without_source"]
    assert finding.params["found"] == "80%"
    assert finding.location.line == laundry.line_of(COMPANY, "lc_q_mapping")


def test_the_first_run_names_what_is_wrong_in_every_file(laundry: Laundry) -> None:
    laundry.replace(CORE, "type: choice\n        core: true", "tipe: choice\n        core: true")
    laundry.replace(MIGRANTS, "indicator: debt_bondage, strength: medium", "indicator: debt, strength: medium")
    laundry.replace(MEASURES, "horizon: immediate", "horizon: tomorrow")
    laundry.replace(AGREEMENT, "question: lc_q_policy", "question: lc_q_polis")
    laundry.append(f"{COMMON}/indicators.yaml", "- id: odd\n")
    laundry.replace(CASES, "workers: 40, housing", "workers: forty, housing")
    told = laundry.told()
    assert {
        "unknown_key",
        "unknown_indicator",
        "not_one_of",
        "unknown_question_id",
        "missing_key",
        "wrong_type",
    } <= set(told)


def test_what_a_broken_file_declares_is_not_called_unknown_elsewhere(laundry: Laundry) -> None:
    laundry.replace(CORE, "type: choice\n        core: true", "tipe: choice\n        core: true")
    assert set(laundry.told()) == {"unknown_key"}


BROKEN = [CORE, AGREEMENT, MEASURES, *(f"{COMMON}/{name}.yaml" for name in ("indicators", "facts", "plain_language"))]


@pytest.mark.parametrize("file", BROKEN)
def test_a_file_that_is_no_yaml_gives_one_finding_and_no_echo(file: str, laundry: Laundry) -> None:
    laundry.append(file, "\n  - [\n")
    assert [f.location.file for f in laundry.lint()] == [file]


def test_broken_scales_hide_nothing_else(tmp_path: Path, laundry: Laundry) -> None:
    laundry.replace(SCALES, "    value: 0.6\n", "    value: much\n")
    assert set(laundry.told()) == {"wrong_type"}


def test_an_empty_profile_is_named(laundry: Laundry) -> None:
    laundry.write(PROFILE, "")
    (finding,) = [f for f in laundry.lint() if f.severity is Severity.ERROR]
    assert (finding.code, finding.location.file) == ("content_file_empty", PROFILE)


def test_a_table_without_its_columns_is_told_once(laundry: Laundry) -> None:
    file = laundry.folder / COMMON / "countries.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("country,", "land,", 1), encoding="utf-8")
    assert set(laundry.told()) == {"missing_table_column"}
