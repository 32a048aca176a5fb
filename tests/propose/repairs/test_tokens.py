"""Words as the repair reads them: what is no word is skipped."""

from __future__ import annotations

import pytest

from cleaner.propose.repairs.dropped_letters.tokens import tokenise

READ = {
    "a unit after an amount": ("It lost $107.76 bn and 2.5 tn in all.", "It lost and in all"),
    "a unit after a sign": ("Surplus ($ bn) by year", "Surplus by year"),
    "a word after a year": ("In 2019 he left", "In he left"),
    "a short word after an amount": ("At $800 e cost is high", "At e cost is high"),
    "a long word after an amount": ("It lost $5 more", "It lost more"),
    "an acute for an apostrophe": ("you´ll see, it`s here", "see here"),
    "a letter in brackets": ("“[t]he cost” and (s)he", "cost and"),
    "a word in brackets": ("The (old) town", "The old town"),
    "commands of TeX": (r"The product $\langle v, w\rangle$ is given", "product given"),
    "an ending in brackets": ("the platform(s) here", "the platform here"),
}


@pytest.mark.parametrize("name", READ)
def test_what_is_no_word_is_skipped(name: str) -> None:
    text, words = READ[name]
    assert [word for word in tokenise(text).words if word] == words.split()
