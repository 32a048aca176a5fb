"""Case: where a word would have had a capital, and whose capital tells something."""

from __future__ import annotations

import pytest

from cleaner.propose.repairs.dropped_letters.casing import AFTER_CAPITAL, AT_START, INSIDE, Caser
from cleaner.propose.repairs.dropped_letters.tokens import tokenise


def caser_of(text: str) -> tuple[Caser, int]:
    """The caser of a text, and where its word "rst" stands."""
    tokens = tokenise(text)
    return Caser(text, tokens, ("fi",)), list(map(str.lower, tokens.words)).index("rst")


PLACES = {
    "a sentence": ("It rained. rst of all", AT_START),
    "a part of a compound": ("They take a user-rst view", INSIDE),
    "a part after a capital": ("We build it. Edge-rst is here", AFTER_CAPITAL),
    "inside": ("They were rst to go", INSIDE),
    "after a name": ("They met Anna rst in town", AFTER_CAPITAL),
    "after I": ("Then I’ll rst go home", INSIDE),
    "after the first word of a sentence": ("It rained. They rst went home", INSIDE),
    "after a number": ("They had 39.3B rst tokens", INSIDE),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_place_tells_how_likely_a_capital_is(name: str) -> None:
    text, capital = PLACES[name]
    caser, at = caser_of(text)
    assert caser.capital_here(at) == pytest.approx(capital, abs=0.001)


def test_a_list_in_small_letters_makes_a_capital_less_likely() -> None:
    items = "\n- linen tops\n- cotton socks\n- straw hats"
    small, at = caser_of(items * 8 + "\n- rst socks")
    capitals, there = caser_of(items.title() * 8 + "\n- rst socks")
    assert small.capital_here(at) < 0.4
    assert capitals.capital_here(there) > 0.9


LONE = {
    "a capital amid small letters": ("They moved into Rst territory", True),
    "at the start": ("They moved. Rst came here", False),
    "before a capital": ("They met Rst Miller there", False),
    "after a capital": ("They met Anna Rst there", False),
    "after a colon": ("They knew: Rst came here", False),
}


@pytest.mark.parametrize("name", LONE)
def test_a_capital_amid_small_letters_is_its_own(name: str) -> None:
    text, lone = LONE[name]
    caser, at = caser_of(text)
    assert caser.lone(at) is lone


SHOUTED = {
    "amid small letters": ("Users of RST agree", False),
    "beside an initial word": ("The NEW RST is here", True),
    "before another": ("RST AID here", True),
}


@pytest.mark.parametrize("name", SHOUTED)
def test_capitals_beside_capitals_are_shouted(name: str) -> None:
    text, shouted = SHOUTED[name]
    caser, at = caser_of(text)
    assert caser.shouted(at) is shouted
