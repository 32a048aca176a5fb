"""White space before lines: a page's layout goes, what a writer set stays."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean, indentation, stitch
from cleaner.kinds import Kind
from cleaner.spans import Span, SpanSet

ONE = "The harbour board met on Tuesday evening to decide whether the old ferry should sail for another winter."
TWO = "Her captain, who has crossed the sound nine thousand times, told the members that the hull was sound."
THREE = "Nobody spoke against him, and when the chair asked for a show of hands every hand in the room went up."

LAID_OUT = f"""      The ferry sails again

          {ONE}

          {TWO}

            * one more winter
              * with a new engine

        {THREE}
"""
PLAIN = f"The ferry sails again\n\n{ONE}\n\n{TWO}\n\n* one more winter\n* with a new engine\n\n{THREE}\n"


def test_the_layout_of_a_page_goes_and_is_told() -> None:
    result = clean(LAID_OUT, media="text")
    assert result.text.strip() == PLAIN.strip()
    assert {edit.kind for edit in result.edits} == {Kind.LAYOUT}
    assert stitch(result) == LAID_OUT


def test_what_comes_out_stays() -> None:
    first = clean(LAID_OUT, media="text").text
    assert clean(first, media="text").text == first


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        f"{ONE}\n\n    def ferry():\n        return 'sound'\n\n{TWO}\n\n{THREE}\n",  # code between paragraphs
        "The hull is sound,\n    the ice is thin,\n        and nobody rows\n    in winter.\n",  # a poem
        f"{ONE}\n\n    {TWO}\n\n{THREE}\n",  # one paragraph set in: a quotation
        "   The harbour board met on Tuesday evening\nto decide whether the old ferry should sail\nfor another"
        " winter.\n   Her captain told the members that\nthe hull was sound.\n",  # hard line breaks, first lines set in
    ],
)
def test_what_a_writer_set_stays(text: str) -> None:
    assert clean(text, media="text").text.rstrip("\n") == text.rstrip("\n")


def test_separators_that_python_takes_for_white_space_are_no_line() -> None:
    assert clean("\x1c\n  \x1d\n", media="text").status.value != "failed"


def test_markdown_keeps_what_its_indentation_means() -> None:
    text = f"# Ferry\n\n- {ONE}\n\n  {TWO}\n\n  {THREE}\n"
    assert f"\n\n  {TWO}" in clean(text, media="markdown").text


PLACES = st.integers(0, 40)


@given(st.text("ab \t\n\r.", max_size=40), st.lists(st.tuples(PLACES, PLACES), max_size=6))
def test_the_lines_that_stay_are_those_of_the_whole_text(text: str, bounds: list[tuple[int, int]]) -> None:
    """Lines are read only beside what stays: none is missed, and none told twice."""
    gone = SpanSet(Span(min(pair), max(pair)) for pair in bounds)

    def left(lines: Iterable[regex.Match[str]]) -> list[tuple[int, int]]:
        return [line.span() for line in lines if not gone.covers_range(line.start(2), line.end())]

    assert left(indentation._near(text, gone)) == left(indentation._LINE.finditer(text))
