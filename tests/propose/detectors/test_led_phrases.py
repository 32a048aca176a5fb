"""A sentence of prose in which a template's words are only a part stays, wherever it stands; a template goes."""

from __future__ import annotations

import pytest

from cleaner.pipeline import clean

BEFORE = (
    "The mill stood empty for eleven years before the council bought it for a single crown and a promise. Nobody in "
    "the lane remembers who asked first, and the records are of no help to anybody now."
)
AFTER = (
    "The baker moved in upstairs on a Monday in March, with two ovens, a dog and a lease that nobody had read to the "
    "end. By summer there was a queue, and by autumn there was a second one."
)

PROSE = (
    "The banner on the tower read: sign up for our newsletters, but nobody could say whose newsletters were meant.",
    "The porter said that he may earn a commission on each trunk that he carried to the boat.",
    "In those days every letter of the clerk was delivered straight to your inbox, a tray of wicker.",
    "She told the meeting that whoever wished to read on should subscribe to the newsletter of the rival society.",
)
TEMPLATES = (
    "For stories from along the coast, sign up to our newsletters.",
    "When you buy through links on our site, we may earn an affiliate commission.",
    "The best of the week, delivered straight to your inbox.",
)


@pytest.mark.parametrize("line", PROSE)
@pytest.mark.parametrize("after", ["", AFTER], ids=["tail", "inside"])
def test_prose_that_holds_a_template_stays(line: str, after: str) -> None:
    text = "\n".join(part for part in (BEFORE, line, after) if part)
    assert line in clean(text).text


@pytest.mark.parametrize("line", TEMPLATES)
def test_a_template_with_a_known_opening_goes(line: str) -> None:
    assert line not in clean(f"{BEFORE}\n{AFTER}\n{line}").text
