"""Spans, sets of them, and views that map back."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.spans import Rewording, Span, SpanBuilder, SpanSet, View

LENGTH = 40


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, LENGTH))
    return Span(start, draw(st.integers(start, LENGTH)))


span_lists = st.lists(spans(), max_size=8)


def chars(found: SpanSet | list[Span]) -> set[int]:
    """The set of characters, the slow way."""
    return {at for span in found for at in range(span.start, span.end)}


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_what_is_no_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_touching_spans_do_not_overlap() -> None:
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 3).overlaps(Span(2, 5))
    assert Span(0, 3).contains(Span(3, 3))
    assert Span(1, 3).shift(2) == Span(3, 5)
    assert Span(1, 3).of("abcd") == "bc"
    assert not Span(2, 2)


@given(span_lists)
def test_a_set_holds_the_characters_of_its_spans_apart_and_in_order(some: list[Span]) -> None:
    found = SpanSet(some)
    assert chars(found) == chars(some)
    assert found.size == len(chars(some))
    parts = list(found)
    assert all(left.end < right.start for left, right in itertools.pairwise(parts))
    assert SpanSet(reversed(some)) == found
    assert hash(SpanSet(parts)) == hash(found)


@given(span_lists, spans())
def test_asking_a_set_about_a_span(some: list[Span], span: Span) -> None:
    found, inside = SpanSet(some), chars([span])
    assert found.covers(span) == (inside <= chars(some))
    assert found.intersects(span) == bool(inside & chars(some))
    assert chars(found.within(span)) == inside & chars(some)
    assert chars(found.outside(span)) == inside - chars(some)
    assert found.overlap(span) == len(inside & chars(some))


@given(span_lists, span_lists)
def test_adding_and_taking_away(some: list[Span], others: list[Span]) -> None:
    assert chars(SpanSet(some).union(others)) == chars(some) | chars(others)
    assert chars(SpanSet(some).minus(SpanSet(others))) == chars(some) - chars(others)


@st.composite
def views(draw: st.DrawFn) -> tuple[str, list[Rewording]]:
    """A text and rewordings of it; each stretch reads something else, or nothing."""
    text = draw(st.text("abc \u00ad", min_size=1, max_size=LENGTH))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, [Rewording(Span(start, end), draw(st.text("XYZ", max_size=3))) for start, end in pairs]


@given(views())
def test_every_stretch_of_a_view_maps_back(case: tuple[str, list[Rewording]]) -> None:
    text, rewordings = case
    view = View(text, rewordings)
    assert view.is_identity == (not rewordings)
    for start in range(len(view.text) + 1):
        for end in range(start, len(view.text) + 1):
            origin = view.origin(Span(start, end))
            assert 0 <= origin.start <= origin.end <= len(text)
            if end > start:
                assert view.derived(origin).contains(Span(start, end))


@given(views())
def test_a_view_is_monotone_and_exact_outside_rewordings(case: tuple[str, list[Rewording]]) -> None:
    text, rewordings = case
    view = View(text, rewordings)
    reworded = SpanSet(rewording.span for rewording in rewordings)
    origins = [view.origin(Span(at, at + 1)) for at in range(len(view.text))]
    assert origins == sorted(origins)
    for at, origin in enumerate(origins):
        if not reworded.intersects(origin):
            assert origin.of(text) == view.text[at]
            assert view.derived(origin) == Span(at, at + 1)


def test_a_reworded_stretch_is_indivisible() -> None:
    view = View("Re more: weirs", [Rewording(Span(0, 2), "Read")])
    assert view.text == "Read more: weirs"
    assert view.origin(Span(0, 10)) == Span(0, 8)
    assert view.origin(Span(2, 6)) == Span(0, 4)
    assert view.derived(Span(1, 7)) == Span(0, 9)
    assert view.origin(Span(5, 9)) == Span(3, 7)


def test_a_stretch_that_reads_nothing_is_in_what_surrounds_it() -> None:
    view = View("co\u00adoperate", [Rewording(Span(2, 3), "")])
    assert view.text == "cooperate"
    assert view.origin(Span(0, 9)) == Span(0, 10)
    assert view.origin(Span(0, 2)) == Span(0, 2)
    assert view.origin(Span(2, 4)) == Span(3, 5)


def test_rewordings_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        View("abcdef", [Rewording(Span(2, 4), "x"), Rewording(Span(3, 5), "y")])


@given(span_lists, span_lists)
def test_a_growing_set_tells_what_is_new(first: list[Span], then: list[Span]) -> None:
    builder, seen = SpanBuilder(SpanSet(first)), chars(first)
    for span in then:
        assert builder.intersects(span) == bool(seen & chars([span]))
        assert chars(builder.add(span)) == chars([span]) - seen
        seen |= chars([span])
    assert chars(builder.freeze()) == seen
    assert builder.freeze() == SpanSet([*first, *then])
