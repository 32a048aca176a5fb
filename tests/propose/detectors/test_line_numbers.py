"""Line numbers beside listings, and numbers that a program holds or prints."""

from __future__ import annotations

import pytest

from cleaner import Cleaner
from cleaner.kinds import Kind

CLEANER = Cleaner()
PROSE = (
    "<p>The gauge at the weir writes a line to its log whenever the water rises by more than the width of a hand.</p>"
    "<p>To read it you open the log, skip what was written before the flood, and take the last number of each line.</p>"
)
CODE = ("for line in log:", "    print(line)")


def _beside(number: str) -> str:
    """A listing with an element before each line; `number` has its class or style."""
    return "<pre>" + "\n".join(f"<span {number}>{at}</span>{line}" for at, line in enumerate(CODE, 1)) + "</pre>"


def _column(names: str) -> str:
    """A listing with a column of numbers, in a cell of its own."""
    return (
        f"<table><tr><td class='{names}'><pre>1\n2</pre></td><td class=code><pre>{chr(10).join(CODE)}</pre></td></tr>"
        "</table>"
    )


@pytest.mark.parametrize(
    ("listing", "numbers"),
    [
        (_beside("class=lineno"), ["1", "2"]),
        (_beside("class='token line-number'"), ["1", "2"]),
        (_beside("style='color:gray;-webkit-user-select:none'"), ["1", "2"]),
        (_column("gutter"), ["1", "2"]),
        (_column("rouge-gutter gl"), ["1", "2"]),
        (_beside("class=mi"), []),  # a number of the program
        (_column("values"), []),
        (f"<pre>{chr(10).join(CODE)}</pre><pre class=output>1\n2</pre>", []),  # what it prints
        (f"<pre>{chr(10).join(CODE)}</pre><p class=lineno>2</p>", []),  # outside a listing
    ],
    ids=["named", "two words", "unselectable", "column", "names", "token", "cells", "output", "outside"],
)
def test_numbers_beside_listings(listing: str, numbers: list[str]) -> None:
    page = f"<html lang=en><body><article>{PROSE}{listing}{PROSE.replace('weir', 'mill')}</article></body></html>"
    result = CLEANER.clean(page, media="html")
    gone = [edit.span.of(result.document.text) for edit in result.edits if edit.kind is Kind.LINE_NUMBER]
    assert gone == numbers


def test_code_keeps_its_indentation() -> None:
    page = f"<html lang=en><body><article>{PROSE}{_beside('class=ln')}{PROSE.replace('weir', 'mill')}</article></body>"
    assert "\n".join(CODE) in CLEANER.clean(page, media="html").text
