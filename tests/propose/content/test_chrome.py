"""A text that is no page is not taken apart: chrome tells, and where it cannot, the model is believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner import Cleaner, inputs
from cleaner.model import Document
from cleaner.propose.content import judge, takes_apart
from cleaner.propose.content.judgement import Judgement
from cleaner.spans import Span, SpanSet

ENTRIES = [
    f"March {day}, 2027\nMeeting {day} of the lamp keepers\nOrsund, Nordmark\nKeepers from hall {day} meet makers of"
    f" wicks and lenses, and each of them brings one question, one answer and a lamp that does not burn on the quay."
    for day in range(1, 31)
]
"""120 lines, a quarter of them running text."""

CHROME = ["Log in", "Subscribe to our newsletter", "Privacy Policy", "Share on Facebook", "All rights reserved"]
PACKS = Cleaner().book.packs("en")


def document(*lines: str) -> Document:
    return inputs.read("\n".join(lines) + "\n", media="text")


def keeping(found: Document, share: float) -> Judgement:
    """A judgement that keeps the first `share` of the text."""
    return replace(judge(found), kept=SpanSet([Span(0, int(share * len(found.text)))]))


@pytest.mark.parametrize(
    ("why", "lines", "share", "apart"),
    [
        ("a listing, nearly all of it gone", ENTRIES, 0.1, True),
        ("a listing, half of it gone", ENTRIES, 0.6, True),
        ("a quarter gone is the model's to decide", ENTRIES, 0.8, False),
        ("four lines of chrome beside the doubt", [*ENTRIES, *CHROME[:4]], 0.1, True),
        ("five are a page", [*ENTRIES, *CHROME], 0.1, False),
        ("without the doubt, one is", [*ENTRIES, CHROME[0]], 0.6, False),
        ("few lines, and no doubt", ENTRIES[:20], 0.6, False),
    ],
)
def test_chrome_tells_a_page_from_a_listing(why: str, lines: list[str], share: float, apart: bool) -> None:
    assert takes_apart(keeping(document(*lines), share), PACKS, 1.0) is apart, why


def test_no_pack_no_say() -> None:
    judgement = keeping(document(*ENTRIES), 0.1)
    assert not takes_apart(judgement, Cleaner().book.packs("hu"), 1.0)


def test_a_judgement_that_is_left_whole_takes_nothing_whatever_is_said() -> None:
    found = document(*ENTRIES)
    whole = judge(found).left_whole()
    assert [span.of(found.text) for span in whole.kept] == found.text.split("\n")[:-1]
    assert not whole.doubts
