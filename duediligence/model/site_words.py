"""Words that say little about which site is meant: what a company is in law, what it makes, what streets are called."""

from __future__ import annotations

from duediligence.model.base import Declared, Words


class SiteWords(Declared):
    """`company_forms` are left out of names; two names or addresses that share only the other words are two."""

    company_forms: tuple[Words, ...] = ()
    trade_words: tuple[Words, ...] = ()
    address_words: tuple[Words, ...] = ()
