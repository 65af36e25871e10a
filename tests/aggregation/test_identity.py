"""Tokens: the same site gets the same one from every member, and nobody without the key can tell which site it is."""

from __future__ import annotations

import pytest

from duediligence.aggregation.identity import new_site_key, read_site_key, site_tokens, without_legal_form
from duediligence.errors import UsageError
from duediligence.model.response import Supplier
from tests.aggregation.office import KEY


def site(name: str, **facts: str) -> Supplier:
    return Supplier("s1", name, {fact: (value,) for fact, value in facts.items()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            site("Sunrise Mills Ltd.", country="IN", city="Tiruppur"),
            site("SUNRISE MILLS", country="IN", city="tiruppur"),
        ),
        (site("Étoile S.A.R.L.", country="MA", city="Fès"), site("Etoile", country="MA", city="Fes")),
        (site("A-B Tekstil San. Tic.", country="TR", city="Bursa"), site("AB Tekstil", country="TR", city="Bursa")),
        (site("Mill", country="IN", os_id="IN2020ABC"), site("Another name", country="IN", os_id="in2020abc")),
    ],
)
def test_one_site_spelled_twice_has_a_token_in_common(one: Supplier, other: Supplier) -> None:
    assert set(site_tokens(one, KEY)) & set(site_tokens(other, KEY))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (site("Mill", country="IN", city="Tiruppur"), site("Mill", country="IN", city="Erode")),
        (site("Mill", country="IN", city="Salem"), site("Mill", country="US", city="Salem")),
        (site("Mill One", country="IN"), site("Mill Two", country="IN")),
        (site("Mill", country="IN"), site("Mill", country="IN", city="Erode")),
    ],
)
def test_different_or_doubtful_sites_have_none(one: Supplier, other: Supplier) -> None:
    assert not set(site_tokens(one, KEY)) & set(site_tokens(other, KEY))


def test_another_key_gives_other_tokens_and_the_token_tells_nothing() -> None:
    supplier = site("Sunrise Mills", country="IN", city="Tiruppur")
    other = read_site_key(new_site_key(), "other.key")
    ((_, token),), ((_, again),) = site_tokens(supplier, KEY), site_tokens(supplier, other)
    assert token != again
    assert KEY.id != other.id
    assert len(token) == 32
    assert "sunrise" not in token


def test_a_name_that_is_only_a_legal_form_stays_itself() -> None:
    assert without_legal_form("Holding B.V.") == "holding"
    assert without_legal_form("AB Tekstil A.S.") == "abtekstil"
    assert without_legal_form("PT Indo Mills") == without_legal_form("Indo Mills")


@pytest.mark.parametrize(
    "text", ["", "duediligence-site-key/1", "duediligence-site-key/1\nzz", f"other/1\n{'0' * 64}\n"]
)
def test_a_file_that_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as problem:
        read_site_key(text, "site.key")
    assert problem.value.code == "site_key_invalid"
