"""Which lines stand near others."""

from __future__ import annotations

import pytest

from cleaner import inputs
from cleaner.propose.units import Units
from cleaner.propose.views import views_of
from cleaner.spans import Span, SpanSet

TEXT = "zero\n\none\ntwo\n\n\nthree\nfour\nfive\n"


@pytest.mark.parametrize(
    ("lines", "before", "after", "near"),
    [
        (["two"], 0, 0, ["two"]),
        (["two"], 2, 1, ["zero\n\none\ntwo\n\n\nthree"]),
        (["zero"], 3, 0, ["zero"]),
        (["five"], 0, 3, ["five"]),
        (["zero", "five"], 0, 1, ["zero\n\none", "five"]),
        (["wo\n\n\nth"], 0, 0, ["two\n\n\nthree"]),  # a stretch that begins and ends inside of lines
        ([], 9, 9, []),
    ],
)
def test_near(lines: list[str], before: int, after: int, near: list[str]) -> None:
    document = inputs.read(TEXT, media="text")
    units = Units(document, views_of(document.text))
    asked = SpanSet(Span(TEXT.index(line), TEXT.index(line) + len(line)) for line in lines)
    assert [span.of(TEXT) for span in units.near(asked, before, after)] == near
