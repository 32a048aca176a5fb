"""What stays of a page against the model's word, and the quick looks that spare comparing."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import inputs
from cleaner.propose.content import page_guards
from cleaner.propose.content.guards import Flags, Floats

WORDS = st.text(alphabet="aäßİé Ab-.’\n", min_size=1, max_size=30)
LONG = "The captain, who has crossed the sound more than nine thousand times, told the members of the board that the "
ENDS = "hull was sound but that the engine, fitted in the year of the great frost, would not be."


@given(WORDS, WORDS, WORDS)
def test_the_quick_look_refuses_nothing_that_begins_alike(before: str, shared: str, after: str) -> None:
    told = page_guards._folded(before + shared)
    for text in (shared, shared + after, after + shared, before + shared + after):
        said = page_guards._folded(text)
        shorter, longer = sorted((told, said), key=len)
        if shorter and shorter[: page_guards._SHOWN] in longer:
            assert page_guards._may_begin_alike(text, told)


def test_the_quick_look_refuses_what_shares_no_beginning() -> None:
    assert not page_guards._may_begin_alike("Nine were for, two against.", page_guards._folded("The weir was mended."))
    assert not page_guards._may_begin_alike(
        "The weir was closed for the winter.", page_guards._folded("The mill was mended.")
    )
    assert page_guards._may_begin_alike("The weir, it says, was mended.", page_guards._folded("The weir was mended."))


def kept_of(page: str, doubts: Mapping[str, float], guard: str) -> list[str]:
    """The first words of the blocks of `page` that stay: the model is sure of all but those that begin with a key of
    `doubts`."""
    document = inputs.read(page, media="html")
    lines = [block.span.of(document.text) for block in document.blocks]
    p: Floats = np.array([next((doubts[key] for key in doubts if line.startswith(key)), 0.95) for line in lines])
    good: Flags = p >= 0.5
    words = np.array([float(len(line.split())) for line in lines])
    if guard == "paragraphs":
        good = page_guards.with_paragraphs_beside(document, p, words, good)
    elif guard == "gaps":
        good = page_guards.with_gaps_filled(document, p, words, good)
    elif guard == "body":
        good = page_guards.with_whole_body(document, p, words, good)
    elif guard == "headings":
        good = page_guards.with_like_headings(document, p, good)
    else:
        good = page_guards.with_whole_lists(document, p, good)
    return [" ".join(line.split()[:2]) for line, stays in zip(lines, good, strict=True) if stays]


BODY = 60
"""Paragraphs of an article of some 2,300 words."""


@pytest.mark.parametrize(
    ("paragraphs", "doubted", "p", "kept"),
    [
        (BODY, 40, 0.15, BODY),
        (BODY, 40, 0.02, BODY - 40),  # clear noes
        (BODY, 54, 0.1, BODY - 54),  # the mean is one
        (BODY, 6, 0.2, BODY - 6),  # most are kept: the others have reasons of their own
        (BODY // 2, 20, 0.15, BODY // 2 - 20),  # a short article
    ],
    ids=["doubted", "refused", "nearly all", "a few", "short"],
)
def test_the_paragraphs_of_a_long_article_stay_together(paragraphs: int, doubted: int, p: float, kept: int) -> None:
    lines = [
        f"<p>{'Doubted' if at % paragraphs < doubted else 'Sure'} {at}: {LONG}{ENDS}</p>" for at in range(paragraphs)
    ]
    page = f"<div class=body>{''.join(lines)}</div><ul><li><p>Doubted notes: {LONG}{ENDS}</p></li></ul>"
    stays = kept_of(page, {"Doubted": p}, "body")
    assert len(stays) == kept
    assert "Doubted notes:" not in stays


@pytest.mark.parametrize(
    ("beside", "p", "stays"),
    [
        (f"<p>Doubted: {LONG}{ENDS}</p>", 0.3, True),
        (f"<p>Doubted: {LONG}{ENDS}</p>", 0.2, False),  # a clear no
        (f"<p>Doubted: {LONG}hull</p>", 0.3, False),  # ends like a teaser
        ("<p>Doubted: Her hull was sound but the engine would not be.</p>", 0.3, False),  # too short
        (f"<p>Ad</p><p>Doubted: {LONG}{ENDS}</p>", 0.3, True),  # a line between
        (f"<p>Ad</p><p>Ad</p><p>Doubted: {LONG}{ENDS}</p>", 0.3, False),  # two
        (f"<div><div><div><p>Doubted: {LONG}{ENDS}</p></div></div></div>", 0.3, False),  # hangs on something else
    ],
    ids=["doubted", "refused", "no end", "short", "near", "far", "apart"],
)
def test_a_paragraph_beside_a_kept_one_stays(beside: str, p: float, stays: bool) -> None:
    page = f"<div><p>Kept: {LONG}{ENDS}</p>{beside}</div>"
    assert ("Doubted: The" in kept_of(page, {"Doubted": p, "Ad": 0.1}, "paragraphs")) is stays


def test_paragraphs_stay_step_by_step() -> None:
    """Each holds the next: a list of long items is as long as it is."""
    items = "".join(f"<li>{word}: {LONG}{ENDS}</li>" for word in ("One", "Two", "Three", "Four", "Five", "Six"))
    page = f"<p>Kept: {LONG}{ENDS}</p><ol>{items}</ol>"
    assert len(kept_of(page, dict.fromkeys(("One", "Two", "Three", "Four", "Five", "Six"), 0.4), "paragraphs")) == 7


@pytest.mark.parametrize(
    ("headings", "p", "stays"),
    [
        (("h2", "h2", "h2"), 0.35, True),
        (("h2", "h2", "h2"), 0.25, False),  # a clear no
        (("h2", "h2", "h3"), 0.35, False),  # set in another way
        (("h2", "h3", "h2"), 0.35, False),  # no more stay than are doubted
    ],
    ids=["doubted", "refused", "other", "half"],
)
def test_a_heading_that_is_set_like_the_kept_ones_stays(headings: tuple[str, str, str], p: float, stays: bool) -> None:
    first, second, third = headings
    page = (
        f"<{first}>The hull</{first}><p>{LONG}{ENDS}</p><{second}>The engine</{second}><p>{LONG}{ENDS}</p>"
        f"<{third}>Doubted here</{third}><p>{LONG}{ENDS}</p>"
    )
    assert ("Doubted here" in kept_of(page, {"Doubted": p}, "headings")) is stays


@pytest.mark.parametrize(
    ("item", "p", "stays"),
    [
        ("Doubted: two", 0.3, True),
        ("Doubted: two", 0.1, False),  # a clear no
        ('<a href="/two">Doubted: two by two, and then the others of the list</a>', 0.3, False),  # a list of links
        ('<img alt="Doubted: two">', 0.3, False),  # says what a picture shows
    ],
    ids=["doubted", "refused", "links", "alt"],
)
def test_a_list_that_is_kept_in_part_stays(item: str, p: float, stays: bool) -> None:
    page = f"<p>{LONG}</p><ul><li>Kept: one</li><li>{item}</li><li>Kept: three</li></ul><p>Last words</p>"
    found = kept_of(page, {"Doubted": p, "Last": 0.6, "The": 0.6}, "lists")
    assert ("Doubted: two" in found) is stays


@pytest.mark.parametrize(
    ("between", "p", "stays"),
    [
        ("<p>Doubted: Canada</p>", 0.3, True),
        ("<p>Doubted: Canada</p>", 0.2, False),  # a clear no
        ("<p>Doubted: Canada</p><p>Ad</p>", 0.3, False),  # one of them is
        ("<div><p>Doubted: Canada</p></div>", 0.3, False),  # in an element of its own
        ('<p><a href="/ca">Doubted: Canada</a></p>', 0.3, False),  # a link
        ('<p><img alt="Doubted: Canada"></p>', 0.3, False),  # says what a picture shows
        ("<p>Doubted: Canada</p>" * 9, 0.3, False),  # too long
    ],
    ids=["doubted", "refused", "not all", "apart", "link", "alt", "long"],
)
def test_what_stands_between_two_kept_blocks_stays(between: str, p: float, stays: bool) -> None:
    page = f"<div><p>{LONG}</p><p>{ENDS}</p><p>Kept: Norway</p>{between}<p>Kept: Spain</p></div>"
    assert ("Doubted: Canada" in kept_of(page, {"Doubted": p, "Ad": 0.1}, "gaps")) is stays


def test_what_stands_between_a_standfirst_and_the_next_paragraph_is_no_gap() -> None:
    page = f"<div><p>{LONG}</p><p>Doubted: by Jo</p><p>{ENDS}</p></div>"
    assert "Doubted: by" not in kept_of(page, {"Doubted": 0.3}, "gaps")
