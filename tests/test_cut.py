"""Cutting: the white space at a cut, no joined words, no holes, and everything put together again."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.cut import Removed, apply, lay_out, restore_text
from cleaner.errors import RestoreError
from cleaner.kinds import Kind
from cleaner.model import Edit, Origin
from cleaner.spans import Span, SpanSet

RULE = Origin("rule", "tidewater-post#x")


def removal(start: int, end: int) -> Edit:
    return Edit(Span(start, end), Kind.RELATED, RULE)


def cut(marked: str) -> str:
    """The text with everything between `<` and `>` cut out and the gaps closed."""
    text, edits, start = "", [], 0
    for char in marked:
        if char == "<":
            start = len(text)
        elif char == ">":
            edits.append(removal(start, len(text)))
        else:
            text += char
    return apply(text, lay_out(text, edits))


CUTS = {
    "a line": ("One.\n<Debris>\nTwo.", "One.\nTwo."),
    "a paragraph": ("One.\n\n<Debris>\n\nTwo.", "One.\n\nTwo."),
    "a paragraph before a line": ("One.\n\n<Debris>\nTwo.", "One.\n\nTwo."),
    "a line before a paragraph": ("One.\n<Debris>\n\nTwo.", "One.\n\nTwo."),
    "an indented line": ("One.\n\n  <Debris>\n\nTwo.", "One.\n\nTwo."),
    "an indented line with more space before it": ("One.\n\n  <Debris>\nTwo.", "One.\n\nTwo."),
    "a line before an indented one": ("One.\n\n<Debris>\n\n  Two.", "One.\n\n  Two."),
    "indented lines with lone CR": ("One.\r\t<Debris>\rTwo.", "One.\rTwo."),
    "the start of an indented line": ("One.\n  <Debris:> Two.", "One.\n  Two."),
    "two lines": ("One.\n\n<Debris>\n<More>\n\nTwo.", "One.\n\nTwo."),
    "the first line": ("<Debris>\n\nOne.\n", "One.\n"),
    "the last line": ("One.\n\n<Debris>\n", "One."),
    "everything": (" <Debris>\n", ""),
    "CRLF": ("One.\r\n\r\n<Debris>\r\n\r\nTwo.", "One.\r\n\r\nTwo."),
    "lone CR": ("One.\r\r<Debris>\r\rTwo.", "One.\r\rTwo."),
    "inside a sentence": ("One <debris> two.", "One two."),
    "a sentence of a paragraph": ("One. <Debris.> Two.", "One. Two."),
    "before a full stop": ("One <(debris)>.", "One."),
    "the end of a line": ("One. <Debris.>\nTwo.", "One.\nTwo."),
    "the start of a line": ("One.\n<Debris:> Two.", "One.\nTwo."),
    "between two words that it joined": ("one<debris>two", "one two"),
    "after a full stop": ("One.<Debris>Two.", "One. Two."),
    "a prefix glued to nothing": ("One. <Debris>Two.", "One. Two."),
    "between spaceless scripts": ("東京<広告>大阪", "東京大阪"),
    "before a bracket": ("One (<debris>two).", "One (two)."),
    "no cut": ("One. \n Two.", "One. \n Two."),
}


@pytest.mark.parametrize("case", CUTS)
def test_gaps_are_closed(case: str) -> None:
    marked, clean = CUTS[case]
    assert cut(marked) == clean


def test_the_text_begins_where_front_matter_and_debris_end() -> None:
    text = "---\ntitle: x\n---\n\nDebris\n\nOne.\n"
    front = Edit(Span(0, 17), Kind.FRONT_MATTER, RULE)
    assert apply(text, lay_out(text, [front], 17)) == "Debris\n\nOne.\n"
    start = text.index("Debris")
    assert apply(text, lay_out(text, [front, removal(start, start + 6)], 17)) == "One.\n"
    assert apply(text, lay_out(text, [removal(start, start + 6)], 17)) == "---\ntitle: x\n---\nOne.\n"


@st.composite
def cuts(draw: st.DrawFn, alphabet: str = "ab.,(\u6771 \n\r") -> tuple[str, list[Edit]]:
    """A text and disjoint edits of it: removals that begin and end with a letter, and replacements."""
    text = draw(st.text(alphabet, min_size=1, max_size=60))
    places = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    edits = []
    for start, end in zip(places[::2], places[1::2], strict=False):
        inner = text[start:end]
        lead, tail = len(inner) - len(inner.lstrip()), len(inner) - len(inner.rstrip())
        if not inner.strip():
            continue
        span = Span(start + lead, end - tail)
        if draw(st.booleans()):
            edits.append(removal(span.start, span.end))
        else:
            edits.append(Edit(span, Kind.REPAIR, RULE, replacement=draw(st.text("xyz", min_size=1, max_size=4))))
    return text, edits


@given(cuts())
def test_a_cut_is_disjoint_takes_only_white_space_and_can_be_undone(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    laid_out = lay_out(text, edits)
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(laid_out))
    for edit in laid_out:
        if edit.kind is Kind.LAYOUT:
            assert not edit.span.of(text).strip()
    assert [edit for edit in laid_out if edit.kind is not Kind.LAYOUT] == edits
    clean = apply(text, laid_out)
    pieces = [Removed(edit.span, edit.span.of(text), edit.replacement) for edit in laid_out]
    assert restore_text(clean, pieces) == text
    assert restore_text(clean, reversed(pieces)) == text


@given(cuts("ab \n\r"))
def test_a_cut_joins_no_words(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    removals = [edit for edit in edits if edit.is_removal]
    kept = " ".join(part.of(text) for part in SpanSet(edit.span for edit in removals).outside(Span(0, len(text))))
    assert apply(text, lay_out(text, removals)).split() == kept.split()


def test_a_changed_text_is_not_restored() -> None:
    text = "One.\nDebris\nTwo."
    edits = lay_out(text, [removal(5, 11)])
    pieces = [Removed(edit.span, edit.span.of(text), edit.replacement) for edit in edits]
    assert restore_text("One.\nTwo.", pieces) == text
    with pytest.raises(RestoreError, match="does not read"):
        restore_text("One", pieces)
    with pytest.raises(RestoreError, match="another length"):
        restore_text("One.\nTwo.", [Removed(Span(5, 11), "Debri")])
    with pytest.raises(RestoreError, match="overlaps"):
        restore_text("One.\nTwo.", [Removed(Span(5, 11), "Debris"), Removed(Span(8, 10), "ri")])
    with pytest.raises(RestoreError, match="does not read"):
        restore_text("She hed it.", [Removed(Span(4, 5), "h", "had")])


def test_white_space_that_a_repair_rewords_is_the_repair_s() -> None:
    text = "What do you think?\u00c2\u00a0\n\nRelated: More of it\n\nThe end."
    broken, related = text.index("think?"), text.index("Related")
    repair = Edit(Span(broken, related - 2), Kind.REPAIR, Origin("repair", "mojibake"), replacement="think?\u00a0")
    gone = Edit(Span(related, text.index("\n\nThe")), Kind.RELATED, Origin("detector", "related"))
    edits = lay_out(text, [repair, gone])
    assert all(one.span.end <= other.span.start for one, other in itertools.pairwise(edits))
    assert apply(text, edits) == "What do you think?\u00a0\n\nThe end."
